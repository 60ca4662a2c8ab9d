"""How the letters of a state's language are read: one table of rules for each, tried in order.

A rule is a pattern and the sounds it stands for. Sounds are written with one character
each: S is sh, Z is zh, C is ch, J is the j of "jam", T is ts, N is the ng of "sing"; the
others are the letter itself. Whatever a language's own rules leave is read by `PLAIN`, the
way English transliterations are. Rules see letters without accents; `ACCENTED` says first
what an accent changes.
"""

Rules = tuple[tuple[str, str], ...]

PLAIN: Rules = (
    ("tsch|tch", "C"), ("shch|sch", "S"), ("dzh|dj", "J"), ("ch", "C"), ("ck", "k"),
    ("sh", "S"), ("zh", "Z"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"),
    ("bh", "b"), ("rh", "r"), ("ts|tz", "T"), ("qu(?=[aeio])", "kw"), ("q", "k"),
    ("^x", "S"), ("x", "ks"), ("c(?=[eiy])", "s"), ("c", "k"), ("ng(?![aeiou])", "N"),
    ("j", "J"), ("ou|oo", "u"), ("ee", "i"), ("y", "i"), ("h(?![aeiouy])", ""),
)  # fmt: skip
"""How a name is read that stands in an English text and is of no language in particular."""

ACCENTED = {
    "š": "sh", "č": "ch", "ž": "zh", "ć": "ch", "ś": "sh", "ź": "zh", "ż": "zh", "ř": "rzh",
    "ş": "sh", "ș": "sh", "ţ": "ts", "ț": "ts", "ñ": "ny", "ğ": "", "ё": "yo",
}  # fmt: skip
"""Letters whose accent changes the consonant; c with a cedilla is in `CEDILLA_IS_CH`."""

CEDILLA_IS_CH = frozenset({"turkish", "albanian", "azeri"})

_CARONS: Rules = (("ch", "h"), ("sh", "S"), ("dj|dzh", "J"), ("c", "T"), ("j", "i"), ("w", "v"))
_HUSHED: Rules = (
    ("ch", "C"), ("sh", "S"), ("zh", "Z"), ("c", "C"), ("s", "S"), ("z", "Z"), ("dj", "J"),
    ("j", "i"),
)  # fmt: skip

TONGUES: dict[str, tuple[Rules, ...]] = {
    # Several tables are several readings: accents lost leave more than one open.
    "hungarian": (
        (("dzs", "J"), ("sz", "s"), ("zs", "Z"), ("cs", "C"), ("cz|c", "T"), ("gy", "di"),
         ("ly", "i"), ("ny", "ni"), ("ty", "ti"), ("sh", "S"), ("s", "S"), ("j+", "i"),
         ("ch", "h")),
    ),
    "polish": (
        (("szcz", "SC"), ("sz|sh|si(?=[aeou])", "S"), ("cz|ci(?=[aeou])", "C"),
         ("rz|zi(?=[aeou])|zh", "Z"), ("dzi(?=[aeou])", "J"), ("dz", "T"), ("ni(?=[aeou])", "ni"),
         ("ch", "h"), ("c", "T"), ("w", "v"), ("j", "i")),
    ),
    "turkish": (
        (("ch", "C"), ("c", "J"), ("j", "Z"), ("w", "v"), ("x", "ks")),
        (("c", "C"), ("sh|s", "S"), ("(?<=[aeiou])g", ""), ("j", "Z")),
    ),
    "azeri": (
        (("ch", "C"), ("x", "h"), ("q", "g"), ("c", "J"), ("j", "Z")),
        (("c", "C"), ("s", "S"), ("x", "h"), ("q", "g"), ("g(?=[aeiou])", "")),
    ),
    "malay": ((("oe", "u"), ("dj", "J"), ("tj", "C"), ("sj|sy", "S"), ("ch", "h"), ("c", "C")),),
    "slavic-latin": (_CARONS, _HUSHED),
    "romanian": (
        (("ch(?=[ei])", "k"), ("gh(?=[ei])", "g"), ("c(?=[ei])", "C"), ("g(?=[ei])", "J"),
         ("j", "Z")),
        (("ch(?=[ei])", "k"), ("gh(?=[ei])", "g"), ("c(?=[ei])", "C"), ("g(?=[ei])", "J"),
         ("j", "Z"), ("s", "S"), ("t", "T")),
    ),
    "albanian": (
        (("xh|gj", "J"), ("zh", "Z"), ("sh", "S"), ("x", "T"), ("q|ch", "C"), ("c", "T"),
         ("nj", "ni"), ("j", "i")),
    ),
    "vietnamese": (
        (("ph", "f"), ("tr|ch", "C"), ("th", "t"), ("nh", "ni"), ("x", "s"), ("s", "S"),
         ("gi|d", "z"), ("qu", "kw"), ("c|k", "k")),
    ),
    "chinese": (
        (("hs|sh|x", "S"), ("zh|j", "J"), ("ch|q", "C"), ("tz|ts|c", "T"), ("z", "T"),
         ("yi", "i"), ("yu", "u"), ("wu", "u"), ("ng", "N")),
        (("hs|sh|x|s", "s"), ("zh|z|j|r(?=[aeiou])", "J"), ("ch|q|c|ts", "C"), ("yi", "i"),
         ("yu", "u"), ("wu", "u"), ("ng", "n")),
    ),
    "korean": (
        (("^(?:yi|lee|rhee|rhie|rhy?i|li|ri|ree|yee|i)$", "li"), ("^(?:park|pak|bak)$", "pak"),
         ("^(?:ch|j)(?:oe|oi|oy)$", "Coi"), ("^(?:roh|noh|no|ro)$", "no"), ("ch|j", "C"),
         ("yeo", "io"), ("eo", "o"), ("eu", "u"), ("oe", "oi"), ("ae", "e"), ("u(?=ng)", "o")),
    ),
    "russian": (
        (("schtsch|shch|sch|sh", "S"), ("tch|tsch|ch", "C"), ("(?<=[oeyi])(?:ff?|w)$", "v"),
         ("dzh|dj", "J"), ("zh|j(?=[aeiou])", "Z"), ("kh", "h"), ("ts|tz|c", "T"),
         ("(?:iy|ii|yi|yy|ij|yj|y|i)$", "i"), ("[yij]e", "e"), ("[yij]o", "o"), ("w", "v"),
         ("j", "i"), ("x", "ks")),
    ),
    "ukrainian": (
        (("shch|sch|sh", "S"), ("ch", "C"), ("zh", "Z"), ("kh", "h"), ("h", "g"), ("ts|c", "T"),
         ("(?:iy|ii|yi|yy|ij|yj|y|i)$", "i"), ("[yij]e", "e"), ("w", "v"), ("j", "i")),
        (("g", "h"), ("(?:iy|ii|yi|yy|ij|yj|y|i)$", "i"), ("[yij]e", "e"), ("j", "i")),
    ),
    "arabic": (
        (("dj", "J"), ("tch", "C"), ("gh|q", "g"), ("kh", "h"), ("dh|th(?=.)", "d"),
         ("ou|oo|o", "u"),
         ("ee|e", "i"), ("(?:eh|ah|e)$", "a"), ("ei|ey|ai|ay", "ai"), ("w", "v"), ("ch", "S")),
        (("gh|q|g", "k"), ("kh|h", "h"), ("dh", "z"), ("th", "s"), ("ou|oo", "u"), ("ee", "i"),
         ("j|dj", "J"), ("(?:eh|ah|e)$", "a"), ("v", "w")),
    ),
    "french": (
        (("tch", "C"), ("dj", "J"), ("ch", "S"), ("g(?=[ei])|j", "Z"), ("ou", "u"),
         ("eaux?|aux?", "o"),
         ("gn", "ni"), ("qu", "k"), ("oi", "ua"), ("(?<=[aeiouy])[tsxdz]$", ""), ("e$", ""),
         ("h", "")),
        (("tch", "C"), ("dj", "J"), ("ch", "S"), ("g(?=[ei])|j", "Z"), ("ou", "u"), ("qu", "k")),
    ),
    "spanish": (
        (("ll", "i"), ("ny", "ni"), ("z|c(?=[ei])", "s"), ("j|g(?=[ei])", "h"), ("qu", "k"),
         ("gu(?=[ei])", "g"), ("ch", "C"), ("v", "b"), ("h", "")),
    ),
    "portuguese": (
        (("ch|x", "S"), ("nh", "ni"), ("lh", "li"), ("j|g(?=[ei])", "Z"), ("ao$", "aun"),
         ("qu(?=[ei])", "k"), ("gu(?=[ei])", "g"), ("h", "")),
    ),
    "italian": (
        (("sch", "sk"), ("sc(?=[ei])", "S"), ("ch", "k"), ("gh", "g"), ("gli", "li"), ("gn", "ni"),
         ("ci(?=[aou])|c(?=[ei])", "C"), ("gi(?=[aou])|g(?=[ei])", "J"), ("z", "T"), ("qu", "ku"),
         ("j", "i"), ("h", "")),
    ),
    "german": (
        (("tsch", "C"), ("sch|s(?=[tp])", "S"), ("ch", "h"), ("tz|z", "T"), ("w", "v"), ("v", "f"),
         ("j", "i"), ("e[iy]|a[iy]", "ai"), ("eu|aeu", "oi"), ("ie", "i"), ("ae", "e"), ("oe", "o"),
         ("ue", "u")),
    ),
    "dutch": (
        (("sch", "sh"), ("ij|y", "ei"), ("oe", "u"), ("ch|g", "h"), ("j", "i"), ("w", "v"),
         ("v", "f"), ("ui", "oi")),
    ),
    "nordic": ((("aa", "o"), ("[kt]j|sj|skj", "S"), ("gj|hj|j", "i"), ("w", "v"), ("c|ck", "k")),),
    "greek": (
        (("mp", "b"), ("nt", "d"), ("gk", "g"), ("ch", "h"), ("ou", "u"), ("oi|ei|y", "i"),
         ("ai", "e"), ("ts|tz", "T"), ("dh", "d"), ("v", "v")),
    ),
    "japanese": ((("tsu", "su"), ("ou|oh|oo", "o"), ("l", "r"), ("fu", "hu")),),
    "aspirating": (
        # Here an h after a stop is breath: Thai, Burmese, Khmer, the languages of India.
        (("ph", "p"), ("th", "t"), ("kh", "k"), ("bh", "b"), ("dh", "d"), ("gh", "g"),
         ("chh|ch", "C"),
         ("w", "v"), ("aa", "a")),
    ),
}  # fmt: skip

_STATES = {
    "hungarian": "hun",
    "polish": "pol",
    "turkish": "tur nct",
    "azeri": "aze",
    "malay": "idn mys brn tls sgp",
    "slavic-latin": "cze svk hrv srb svn mne bih mkd lva ltu xkx",
    "romanian": "rou mda",
    "albanian": "alb xkx mkd",
    "vietnamese": "vnm",
    "chinese": "chn twn hkg mac sgp",
    "korean": "kor prk",
    "russian": "rus blr kaz kgz tjk uzb tkm bgr mda geo arm aze mng abk oss pmr lva est ltu",
    "ukrainian": "ukr blr",
    "arabic": "sau are qat kwt bhr omn yem irq syr jor lbn pse egy lby tun dza mar mrt sdn ssd som "
    "dji com irn afg pak tjk tcd ner mli mdv esh nga sen mys brn",
    "french": "fra bel che lux mco can hti ben bfa bdi cmr caf cod cog civ gab gin mdg mli ner "
    "sen tgo tcd dji com mrt dza mar tun rwa lbn khm lao vnm vut syc mus",
    "spanish": "esp mex gtm hnd slv nic cri pan cub dom col ven ecu per bol pry ury arg chl gnq "
    "phl and pri",
    "portuguese": "prt bra ago moz gnb cpv stp tls mac",
    "italian": "ita smr vat che mlt",
    "german": "deu aut che lie lux bel nam",
    "dutch": "nld bel sur zaf",
    "nordic": "swe nor dnk isl fin est",
    "greek": "grc cyp",
    "japanese": "jpn",
    "aspirating": "tha mmr khm lao ind npl bgd lka btn",
}

_BY_STATE: dict[str, tuple[str, ...]] = {}
for _tongue, _codes in _STATES.items():
    for _code in _codes.split():
        _BY_STATE[_code] = (*_BY_STATE.get(_code, ()), _tongue)

CENTRAL_ASIA = frozenset({"uzb", "kaz", "kgz", "tjk", "tkm", "afg", "irn", "aze", "mng"})
"""Whose older names Chinese writes with h for k and without the last stop."""

SYLLABIC = frozenset({"chn", "twn", "hkg", "mac", "kor", "prk", "vnm"})
"""Where names are a few syllables out of few hundred: likeness proves less there."""


def code_of(origin: str | None) -> str:
    """Return the bare code of a state: "st:hun" and "hun" are both "hun"."""
    return (origin or "").rpartition(":")[2].lower().removeprefix("x-")


def tongues_of(origin: str | None) -> tuple[str, ...]:
    """Return the languages by whose rules names of a state are read; none known is fine."""
    return _BY_STATE.get(code_of(origin), ())
