"""Read the documents of a gold, write predictions in its schema, and score them.

Nothing of the gold but the ids reaches the extractor, by construction: `predict` is
given ids and a folder, and never sees the gold.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from dragoman.model import Document, Event, InputError, Issue, Report, SectionKind, Span, Statement
from dragoman.model.config import Config
from dragoman.run.gold import Names, fullest, to_gold_event
from dragoman.run.schema import document_of, read_rows
from dragoman.run.score import Figures, Scores, Share, score

Part = Literal["work", "check"]
"""The parts of a split: rules are written from `work` only."""

Progress = Callable[[int, int], None]
"""Called with (documents done, documents in all)."""


@dataclass(frozen=True, slots=True)
class Read:
    """What the line makes of one document."""

    document: Document
    reports: tuple[Report, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """The stages that an evaluation runs; tests put their own in.

    `read` returns None for a file that holds no document, and says why in the issues.
    """

    read: Callable[[Path, list[Issue]], Read | None]
    link: Callable[[Iterable[Report]], Sequence[Event]]
    names: Names


@dataclass(frozen=True, slots=True)
class Predictions:
    """One row for each id, in the order of the ids, and what could not be read."""

    rows: tuple[dict[str, object], ...]
    unread: tuple[str, ...]  # ids without a text; their rows are empty
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures, and how much of the gold they rest on."""

    scores: Scores
    unread: tuple[str, ...]
    issues: tuple[Issue, ...] = field(repr=False)

    @property
    def partial(self) -> bool:
        """Whether the gold names documents that could not be read; they count as empty."""
        return bool(self.unread)


# --------------------------------------------------------------------------- evaluate


def evaluate(
    texts: Path,
    gold: Path,
    out: Path,
    *,
    all_channels: bool = False,
    teasers: bool = False,
    part: Part | None = None,
    progress: Progress | None = None,
    line: Line | None = None,
) -> Evaluation:
    """Predict the documents that a gold names, write the predictions, and score them.

    Args:
        texts: Folder with `ID.txt` or `ID.md`, anywhere below it.
        gold: JSON lines in the gold's schema. Only its ids are used before scoring.
        out: Where the predictions go, one JSON object per line in the order of the gold.
        all_channels: Write the channels for which the schema has no type too, as "other".
        teasers: Write what teasers report too.
        part: Only the documents of this part of the `split.json` beside the gold.
        progress: Told after each document.
        line: The stages to run; None: those of this package.

    Raises:
        InputError: The gold, its split or the folder is not there or not what it should
            be, or the predictions cannot be written.
    """
    documents = list(read_rows(gold))
    if not documents:
        raise InputError(f"{gold.name} holds no document to evaluate on")
    if out.exists() and out.samefile(gold):
        raise InputError(f"{out.name} is the gold itself; give the predictions another name")
    ids = ids_of((document.id for document in documents), gold, part)
    predictions = predict(
        ids,
        texts,
        line=line or shipped_line(),
        all_channels=all_channels,
        teasers=teasers,
        progress=progress,
    )
    _write(out, predictions.rows)
    scores = score(documents, [document_of(row) for row in predictions.rows], ids=set(ids))
    return Evaluation(scores, predictions.unread, predictions.issues)


def ids_of(names: Iterable[str | None], gold: Path, part: Part | None) -> tuple[str, ...]:
    """Return the ids to evaluate, once each: all of the gold, or those of one part.

    Raises:
        InputError: A document has no id, or there is no split for this gold.
    """
    names = list(names)
    ids = tuple(dict.fromkeys(name for name in names if name))
    if not all(names):
        raise InputError(f"{gold.name} has a document without an id, so no text can be found")
    if part is None:
        return ids
    parts = load_split(gold)
    if part not in parts:
        raise InputError(f"split.json gives {gold.stem!r} no part {part!r}: {', '.join(parts)}")
    chosen = parts[part]
    return tuple(name for name in ids if name in chosen)


def load_split(gold: Path) -> dict[str, frozenset[str]]:
    """Return the parts of a gold, by the `split.json` beside it.

    Raises:
        InputError: There is none, or it does not know this gold.
    """
    path = gold.parent / "split.json"
    try:
        parts = json.loads(path.read_text(encoding="utf-8"))[gold.stem]
        return {str(part): frozenset(map(str, ids)) for part, ids in parts.items()}
    except OSError:
        raise InputError(f"there is no split.json beside {gold.name} to take a part from") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError(
            f'split.json beside {gold.name} has no parts for it; write {{"{gold.stem}": '
            '{"work": [ids], "check": [ids]}}'
        ) from None


