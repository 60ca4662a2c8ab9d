"""How much of what was given, sent or signed: by the tree, not by what stands near.

A number counts where it hangs below what was given: the object of "sent", all below
"a donation of". What it counts is the noun that it hangs on.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from dragoman.extract.details.book import any_of, load_details
from dragoman.extract.reading import Reading
from dragoman.model.note import write_note
from dragoman.parse.matching.view import View

_CLOSED = ("acl:relcl", "advcl", "advcl:relcl", "ccomp", "parataxis", "nsubj", "nmod:poss")
_OF = ("of", "in", "worth")
LONGEST = 12
"""Tokens that the words of a quantity are at most."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount as the text has it.

    Attributes:
        start, end: Its words in the text: "more than 500,000 doses of vaccine".
        amount: A number, or words that are none: "dozens".
        unit: An ISO 4217 code, "percent", or what is counted as worded: "doses".
        of: What it is a measure of: "vaccine".
        bound: "more than", "up to".
    """

    start: int
    end: int
    amount: int | float | str
    unit: str | None
    of: str | None
    bound: str | None

    def note(self, given: str | None = None) -> str | None:
        """Return what was read, in the form of a claim's note."""
        return write_note(
            amount=self.amount, unit=self.unit, of=self.of, bound=self.bound, given=given
        )


@cache
def amounts_in() -> re.Pattern[str]:
    """Return the regex of an amount: bound, currency sign, number, scale, percent sign."""
    book = load_details()
    signs = any_of(sign for sign in book["units"]["money"] if not sign[0].islower())
    scales = any_of(book["scales"])
    return re.compile(
        rf"(?:(?<!\w)(?P<bound>{any_of(book['bounds']['before'])})\s+)?(?<![\w.,-])"
        rf"(?:(?P<sign>{signs})\s?)?"
        rf"(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
        rf"|(?P<vague>{any_of(book['bounds']['vague'])})"
        rf"|(?P<word>{any_of(book['numbers'])}))"
        rf"(?:[\s-]?(?P<scale>{scales}))?(?:\s?(?P<percent>%|per\s?cent))?(?![\w])",
        re.IGNORECASE,
    )


def value_of(match: re.Match[str]) -> int | float | str:
    """Return the number that was written, or the words where they are none."""
    book = load_details()
    if match["vague"]:
        return " ".join(match["vague"].lower().split())
    if match["digits"]:
        number = float(match["digits"].replace(",", ""))
    else:
        number = float(book["numbers"][" ".join(match["word"].lower().split())])
    number *= book["scales"][match["scale"].lower()] if match["scale"] else 1
    return round(number) if number == round(number) else number


def items_of(reading: Reading, view: View, trigger: int) -> list[int]:
    """Return the tokens of what an act is done to: what was given, sent or signed."""
    book = load_details()["items"]
    if view.upos[trigger] not in ("VERB", "AUX"):
        while view.rels[trigger] in ("nmod", "conj") and _measures(view, trigger):
            trigger = view.heads[trigger]
        return [trigger]
    found = [
        c
        for c in view.children[trigger]
        if (
            view.rels[c] in ("obj", "nsubj:pass", "xcomp", "obl:unmarked", "conj")
            and view.upos[c] not in ("VERB", "AUX")
        )
        or (view.rels[c] == "obl" and (view.marked(c) or "") in book["cases"].split())
        or (view.rels[c] == "nsubj" and view.lemmas[trigger] in book["moving"].split())
    ]
    found = found or [c for c in view.below(trigger, "obl") if view.below(c, "nummod")]
    return [
        c for c in found if not {"person", "state"} & reading.kinds[c] or view.below(c, "nummod")
    ]


def _measures(view: View, i: int) -> bool:
    """Say whether a noun hangs on its measure: "$11 million in aid", "pounds of food"."""
    of = (view.marked(i) or "of") in _OF
    return of and view.upos[view.heads[i]] in ("SYM", "NUM", "NOUN")


