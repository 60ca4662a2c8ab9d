"""Commands on the register as a whole, and on a layer of one's own: `dragoman register ...`."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.desk import (
    PARTIAL,
    Format,
    FormatOption,
    LayerOption,
    SettingsOption,
    edtf_of,
    layers_of,
    print_csv,
    print_json,
    register_of,
)
from dragoman.cli.persons import find_state
from dragoman.cli.terminal import out, table
from dragoman.model import InputError

if TYPE_CHECKING:
    from dragoman.actors import Register
    from dragoman.actors.importing import Found

SHOWN = 20
"""How many of a group a page lists; JSON and CSV have all."""

G20 = (
    "st:arg", "st:aus", "st:bra", "st:can", "st:chn", "st:deu", "st:fra", "st:gbr", "st:idn",
    "st:ind", "st:ita", "st:jpn", "st:kor", "st:mex", "st:rus", "st:sau", "st:tur", "st:usa",
    "st:zaf",
)  # fmt: skip
"""The states of the G20; its other members are organizations."""

BESIDE = ("st:twn", "st:xkx")
"""Counted with the members and observers of the United Nations; that implies no position."""

app = typer.Typer(
    help="Look after the register of actors, and add to it in a layer of your own.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

OwnLayerOption = Annotated[
    Path,
    typer.Option("--layer", metavar="FOLDER", help="Your layer; made if it is not there."),
]
OwnSettingsOption = Annotated[
    Path | None,
    typer.Option(
        "--ledger", metavar="LEDGER", help="Compare with the layers of this ledger's settings too."
    ),
]


@app.command()
def check(
    layer: LayerOption = None,
    ledger: SettingsOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """List what is wrong or doubtful in the register. Exit status 3 when there are problems."""
    register = register_of(layer, ledger, quiet=True)
    groups = _doubts(register)
    if format_ is Format.JSON:
        print_json({name: {"count": len(found), "rows": found} for name, found in groups.items()})
    elif format_ is Format.CSV:
        rows = ({"group": name, "what": what} for name, found in groups.items() for what in found)
        print_csv(rows, ("group", "what"))
    else:
        for name, found in groups.items():
            out(f"{name}: {len(found)}")
            for what in found[:SHOWN]:
                out(f"  {what}")
            if len(found) > SHOWN:
                out(f"  and {len(found) - SHOWN} more; --format json lists all")
    if register.problems:
        raise typer.Exit(PARTIAL)


@app.command()
def gaps(
    state: Annotated[
        str | None,
        typer.Option(metavar="STATE", help="Only this one: a name, or a code such as IDN."),
    ] = None,
    since: Annotated[
        str, typer.Option("--from", metavar="DATE", help="From this year (or month, or day) on.")
    ] = "2015",
    until: Annotated[
        str, typer.Option("--to", metavar="DATE", help="Until the end of this year.")
    ] = "2025",
    office: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CLASS",
            help="Class of offices, as in 'fm'; may be repeated. Else head, hog and fm.",
        ),
    ] = None,
    layer: LayerOption = None,
    ledger: SettingsOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """List on which days nobody is known to have held an office, and how many years are known."""
    from dragoman.actors import checking
    from dragoman.actors.facts import bounds

    first, last = (bounds(edtf_of(text, f"--{end}") or "") for text, end in
                   ((since, "from"), (until, "to")))  # fmt: skip
    if first is None or last is None or last[1] < first[0]:
        raise InputError(f"--to {until} is before --from {since}")
    register = register_of(layer, ledger)
    classes = _classes(register, office or list(checking.SHOWN))
    states = [find_state(register, state, "--state")] if state else _states(register)
    years = range(first[0].year, last[1].year + 1)
    alone = [
        one
        for one in states
        if "hog" in classes and any(register.head_governs(one, year) for year in years)
    ]
    free = [
        {
            "office": ident,
            "label": register.label(ident),
            "from": gap.start.isoformat(),
            "to": gap.end.isoformat(),
            "days": gap.days,
        }
        for polity in states
        for name in classes
        for ident in (f"of:{polity[3:]}.{name}",)
        for gap in checking.gaps(register, ident, since=first[0], until=last[1])
    ]
    groups = {register.label(states[0]): states} if state else {"all": states, "G20": list(G20)}
    shares = [
        _share(register, name, group, among, years)
        for name in classes
        for group, among in groups.items()
    ]
    if format_ is Format.JSON:
        print_json(
            {"from": since, "to": until, "head_governs": alone, "gaps": free, "coverage": shares}
        )
        return
    if format_ is Format.CSV:
        print_csv(free, ("office", "label", "from", "to", "days"))
        return
    if free:
        columns = ("office", "label", "from", "to", "days")
        table(columns, ([str(gap[name]) for name in columns] for gap in free))
    else:
        out("No gap.")
    out()
    for share in shares:
        out(
            f"{share['class']}, {share['states']}: {share['known']} of {share['of']} state-years "
            f"({share['percent']} %)"
        )
    if alone:
        names = ", ".join(one[3:].upper() for one in alone)
        out(f"Years in which the head of state governed alone count as known: {names}")


def _share(
    register: "Register",
    name: str,
    group: str,
    states: Sequence[str],
    years: Sequence[int],
) -> dict[str, Any]:
    """Count in how many years of how many states a holder is known."""
    from dragoman.actors import checking

    count = checking.coverage(register, states, office_class=name, years=years)
    return {
        "class": name, "states": group, "n_states": len(states),
        "known": count.covered, "of": count.of, "percent": round(100 * count.share, 1),
    }  # fmt: skip


@app.command()
def add(
    person: Annotated[
        str, typer.Argument(metavar="PERSON", help="A name, or an id such as pe:retno-marsudi.")
    ],
    office: Annotated[
        str,
        typer.Argument(
            metavar="OFFICE", help="Its id, such as rus.amb.chn, or words: 'French president'."
        ),
    ],
    since: Annotated[
        str, typer.Option("--from", metavar="DATE", help="The start: a year, month or day.")
    ],
    source: Annotated[
        str,
        typer.Option(metavar="SOURCE", help="Where you have it from: an address, a book, a paper."),
    ],
    layer: OwnLayerOption,
    until: Annotated[
        str, typer.Option("--to", metavar="DATE", help="The end; without it the tenure is open.")
    ] = "",
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of", metavar="DATE", help="Until when an open tenure is known not to have ended."
        ),
    ] = "",
    note_: Annotated[
        str, typer.Option("--note", metavar="TEXT", help="Whatever a reader should know.")
    ] = "",
    family: Annotated[
        str, typer.Option(metavar="NAME", help="The name by which the person is referred to.")
    ] = "",
    also: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Another spelling, never shown; may be repeated."),
    ] = None,
    ident: Annotated[
        str | None,
        typer.Option("--id", metavar="ID", help="Which of several namesakes, or the id to give."),
    ] = None,
    ledger: OwnSettingsOption = None,
) -> None:
    """Write down in your own layer who held an office. Your layer wins over the register."""
    from dragoman.actors import adding

    given = [part.strip() for part in (since, until, as_of)]
    adding.read_days(*given)
    if not source.strip():
        raise InputError("--source is empty; say where you have it from, so that others can check")
    ours = register_of(_below(layer, ledger))
    who, names = adding.find_person(ours, person, ident, beside=adding.people_of(layer))
    office_id = adding.read_office(ours, office, on=given[0])
    row = adding.NewTenure(
        who, office_id, given[0], given[1], adding.certainty_of(given[0], given[1]), given[2],
        source.strip(), note_.strip(), names, tuple(also or ()), family.strip(),
    )  # fmt: skip
    said = adding.compare(ours, row)
    [written] = adding.write([row], layer, ours)
    label = ours.label(office_id)
    name = ours.label(who) if ours.person(who) else " ".join(person.split())
    if not written.changed:
        out(f"{written.path}:{written.line} says so already; nothing was changed.")
        return
    out(f"{name} ({who}), {label} ({office_id})")
    out(f"  written to {written.path}, line {written.line}")
    if written.was:
        out(f"  in the place of: {written.was}")
    for line in said or ("ours says nothing of it",):
        out(f"  {line}")
    if names and not family:
        out("  without --family, the name of reference alone will not be recognised")


@app.command(name="import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A query's result as CSV, TSV or JSON, with labels."),
    ],
    layer: OwnLayerOption,
    office: Annotated[
        str | None,
        typer.Option(metavar="OFFICE", help="The office of all rows, where none names its own."),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="The day of the query; else the file's day."),
    ] = None,
    take: Annotated[
        bool, typer.Option("--take", help="Write what is new or finer into your layer.")
    ] = False,
    take_differing: Annotated[
        bool,
        typer.Option("--take-differing", help="Write also what differs from the register."),
    ] = False,
    ledger: OwnSettingsOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show what a Wikidata query result says beside the register. Nothing is written at first."""
    from dragoman.actors import adding
    from dragoman.actors.importing import Kind, read_query

    below = _below(layer, ledger)
    whole = register_of((*below, layer) if layer.is_dir() else below)
    found = read_query(
        file,
        whole,
        office=adding.read_office(whole, office) if office else None,
        as_of=edtf_of(as_of, "--as-of"),
    )
    wanted = {Kind.NEW, Kind.FINER} if take or take_differing else set()
    wanted |= {Kind.DIFFERS} if take_differing else set()
    rows = [one.row for one in found if one.kind in wanted and one.row]
    written = adding.write(rows, layer, whole) if rows else ()
    n_written = sum(one.changed for one in written)
    if format_ is not Format.TABLE:
        told = [_found_row(one) for one in found]
        if format_ is Format.JSON:
            print_json({"file": str(file), "written": n_written, "rows": told})
        else:
            print_csv(told, tuple(told[0]) if told else ("kind",))
        return
    _print_diff(found)
    out()
    if wanted:
        files = ", ".join(dict.fromkeys(str(one.path) for one in written if one.changed))
        out(f"{n_written} written{f' to {files}' if files else ''}.")
    else:
        out("Nothing is written yet; --take writes what is new or finer into your layer.")


