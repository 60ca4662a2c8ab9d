"""Printing how an event came together: `dragoman why EVENT`, and the parts of `dragoman show`."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from dragoman.cli.desk import called, print_json, short
from dragoman.cli.terminal import harmless, out, table

if TYPE_CHECKING:
    from dragoman.ask import Dossier, Names
    from dragoman.ask.linked import Weighed
    from dragoman.ask.plan import Plan
    from dragoman.ask.show import Account, Beside
    from dragoman.run import Ledger


def print_linking(book: "Ledger", register: "Names", event: str, *, as_json: bool) -> None:
    """Print why the reports of an event are one happening, and its neighbours are others."""
    from dragoman.ask.linked import why_linked
    from dragoman.ask.quote import cut, shorten

    found = why_linked(book, event)
    if as_json:
        print_json(asdict(found))
        return
    n = len(found.bonds)
    out(f"{found.event}: {n} report{'' if n == 1 else 's'} taken as one happening")
    out(f"Weights add up (log-odds); {found.threshold:+.1f} and above is one happening.")
    for bond in found.bonds:
        out()
        quote = shorten(cut(bond.quote, ()), book.config.quote_chars)
        words = "".join(piece.text for piece in quote)
        about = ", ".join(part for part in (bond.doc.source, bond.doc.published) if part)
        out(f"[{bond.report[:10]}] {harmless(about)}: \u201c{harmless(words)}\u201d")
        if bond.other is None:
            out("  the only report of it")
        elif bond.score is None:
            out(f"  with [{bond.other[:10]}] by a person's decision")
        else:
            out(f"  with [{bond.other[:10]}]: {bond.score:+.1f}")
            _weights(bond.weighed)
    if not found.neighbours:
        return
    out()
    out("Beside it")
    for near in found.neighbours:
        dates = ", ".join(near.dates) or "undated"
        score = "" if near.score is None else f" ({near.score:+.1f})"
        out()
        out(f"{near.event}  {near.channel}, {near.status}, {dates}: {near.sentence()}{score}")
        if near.because == "score":
            _weights(near.weighed)


def _weights(weighed: Sequence["Weighed"]) -> None:
    table(
        ("  weight", "what", "because"),
        ((f"  {one.weight:+.1f}", one.what, one.because) for one in weighed),
    )


def print_accounts(dossier: "Dossier", register: "Names") -> None:
    """Print whose accounts an event rests on, where they differ, and what each leaves out."""
    for copied in dossier.spread:
        on = f", {copied.published}" if copied.published else ""
        credit = f", crediting {copied.credits}" if copied.credits else ""
        out(
            harmless(
                f"{len(copied.documents)} copies of one text, first {copied.first}{on}{credit}"
            )
        )
    out(_sides(dossier, register))
    if dossier.part_of:
        out(f"part of {_beside(dossier.part_of)}")
    for part in dossier.parts:
        out(f"holds {_beside(part)}")
    if dossier.plan:
        out()
        _print_plan(dossier.plan)
    if dossier.disagreements:
        out()
        out("The documents disagree")
        for difference in dossier.disagreements:
            about = difference.about.removeprefix("who of ")
            what = f"who of {called(register, about)}" if about != difference.about else about
            for account in difference.accounts:
                values = ", ".join(called(register, value) for value in account.values)
                out(f"  {what}: {_who(account, register)} says {values}  {short(account.claims)}")
    if dossier.left_out:
        out()
        out("Told by some, and not by others")
        for left in dossier.left_out:
            told = ", ".join(_who(account, register) for account in left.told)
            silent = ", ".join(_who(account, register) for account in left.silent)
            cites = short([claim for account in left.told for claim in account.claims])
            out(f"  {left.about} {called(register, left.value)}: {told}  {cites}")
            out(f"    nothing on it: {silent}")


def _sides(dossier: "Dossier", register: "Names") -> str:
    told = _list(called(register, side) for side in dossier.sides)
    silent = _list(called(register, side) for side in dossier.silent)
    if not dossier.sides:
        return "no party's own account is in the ledger, only those of others"
    if not dossier.silent:
        return f"the accounts of {told} are in the ledger"
    return f"the account of {told} is in the ledger; {silent}: none here, which is no denial"


def _list(words: Iterable[str]) -> str:
    *most, last = list(words) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _who(account: "Account", register: "Names") -> str:
    side = f" ({called(register, account.side)})" if account.side else ""
    return harmless(f"{account.outlet}{side}")


def _beside(other: "Beside") -> str:
    return f"{other.event}  {other.channel}, {other.status}, {', '.join(other.dates) or 'undated'}"


def _print_plan(plan: "Plan") -> None:
    lead = "" if plan.lead_days is None else f", {plan.lead_days} days ahead"
    out(f"A plan: {plan.outcome}{lead}")
    for step in plan.steps:
        dates = f" for {', '.join(step.dates)}" if step.dates else ""
        on = step.on or "undated"
        out(f"  {on}  {step.turn}{dates}: {harmless(step.outlet)}  {short(step.claims)}")