def _write(out: Path, rows: Iterable[Mapping[str, object]]) -> None:
    aside = out.with_name(f"{out.name}.part")
    try:
        with aside.open("w", encoding="utf-8", newline="\n") as file:
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        aside.replace(out)
    except OSError as problem:
        raise InputError(
            f"{out.name} cannot be written: {problem.strerror or problem}"
        ) from problem


# --------------------------------------------------------------------------- predict


def predict(
    ids: Sequence[str],
    texts: Path,
    *,
    line: Line,
    all_channels: bool = False,
    teasers: bool = False,
    progress: Progress | None = None,
) -> Predictions:
    """Read the documents of these ids and write what they report in the gold's schema.

    Reports of one document on one happening become one event (the gold's guideline 1);
    `cluster_id` says which events of all documents are one happening.

    Raises:
        InputError: The folder is not there.
    """
    if not texts.is_dir():
        raise InputError(f"{texts.name} is no folder; it should hold the texts as ID.txt or ID.md")
    issues: list[Issue] = []
    found = find_texts(ids, texts)
    read: dict[str, Read] = {}
    for number, name in enumerate(ids, start=1):
        path = found.get(name)
        if path is None:
            issues.append(
                Issue("eval", "no text for an id of the gold", repr(name), name, skipped=True)
            )
        else:
            result = line.read(path, issues)
            if result is not None:
                read[name] = result
        if progress:
            progress(number, len(ids))
    kept = {
        name: tuple(r for r in result.reports if teasers or r.section is SectionKind.BODY)
        for name, result in read.items()
    }
    cluster_of = {
        report: event.id
        for event in line.link([report for reports in kept.values() for report in reports])
        for report in event.reports
    }
    rows: list[dict[str, object]] = []
    for name in ids:
        if name not in read:
            rows.append({"id": name, "events": [], "statements": [], "unread": True})
            continue
        document = read[name].document
        where = Aligned(document.text, original_text(found[name])).place
        events = [
            {"id": "", **row, "cluster_id": cluster_of[group[0].id]}
            for event, group in _happenings(kept[name], line.link)
            if (
                row := to_gold_event(
                    group[0],
                    others=group[1:],
                    event=event,
                    names=line.names,
                    all_channels=all_channels,
                    where=where,
                )
            )
        ]
        for number, row in enumerate(events, start=1):
            row["id"] = f"{name}.p{number}"
        statements = [
            {"content": list(content), "source": list(source)}
            for statement in read[name].statements
            if (content := where(statement.content)) and (source := where(statement.speaker))
        ]
        rows.append({"id": name, "events": events, "statements": statements})
    unread = tuple(name for name in ids if name not in read)
    return Predictions(tuple(rows), unread, tuple(issues))


def _happenings(
    reports: Sequence[Report], link: Callable[[Iterable[Report]], Sequence[Event]]
) -> list[tuple[Event, tuple[Report, ...]]]:
    """Group the reports of one document by happening, in the order of the text."""
    by_id = {report.id: report for report in reports}
    groups = [
        (event, fullest([by_id[report] for report in event.reports]))
        for event in link(by_id.values())
    ]
    return sorted(groups, key=lambda g: (min(r.evidence.start for r in g[1]), g[0].id))


# --------------------------------------------------------------------------- texts

_ENDINGS = (".txt", ".md")


def find_texts(ids: Iterable[str], texts: Path) -> dict[str, Path]:
    """Find the file of each id: `ID.txt` or `ID.md` in the folder, else of that name below it.

    An id may be a path ("2023-01/name"). One that would lead out of the folder, and a
    name that several files below it have, finds nothing.
    """
    found: dict[str, Path] = {}
    below: dict[str, list[Path]] | None = None
    for name in ids:
        pure = PurePosixPath(name)
        if pure.is_absolute() or ".." in pure.parts or "\\" in name or "\0" in name or not name:
            continue
        direct = [path for end in _ENDINGS if (path := texts / f"{name}{end}").is_file()]
        if direct:
            found[name] = direct[0]
            continue
        if below is None:
            below = {}
            for path in sorted(texts.rglob("*")):
                if path.suffix in _ENDINGS:
                    below.setdefault(path.stem, []).append(path)
        same_name = below.get(pure.name, [])
        same_path = [
            p for p in same_name if p.with_suffix("").parts[-len(pure.parts) :] == pure.parts
        ]
        candidates = same_path or same_name
        if len(candidates) == 1:
            found[name] = candidates[0]
    return found


_TEXT_HEAD = re.compile(r"URL: [^\n]*\n(?:Date: [^\n]*\n)?\n|Date: [^\n]*\n\n")
_YAML_HEAD = re.compile(r"---[ \t]*\n.*?\n---[ \t]*\n", re.DOTALL)


def original_text(path: Path) -> str:
    """Return the text that the gold's offsets count in: what follows the head of the file."""
    raw = path.read_bytes().decode("utf-8", errors="replace").removeprefix("\ufeff")
    head = (_YAML_HEAD if path.suffix == ".md" else _TEXT_HEAD).match(raw)
    return raw[head.end() :] if head else raw


