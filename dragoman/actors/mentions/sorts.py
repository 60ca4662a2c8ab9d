"""Sorts of offices and titles that several of the readers look at."""

import re

MANY = 200
"""More persons than any real document names; beyond it hostile text is not searched further."""

BACK = 4
"""How many sentences "the minister" and "the two leaders" look back. Wire stories repeat a
name at least every third paragraph, which is about four sentences."""

LEADERS = frozenset({"head", "hog", "crown", "council", "commission", "party", "leader"})
MINISTERS = frozenset({"fm", "defmin", "finmin", "trademin", "minister", "deputyfm", "councilor"})
VAGUE = frozenset({"minister", "leader", "official", "aide", "envoy", "counterpart", "sg"})
HOLDABLE = frozenset(
    {"head", "hog", "vice", "fm", "defmin", "parl", "nsa", "crown", "party", "sg", "council",
     "commission", "finmin", "trademin", "amb"}
)  # fmt: skip
CROWNS = frozenset({"king", "queen", "emir", "sultan", "emperor", "pope", "grand duke"})
SAME = {"amir": "emir", "prince of": "emir"}
PATRONYMIC = re.compile(r".{2,}(?:[oe]vich|ich|[oe]vna|ichna|[oe]vych|ivna|[oe]vic)|bin|ibn|bint")
"""What stands between a given and a family name and is neither: Viktorovich, and the "bin" of
Arabic names."""
SUFFIX = frozenset({"jr", "sr", "ii", "iii", "iv"})
