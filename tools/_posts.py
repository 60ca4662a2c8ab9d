"""Say which office a row of `tenures.csv` means, by its `role` and its title.

The roles are coarse and lean on single words of a title: "foreign" makes a deputy, a delegate
or the head of an intelligence service a foreign minister, ministers of a state's parts stand
beside those of the state. What no class of `titles.yml` fits is left out, and counted.
"""

import re
from collections.abc import Iterator

from _layers import REGISTER
from _tables import read_csv

from dragoman.actors.tokens import fold

SEATED = frozenset({"head", "hog", "fm", "defmin", "finmin", "nsa", "amb", "permrep"})
"""Classes that one person holds at a time, so that a later holder closes an open row."""

_PARTS = re.compile(
    r"Republika Srpska|Federation of Bosnia|Azad Kashmir|Gilgit|Crimea|Kurdistan|Cook Islands|Niue"
    r"|Zanzibar|Scotland|Wales\b|Northern Ireland|Flemish|Wallon|Brussels|Catalonia|Generalitat"
    r"|Oblast|Krai\b|Province|Prefecture|County|Region\b|Regional (State|Gov|Exec)|Canton"
    r"|Municipal|Territory"
    r"|Emirate|Federal District|District Executive|Tasmania|Queensland|Victoria\b|South Australia"
    r"|Puducherry|Punjab|Sindh|Balochistan|Khyber|Sarawak|Sabah\b|Quebec|Ontario|Alberta|Manitoba"
    r"|Saskatchewan|British Columbia|Nova Scotia|New Brunswick|Newfoundland|Prince Edward|Nunavut"
    r"|Yukon|Northwest Territories|Sami |Republic of (Karelia|Adygea)|Legislative Assembly of "
    r"|House of Assembly of |State House|Southern Sudan|Western Cape|Gauteng"
)
_NEVER = re.compile(
    r"(?i)^(lieutenant |lt\. |vice[- ]|deputy |acting |land )?governor\b(?!.general)|mayor|prefect"
    r"|^chief minister|^premier of (?!the (state|people|council)|north korea)|intendant|justice of "
    r"|^judge|chief justice|attorney|prosecutor|solicitor|court\b|ombuds|first (lady|gentleman)"
    r"|spouse|central bank|national bank|\bbank\b|treasury board|lord of the treasury"
    r"|chief whip|^leader of|permanent secretary|private secretary|^state secretar"
    r"|under-?secretar(y|ies) (to|of state at)|intelligence service|secret service|police"
    r"|archivist|customs|electora|statistic|air force|\bair staff|nav(y|al)\b(?! oper)|marine corps"
    r"|of the army|army staff|army general|carabinieri|parliamentary secretary|minister assisting"
    r"|constitutional council|auditor|ruler of|secretary to the|government secretary"
)
_JUNIOR = (
    r"(?i)\b(deputy|vice[- ]|assistant|associate|junior|delegate|under-?secretary|supporting|"
    r"parliamentary|senior vice|state secretary|secretary of state (to|in|for .* within)|"
    r"minister(s)? of state\b(?! (domain|secur|prop|secretary|app|admin|owned|assets|treas|of pal))"
    r"|in the (federal )?ministry|to the minister)"
)