# --- helpers -------------------------------------------------------------------------------------


def _below(layer: Path, ledger: Path | None) -> tuple[Path, ...]:
    """Return the layers that a user's own is laid over."""
    if layer.exists() and not layer.is_dir():
        raise InputError(f"{layer}: is a file, and a layer is a folder")
    return tuple(one for one in layers_of(ledger) if one.resolve() != layer.resolve())


def _doubts(register: "Register") -> dict[str, list[str]]:
    """Return in words, by group, what is wrong or doubtful."""
    from dragoman.actors import checking

    return {
        "Problems": [str(one) for one in register.problems],
        "Layers that contradict each other": list(register.contradictions),
        "Two holders of an office for one": [
            f"{one.office}: {_held(register, one.first)}; {_held(register, one.second)}; "
            f"{one.days} days"
            for one in checking.overlaps(register)
        ],
        "Names that several persons bear": [
            f"{one.name}: {', '.join(one.persons)}" for one in checking.namesakes(register)
        ],
        "Names of reference that are no part of the name": [
            f"{ident}: {person.family!r} is not in {', '.join(person.names)}"
            for ident in checking.strange_families(register)
            if (person := register.person(ident))
        ],
    }


def _held(register: "Register", tenure: Any) -> str:
    from dragoman.actors.adding import told

    return f"{register.label(tenure.person)} {told(tenure)}"


