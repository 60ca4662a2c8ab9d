"""Datelines: the place, the day and the agency at the head of a wire story."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from dragoman.model.document import Section
from dragoman.text.layout import lines
from dragoman.text.rulefile import words_of

MONTHS: dict[str, int] = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        start=1,
    )
}
"""The number of a month by the first three letters of its English name."""

MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)

# All repetitions are bounded: a dateline is short, and lines can be long.
_WORD = r"[A-Z][\w.'’-]{0,24}"
_REGION = rf"(?:, {_WORD}(?: {_WORD}){{0,2}})?"
_PLACE = (
    rf"(?P<place>{_WORD}(?: (?:de |del |da |of |al-)?{_WORD}){{0,3}}{_REGION})"
    r"(?: \([A-Z][a-z]{2,20}\))?"
)
_CAPITALS = rf"(?P<place>[A-Z][A-Z.'’-]{{2,24}}(?: [A-Z][A-Z.'’-]{{1,24}}){{0,3}}{_REGION})"
_NAMES = f"{MONTH}|{MONTH.upper()}"
_DAY = (
    rf"(?:(?P<n1>{_NAMES})\.? ?(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:(?:,? |/)(?P<y1>(?:19|20)\d\d))?"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?P<n2>{_NAMES})\.?(?:,? (?P<y2>(?:19|20)\d\d))?"
    r"|(?P<d4>\d{1,2})\.(?P<m4>\d{1,2})\.(?P<y4>(?:19|20)\d\d))"
)
_OTHER_DAY = r"(?:[A-Z][\w'’ -]{2,24} \d{1,2}, 1[34]\d\d, )?"
_AGENCY = r"[A-Z][\w .&'’-]{1,39}"
_SHORT = r"[A-Z][A-Za-z]{1,15}"
_DASH = r"\s{0,3}(?:---?|—|–|\. ?-|-(?=[ A-Z])|//|:)\s{0,3}"
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d\s?(?:\||\.|-|–)\s{1,3}")

_FORMS = tuple(
    re.compile(form)
    for form in (
        # BEIJING, March 1 (Xinhua) --   Riyadh, Rabi 27, 1445, October 12, 2023, SPA --
        # Pyongyang, April 20 Juche 105 (2016) (KCNA) --
        rf"{_PLACE}, {_OTHER_DAY}{_DAY}(?: Juche \d{{1,3}} \((?P<y3>(?:19|20)\d\d)\))?"
        rf"(?:,? \((?P<agency>{_AGENCY})\)|, (?P<agency2>{_SHORT}))?{_DASH}(?=\S)",
        # (ANSA) - ROME, JUL 16 -
        rf"\((?P<agency>{_AGENCY})\)\s?[-–—]\s?{_PLACE}, {_DAY}{_DASH}(?=\S)",
        # MOSCOW, July 9. /TASS/.   DUSHANBE, 17.09.2021 /NIAT "Khovar"/.
        rf"{_PLACE}, {_DAY}[.,]? /(?P<agency>[A-Z][\w .&'\"’-]{{1,39}})/\.?\s{{0,3}}",
        # YEREVAN, JULY 15, ARMENPRESS. The   Moscow. October 5. INTERFAX.RU - The
        rf"{_PLACE}, {_DAY}, (?P<agency>[A-Z]{{4,14}})\. (?=[\"“A-Z])",
        rf"{_PLACE}\. {_DAY}\. (?P<agency>[A-Z][A-Za-z.]{{2,20}})\s?[-–—]\s{{0,3}}",
        # Phnom Penh, February 05, 2020 AKP --   Doha / June 26 / QNA //
        rf"{_PLACE}(?:,? | / ){_DAY}(?: | / )(?P<agency>[A-Z]{{2,12}}){_DASH}(?=\S)",
        # Islamabad, Pakistan — March 30, 2022: The   Lima, Oct. 6. The   TASS, August 27. The
        rf"{_PLACE}\s?[-–—]\s?{_DAY}{_DASH}(?=\S)",
        rf"(?P<agency>TASS|[A-Z]{{5,12}}), {_DAY}\. (?=[\"“A-Z])",
        rf"{_PLACE}, {_DAY}\.(?: (?=[\"“A-Z])|\Z)",
        # Addis Ababa May 30/2019 The
        rf"{_PLACE} (?P<n1>{_NAMES})\.? (?P<d1>\d{{1,2}})(?:,? |/)(?P<y1>(?:19|20)\d\d) (?=[A-Z])",
        # Luanda, Apr 11 (Prensa Latina) A group   Lima, Oct. 6 (Andean Wire). The presidents
        rf"{_PLACE}, {_DAY} \((?P<agency>{_AGENCY})\)\.? (?=[A-Z\"“])",
        # Beijing on Nov. 28 news (News Network broadcast):
        rf"{_PLACE},? (?:on )?{_DAY} (?:news|report|dispatch)"
        rf"(?: \((?P<agency>[^()\n]{{2,40}})\))?{_DASH}",
        # CAIRO (Agencies) -   WASHINGTON (AP) —
        rf"{_PLACE} \((?P<agency>{_AGENCY})\){_DASH}(?=\S)",
        # Shusha, July 6, AZERTAC
        rf"{_PLACE}, {_DAY},? \(?(?P<agency>{_SHORT})\)?\Z",
        # Baghdad / The agency:
        rf"{_PLACE} / (?P<agency>The agency|{_AGENCY}):\s{{0,3}}(?=[A-Z])",
    )
)
_BARE_FORMS = tuple(
    re.compile(form)
    for form in (
        # BISHKEK, KABAR. Deputy Foreign Minister
        r"(?P<place>[A-Z]{4,20}), (?P<agency>[A-Z]{4,12})\. (?=[A-Z])",
        # OHRID, North Macedonia -   ISLAMABAD:   SANTIAGO.-
        rf"{_CAPITALS}(?:\s{{0,3}}(?:--|—|–|\.-)\s{{0,3}}| - |: )(?=[\"'“‘A-Z])",
        # Berlin - They meet   Beijing- The ministers
        r"(?P<place>[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})?)"
        r"(?: ?(?:--|—|–) | ?- )(?=[A-Z][a-z]* [a-z])",
    )
)
# (Beijing Comprehensive News) Chinese official expected
_OUTLET = re.compile(
    r"\((?P<agency>[A-Z][\w'’. -]{3,50}"
    r"(?:News|Agency|Report|Daily|Times|Press|Online|Radio|Network))\) (?=[\"“A-Z])"
)

_LOOK = 15  # lines that are not blank
_BARE_WORDS = 12  # fewer, and "EXCLUSIVE: ..." would be a place


@dataclass(frozen=True, slots=True)
class Dateline:
    """The stretch `[start, end)` before the first sentence, and what it says.

    Each part is None where the dateline does not give it. `day` is EDTF, "XXXX-03-21" where
    no year stands there.
    """

    start: int
    end: int
    place: str | None
    day: str | None
    agency: str | None


def find_dateline(text: str, sections: Sequence[Section]) -> Dateline | None:
    """Return the dateline of a document, or None.

    It stands at the beginning of a line near the head; `sections` that are teasers are passed
    over, because their datelines are those of other documents.
    """
    teasers = [(s.start, s.end) for s in sections if s.kind == "teaser"]
    looked = 0
    for start, end in lines(text, 0, min(len(text), 8000)):
        if text[start:end].strip() == "":
            continue
        looked += 1
        if looked > _LOOK:
            return None
        if any(a <= start < b for a, b in teasers):
            continue
        if found := dateline_at(text, start, end):
            return found
    return None


def dateline_at(text: str, start: int, end: int) -> Dateline | None:
    """Return the dateline at the beginning of the line `[start, end)`, or None."""
    line = text[start : min(end, start + 400)]
    lead = len(line) - len(line.lstrip())
    clock = _CLOCK.match(line, lead)  # "13:45 | Lima, Oct. 6."
    lead = clock.end() if clock else lead
    line = line[lead:].rstrip()
    first = start + lead
    if not line or not (line[0].isupper() or line[0] == "("):
        return None
    for form in _FORMS:
        match = form.match(line)
        if match and not _is_no_place(match.groupdict().get("place") or ""):
            groups = match.groupdict()
            agency = groups.get("agency") or groups.get("agency2")
            return Dateline(
                first,
                first + match.end(),
                groups.get("place"),
                _day(groups),
                agency and agency.strip(),
            )
    if match := _OUTLET.match(line):
        return Dateline(first, first + match.end(), None, None, match["agency"])
    if len(line.split()) >= _BARE_WORDS:
        for form in _BARE_FORMS:
            match = form.match(line)
            if match and not _is_no_place(match["place"]):
                agency = match.groupdict().get("agency")
                return Dateline(first, first + match.end(), match["place"], None, agency)
    return None


@cache
def _no_places() -> frozenset[str]:
    return words_of("sentences.yml", "no_places")


def _is_no_place(words: str) -> bool:
    listed = _no_places()
    return any(word.strip(".,:").lower() in listed for word in words.split())


def _day(groups: dict[str, str | None]) -> str | None:
    if groups.get("y4"):
        try:
            return date(*(int(groups[f"{key}4"] or 0) for key in "ymd")).isoformat()
        except ValueError:
            return None
    for n in ("1", "2"):
        name, number = groups.get(f"n{n}"), groups.get(f"d{n}")
        if name and number:
            year = groups.get(f"y{n}") or groups.get("y3")
            try:
                day = date(int(year or 2000), MONTHS[name[:3].lower()], int(number))
            except ValueError:
                return None
            return f"{year or 'XXXX'}-{day:%m-%d}"
    return None
