"""What a sentence leaves open and its document tells elsewhere: when a happening was."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

from dragoman.extract.dates import DateFound, carry, find_dates
from dragoman.extract.dating.sentence import PLEDGED
from dragoman.extract.dating.stays import until_now
from dragoman.extract.dating.telling import find_frame, is_account
from dragoman.extract.dating.traits import (
    DAY,
    LIST,
    LISTED,
    MATERIAL,
    OPINIONS,
    SIGNED,
    SORTS,
    UTTERED,
    all_days,
    are_alike,
    are_one_sort,
    date_claim,
    deeds_of,
    is_body,
    is_fresh,
    is_news,
    is_of_same,
    is_over,
    is_page_day,
    is_perfect,
    nearest,
    of_commonest_day,
    people,
    taken,
    tells,
)
from dragoman.extract.dating.words import REAL
from dragoman.extract.diary import day_above, day_headings
from dragoman.model import Channel, Claim, Report, Role, SectionKind, Span, Status
from dragoman.model.edtf import is_yearless
from dragoman.text import CleanText


class Elsewhere:
    """What one document tells of when, for the reports whose sentences do not."""

    def __init__(
        self,
        clean: CleanText,
        vague: frozenset[Span],
        afar: frozenset[tuple[Span, Channel | None]],
        headlines: frozenset[Span],
    ) -> None:
        """Take the sentences of vague times, those that speak from afar, and the headlines."""
        self._clean = clean
        self._vague = vague
        self._afar = afar
        self._headlines = headlines
        self._news: list[Report | None] = []
        self._journeys: list[Report] = []

    def fill(self, reports: Sequence[Report]) -> list[Report]:
        """Give each report without a date the one that the document tells elsewhere."""
        known = list(reports)
        asked: tuple[Callable[[int, Sequence[Report]], Claim | None], ...] = (
            self._heading,
            self._same_act,
            self._was_held,
            self._same_sentence,
            self._same_trip,
            self._frame,
            self._goes_on,
            self._story,
            self._headline,
            self._story,
            self._published,
        )
        by_story = (self._same_sentence, self._story, self._headline, self._published)
        for ask in asked:
            before = tuple(known)
            self._news = [
                other if is_news(other) and not _arrives_late(other) else None for other in before
            ]
            self._journeys = [other for other in before if self._is_journey(other)]
            for number, report in enumerate(before):
                if date_claim(report) or report.evidence in self._vague or not is_body(report):
                    continue
                if ask in by_story and (report.evidence, report.channel) in self._afar:
                    continue
                claim = ask(number, before)
                if claim is not None:
                    if report.status is Status.ONGOING:
                        value = until_now(claim.value, self._clean.doc.published)
                        claim = replace(claim, value=value)
                    known[number] = replace(report, claims=(*report.claims, claim))
        return known

    def _heading(self, number: int, reports: Sequence[Report]) -> Claim | None:
        """The day over the part of a diary in which it stands."""
        report = reports[number]
        return None if report.background else day_above(report, self._headings, self._clean)

    @cached_property
    def _headings(self) -> list[DateFound]:
        return day_headings(self._clean)

    def _same_act(self, number: int, reports: Sequence[Report]) -> Claim | None:
        """The same act, named with its date in another sentence."""
        report = reports[number]
        if report.background or report.status is Status.HYPOTHETICAL:
            return None
        others = [
            other
            for other in reports
            if tells(other)
            and not other.background
            and are_alike(report.status, other.status)
            and are_one_sort(report.channel, other.channel, report.status)
            and is_of_same(report, other)
        ]
        if self._is_listed(report, reports):
            return None
        if report.status in REAL:
            alone = [other for other in others if other.channel is report.channel]
            if report.channel is Channel.VISIT and (stays := [o for o in alone if _lasts(o)]):
                return taken(nearest(report, stays), "date.same-act")
            others = [other for other in others if is_news(other)] or alone
            parties = any(other.polities == report.polities for other in others)
            if report.channel is Channel.VISIT or not parties:
                return all_days(others)
        return taken(nearest(report, others), "date.same-act")

    def _was_held(self, number: int, reports: Sequence[Report]) -> Claim | None:
        """The day that a sentence right behind gives: "The ceremony was held on Friday"."""
        report, clean = reports[number], self._clean
        if report.status is not Status.HAPPENED or report.background:
            return None
        first = bisect_left(clean.sentences, report.evidence.end, key=lambda s: s.start)
        for sentence in clean.sentences[first : first + 2]:
            said = _HELD.match(clean.text, sentence.start, sentence.end)
            for found in self._dates_in(sentence.start, sentence.end) if said else ():
                if found.kind == "when" and found.value:
                    span = clean.span(found.start, found.end)
                    day = found.past or found.value
                    return Claim(Role.DATE, day, span, None, "date.held", note=found.anchor)
        return None

    def _dates_in(self, start: int, end: int) -> tuple[DateFound, ...]:
        return find_dates(self._clean.text, start, end, anchor=self._clean.doc.published)

    def _is_listed(self, report: Report, reports: Sequence[Report]) -> bool:
        """Say whether an official page lists a deed among many of the same parties."""
        listed = report.channel in LISTED and is_account(self._clean)
        return listed and len(deeds_of(report, reports)) >= LIST

    def _same_sentence(self, number: int, reports: Sequence[Report]) -> Claim | None:
        """What is told in one breath with something dated of the same party took place then."""
        report = reports[number]
        if report.status not in REAL:
            return None
        others = [
            other
            for other in reports
            if other.evidence == report.evidence
            and other.background == report.background
            and other.status is Status.HAPPENED
            and other.polities & report.polities
            and (report.status is Status.HAPPENED or other.polities == report.polities)
            and tells(other)
        ]
        return taken(others[-1] if others else None, "date.same-sentence")

    def _same_trip(self, number: int, reports: Sequence[Report]) -> Claim | None:
        """The journey on which a meeting takes place, where that has a date."""
        report = reports[number]
        planned = report.status is Status.PLANNED
        there = report.channel in SORTS[0] or (planned and report.channel in SIGNED)
        if report.background or not there or report.channel is Channel.VISIT:
            return None
        trips = [
            other
            for other in (reports[:number] if planned else reports)
            if other.channel is Channel.VISIT
            and not other.background
            and are_alike(report.status, other.status)
            and tells(other)
            and (claim := date_claim(other))
            and (planned or is_over(claim.value, self._clean.doc.published))
            and people(other) & people(report)
            and len(report.polities & other.polities) >= (2 if planned else 1)
        ]
        return taken(nearest(report, trips), "date.same-trip")

    def _frame(self, number: int, reports: Sequence[Report]) -> Claim | None:
        """The month that a round-up looks back on: "In the past August, China ..."."""
        report = reports[number]
        if report.status is not Status.HAPPENED:
            return None
        found = self._round_up
        if found is None or found.value is None:
            return None
        span = self._clean.span(found.start, found.end)
        return Claim(Role.DATE, found.value, span, None, "date.frame", note=found.anchor)

    @cached_property
    def _round_up(self) -> DateFound | None:
        return find_frame(self._clean)

    def _goes_on(self, number: int, reports: Sequence[Report]) -> Claim | None:
        """A visit that goes on as the document is written goes on on the document's day."""
        report, day = reports[number], self._clean.doc.published
        if (
            report.status is not Status.ONGOING
            or report.background
            or report.channel is not Channel.VISIT
            or not is_page_day(day)
        ):
            return None
        return self._on_document_day(report, "date.goes-on")

    def _story(self, number: int, reports: Sequence[Report]) -> Claim | None:
        """The day that the story is about: of what it told before, else of what comes next."""
        report = reports[number]
        pledged = report.status is Status.PLANNED and report.channel in PLEDGED
        announced = pledged and _ANNOUNCED.search(report.evidence.quote)
        if report.background or not (announced or report.status in REAL):
            return None
        if report.channel in MATERIAL and is_perfect(report):
            return None  # "has provided": some day, or many
        if self._is_listed(report, reports):
            return None
        before = [other for other in self._news[:number] if other]
        if report.channel in OPINIONS or report.channel is Channel.AID:
            before = [o for o in before if o.polities & report.polities == report.polities]
            return taken(before[-1], "date.story") if before else None
        if before:
            return taken(of_commonest_day(before), "date.story")
        told = bisect_right(self._days, report.evidence.start, key=lambda c: c.evidence.start)
        if told:
            return self._days[told - 1]
        if report.channel is Channel.JOINT_STATEMENT:
            return self._dateline()
        after = [other for other in self._news[number:] if other] or self._journeys
        return (
            next((day for day in self._days if day.evidence.start < _LEAD), None)
            or taken(after[0] if after else None, "date.story")
            or next(iter(self._days), None)
            or self._dateline()
        )

    def _is_journey(self, report: Report) -> bool:
        """Say whether a report is a main happening of several days that are over."""
        claim = date_claim(report)
        return bool(
            claim
            and not report.background
            and is_body(report)
            and report.status in REAL
            and is_over(claim.value, self._clean.doc.published)
        )

    @cached_property
    def _days(self) -> list[Claim]:
        """The fresh days that the text names, as claims: those that a story can be about."""
        clean, published = self._clean, self._clean.doc.published
        claims: list[Claim] = []
        if published is None or not DAY.fullmatch(published):
            return claims
        previous = None
        for sentence in clean.sentences:
            dates = find_dates(
                clean.text, sentence.start, sentence.end, anchor=published, previous=previous
            )
            previous = carry(dates, previous)
            if sentence.section is not SectionKind.BODY:
                continue
            for found in dates:
                beside = clean.text[max(0, found.start - 4) : found.start] == " of "
                of_noun = beside or clean.text[found.start : found.end].endswith(("'s", "’s"))
                if (
                    found.kind in ("when", "said")
                    and not of_noun  # "the votes of Sunday"
                    and is_fresh(found.past or found.value, published)
                ):
                    value = found.past or found.value or ""
                    span = clean.span(found.start, found.end)
                    claims.append(
                        Claim(Role.DATE, value, span, None, "date.story", note=found.anchor)
                    )
        return [claim for claim in claims if not _is_night(claim)] or claims

    def _dateline(self) -> Claim | None:
        """The day that stands in the dateline of a news story."""
        line, published = self._clean.dateline, self._clean.doc.published
        if line is None or line.day is None:
            return None
        day = line.day
        if is_yearless(day) and published and published.endswith(day[4:]):
            day = published
        span = self._clean.span(line.start, line.end)
        return Claim(Role.DATE, day, span, None, "date.dateline")

    def _headline(self, number: int, reports: Sequence[Report]) -> Claim | None:
        """The document's day, of which a headline in the present tense tells: "Xi meets Putin"."""
        report, day = reports[number], self._clean.doc.published
        if report.status not in REAL or report.background or not is_page_day(day):
            return None
        if report.evidence not in self._headlines:
            return None
        return self._on_document_day(report, "date.headline")

    def _on_document_day(self, report: Report, rule: str) -> Claim:
        """Return the claim that a report is of the document's day, with the words that say it."""
        day = self._clean.doc.published or ""
        span = next((c.evidence for c in report.having(Role.STATUS)), report.evidence)
        return Claim(Role.DATE, day, span, None, rule, note=f"document day {day}")

    def _published(self, number: int, reports: Sequence[Report]) -> Claim | None:
        """The document's day, where the document is the act, or the official account of it."""
        report = reports[number]
        day = self._clean.doc.published
        if report.background or not is_page_day(day):
            return None
        happened = report.status is Status.HAPPENED
        pledged = report.status is Status.PLANNED and report.channel in PLEDGED
        uttered = happened and report.channel in UTTERED
        if not uttered and not ((happened or pledged) and is_account(self._clean)):
            return None
        if report.channel in MATERIAL and report.evidence.start > _LEAD:
            return None  # fact sheets list the deeds of years
        if not pledged and self._is_listed(report, reports):
            return None
        return self._on_document_day(report, "date.publication")


def _lasts(report: Report) -> bool:
    claim = date_claim(report)
    return claim is not None and "/" in claim.value


def _is_night(claim: Claim) -> bool:
    return claim.evidence.quote.lower().endswith(("evening", "night"))


def _arrives_late(report: Report) -> bool:
    """Say whether somebody comes in the evening, for what is told of the next day."""
    return report.channel is Channel.VISIT and any(map(_is_night, report.having(Role.DATE)))


_HELD = re.compile(
    r"(?:The|This|That) (?:\w{3,12} ){0,2}?(?:ceremony|event|meeting|talks|handover|signing"
    r"|audience|encounter|conversation|exchange|function|call)\b[^.;]{0,80}?"
    r"\b(?:(?:was|were) (?:held|made|conducted|signed|organi[sz]ed)|took place|happened)\b"
)
"""What a sentence says that tells when the act of the sentence before took place."""

_ANNOUNCED = re.compile(r"\b(?:announced|pledged|promised|vowed|unveiled|said)\b")

_LEAD = 1_200
"""Characters in which a page tells the news that it is about."""
