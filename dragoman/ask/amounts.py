"""How much of something was given, as reported: bounds are kept, and units never added up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dragoman.model.note import read_note

# The words that can stand before an amount, as rules/details.yml has them: what each says of it.
# "an additional", "a total of" and the like say nothing of how exact it is.
_MORE = frozenset({"more than", "over", "in excess of", "upwards of"})
_ABOVE = _MORE | {"at least", "no fewer than", "no less than", "not less than"}
_BELOW = frozenset(
    {"up to", "no more than", "at most", "as many as", "as much as"}
    | {"less than", "fewer than", "under"}
)
_ABOUT = frozenset(
    {"nearly", "almost", "close to", "about", "around", "roughly", "approximately"}
    | {"some", "circa", "an estimated"}
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount between two bounds.

    >>> (Amount(500, None, above=True) + Amount(20, 20)).words()
    'more than 520'
    """

    low: float
    high: float | None  # None: no upper bound is told
    above: bool = False  # more than `low`, and not just as much
    about: bool = False  # told as rough

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(
            self.low + other.low,
            None if self.high is None or other.high is None else self.high + other.high,
            self.above or other.above,
            self.about or other.about,
        )

    def or_else(self, other: "Amount") -> "Amount":
        """Return what holds if either is right: two accounts of one gift."""
        lower = min(self, other, key=lambda amount: (amount.low, amount.above))
        return Amount(
            lower.low,
            None if self.high is None or other.high is None else max(self.high, other.high),
            lower.above,
            self.about or other.about,
        )

    def words(self) -> str:
        """Say the amount with its bounds."""
        about = "about " if self.about else ""
        if self.high is None and not self.low:
            return "some, told without a number"
        if self.high is None:
            return f"{'more than' if self.above else 'at least'} {about}{number(self.low)}"
        if self.low == self.high:
            return f"{about}{number(self.low)}"
        if not self.low:
            return f"up to {about}{number(self.high)}"
        return f"{about}{number(self.low)} to {number(self.high)}"


def number(value: float) -> str:
    """Write a number as a sentence does.

    >>> number(500000.0), number(2.5)
    ('500,000', '2.5')
    """
    return f"{value:,.0f}" if value == round(value) else f"{value:,.10g}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity that a claim has, as it was read."""

    unit: str  # as worded: "doses"; an ISO 4217 code; "" where nothing is counted by name
    of: str | None  # what it is a measure of: "vaccine"
    amount: Amount
    given: str | None  # "pledged" or "delivered", where the words themselves say so


@lru_cache(maxsize=100_000)
def read_quantity(note: str | None) -> Quantity | None:
    """Return the quantity of a claim's note; None where the words were not read as one.

    An amount in words ("dozens") is one without bounds.

    >>> read_quantity("amount=100;unit=doses;of=vaccine;bound=more than").amount.words()
    'more than 100'
    """
    parts = read_note(note)
    if "amount" not in parts:
        return None
    try:
        amount = _bounded(float(parts["amount"]), parts.get("bound"))
    except ValueError:
        amount = Amount(0, None)
    return Quantity(parts.get("unit", ""), parts.get("of"), amount, parts.get("given"))


def _bounded(value: float, bound: str | None) -> Amount:
    if bound in _ABOVE:
        return Amount(value, None, above=bound in _MORE)
    if bound in _BELOW:
        return Amount(0, value)
    return Amount(value, value, about=bound in _ABOUT)


def unit_key(unit: str) -> str:
    """Return by what a unit is told from others: "dose" and "doses" are one, tons and tonnes two.

    >>> unit_key("Doses") == unit_key("dose"), unit_key("tons") == unit_key("tonnes")
    (True, False)
    """
    return unit.casefold().removesuffix("s") if not unit.isupper() else unit


def of_sentence(told: Iterable[Quantity]) -> Mapping[str, Amount]:
    """Add up, by unit, what one sentence tells: different things, each told once."""
    found: dict[str, Amount] = {}
    for quantity in dict.fromkeys(told):
        key = unit_key(quantity.unit)
        found[key] = found[key] + quantity.amount if key in found else quantity.amount
    return found


def of_accounts(accounts: Iterable[Mapping[str, Amount]]) -> Mapping[str, Amount]:
    """Put together, by unit, what several sentences tell of one gift: they are not added up."""
    found: dict[str, Amount] = {}
    for account in accounts:
        for key, amount in account.items():
            found[key] = found[key].or_else(amount) if key in found else amount
    return found


def of_gifts(gifts: Iterable[Mapping[str, Amount]]) -> Mapping[str, Amount]:
    """Add up, by unit, what several gifts are."""
    found: dict[str, Amount] = {}
    for gift in gifts:
        for key, amount in gift.items():
            found[key] = found[key] + amount if key in found else amount
    return found
