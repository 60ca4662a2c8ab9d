"""Words that tell whose time a date is: of the saying, of what is recalled, of what is ahead."""

from dragoman.model import Status

REAL = frozenset({Status.HAPPENED, Status.ONGOING})


SAYING = frozenset(
    {"say", "tell", "report", "announce", "add", "state", "declare", "write", "confirm", "claim"}
    | {"tweet", "post", "quote", "inform", "note", "stress"}
)
"""Verbs whose date is that of the saying; it is the next best witness of what they tell."""

RECALLING = frozenset(
    {"recall", "remember", "follow", "mention", "cite", "mark", "celebrate", "precede"}
    | {"thank", "praise", "commend", "congratulate", "criticize", "criticise"}
)
"""Verbs that look back at a happening: "on Monday he recalled his visit in April".

What stands in front of the happening is the day of the verb, what stands behind its own.
"""

TREATING = frozenset(
    {"review", "discuss", "welcome", "hail", "denounce", "condemn", "await", "postpone"}
)
"""Verbs whose object took place at another time."""

HAPPENING = frozenset(
    {"visit", "trip", "tour", "meeting", "talk", "summit", "call", "conversation", "conference"}
    | {"session", "round", "signing", "agreement", "accord", "deal", "pact", "encounter"}
    | {"gathering", "election", "declaration", "statement", "earthquake", "dialogue", "war"}
    | {"invasion", "attack", "crisis", "blockade", "exchange", "forum", "expo", "assembly"}
    | {"ceremony", "congress", "consultation", "negotiation", "mission", "dinner", "exercise"}
    | {"drill", "funeral", "inauguration", "convening", "event", "launch", "council"}
)
"""Nouns that may have a date of their own."""

ANOTHER_TIME = frozenset({"after", "before", "following", "ahead", "prior", "until"})
"""Words in front of a happening that took place at another time."""

TAKING_PLACE = frozenset(
    {"take", "begin", "start", "open", "end", "conclude", "hold", "last", "run", "plan"}
    | {"schedule", "set", "due", "fix", "announce", "agree", "expect"}
)
"""Verbs that say of a happening when it is: "a meeting planned for Thursday"."""


CANCELLING = frozenset(
    {"cancel", "scrap", "call", "postpone", "put", "delay", "shelve", "abandon", "drop", "suspend"}
    | {"defer", "axe", "scrub", "abort", "break"}
)
"""Verbs by which what was planned does not take place; "call" and "put" with "off"."""

LEAVING = frozenset({"leave", "depart", "fly", "set", "head", "embark"})


AHEAD = frozenset({"will", "would", "shall", "'ll"})


THANKING = frozenset({"thank", "gratitude", "thanks", "appreciation", "praise", "commend"})
OUTCOMES = frozenset({"outcome", "result", "wake", "follow-up", "anniversary", "aftermath"})
