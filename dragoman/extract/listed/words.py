"""The words of diaries and lists: what heads them, and what their items begin with."""

import re
from collections.abc import Mapping

from dragoman.model import Channel


def _named(words: Mapping[Channel, str]) -> re.Pattern[str]:
    """Return a regex of which the last group says what channel the words are of."""
    groups = (rf"(?P<{channel.name}>\b(?:{form})\b)" for channel, form in words.items())
    return re.compile("|".join(groups), re.IGNORECASE)


PAGE = re.compile(
    r"\b(?:agenda|schedules?|diary|calendar|itinerary|appointments|engagements|activities|audiences"
    r"|week ahead|daily guidance|visitors|movements|(?<!nuclear )program(?:me)?)\b",
    re.IGNORECASE,
)
"""In the heading of a page that tells what somebody has before them."""

SEEING = re.compile(r"\b(?:appointments|audiences|visitors|bilaterals?)\b", re.IGNORECASE)
"""In one that need not say of each whom it names that it is a meeting."""

LEAD = _named(
    {
        Channel.VIDEO_MEETING: r"(?:video|virtual|online)[ -]?(?:\w+ )?"
        r"(?:meetings?|calls?|conferences?|talks)",
        Channel.CALL: r"(?:tele)?phone(?: calls?| conversations?| talks)|calls with"
        r"|spoke by (?:tele)?phone(?: with)?",
        Channel.MEETING: r"met(?: separately)?(?: with)?|received(?: in audience)?|bilaterals?"
        r"|(?:will |to )(?:also )?(?:meet|receive)(?: with)?|meetings?|talks|audiences"
        r"|appointments|counterparts",
    }
)
"""In a line that says of all on the next lines by what channel somebody dealt with them."""

ONE = frozenset({"meeting", "bilateral", "phone call", "phone conversation"})
"""Those of one contact: what follows are not several, but for those who joined in it."""

JOINT = re.compile(
    r"\b(?:join(?:ed|ing)|participa\w+|attend\w*|present|took part|taking part|accompanied|composed"
    r"|consist\w*|represented)\b",
    re.IGNORECASE,
)
"""Of those listed: that they were all at one meeting, and not seen one by one."""

PAST = re.compile(
    r"\b(?:met|held|had|received|spoke|arrived|visited|hosted|signed)\b", re.IGNORECASE
)
AHEAD = re.compile(r"\b(?:will|is to|are to|to meet|upcoming|planned|scheduled)\b", re.IGNORECASE)
CANCELLED = re.compile(r"\b(?:cancel?led|called off|postponed)\b", re.IGNORECASE)

_SORT = (
    r"(?:(?:bilateral|working|private|courtesy|official|extended|expanded|political|high-level"
    r"|ministerial|separate|brief|informal|delegation[- ]level|one-on-one|t[eê]te-[aà]-t[eê]te"
    r"|individual|joint|business|follow-up|closed-door|short|introductory|farewell)[ -]){0,3}"
)
HEAD = _named(
    {
        Channel.CREDENTIALS: r"presentation of (?:the )?(?:letters of )?(?:credentials|credence)",
        Channel.VIDEO_MEETING: r"(?:video|virtual|online)[ -]?(?:\w+ )?"
        r"(?:meeting|call|conference|talks)",
        Channel.CALL: r"(?:tele)?phone (?:call|conversation|talks|discussion)|call with",
        Channel.AGREEMENT: r"sign(?:ing|s|ed)(?: ceremony| of| an?| the){0,3}(?: [\w-]+){0,3}? "
        r"(?:agreements?|memorand(?:um|a)|mou|treaty|protocol|accord|documents?)",
        Channel.VISIT: r"departures?|departs?|leaves?|(?:onward )?travels?|arriv(?:als?|es?|ed)"
        rf"|trip|flight|flies|travell?ed|{_SORT}(?:state |overseas )?visit|visits|visited",
        Channel.MEETING: rf"{_SORT}(?:meeting|talks|interview|lunch(?:eon)?|dinner|breakfast"
        r"|audience|bilateral|consultations|discussions?|conversation|reception|negotiations"
        r"|exchange|working session|call (?:on|by))|(?:courtesy|farewell|protocol|introductory"
        r"|working) call|receives?|received|meets?|met|hosts?|hosted|welcomes?|calls on"
        r"|will (?:receive|meet|host)",
    }
)
"""What an item is, as its first words say."""

VERB = re.compile(r"(?:will |calls)|(?:receiv|meet|met|host|welcom)\w*$", re.IGNORECASE)
LINK = re.compile(r"\b(?:with|by|of|for|from|to|between)\b", re.IGNORECASE)
NO_LINK = re.compile(
    r"[;!?]|\.\s|\b(?:on|about|regarding|concerning|against|over|preparation|committee"
    r"|council|board|association|staff|society|museum|film|book|debate|exhibition|visits?|trip|honou?r|session"
    r"|history|team|community)\b",
    re.IGNORECASE,
)
"""Between what an item is and somebody named: that it is not held with them."""

PARTED = re.compile(r"(?:[,;:(]|\s[-–—/]|\band)\s*(?:the\s+|a\s+)?$")
"""Before the second thing of an item: "Visit to Belgrade, meeting with the President"."""

CLOCK = re.compile(
    r"\W*(?:at )?(?:\d{1,2}[:.h]\d\d(?: ?[ap]\.?m\b\.?)?|\d{4} ?(?:hrs?|hours)\b"
    r"|\d{1,2} ?[ap]\.?m\b\.?)",
    re.IGNORECASE,
)
WEEKDAY = re.compile(r"\W*(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)

LIGHT = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|[apmhe]|hrs?|hours?|local|time|gmt|utc|[a-z]{2,3}t|st|nd|rd|th|approx|about|noon"
    r"|midday|morning|afternoon|evening|night|today|tomorrow|from|to|until|then|also|later|the|an"
    r"|of|and|in|at|on|his|her|holds?|holding|held|has|have|had|will|participates?|attends?|takes?"
    r"|part|postponed|cancell?ed|new|mr|mrs|ms|dr|sir|excellency|majesty|highness|holiness|royal"
    r"|president|prime|deputy|ministers?|chancellor|secretary|general|speaker|king|queen|emir"
    r"|amir|pope|father|holy|foreign|affairs|external|pm|vice|chief|commissioner|chairman|chair",
    re.IGNORECASE,
)
"""A word that may stand before what says what an item is: when, where, and who."""

OFFICE = re.compile(
    r"\b(?:president|prime minister|minister|ministry|chancellor|secretary|king|queen|emir|amir"
    r"|sultan|premier|ambassador|embassy|government|presidency|pm|pope)\b",
    re.IGNORECASE,
)
"""In the heading of a diary: that it is of somebody of the state whose account the page is."""