def quantities(reading: Reading, view: View, items: Iterable[int]) -> Iterator[Quantity]:
    """Yield the amounts that hang below what was given, in the order of the text."""
    own: set[int] = set()
    for item in items:
        own.update(_below(view, item))
    taken, counted = reading.sentence.start, False
    for match in amounts_in().finditer(reading.text, reading.sentence.start, reading.sentence.end):
        group = next(name for name in ("digits", "vague", "word") if match[name])
        first, last = reading.token_at(match.start(group)), reading.token_at(match.end() - 1)
        if first is None or last is None or first not in own or match.start() < taken:
            continue
        if any(found.start <= match.start(group) < found.end for found in reading.dates):
            continue
        if (read := _read(reading, view, match, first, last)) is not None:
            taken, counted = read.end, True
            yield read
    if not counted:
        yield from _packages(reading, view, own)


def _below(view: View, item: int) -> Iterator[int]:
    """Give a token and what hangs on it, clauses of its own left out."""
    waiting = [item]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(c for c in view.children[here] if view.rels[c] not in _CLOSED)


def _read(
    reading: Reading, view: View, match: re.Match[str], first: int, last: int
) -> Quantity | None:
    """Return a number with what it counts; None where it counts parties, days and the like."""
    units = load_details()["units"]
    money: dict[str, str] = units["money"]
    noun = first
    while first <= noun <= last and view.heads[noun] >= 0:
        if view.rels[noun] not in ("nummod", "compound", "amod", "nmod", "det", "conj", "flat"):
            break
        noun = view.heads[noun]
    if noun < first and view.upos[noun] != "SYM":
        noun = first  # "two batches of 500": the number is what is counted
    counted = next((c for c in view.below(noun, "nmod") if view.marked(c) == "of"), None)
    if match["vague"] and noun == last and counted is not None:
        noun = counted  # "dozens of trucks"
    if match["sign"] or match["percent"]:
        unit = "percent" if match["percent"] else money[_known(match["sign"], money)]
        noun = noun if view.upos[noun] in ("SYM", "NUM") or first <= noun <= last else first
    elif first <= noun <= last or view.lemmas[noun] in units["never"].split():
        return None
    else:
        unit = money.get(view.lemmas[noun], reading.words(noun).split()[-1])
        if view.lemmas[noun] == "pound" and match["scale"]:
            unit = "GBP"
    thing = _thing(view, noun, first, last)
    end = max(last, noun, thing if thing is not None else -1)
    if end - first > LONGEST:
        thing, end = None, max(last, noun)
    of = None
    if thing is not None and thing != noun:
        of = reading.words(min(_modified(view, thing)), thing)
    return Quantity(
        match.start(),
        max(match.end(), reading.span(end)[1]),
        value_of(match),
        " ".join(unit.split()),
        of,
        " ".join(match["bound"].lower().split()) if match["bound"] else None,
    )


def _known(sign: str, money: dict[str, str]) -> str:
    return sign if sign in money else sign.upper()


def _thing(view: View, noun: int, first: int, last: int) -> int | None:
    """Return what a unit is a measure of: "doses of vaccine", "$11 million in aid"."""
    behind = max(noun, last) + 1
    if behind < len(view.forms) and view.rels[behind] == "case" and view.forms[behind] in _OF:
        found = view.heads[behind]
        if found > behind and view.upos[found] == "NOUN" and not view.below(found, "nummod"):
            return int(found)
    for token in dict.fromkeys((noun, *range(first, last + 1))):
        for c in view.children[token]:
            measured = view.rels[c] == "nmod" and view.marked(c) in _OF
            noun_alone = view.upos[c] == "NOUN" and not view.below(c, "nummod")
            if measured and noun_alone and c > last:
                return int(c)
    return None


def _modified(view: View, noun: int) -> Iterator[int]:
    """Give a noun and the words right before it that say what kind."""
    yield noun
    for c in view.below(noun, "compound", "amod", "nmod:poss"):
        if c < noun:
            yield from view.children[c][:1] if view.rels[c] == "nmod:poss" else ()
            yield c


def _packages(reading: Reading, view: View, own: Iterable[int]) -> Iterator[Quantity]:
    """Give "a planeload of aid", which has no number."""
    packages = load_details()["units"]["packages"].split()
    for i in sorted(own):
        if view.lemmas[i] not in packages:
            continue
        thing = _thing(view, i, i, i)
        start = min([i, *view.below(i, "det", "amod", "compound")])
        end = i if thing is None else thing
        of = reading.words(min(_modified(view, thing)), thing) if thing is not None else None
        yield Quantity(*reading.span(start, end), 1, reading.words(i), of, None)
        return
