"""Clean the names of `tenures.csv`: who is meant, which word is the family name, what is debris.

Two of the sources print the name of reference in capitals ("XI Jinping", "Emmanuel MACRON"),
which tells the order of a name and its family name at once. The cells also hold what stood
round a name on the page: titles, "also spelled", the rest of a post's title, several persons.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from _letters import given_first, latin, some

_ROMAN = re.compile(r"(?:II|III|IV|V|VI|VII|VIII|IX|X|XI|XII|XIII|XIV|XV|XVI)")
_JUNIOR = re.compile(r",?\s+(Jr|Sr|Jnr|III|IV)\.?$")
_RANKS = (
    r"(?:(?:sr|lt|maj|brig|air chief|field|vice|rear)\.? )*"
    r"(?:gen|general|adm|admiral|col|colonel|capt|captain|mar|marshal|cdr|commander|lt|maj|major|brigadier|lieutenant)"
)
_HONOUR = (
    r"sheikh(?! hasina)|shaikh|dr|sir|dame|mr|ms|mrs|judge|justice|lord|bailiff|hon|h\. ?e|"
    r"crown prince|crown princess|prince|princess|archbishop|cardinal|bishop|dato|datuk|tan sri|"
    r"haji|a ?mbassador|ambsssador|appointed|excellency|elect|acting|"
    r"(?:sac|gnu|cnsp|gna)(?: interim)?(?: prime minister| president| chair)"
)
_LEADING = re.compile(rf"(?i)^(?:{_RANKS}|{_HONOUR})\b\.?\s+(?=\S)")
_CHARGE = re.compile(
    r"(?i)^(?:charg[eé]s?e? )?d\s?['\u2019] ?affair?e?s\b|^charg[eé]e?\b|^\s*a\.i\."
    r"|^,?\s*ad interi?u?m\b"
    r"|^,? ?deputy chief of( mission)?\b|^mission\b|^[\s,:/\u2013-]+"
    r"|^(permanent|it is|its) .* (is|by)\b"
    r"|^consul( general)?\b|^us special envoy for \w+|^special envoy for \w+"
)
_TITLE_WORDS = some(
    "affairs president presidents premier premiers prime minister ministers vice deputy first"
    " second development infrastructure third council chair chairman chairperson chief executive"
    " head of the and for state states foreign interior defense defence oil cabinet republic"
    " confederation island islands territorial prefect commissioner high represented by is"
    " governor lieutenant administrator director managed heritage nuncio apostolic house"
    " representatives speaker education transport assembly heir apparent regent adviser ceo or"
    " formerly special envoy spanish french coprince co-prince culture national higher science"
    " people's political"
)
_AFTER_OF = re.compile(
    r"^(?:French Polynesia|Swiss Confederation|Islamic Republic of Afghanistan|New Caledonia|"
    r"Marshall Islands|Cook Islands|Republic of \w+|Commonwealth of Australia|New Zealand|"
    r"Federated States of Micronesia|Micronesia|Bahamas|Solomon Islands|Wallis and Futuna)\s+"
)
_LOWER = some("DE DA DO DOS DAS DEL DER DEN VON Y E BIN BINT IBN")
_NOBODY = re.compile(r"(?i)^(vacant|q\d+|also |none|n/?a\b|tbd)")
_AKA = re.compile(r"(?i),?\s*\(?\b(?:also spelled|aka|a\.k\.a\.)\s+([^,)]*)\)?")
_BRACKET = re.compile(r"\s*[(\[]([^)\]]*)[)\]]")
_QUOTED = re.compile(r"\s*[\"\u201c\u201d]([^\"\u201c\u201d]+)[\"\u201c\u201d]\s*")


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name as it may be shown, and what it also was."""

    shown: str
    family: str
    also: tuple[str, ...] = ()


