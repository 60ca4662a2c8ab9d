"""What one document says about when: sentence by sentence, then from elsewhere."""

from collections.abc import Iterator, Sequence
from datetime import date

from dragoman.extract.dating.elsewhere import Elsewhere
from dragoman.extract.dating.sentence import date_of
from dragoman.extract.dating.stays import days_of_stay, lasts, stretch, until_now
from dragoman.extract.dating.telling import is_afar, is_headline, is_long_ago
from dragoman.extract.dating.traits import DAY, is_day, is_fresh
from dragoman.extract.reading import Reading
from dragoman.model import Channel, Claim, Report, Role, Span, Status
from dragoman.text import CleanText

_AT_ONCE = 300
"""Reports that are compared with each other: what they cost grows with the square."""


class Dating:
    """What one document says about when; asked sentence by sentence, then about the rest.

    `date_claims` gives what a sentence says of its own happening, and must be asked for
    every report, in the order of the text; `fill` then dates what is left from elsewhere.
    """

    def __init__(self, clean: CleanText) -> None:
        self._clean = clean
        self._vague: set[tuple[int, int]] = set()
        self._afar: set[tuple[Span, Channel | None]] = set()
        self._headlines: set[tuple[int, int]] = set()

    def date_claims(
        self,
        reading: Reading,
        trigger: int,
        status: Status,
        *,
        speaker: str | None = None,
        marked: bool = True,
        near: Sequence[int] = (),
        channel: Channel | None = None,
    ) -> Iterator[Claim]:
        """Yield the claim of the date that the sentence gives, if it gives one.

        Args:
            reading: As for `date_of`, like the next two and `near`.
            trigger: The token of the verb or noun that names the happening.
            status: Whether it took place.
            near: Tokens of its parties.
            channel: As for `date_of`.
            speaker: Who says so.
            marked: Whether the sentence itself tells the status. Where it does not, a day
                far back is rather the coming one: "his trip to Beijing on June 18".
        """
        clean, day = self._clean, self._clean.doc.published
        if is_afar(reading, trigger, channel):
            here = clean.span(reading.sentence.start, reading.sentence.end)
            self._afar.add((here, channel))
        found = date_of(reading, trigger, status, near, channel=channel)
        if is_headline(reading, trigger, clean):
            self._headlines.add((reading.sentence.start, reading.sentence.end))
        if found is None:
            return
        value = found.value
        if value is None:
            self._vague.add((reading.sentence.start, reading.sentence.end))
            return
        if not marked and found.future and is_long_ago(value, day):
            value = found.future
        stretches = (
            lasts(reading, trigger, status)
            if found.kind == "since"
            else clean.text.startswith(("until", "till", "through"), found.start)
        )
        stay = days_of_stay(reading, trigger, value, channel, found)
        if found.kind in ("since", "until") and stretches:
            value = stretch(found.kind, value, day)
        elif stay != value:
            value = stay
        elif status is Status.ONGOING:
            value = until_now(value, day)
        if found.rule == "date.day-word":
            value = self._where_written(value)
        span = clean.span(found.start, found.end)
        yield Claim(Role.DATE, value, span, speaker, found.rule, note=found.anchor)

    def _where_written(self, value: str) -> str:
        """Return the day that "today" is in the dateline, where that is older than the page."""
        line, published = self._clean.dateline, self._clean.doc.published
        if line is None or not line.day or not (is_day(published) and DAY.fullmatch(value)):
            return value
        written = line.day.replace("XXXX", published[:4]) if published else line.day
        if not (is_day(written) and published and is_fresh(written, published)):
            return value
        gap = date.fromisoformat(published) - date.fromisoformat(written)
        return (date.fromisoformat(value) - gap).isoformat()

    def fill(self, reports: Sequence[Report]) -> list[Report]:
        """Give each report without a date the one that the document tells elsewhere.

        In the order of the reports, none added or dropped. A report whose sentence speaks
        of a time that could not be resolved gets none, nor does a teaser.
        """
        vague = {self._clean.span(*stretch) for stretch in self._vague}
        headlines = frozenset(self._clean.span(*stretch) for stretch in self._headlines)
        elsewhere = Elsewhere(self._clean, frozenset(vague), frozenset(self._afar), headlines)
        parts = (reports[n : n + _AT_ONCE] for n in range(0, len(reports), _AT_ONCE))
        return [report for part in parts for report in elsewhere.fill(part)]
