"""Bringing a ledger of an older format forward, one version at a time."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa

from dragoman import __version__
from dragoman.ledger import parts
from dragoman.ledger.files import complete, new_folder, write_text
from dragoman.ledger.inputs import FILE_NAME as INPUTS
from dragoman.ledger.inputs import shorten
from dragoman.ledger.tables import BASIS, SAID, table
from dragoman.model import LedgerError, SectionKind, Stance

FORMAT = 4
"""The format that this version writes."""

FILE_NAME = "format.json"


def read_format(root: Path) -> int:
    """Return the format of a ledger.

    Raises:
        LedgerError: The folder is not there, is no ledger, is only half made, or is of a
            format that this version does not know.
    """
    if not root.is_dir():
        what = "is a file" if root.exists() else "does not exist"
        raise LedgerError(
            f"{root}: {what}; `dragoman read PATH --into {root}` makes a ledger and fills it"
            if not root.exists()
            else f"{root}: {what}, and a ledger is a folder"
        )
    path = root / FILE_NAME
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["format"]
    except FileNotFoundError:
        if half_made(root):
            raise LedgerError(
                f"{root}: a ledger that was begun and not finished; nothing is in it yet. "
                f"`dragoman read PATH --into {root}` finishes it"
            ) from None
        raise LedgerError(
            f"{root}: no ledger: it has no {FILE_NAME}. A ledger is made by "
            "`dragoman read PATH --into FOLDER`, with a folder that is new or empty"
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LedgerError(
            f"{path}: cannot be read ({error}). It should hold "
            f'{{"format": {FORMAT}}} or an earlier number; put it back from a copy'
        ) from error
    if type(found) is not int or found < 0:
        raise LedgerError(f"{path}: the format is {found!r}, and formats are numbers from 0")
    if found > FORMAT:
        raise LedgerError(
            f"{root}: format {found}, made by a newer Dragoman; this one ({__version__}) knows "
            f"formats up to {FORMAT}. Upgrade Dragoman; the ledger is untouched"
        )
    return found


def write_format(root: Path, number: int) -> None:
    """Write the format file, the last thing that makes a folder a ledger."""
    text = json.dumps({"format": number, "made_by": __version__}, indent=2)
    write_text(root / FILE_NAME, text + "\n")


def half_made(root: Path) -> bool:
    """Say whether a folder is what an interrupted `Ledger.create` leaves."""
    ours = {"dragoman.toml", "documents", "runs", "sources", "decisions.sqlite", "lock"}
    names = {p.name for p in root.iterdir()}
    begun = {"dragoman.toml", "documents"} <= names
    return begun and not any(parts.Parts(root).documents()) and bool(names & ours)


def migrate(root: Path) -> list[Path]:
    """Bring a ledger to this version's format; return the copies made before.

    What a step changes is first copied whole to `backup-format-N`. A step that was
    interrupted is done again from the start, which changes nothing twice; the copy from
    before its first attempt stays.
    """
    backups = []
    while (number := read_format(root)) < FORMAT:
        changes, step = MIGRATIONS[number]
        backup = root / f"backup-format-{number}"
        if not backup.exists():
            with new_folder(backup) as folder:
                for name in (*changes, FILE_NAME):
                    copy = shutil.copytree if (root / name).is_dir() else shutil.copy2
                    if (root / name).exists():
                        copy(root / name, folder / name)
        step(root)
        write_format(root, number + 1)
        backups.append(backup)
    return backups


def _documents_get_a_side(root: Path) -> None:
    """0 to 1: documents did not yet say whose account they are. It is unknown for old ones."""
    for path in complete(root / "documents", "part-*.parquet"):
        rows = parts.read(path)
        if "side" not in rows.column_names:
            at = rows.column_names.index("outlet") + 1
            side = pa.nulls(rows.num_rows, pa.string())
            parts.write(path, rows.add_column(at, "side", side))


def _persons_get_a_basis(root: Path) -> None:
    """1 to 2: nobody kept how a person was resolved. Reading again finds it anew."""
    for path in parts.Parts(root).run_parts():
        for name in ("claims", "statements"):
            rows = parts.read(path / f"{name}.parquet")
            if "method" in rows.column_names:
                continue
            at = rows.column_names.index("how") + 1
            for place, (column, kind) in enumerate(BASIS.items()):
                rows = rows.add_column(at + place, column, pa.nulls(rows.num_rows, kind))
            parts.write(path / f"{name}.parquet", rows)


def _statements_take_a_side(root: Path) -> None:
    """2 to 3: statements did not say whom they are about. Reading again finds it anew."""
    unsaid = {"about": [], "topics": [], "stance": Stance.NEUTRAL, "section": SectionKind.BODY}
    for path in parts.Parts(root).run_parts():
        rows = parts.read(path / "statements.parquet")
        if not set(SAID) <= set(rows.column_names):
            rows = table("statements", (row | unsaid for row in rows.to_pylist()))
            parts.write(path / "statements.parquet", rows)


def _inputs_get_short(root: Path) -> None:
    """3 to 4: the file of inputs wrote hashes as words, and names twice.

    Nobody kept what sentences call the tie of states. Reading again finds it anew.
    """
    shorten(root / INPUTS)
    for path in parts.Parts(root).run_parts():
        if not (path / "ties.parquet").exists():
            parts.write(path / "ties.parquet", table("ties", ()))


MIGRATIONS: Mapping[int, tuple[tuple[str, ...], Callable[[Path], None]]] = {
    0: (("documents",), _documents_get_a_side),
    1: (("runs",), _persons_get_a_basis),
    2: (("runs",), _statements_take_a_side),
    3: ((INPUTS, f"{INPUTS}-wal"), _inputs_get_short),
}
"""From each earlier format: what the step changes, and the step. Each can be done twice."""