def names(cell: str, title: str, *, capitals: bool, iso: str) -> Iterator[Name]:
    """Yield the persons of a cell; none where only debris stands there.

    >>> [name.shown for name in names("Ann KALI, Jo SAKO", "", capitals=True, iso="SVK")]
    ['Ann Kali', 'Jo Sako']
    >>> next(names("TSAI Ing-wen", "", capitals=True, iso="TWN"))
    Name(shown='Tsai Ing-wen', family='Tsai', also=())
    """
    cell = html.unescape(re.sub(r"<[^>]+>", " ", cell))
    cell = re.sub(r"[\u200b-\u200f\ufeff]", "", cell)
    cell = re.sub(r"\s+", " ", cell.replace("\u2019", "'").replace("?", "")).strip().rstrip(",.;")
    if _NOBODY.search(cell):
        return
    if not capitals:
        made = _plain(cell, iso)
        if made is not None:
            yield made
        return
    also = [match[1].strip() for match in _AKA.finditer(cell)]
    cell = _AKA.sub("", cell)
    nicks = [nick for nick in _QUOTED.findall(cell) if not nick.islower()]
    cell = _QUOTED.sub(" ", cell)
    cell = re.sub(r"\s+", " ", _BRACKET.sub("", cell.split(" - ")[0])).strip()
    cell = re.sub(r"^(\S.*\S) +\1$", r"\1", cell)
    pieces: list[str] = []
    for piece in re.split(r",(?: and)? | and ", cell):
        piece = piece.strip()
        if pieces and _JUNIOR.fullmatch(f" {piece}"):
            pieces[-1] += f" {piece.rstrip('.')}."
        else:
            pieces.append(piece)
    if len(pieces) > 1 and not _is_name(_bare(pieces[0], title)):
        pieces = [cell.replace(",", "")]
    found = [bare for piece in pieces if _capitals(bare := _bare(piece, title))]
    for place, piece in enumerate(found):
        made = _cased(piece, iso)
        if made is None:
            continue
        extra = [" ".join(map(_cased_word, name.split())) for name in also] if place == 0 else []
        if place == 0 and nicks and made.family:
            extra += [f"{nick.title() if nick.isupper() else nick} {made.family}" for nick in nicks]
        yield Name(made.shown, made.family, tuple(dict.fromkeys(extra)))


def _capitals(piece: str) -> bool:
    return any(_caps(word) for word in piece.split()) or len(piece.split()) in (2, 3)


def _is_name(piece: str) -> bool:
    return any(_caps(word) for word in piece.split())


def _bare(piece: str, title: str) -> str:
    """Take off what is left of titles and of the page before a name."""
    if re.search(r"(?i)\b(of|the)$", title.strip()):
        piece = _AFTER_OF.sub("", piece)
    words = piece.split()
    last = max(
        (n for n, word in enumerate(words[:-1])
         if word.lower().strip("/,:") in _TITLE_WORDS and not _caps(word)),
        default=-1,
    )  # fmt: skip
    if last >= 0 and not any(_caps(word) for word in words[: last + 1]):
        piece = " ".join(words[last + 1 :])
    before = ""
    while before != piece:
        before = piece
        piece = _CHARGE.sub("", piece).strip()
        piece = _LEADING.sub("", piece).strip()
    piece = re.sub(r" (?:in caretaker status|serving as .*|serves as .*)$", "", piece)
    return re.sub(r"^(?:China|Australia|New Zealand|French Polynesia) (?=\S+ \S)", "", piece)


def _caps(word: str) -> bool:
    """Return whether a word is written in capitals, prefixes like "al-" and "Mc" aside."""
    bare = re.sub(r"^(?:Mc|Mac|Le|De|La|al-|Al-|el-|d'|D')(?=[A-Z]{2})", "", word)
    letters = [mark for mark in bare if mark.isalpha()]
    if "." in bare.rstrip("."):
        return False  # initials
    return len(letters) > 1 and all(mark.isupper() for mark in letters)


def _cased(piece: str, iso: str) -> Name | None:
    junior = _JUNIOR.search(piece)
    piece = _JUNIOR.sub("", piece)
    words = piece.split()
    if not words or any(word in ("is", "was", "are", "by", "serves") for word in words):
        return None
    capital = [n for n, word in enumerate(words)
               if _caps(word) and not (n and _ROMAN.fullmatch(word))]  # fmt: skip
    if len(words) > 3 and capital and capital[0] and capital[-1] - capital[0] >= len(capital):
        return None  # two names run together
    shown = " ".join(
        word if n not in capital else _cased_word(word, first=n == capital[0] or iso in NO_FAMILY)
        for n, word in enumerate(words)
    )
    if len(words) == 1 and (not capital or len(words[0]) < 5):
        return None
    if iso == "VNM":
        family = shown.split()[0]
    elif len(capital) == len(words) and len(words) > 1:
        family = shown.split()[0] if iso in ("KHM", "CHN", "KOR", "PRK", "TWN") else ""
    else:
        family = " ".join(shown.split()[n] for n in capital)
    if not capital and len(words) > 1 and iso not in NO_FAMILY:
        family = words[-1]
    if junior:
        shown += f" {junior[1]}." if junior[1] in ("Jr", "Sr") else f" {junior[1]}"
    return Name(shown, re.sub(r"^(?:al|el|Al|El)-", "", family))


