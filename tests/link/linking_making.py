"""Reports for tests of linking, made in one line each."""

from dataclasses import replace

from dragoman.model import Actor, Channel, Claim, Report, Role, SectionKind, Span, Status


def report(
    doc: str,
    channel: Channel = Channel.CALL,
    *,
    polities: tuple[str, ...] = ("st:chn", "st:rus"),
    date: str | None = "2022-09-15",
    status: Status = Status.HAPPENED,
    section: SectionKind = SectionKind.BODY,
    start: int = 0,
    people: tuple[str, ...] = (),
    said: str | None = None,
    place: str | None = None,
    background: bool = False,
) -> Report:
    """Return a report of one sentence with a claim per party and, if given, a date.

    `people` are the persons of the first polities; `said` are the words of its status.
    """
    span = Span(doc, start, start + 10, "x" * 10)
    named = (*people, *[None] * (len(polities) - len(people)))
    claims = [
        Claim(Role.ACTOR, p, span, None, "test", actor=Actor(polity=p, person=who, how="alias"))
        for p, who in zip(polities, named, strict=True)
    ]
    if date:
        claims.append(Claim(Role.DATE, date, span, None, "test"))
    if place:
        claims.append(Claim(Role.PLACE, place, span, None, "test"))
    if said:
        words = replace(span, quote=said)
        claims.append(Claim(Role.STATUS, status, words, None, "test"))
    return Report(
        doc,
        channel,
        status,
        tuple(claims),
        span,
        "test",
        section=section,
        background=background,
    )


def visit(doc: str, *, back: bool = False, date: str = "2022-09-15") -> Report:
    """Return a report of a visit from China to Russia, or back."""
    there = report(doc, Channel.VISIT, date=date)
    first, second, *rest = there.claims
    roles = (Role.RECIPIENT, Role.ACTOR) if back else (Role.ACTOR, Role.RECIPIENT)
    parties = replace(first, role=roles[0]), replace(second, role=roles[1])
    return replace(there, claims=(*parties, *rest))


def seen(whole: Report, who: str) -> Report:
    """Return a report in which a person is named for China."""
    first, *rest = whole.claims
    actor = Actor(polity="st:chn", person=who, how="alias")
    return replace(whole, claims=(replace(first, value=who, actor=actor), *rest))
