"""Names and days as a brief has them: an office once and the name afterwards, no needless year."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from dragoman.ask.english import clip, either, list_of, on
from dragoman.ask.record import Happening, Party
from dragoman.ask.window import Window, finest
from dragoman.ask.wording import MANY, WORDS, Wording, by_office, by_side
from dragoman.model import PARTY_ROLES, Role

_FORMAL = re.compile(r" \(.*\)$| of Great Britain and Northern Ireland$| of America$")
"""What running text leaves out of the name of a state."""

QUOTE = 200
"""Characters of a quotation in the text; its source has all that the settings allow."""

_TITLES: Mapping[str, str] = {
    "head": "President|King|Queen|Emperor|Sultan|Emir|Amir|Pope|Supreme Leader",
    "hog": "Prime Minister|Premier|Chancellor|Taoiseach|Chief Adviser",
    "crown": "Crown Prince|Crown Princess",
    "vice": "Vice President",
    "dpm": "(?:First )?Deputy Prime Minister|(?:First )?Vice Premier",
    "fm": (
        "Foreign Minister|Minister (?:of|for) Foreign Affairs|External Affairs Minister"
        "|Foreign Secretary|Secretary of State"
    ),
    "defmin": "Defen[cs]e (?:Minister|Secretary)|(?:Minister|Secretary) of Defen[cs]e",
    "nsa": "(?:National )?Security Advis[eo]r",
    "deputynsa": "(?:Principal )?Deputy National Security Advis[eo]r",
    "sg": "Secretary[- ]General",
    "parl": "Speaker",
    "spouse": "First Lady|First Gentleman|Second Gentleman|Second Lady",
    "amb": "Ambassador",
    "envoy": "Special Envoy|Special Representative",
}
"""The titles that documents give, by the class of the office."""

_NOT_NOW = re.compile(r"\b(?:former|ex|acting|interim|caretaker|designate|elect|late)\b", re.I)
_NO_TITLE = frozenset({"official", "minister"})


def titles(found: Iterable[Happening]) -> Mapping[str, str]:
    """Return how documents call the persons of some events by office, the most frequent way.

    Where no document gives a title that is known for the office, it is the office as the
    register calls it: "of:chn.head", to be put into words by whoever prints it.
    """
    told: dict[str, Counter[str]] = {}
    offices: dict[str, Counter[str]] = {}
    for happening in found:
        for claim in happening.having(*PARTY_ROLES, Role.CARRIER):
            if not claim.person or not claim.office or claim.inferred:
                continue
            offices.setdefault(claim.person, Counter())[claim.office] += 1
            known = _TITLES.get(_class(claim.office))
            match = re.search(rf"\b(?:{known})\b", claim.quote, re.I) if known else None
            if match and not _NOT_NOW.search(claim.quote):
                words = " ".join(match[0].split())
                title = words.title().replace(" Of ", " of ").replace(" For ", " for ")
                told.setdefault(claim.person, Counter())[title] += 1
    return {
        person: _most(told[person]) if person in told else _most(counts)
        for person, counts in offices.items()
    }


def _most(counts: Counter[str]) -> str:
    return min(counts, key=lambda word: (-counts[word], word))


def _class(office: str) -> str:
    return office.partition(".")[2].partition(".")[0]


class Prose:
    """Puts names and days into one brief, and remembers who was introduced."""

    def __init__(
        self,
        names: Callable[[str], str],
        home: str | None,
        asked: Window,
        found: Iterable[Happening],
        quote_chars: int,
    ) -> None:
        self.wording = Wording(lambda id_: short_name(names, id_), home)
        self.home = home
        self.asked = asked
        self.quote_chars = min(quote_chars, QUOTE)
        self._titles = titles(found)
        self._introduced: set[str] = set()

    def name(self, id_: str, *, article: bool = True) -> str:
        """Return what to call an actor that needs no introduction."""
        return self.wording.name(id_, article=article)

    def who(self, told: Sequence[Party]) -> str:
        """Name parties, side by side; who comes up first with office and state."""
        groups = []
        grouped = by_side(told, self.home)
        for polity, members in grouped[:MANY]:
            called = list(dict.fromkeys(self._party(party) for party in members))
            people = [p for p in members if p.name or (p.id.startswith("pe:") and not p.by_office)]
            new = [p for p in people if self._key(p) not in self._introduced]
            self._introduced |= {self._key(party) for party in members}
            words = list_of(called)
            if new and polity and polity != self.home and "European" not in words:
                words += f" of {self.name(polity)}"
            groups.append(words)
        if len(grouped) > MANY:
            groups.append(f"{len(grouped) - MANY} others")
        return list_of(groups) or "a party that could not be made out"

    def days(self, happening: Happening) -> tuple[str, ...]:
        """Return the days of an event; none where it is only known to lie in the window."""
        return tuple(value for value in finest(happening.dates) if value != self.asked.words)

    def on(self, days: Sequence[str]) -> str:
        """Put the days of one event into a sentence; "" for none."""
        if not days:
            return ""
        return f" {self.plain(on(days[0]) if len(days) == 1 else either(days))}"

    def plain(self, text: str) -> str:
        """Leave out the year where the title gives it."""
        year = self.asked.first.year
        return text.replace(f" {year}", "") if year == self.asked.last.year else text

    def _party(self, party: Party) -> str:
        known = self._key(party) in self._introduced
        names = self.wording.names
        if party.by_office:
            if known and party.id != party.by_office:
                return f"{names(party.id)} (by office)"
            return by_office(names, party.id, party.by_office)
        if party.name:
            return clip(party.name, WORDS)
        called = self.name(party.id)
        title = self._titles.get(party.id)
        return called if known or not title else f"{self._title(title)}{called}"

    def _title(self, title: str) -> str:
        if not title.startswith("of:"):
            return f"{title} "
        post, *rest = self.wording.names(title).split(", ")
        if post in _NO_TITLE or post == title:
            return ""
        return f"{post}{''.join(f' {words}' for words in rest[1:])} "

    def _key(self, party: Party) -> str:
        return party.name.casefold() if party.name else party.id


def short_name(names: Callable[[str], str], id_: str) -> str:
    """Return the label of an actor; of a state without what only formal text has.

    >>> short_name(lambda id_: "Iran (Islamic Republic of)", "st:irn")
    'Iran'
    """
    label = names(id_)
    if id_.startswith("of:"):
        return ", ".join(_FORMAL.sub("", part) for part in label.split(", "))
    return _FORMAL.sub("", label) if id_.startswith("st:") else label
