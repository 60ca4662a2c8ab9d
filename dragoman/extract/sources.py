"""Whose text a document is: its address, its dateline, its credits, and who issued it."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from dragoman.actors import Register
from dragoman.extract.speakers import listed
from dragoman.model import SectionKind
from dragoman.text import CleanText

_HEAD, _FOOT = 12, 6
"""Lines at the beginning and the end of a document that can say whose text it is."""

_BODY = (
    r"(?:ministry|department|office|presidency|embassy|permanent mission|government|cabinet"
    r"|chancellery|secretariat|commission|council)"
)
_ISSUER = re.compile(
    rf"(?P<who>(?:the )?(?:official website of [\w ]{{3,60}}|"
    rf"{_BODY} (?:of|for)(?: the)? [\w ,'’-]{{3,60}}|(?:[\w'’-]+ ){{1,2}}{_BODY}"
    r"))",
    re.IGNORECASE,
)
_ATTRIBUTABLE = re.compile(r"(?:attributable|attributed) to(?: the)? (?P<who>[^:.;\n]{3,80})", re.I)
_TITLE = re.compile(
    r"(?!readout of)(?:press |video )?(?:statement|remarks?|message|letter|speech|address|notice"
    r"|memorandum|readout|comments?)"
    r" (?:by|from|of(?= the | president| prime| foreign| minister| secretary| ambassador| spokes))"
    r" (?P<who>(?:(?! (?:on|in|at|to|after|before|about|regarding|for|with|(?!king)\w+ing)\b)"
    r"[^:;\n|]){3,90})",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"(?:[A-Z][\w.’'-]*,? (?:[-–] |and )?){0,5}?(?:Joint|JOINT) (?i:(?:[\w-]+ )?"
    r"(?:statement|communiqu[eé]|declaration|readout)(?= |:|$)"
    r"(?: (?:by|from|of|between) (?P<who>(?:(?! (?:on|regarding|following|for)\b)"
    r"[^:;\n|]){3,600}))?)"
)
_EVENT = re.compile(r"(?:call|meeting|visit|conversation|dinner|trip|travel|talks)\b", re.I)
_CREDIT = re.compile(
    r"(?:\(|/|\[|--? ?|by |from |(?:photos?|text|story|credits?|sources?|agency|agencies|via)"
    r"(?: (?:and|&) (?:photos?|text))?(?: (?:by|from))?: ?|with (?:inputs?|reports?|files) from )?"
    r"(?P<who>[\w .&'’-]{2,40}?)(?:\)|/|\])?\.?",
    re.IGNORECASE,
)
_ENDS_WITH = re.compile(
    r"(?:(?:\(|/)(?P<who>[A-Z][\w .&'’-]{1,39})(?:\)|/)"
    r"|[.!?”\"]?\s(?:--?|–|—)\s?(?P<dash>[A-Z][\w .&'’-]{1,39})"
    r"|[.!?”\"]\s(?P<caps>[A-Z]{3,10}))\.?\s*$"
)
_BEGINS_WITH = re.compile(
    r"(?:(?:[A-Z][\w ]{2,24}(?:, \w[\w. ]{2,12})?: )?"
    r"\((?P<who>[A-Z][\w .&'’-]{1,39})\)\s|(?P<dash>[A-Z][\w .&'’]{1,39})\s(?:--?|–|—)\s)"
    r"(?=[A-Z])"
)
_FILED = re.compile(
    r"(?:[A-Z][\w.’'/ -]{2,40}?(?: \[\w[\w ]{2,20}\])?(?:,? (?:\d{1,2} ?[A-Z][a-z]{2,8}"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2})(?:,? \d{4})?)?"
    r"(?:[,.]? [(/](?P<who>[A-Z][\w.&'’ -]{1,34})[)/][:;.]?\s"
    r"|[,-] ?(?P<dash>[A-Z][\w.&]{1,15}) ?(?:--?|–|—)\s|[,-] ?(?P<caps>[A-Z]{3,10}),?\s)"
    r"|(?P<label>[A-Z][\w.&'’ -]{2,30}):\s)(?=[A-Z\"“])"
)
"""A dateline with its agency: "Tehran, IRNA - The", "Vientiane, (KPL) The", "Baku, AZERTAC The"."""
_PRINTED = re.compile(
    r"(?:(?:first |originally )?published (?:in|by|on) "
    r"(?P<who>[A-Z][\w .&'’-]{1,40}?)(?:,| on |\.?$)"
    r"|by (?:the )?(?P<staff>[A-Z][\w .&'’-]{1,40}?)(?:'s|’s)? (?:staff|reporters?|correspondents?"
    r"|(?:web |news |city |national )?desk|newsroom|team|online)\b.{0,40}$"
    r"|(?P<masthead>[A-Z][\w .&'’-]{2,40}?) ?, ?"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b.{0,40}$)",
    re.IGNORECASE,
)
PAPER = re.compile(
    r"(?:The )?(?:[A-Z][\w.’'-]+ ){1,3}(?:[A-Z]\w+-)?(?:Times|Post|Herald|Tribune|Gazette|Daily"
    r"|Journal|Telegraph|Chronicle|Observer|News Agency|News|Mail|Courier|Examiner|Standard|Star"
    r"|Today|TV|Radio|Press|Online|Monitor|Express|Sentinel|Informer|Mirror|Echo|Argus|Sun|Nation|Citizen"
    r"|Guardian|Independent|Review|Bulletin|Dispatch|Globe|Mercury|Advertiser|Messenger|Vanguard"
    r"|Punch|Inquirer|International|Weekly)"
    r"|(?:The )?(?:Times|Star|Voice|Radio|Journal|Tribune|Herald|Echo) of [A-Z][\w.’'-]+"
)
"""What newspapers are called, also those that the register does not know."""


def sources_of(clean: CleanText, register: Register | None = None) -> tuple[str, ...]:
    """Return whose text a document is, outermost first: outlet, agency, who issued it."""
    register = register or Register.load()
    doc = clean.doc
    found = [doc.outlet or "", _by_address(doc.url, register) or _by_site(doc.url, register)]
    agency = (clean.dateline.agency if clean.dateline else None) or ""
    if register.outlet_by_name(agency) or not register.lookup(agency):
        found.append(agency)
    lines = [line for line in (doc.title or "", *_own_lines(clean)) if line]
    found += [name for line in lines[:_HEAD] for name in _credited(line, register)]
    found += [name for line in lines[_HEAD:][-_FOOT:] for name in _credited(line, register)]
    found += [name for line in lines[:_HEAD] for name in _issuers(line)]
    return tuple(dict.fromkeys(normal(name, register) for name in found if name))


def _by_address(url: str | None, register: Register) -> str:
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        return ""
    return (register.outlet_by_domain(host) if host else None) or ""


def _by_site(url: str | None, register: Register) -> str:
    """Return whose pages an address tells by its words: "mofa" and ".go.jp", or "/tass/"."""
    try:
        parts = urlsplit(url or "")
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    words = [*host.split("."), *parts.path.lower().split("/")[1:4]]
    office = next((_OFFICES[word] for word in words if word in _OFFICES), None)
    if office is None:
        plain = listed("words_and_outlets")
        named = (w for w in parts.path.split("/")[1:4] if len(w) > 2 and w.lower() not in plain)
        return next((word for word in named if register.outlet_by_name(word)), "")
    states = (register.state_of_domain(f"x.{word}") for word in words[::-1] if len(word) == 2)
    state = register.state_of_domain(host) or next(filter(None, states), None)
    return f"{office}, {register.label(state)}" if state else ""


_SITES = {
    "foreign ministry": "mfa mofa mofaic mea mid mre rree minrex mzv msz fmprc diplomatie mae"
    " cancilleria dfa dirco kemlu mofat dfat urm",
    "presidency": "president presidency presidencia presidence prezident predsednik elysee"
    " planalto akorda presidentti casarosada statehouse",
    "prime minister": "pmo primeminister premier kantei pmindia",
    "government": "government regering bundesregierung govern",
}
_OFFICES = {word: office for office, words in _SITES.items() for word in words.split()}
"""Words by which addresses tell whose site it is."""


def _own_lines(clean: CleanText) -> Iterator[str]:
    """Yield the lines of a document that are no teasers."""
    teasers = [s for s in reversed(clean.sections) if s.kind is SectionKind.TEASER]
    at = 0
    for line in clean.text.split("\n"):
        while teasers and teasers[-1].end <= at:
            teasers.pop()
        if line.strip() and not (teasers and teasers[-1].start <= at):
            yield line.strip()
        at += len(line) + 1


def _credited(line: str, register: Register) -> Iterator[str]:
    """Yield the outlet that a line names and nothing else, first, or in parentheses at its end.

    "Xinhua | World | Politics" is a page of Xinhua; "News | White House" only leads there.
    """
    part = re.split(r"[|·>]", line[:200])[0].strip()
    shared = re.split(r" (?:with|and) (?=[A-Z])", part)
    if len(shared) == 2 and all(map(register.outlet_by_name, shared)):
        yield from shared  # "France 24 with AFP"
    ends, printed = _ENDS_WITH.search(line[-60:]), _PRINTED.match(line[:120])
    filed = (_BEGINS_WITH.match(line), _FILED.match(line[:120]))
    for match in (_CREDIT.fullmatch(part), printed, ends, *filed):
        who = next(filter(None, match.groups()), "") if match else ""
        for name in dict.fromkeys((who, *who.split(" - "))):
            if name and name.lower() not in listed("words_and_outlets"):
                sure = match not in (ends, *filed) and PAPER.fullmatch(name)
                yield from (name,) if sure or register.outlet_by_name(name) else ()


def _issuers(line: str) -> Iterator[str]:
    """Yield who issues a text by a line of its head: "Statement by ...", "OFFICE OF ..."."""
    if joint := _JOINT.match(line[:600]):
        yield joint[0] if joint["who"] else line[:200]
        return
    if len(line) > 200 or not line[0].isupper():
        return
    if (said := _TITLE.match(line)) and not _EVENT.search(said["who"]):
        yield said["who"]
    if attributable := _ATTRIBUTABLE.search(line):
        yield attributable["who"]
    for part in line.split("|"):
        issuer = _ISSUER.fullmatch(part.strip().removeprefix("Source: "))
        if issuer and all(word[0].isupper() or len(word) < 4 for word in issuer["who"].split()):
            yield issuer["who"]


def normal(name: str, register: Register) -> str:
    """Return an outlet's usual name; others with single spaces."""
    words = " ".join(name.split())
    outlet = words if words.startswith("ou:") else register.outlet_by_name(words)
    return register.label(outlet) if outlet else words