def _cased_word(word: str, *, first: bool = True) -> str:
    """Write a word in capitals as a name is written.

    >>> _cased_word("O'NEILL"), _cased_word("McCLELLAND"), _cased_word("GRABAR-KITAROVIC")
    ("O'Neill", 'McClelland', 'Grabar-Kitarovic')
    """
    if not _caps(word):
        return word
    if word in _LOWER and not first:
        return word.lower()
    if word in ("DE", "DA", "DO", "DOS", "DAS", "DEL", "BIN", "BINT", "IBN"):
        return word.lower()
    match = re.match(r"^(Mc|Mac|Le|De|La|al-|Al-|el-|d'|D')(?=[A-Z]{2})", word)
    lead = match[0] if match else ""
    made = ""
    for part in re.split(r"([-'\u2018`])", word[len(lead) :]):
        low = len(made) > 1 and made[-1] in "'\u2018`" and len(made.split("-")[-1]) > 2
        made += part.lower() if low else part.capitalize()
    return lead + made


NO_FAMILY = some("MMR LAO THA MYS IDN MNG ETH ERI SOM BTN ISL BRN AFG TKM PAK")
"""States whose names end in no family name, or often in none."""

_PARTICLES = some("de da do dos das del della di van von der den ter la le el al bin ben ould")
_KOREAN = some(
    "kim lee park choi jung jeong kang cho yoon jang lim han oh seo shin kwon hwang ahn song"
    " ryu yoo hong chung moon yang bae ban chang suh noh roh goh"
)
_TWO_SURNAMES = some("ESP MEX COL PER CHL ECU BOL VEN PRY GTM HND SLV NIC CRI PAN CUB DOM")
_REALM = re.compile(
    r"^(\S+(?: \S+)*) of (?:the )?(?:United Kingdom|Belgians?|Belgium|Norway|Spain|Sweden|Denmark"
    r"|Pahang|Johor|Jordan|Morocco|Bahrain|Netherlands|Saudi Arabia|Kuwait|Qatar|Thailand|Bhutan"
    r"|Tonga|Monaco|Luxembourg)$"
)
_PEERS = re.compile(
    r", (?:\d+(?:st|nd|rd|th) )?"
    r"(?:Baron|Baroness|Lord|Lady|Viscount|Earl|Marquis|Baronet|Prince).*$"
)


def _plain(cell: str, iso: str) -> Name | None:
    """Read a label that has no capitals, in whatever script it is written."""
    native = cell
    if re.search(r"[\u0370-\u03ff\u0400-\u04ff]", cell) and not re.search(r"[a-z]{3}", cell):
        words = given_first(cell)
        return Name(" ".join(map(latin, words)), latin(words[-1]), (native,))
    if re.search(r"[^\x00-\u036f\u1e00-\u1eff\u2010-\u201f\u0457\u0456]", cell):
        return None
    cell = cell.replace("\u0457", "i").replace("\u0456", "i")
    cell = _PEERS.sub("", cell)
    nick = _QUOTED.search(cell)
    cell = re.sub(r"\s+", " ", _QUOTED.sub(" ", _BRACKET.sub("", cell))).strip()
    cell = re.sub(r"(?i)^h\. ?e\. (ambassador )?", "", cell)
    before = ""
    while before != cell:
        before, cell = (
            cell,
            re.sub(r"^(?:Sir|Dame|Dr\.?|Sheikh|Lord|Prince(?:ss)?|Pope) (?=\S)", "", cell),
        )
    cell = cell.replace(", Jr", " Jr").replace(", Jnr", " Jr").replace(", Sr", " Sr")
    cell = re.sub(r", (III|IV)$", r" \1", cell)
    cell = re.sub(r"^(.*\b[IVX]+) of .*$", r"\1", cell)
    cell = _REALM.sub(r"\1", cell)
    if "," in cell or len(cell) < 3:
        return None
    words = cell.split()
    also = (f"{nick[1]} {words[-1]}",) if nick else ()
    return Name(cell, _family(words, iso), also)


def _family(words: list[str], iso: str) -> str:
    last = [
        word for word in words if word not in ("Jr.", "Sr.", "Jr", "Sr", "II", "III", "IV", "V")
    ]
    if iso in NO_FAMILY or len(last) < 2 or len(last) < len(words):
        return "" if len(last) < 2 or iso in NO_FAMILY else last[-1]
    if iso in ("CHN", "TWN", "PRK", "VNM", "KHM") or (
        iso == "KOR" and ("-" in words[-1] or words[0].lower() in _KOREAN)
    ):
        return words[0]
    if iso in _TWO_SURNAMES and len(words) == 4 and not {w.lower() for w in words} & _PARTICLES:
        return words[2]
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return " ".join(words[start:])