# The class of a title: the first that fits. None: left out.
_RULES: tuple[tuple[str, str | None], ...] = (
    (
        r"(?i)^(second |first )?deputy prime minister (and|&) minister of (foreign|external) "
        r"(affairs|relations)",
        "fm",
    ),
    (r"^Chairman of the Cabinet of Ministers \(Prime", "hog"),
    (r"^Member of the Federal Council", "minister"),
    (r"^Director of (National Intelligence|the CIA|the Foreign Intelligence)", "official"),
    (r"(?i)deputy (assistant to the president for )?national security advis", "deputynsa"),
    (
        r"(?i)^national security advis|secretary of (the )?(supreme |national )*security"
        r"( and defen[cs]e)? council|head of the national security bureau"
        r"|director of (the )?national security( office)?$|security adviser to the president",
        "nsa",
    ),
    (
        r"(?i)(chairman|chief|head) of (the )?(joint |combined )?chiefs of (staff|defence)|"
        r"^chair of the chiefs of staff|"
        r"^(chief|head|chairman) of (the )?(national )?(defen[cs]e|general)"
        r"( forces?| general| staff| of the armed forces)*$|commander of the "
        r"(national armed|estonian|defen[cs]e)|supreme commander",
        "military",
    ),
    (r"(?i)spokes?person|spokesman|spokeswoman|^white house press secretary", "spokes"),
    (
        r"(?i)^white house chief of staff|head of the (presidential (administration|office)"
        r"|office of the president)|^chief of staff (to the president|of the presiden)"
        r"|counselor to the president|^homeland security advisor|^presidential chief of staff",
        "aide",
    ),
    (r"(?i)\b(special (presidential )?(envoy|representative)|presidential envoy)\b", "envoy"),
    (r"(?i)^(deputy )?crown prince|heir apparent", "crown"),
    (
        r"(?i)^deputy (secretary of state$|secretary of state for man)|^(deputy|assistant|vice) "
        r"(foreign minister|minister (of|for) (foreign|external) (affairs|relations))|"
        r"^first deputy minister of foreign|minister.* of state.*(foreign|external) affairs|"
        r"(delegate|junior minister|supporting|under-?secretary).*(foreign|external) "
        r"(affairs|relations)|^minister of state for (europe|africa|asia|middle east)",
        "deputyfm",
    ),
    (
        r"(?i)vice[- ]presidents? (of|for)\b"
        r"(?! the (republic|union|state|transitional government))",
        None,
    ),
    (
        r"(?i)^((first|second|third|executive|senior|acting|co-?)[ -]?)*(vice[- ]presidents?|"
        r"deputy president)\b",
        "vice",
    ),
    (
        r"(?i)^((first|second|third|senior|interim|acting)[ -])*(deputy (prime minister|premier|"
        r"chancellor|taoiseach|head of government)|vice[- ](prime minister|premier|chancellor)|"
        r"deputy chairman of the (cabinet|council) of ministers|t[aá]naiste)",
        "dpm",
    ),
    (r"(?i)^(deputy|vice)", None),
    (
        r"(?i)^(president|speaker|chair(man|woman|person)?|marshal) of (the )?(verkhovna rada|"
        r"state duma|federation council|senate|sejm|chamber of (deputies|representatives)|"
        r"(national|federal|people's|supreme) (assembly|council)|assembly|parliament|seimas|saeima|"
        r"riigikogu|storting|folketing|riksdag|knesset|lok sabha|house of (representatives|commons|"
        r"the people|lords)|grand national assembly|legislative (chamber|yuan)|congress|"
        r"state great khural|council of representatives|supreme council|islamic consultative"
        r"|jatiyo|assembly of the republic|majlis|dewan|national congress|council of states|"
        r"house of (councillors|federation|people)|croatian|bundestag|federal senate|"
        r"congress of deputies|national people's congress)|^rada|chairman of rada|"
        r"^ceann comhairle|^lord speaker",
        "parl",
    ),
    (r"(?i)^secretary of state for foreign (&|and) political", "fm"),
    (r"(?i)^chief of the federal department of foreign affairs", "fm"),
    (
        r"(?i)^(minister|secretary) (of|for) (foreign|external) (affairs|relations)|"
        r"secretary of state for (foreign|the foreign)",
        "fm",
    ),
    (_JUNIOR, None),
    (
        r"(?i)defen[cs]e (mat|ind|prod|sci|equip|and space|personnel|research|proc)|military cab"
        r"|home front|civil defen[cs]e",
        "minister",
    ),
    (
        r"(?i)^(federal |coordinating |acting )?(minister|secretary)( of state)? (of|for)( the)? "
        r"(national )?(defen[cs]e|armed forces|war\b(?! vet))|"
        r"chief of the federal department of defen",
        "defmin",
    ),
    (
        r"(?i)^chancellor of the exchequer|^secretary of the treasury|"
        r"^(federal )?(minister|secretary)"
        r"( of state)? (of|for)( the)?( national)? ?((economy|economic affairs|economic planning|"
        r"planning|budget|treasury|industry),? ?(and|&)? ?(the )?)?(public )?"
        r"(finances?\b(?! ii)|treasury)"
        r"|economy, finance|federal department of finance",
        "finmin",
    ),
    (
        r"(?i)^united states trade rep|^secretary of commerce$|"
        r"^(federal )?(minister|secretary)( of state)? (of|for)( the)? (industry,? (and |& )?)?"
        r"((foreign|international|intl\.|external|domestic) )?(trade|commerce)\b|"
        r"^(federal )?minister (of|for)( the)? (national )?"
        r"(economy\b|economic (affairs|development))",
        "trademin",
    ),
    (r"(?i)^(general secretary|chairman) of (the )?(chinese communist|kwp|workers)", "party"),
    (r"(?i)^state councilor", "councilor"),
    (
        r"(?i)^(federal |acting |interim |coordinating |coordinator )?minister\b"
        r"|^(acting )?secretary (of|for) |^commissioner for|^chief cabinet secretary"
        r"|^secretary of state for|^first secretary of state",
        "minister",
    ),
)
_OTHER_SEAT = (  # not the state's, or another seat than the words say
    ("IND|PAK|BGD|LKA|NPL", r"^Foreign Secretary$|^Secretary (of|for) Foreign Aff", "deputyfm"),
    ("IND", r"^Minister of Foreign Affairs$", "deputyfm"),  # the foreign secretaries
    ("ESP", r"Economic Model|^Minister of Finance and Public Administration$|Finance and Employment"
            r"|Sustainable Economy|Participation|Inclusive Policies|Digital Society"
            r"|Universal Health|Bioclimatic|Environment, Climate Change|Climate Emergency"
            r"|Public Works and Mobility"
            r"|Town Planning|Territory and Housing|Tourism and Employment|Training and Employment"
            r"|Institutional Relations|Social Welfare|^Minister of Justice and Public Adm", None),
)  # fmt: skip
_QUEBEC = (
    "Bernard Landry;Pauline Marois;Yves Séguin;Michel Audet;Monique Jérôme-Forget;Raymond Bachand"
    ";Nicolas Marceau;Carlos Leitão;Eric Girard"
)
QUEBEC = frozenset(_QUEBEC.split(";"))
"""Ministers of Quebec that stand among those of Canada under the same titles."""
_LED = (  # heads of state and government: role and title
    (r"HOS|HOG", r"(?i)^(general secretary of the)", "party"),
    (r"HOS|HOG", r"(?i)governor.?general", "official"),
    (r"HOS|HOG", r"(?i)^(first |executive |co-?)?(vice|deputy)[ -]?pres", "vice"),
    (r"HOS|HOG", r"(?i)^(first )?(deputy|vice) (prime|premier|chair)", "dpm"),
    (r"HOS", r"(?i)(governor|administrator|commissioner|prefect|federal council|prime minister$"
             r"|executive vice|taoiseach|prime minister, state)", None),
    (r"HOS", r"(?i)^member", None),
    (r"HOG", r"(?i)(republika srpska|federation of bosnia|azad kashmir|crimea|kurdistan|cook isl"
             r"|governor|administrator|commissioner|mayor|bailiff|and minister of"
             r"|^minister$|^secretary|designate)", None),
)  # fmt: skip