class Aligned:
    """Where the spans of a document, as our reader gives it, stand in the text of its file.

    The two differ where a reader puts a headline before the text or takes markup out.
    """

    def __init__(self, text: str, original: str) -> None:
        self._text, self._original = text, original
        shift = original.find(text)
        self._shift = shift if shift >= 0 else None

    def place(self, span: Span) -> tuple[int, int] | None:
        """Return the place of the span's words in the file's text; None: they are not there.

        Words that occur more than once are told apart by how many of them lie behind:
        what a reader adds stands in front.
        """
        if self._shift is not None:
            return span.start + self._shift, span.end + self._shift
        behind = self._text.count(span.quote, span.end)
        end = len(self._original)
        for _ in range(behind + 1):
            end = self._original.rfind(span.quote, 0, end)
            if end < 0:
                return None
        return end, end + len(span.quote)


# --------------------------------------------------------------------------- the package's line


def shipped_line() -> Line:
    """Return the stages of this package, with its register and rules."""
    from dragoman.actors import Register
    from dragoman.extract import extract, load_rules
    from dragoman.link import link
    from dragoman.read import find_sources, read_source

    register, rules, settings = Register.load(), load_rules(), Config()

    def read(path: Path, issues: list[Issue]) -> Read | None:
        for source in find_sources([path], issues):
            for document in read_source(
                source, max_bytes=settings.max_bytes, mapping=settings.columns, issues=issues
            ):
                extraction = extract(document, register=register, rules=rules)
                issues.extend(extraction.issues)
                return Read(document, extraction.reports, extraction.statements)
        return None

    return Line(read, link, register)


# --------------------------------------------------------------------------- printing


def format_scores(result: Evaluation | Scores) -> str:
    """Return the figures as a plain text table: overall, by channel, by language, attributes."""
    scores = result.scores if isinstance(result, Evaluation) else result
    lines = [
        f"{scores.documents} documents",
        "",
        f"{'':26}precision  recall     F1  right  false  missed",
        _row("all events", scores.overall),
        "",
        "by channel (the gold's types)",
        *(_row(f"  {name}", figures) for name, figures in scores.by_type.items()),
        "",
        "by language",
        *(_row(f"  {name or '?'}", figures) for name, figures in scores.by_language.items()),
        "",
        f"soft F1 (persons count)   {scores.soft_f1:.3f}",
        f"duplicates among the false {scores.duplicates}",
        "",
        "on matched events",
        _row("  persons", scores.attributes.persons),
    ]
    shares = (
        ("exact type", scores.attributes.exact_type),
        ("status", scores.attributes.status),
        ("place", scores.attributes.place),
        ("place given", scores.attributes.place_given),
        ("date found", scores.attributes.date_found),
        ("date exactly equal", scores.attributes.date_exact),
        ("initiator", scores.attributes.initiator),
        ("quantity amounts", scores.attributes.quantities),
        ("ordinal present", scores.attributes.ordinal),
        ("background flag", scores.attributes.background),
    )
    lines += [_share(f"  {name}", share) for name, share in shares]
    lines.append(f"  {'dates on undated gold':24}{scores.attributes.dates_on_undated:9}")
    empty = scores.negatives
    if empty.documents:
        lines += [
            "",
            f"documents without events: {empty.documents}, left clean {empty.clean}, "
            f"false events in them {empty.false}",
        ]
    if scores.links:
        lines.append(
            f"links between documents: {scores.links.found} of {scores.links.pairs} found, "
            f"{scores.links.false_merges} false"
        )
    if isinstance(result, Evaluation) and result.unread:
        lines += ["", _unread(result.unread)]
    return "\n".join(lines) + "\n"


def _row(name: str, figures: Figures) -> str:
    # With nothing to find, recall says nothing; the scorer's convention there is 1.
    recall = f"{figures.recall:.3f}" if figures.right + figures.missed else "-"
    return (
        f"{name:26}{figures.precision:9.3f}{recall:>8}{figures.f1:7.3f}"
        f"{figures.right:7}{figures.false:7}{figures.missed:8}"
    )


def _share(name: str, share: Share) -> str:
    if share.value is None:
        return f"{name:26}{'-':>9}  (the gold has none)"
    return f"{name:26}{share.value:9.3f}  {share.right} of {share.of}"


def _unread(ids: Sequence[str]) -> str:
    named = ", ".join(ids[:5]) + (f" and {len(ids) - 5} more" if len(ids) > 5 else "")
    return (
        f"{len(ids)} of the gold's documents could not be read and count as empty: {named}. "
        "Their texts should be ID.txt or ID.md in the folder of texts."
    )