def _classes(register: "Register", typed: Sequence[str]) -> list[str]:
    from dragoman.actors.adding import office_fault

    for name in typed:
        fault = office_fault(register, f"of:chn.{name}")
        if fault or "." in name:
            raise InputError(
                f"--office {name!r} is no class of offices such as fm, hog or defmin; envoys are "
                "asked for with 'dragoman who'"
            )
    return list(dict.fromkeys(typed))


def _states(register: "Register") -> list[str]:
    """Return the members and observers of the United Nations, and two states beside them."""
    return [
        polity.id
        for polity in register.states()
        if polity.kind in ("un-member", "un-observer") or polity.id in BESIDE
    ]


def _found_row(one: "Found") -> dict[str, Any]:
    cells = one.row.cells() if one.row else {}
    wanted = ("person", "names", "office", "from", "to", "certainty", "as_of", "source", "note")
    said = {"kind": str(one.kind), "line": one.line, "what": one.what, "ours": one.ours}
    return said | {name: cells.get(name, "") for name in wanted}


def _print_diff(found: "Iterable[Found]") -> None:
    from dragoman.actors.importing import ABOUT, Kind

    rows = list(found)
    for kind in Kind:
        same = [one for one in rows if one.kind is kind]
        if not same:
            continue
        out(f"{kind}: {len(same)}{f' ({ABOUT[kind]})' if ABOUT[kind] else ''}")
        shown = same if kind is not Kind.SAME else []
        for one in shown:
            out(f"  {one.line}: {one.what}{f', as {one.row.office}' if one.row else ''}")
            if one.ours:
                begins = "ours says: " if kind in (Kind.FINER, Kind.DIFFERS) else ""
                out(f"      {begins}{one.ours}")