_UN = re.compile(r"(?i)united nations(, new york)?$|^the un(, new york)?$")
_BODIES = {
    "european union": "eu", "eu": "eu", "nato": "nato", "african union": "au", "oecd": "oecd",
    "council of europe": "coe", "opcw": "opcw", "unesco": "unesco",
    "organisation for the prohibition of chemical weapons": "opcw",
    "organisation for security and co-operation in europe": "osce",
    "north atlantic treaty organization": "nato",
}  # fmt: skip
_ALSO_NAMED = {
    "united states of america": "usa", "phillipines": "phl", "ivory coast": "civ",
    "czech republic": "cze", "turkey": "tur", "swaziland": "swz", "cape verde": "cpv",
    "burma": "mmr", "republic of ireland": "irl", "korea": "kor", "republic of korea": "kor",
    "people's republic of china": "chn", "russian federation": "rus", "micronesia": "fsm",
    "democratic republic of congo": "cod", "republic of congo": "cog", "vatican": "vat",
    "republic of the congo": "cog", "democratic republic of the congo": "cod", "laos": "lao",
    "bahamas": "bhs", "gambia": "gmb", "macedonia": "mkd", "east timor": "tls", "vietnam": "vnm",
    "holy see": "vat", "united kingdom": "gbr", "united states": "usa",
    "kosovo": "xkx", "taiwan": "twn", "palestine": "pse",
}  # fmt: skip


class Towards:
    """Find the state that an ambassador is sent to."""

    def __init__(self) -> None:
        """Read the names and capitals of the states."""
        self._names: dict[str, str] = dict(_ALSO_NAMED)
        rows = list(read_csv(REGISTER / "polities.csv"))
        self.kinds = {row["id"]: row["kind"] for row in rows}
        for row in rows:
            for name in (row["name"], row["common"], row["official"]):
                self._names.setdefault(_plain(name), row["id"][3:])
        for row in rows:
            if row["kind"] == "un-member":
                self._names.setdefault(_plain(row["capital"]), row["id"][3:])

    def codes(self, text: str) -> list[str]:
        """Return the code of the state or the organization named; of two joined by "and", both.

        >>> Towards().codes("the Russian Federation"), Towards().codes("Yugoslavia")
        (['rus'], [])
        """
        while re.match(r"(?i)(the )?(ambassador )?(to )", text):
            text = re.sub(r"(?i)^(the )?(ambassador )?(to )", "", text)
        name = _plain(text)
        if name in self._names:
            return [self._names[name]]
        parts = [_plain(part) for part in text.split(" and ")]
        if len(parts) == 2 and all(part in self._names for part in parts):
            return [self._names[part] for part in parts]
        return []


def _plain(name: str) -> str:
    return re.sub(r"^the ", "", fold(name).replace("\u2019", "'").strip())


