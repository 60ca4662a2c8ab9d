"""The rules of dates: `rules/dates.yml`, and the reader that each of its rules names."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from dragoman.extract.dates.absolute import (
    read_decade,
    read_digits,
    read_part_of_year,
    read_slashed,
    read_years,
)
from dragoman.extract.dates.antecedent import (
    read_earlier_later,
    read_gap,
    read_same_day,
    read_same_unit,
    read_vague,
)
from dragoman.extract.dates.counted import read_ago, read_hence, read_named_day
from dragoman.extract.dates.hints import FAMILIES
from dragoman.extract.dates.months import (
    read_bare_month,
    read_month_day,
    read_month_range,
    read_month_year,
    read_one_month,
    read_two_months,
    read_week_of_month,
)
from dragoman.extract.dates.reading import Context, NamedDay, NamedDays, Value
from dragoman.extract.dates.relative import (
    read_coming,
    read_day_of_month,
    read_day_word,
    read_past_days,
    read_season,
    read_unit,
)
from dragoman.extract.dates.weekdays import read_weekday, read_weekday_range, read_weekend
from dragoman.extract.dates.words import PARTS
from dragoman.model import RuleError

_Reader = Callable[[Context, re.Match[str]], Value | None]

READS: dict[str, _Reader] = {
    "ago": read_ago,
    "bare_month": read_bare_month,
    "coming": read_coming,
    "day_of_month": read_day_of_month,
    "day_word": read_day_word,
    "decade": read_decade,
    "digits": read_digits,
    "earlier_later": read_earlier_later,
    "gap": read_gap,
    "hence": read_hence,
    "month_day": read_month_day,
    "month_range": read_month_range,
    "month_year": read_month_year,
    "named_day": read_named_day,
    "one_month": read_one_month,
    "part_of_year": read_part_of_year,
    "past_days": read_past_days,
    "same_day": read_same_day,
    "same_unit": read_same_unit,
    "season": read_season,
    "slashed": read_slashed,
    "two_months": read_two_months,
    "unit": read_unit,
    "vague": read_vague,
    "week_of_month": read_week_of_month,
    "weekday": read_weekday,
    "weekday_range": read_weekday_range,
    "weekend": read_weekend,
    "years": read_years,
}
"""What `reads` of a rule can name."""

FROM_ANTECEDENT = frozenset({"earlier_later", "gap", "same_day", "same_unit", "vague"})
"""The readers that need the dates in front of theirs, and so are asked a second time."""


class Rule(NamedTuple):
    """One pattern of a rule of `rules/dates.yml`; a rule with three patterns is here thrice."""

    id: str
    needs: str  # the family of words without which it is not tried, see find_hints
    regex: re.Pattern[str]
    reads: str

    def read(self, context: Context, match: re.Match[str]) -> Value | None:
        """Return what the match means; None where it is no date after all."""
        return READS[self.reads](context, match)


class Book(NamedTuple):
    """What `rules/dates.yml` holds."""

    rules: tuple[Rule, ...]
    named_days: NamedDays
    names: re.Pattern[str]  # names that hold a day and are no date


_PART = re.compile(r"\{([a-z-]+)\}")


@cache
def load_book() -> Book:
    """Read the rules, once in the life of the program.

    Raises:
        RuleError: The file is not as its head says; the message names the rule.
    """
    text = files("dragoman.rules").joinpath("dates.yml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    book = yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are the safe ones
    try:
        days = {
            name.lower(): NamedDay(entry["names"][0], entry["day"])
            for entry in book["named_days"]
            for name in entry["names"]
        }
        names = [entry["name"] for entry in book["not_dates"]]
    except (KeyError, TypeError) as error:
        raise RuleError(
            f"dates.yml: {error!r} in named_days or not_dates; a named day has names and a "
            "day, a name that is no date has a name and a because"
        ) from error
    parts = PARTS | {
        "named": "|".join(re.escape(name) for name in sorted(days, key=len, reverse=True))
    }
    parts["named"] = f"(?:{parts['named']})".replace(r"\ ", r"\s")
    rules = tuple(rule for entry in book["rules"] for rule in _rules_of(entry, parts))
    return Book(
        rules,
        NamedDays(days, next(rule.regex for rule in rules if rule.reads == "named_day")),
        re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))),
    )


def _rules_of(entry: dict[str, Any], parts: dict[str, str]) -> Iterator[Rule]:
    where = f"dates.yml: rule {entry.get('id')!r}"
    if entry.get("reads") not in READS:
        raise RuleError(f"{where} has reads: {entry.get('reads')!r}. Readings: {', '.join(READS)}.")
    if entry.get("needs") not in FAMILIES:
        raise RuleError(
            f"{where} has needs: {entry.get('needs')!r}. Families: {', '.join(sorted(FAMILIES))}."
        )
    flags = re.VERBOSE | (re.IGNORECASE if entry.get("ignore_case") else re.NOFLAG)
    for pattern in entry.get("patterns", ()):
        for part in _PART.findall(pattern):
            if part not in parts:
                raise RuleError(f"{where} has {{{part}}}. Parts: {', '.join(sorted(parts))}.")
        regex = _PART.sub(lambda part: parts[part[1]], pattern)
        try:
            yield Rule(entry["id"], entry["needs"], re.compile(regex, flags), entry["reads"])
        except re.error as error:
            raise RuleError(f"{where}: its pattern is no regex: {error}") from error