def offices(iso: str, role: str, title: str, towards: Towards) -> Iterator[str]:
    """Yield the offices that a row means; none where it is to be left out."""
    if iso == "*":
        known = {
            "Secretary-General of the United Nations": "of:un.sg",
            "Director-General of the World Trade Organization": "of:wto.sg",
            "President of the United Nations General Assembly": "of:un.official",
            "Deputy Secretary-General of the United Nations": "of:un.official",
        }
        yield from filter(None, [known.get(title)])
        return
    owner = "eu" if iso == "EUE" else iso.lower()
    kind = "og" if owner == "eu" else towards.kinds.get(f"st:{owner}", "")
    if not kind:
        return
    if role.startswith("AMB"):
        yield from _sent(owner, role, title, towards)
        return
    if title == "High Commissioner to the United Kingdom":
        yield f"of:{owner}.amb.gbr"
        return
    name = class_of(iso, role, title)
    if name in ("head", "fm") and kind in ("territory", "associated"):
        return
    if name and not (kind == "territory" and name not in ("hog", "dpm")):
        yield f"of:{owner}.{name}"


def _sent(owner: str, role: str, title: str, towards: Towards) -> Iterator[str]:
    if role.startswith("AMB<USA"):
        yield f"of:usa.amb.{owner}"
        return
    if role.startswith("AMB>USA"):
        yield f"of:{owner}.amb.usa"
        return
    if role == "AMB>UN":
        yield f"of:{owner}.permrep.un"
        return
    title = re.sub(r"(?i)^permanent representative the ", "permanent representative to the ", title)
    match = re.match(r"(?i)(.*?) (to|in|of) (?:the )?(.*)", title)
    if match is None:
        return
    post, word, target = match.groups()
    if "permanent" in post.lower() or _plain(target) in _BODIES or "nations" in target.lower():
        if _UN.search(target):
            yield f"of:{owner}.permrep.un"
        elif _plain(target) in _BODIES:
            yield f"of:{owner}.permrep.{_BODIES[_plain(target)]}"
        else:
            yield f"of:{owner}.official"
    elif word.lower() != "of":
        yield from (f"of:{owner}.amb.{code}" for code in towards.codes(target) if code != owner)


def class_of(iso: str, role: str, title: str) -> str | None:
    """Return the class of a post of a state, or None.

    >>> class_of("AUT", "FM", "Secretary of State"), class_of("USA", "FM", "Secretary of State")
    (None, 'fm')
    >>> class_of("FRA", "FM", "Minister, Supporting the Minister for Europe & Foreign Affairs")
    'deputyfm'
    """
    title = " ".join(title.split())
    if role in ("HOS", "HOG"):
        for roles, pattern, name in _LED:
            if role in roles and re.search(pattern, title):
                return name
        if iso == "IRN" and role == "HOS" and title.startswith("President"):
            return "hog"
        return "head" if role == "HOS" else "hog"
    if iso == "USA" and re.match(r"(Under|Assistant) Secretary of State", title):
        return "deputyfm"
    if re.search(r"(?i)secretary of state$", title) and "Deputy" not in title:
        return "fm" if role == "FM" and iso in ("USA", "VAT") else None
    if re.match(r"Parliamentary Under-Secretary of State for (Foreign|Asia|Africa|Europe)", title):
        return "deputyfm"
    for states, pattern, name in _OTHER_SEAT:
        if iso in states.split("|") and re.search(pattern, title):
            return name
    if role == "FM" and iso == "PLW":
        return "fm"
    if role not in ("FM", "DEPFM"):
        own = re.match(r"(?i)(federal )?minister (of|for) |secretary of state for ", title)
        if _PARTS.search(title) and not title.startswith("Secretary of State for"):
            return None
        if not own and _NEVER.search(title):
            return None
        if (
            iso in ("JPN", "ARE")
            and title.startswith("Minister of State")
            and "Foreign" not in title
        ):
            return "minister"
    if iso == "AUS" and role in ("MIN", "DEP") and not _FEDERAL.search(title):
        return None  # the states' ministers stand among those of the Commonwealth
    for pattern, name in _RULES:
        if re.search(pattern, title):
            if name == "trademin" and "inanc" in title:
                name = "finmin"
            if name == "minister" and role == "OTH" and not title.startswith("Secretary of State"):
                return (
                    "minister" if re.match(r"(?i)(coordinat|chief cab|secretary)", title) else None
                )
            return name
    if role == "FM" and re.search(r"(?i)foreign|external|international relations", title):
        return "fm"
    return None


_FEDERAL = re.compile(
    r"Defen[cs]e|Immigration|Home Affairs|Veterans|Foreign|Northern Australia|Broadband|Trade and "
    r"|Communications|International|Deputy Prime Minister|Aged Care|Indigenous"
)
