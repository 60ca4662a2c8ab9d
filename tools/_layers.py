"""Read the hand layers of persons and offices: `hand-*.csv`, one tenure to a row.

The days are cut to what `certainty` vouches for. Rows that cannot be meant (no start, an end
before the start, a state that nobody knows) go into a report; nothing of them is guessed.
"""

import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from _tables import read_csv, read_yaml  # noqa: E402

from dragoman.actors.tokens import fold, name_words  # noqa: E402
from dragoman.model.edtf import interval  # noqa: E402

REGISTER = ROOT / "dragoman" / "register"


# The codes of the layers that are no state's, and one that is also a state's.
ORGANIZATIONS = {"AL": "las", "UNOG": "un", "UNOV": "un", "IO-VIENNA": "un", "BFA": "boao"}
BOAO = {"secretary_general", "other"}  # Burkina Faso has neither row

# Names of these states stand with the family name first or last.
EITHER = {"st:jpn", "st:hun", "st:kor", "st:prk", "st:mng", "st:khm", "st:chn", "st:twn"}

CLASSES = {
    "head_of_state": "head", "head_of_government": "hog", "foreign_minister": "fm",
    "deputy_foreign_minister": "deputyfm", "defence_minister": "defmin",
    "finance_minister": "finmin", "trade_minister": "trademin", "speaker": "parl",
    "ambassador": "amb", "permanent_representative": "permrep", "spokesperson": "spokes",
    "national_security_adviser": "nsa", "secretary_general": "sg", "special_envoy": "envoy",
    "party_leader": "party",
}  # fmt: skip
# What a title says of the class where the office does not: the first that fits.
TITLES = (
    ("head_of_state", r"European Council", "council"),
    ("head_of_government", r"European Commission", "commission"),
    ("national_security_adviser", r"Deputy", "deputynsa"),
    ("deputy_head", r"Crown Prince|Deputy Emir", "crown"),
    ("deputy_head", r"(Vice[- ]President|Deputy President|Sovereignty Council)", "vice"),
    ("deputy_head", r"", "dpm"),
    ("trade_minister|defence_minister|finance_minister", r"^Commissioner", "minister"),
    ("other", r"\((?:Houthi|.*authority)|Mayor|^Governor|Republika Srpska|Scotland", "official"),
    ("other", r"^State Councilor", "councilor"),
    ("other", r"Chiefs? of (the )?(Army |Defence |General |Joint )?Staff\b(?! of the Pres)(?!$)|"
              r"Chief of the (General|Army) Staff|Chief of (Army|Defence) Staff|^Command|"
              r"Supreme Allied|Chief of (the )?Defence|Joint Chiefs|Military Committee|"
              r"Central Military|Joint Staff|General Staff", "military"),
    ("other", r"Presidential Aide|Chief of Staff|Head of the Presidential (Administration|Office)|"
              r"Adviser|Advisor|Aide to", "aide"),
    ("other", r"^(Acting |First )?((Deputy |Vice |Senior |Coordinating )?Minister\b|"
              r"Secretary of (Commerce|Energy|Homeland|the Interior|Agriculture)|"
              r"Commissioner for|Executive Vice-President of the Commission)", "minister"),
    ("other", r"", "official"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a layer, read."""

    names: tuple[str, ...]
    also: tuple[str, ...]
    native: str
    family: str
    polity: str
    office: str
    start: str
    end: str
    certainty: str
    as_of: str
    source: str
    home: bool  # the layer is the one of this state's region
    note: str = ""  # what another layer has

    @property
    def key(self) -> str:
        """The name by which rows are joined: its words, folded."""
        return key_of(self.names[0], self.polity)


def key_of(name: str, polity: str) -> str:
    """Return a name's words, folded; in the alphabet's order where both orders are written.

    >>> key_of("Kishida Fumio", "st:jpn") == key_of("Fumio Kishida", "st:jpn")
    True
    """
    words = name_words(name)
    return " ".join(sorted(words) if polity in EITHER else words)


def read_layers(folder: Path, report: list[str]) -> list[Row]:
    """Read all rows that can be meant; the others go into the report."""
    known = {row["id"] for row in read_csv(REGISTER / "polities.csv")}
    known |= {row["id"] for row in read_yaml(REGISTER / "orgs.yml")}
    titles = _title_words()
    layers: dict[str, list[dict[str, str]]] = {}
    for path in sorted(folder.glob("hand-*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            layers[path.stem] = list(csv.DictReader(file))
    home: dict[str, str] = {}
    for state in {row["state"] for rows in layers.values() for row in rows}:
        home[state] = max(layers, key=lambda name: sum(r["state"] == state for r in layers[name]))
    found: list[Row] = []
    for name, rows in layers.items():
        for row in rows:
            made = _row(row, name, known, titles, report, home[row["state"]] == name)
            if made is not None:
                found.append(made)
    return found


def _title_words() -> set[str]:
    """Return the single words that are titles or honorifics, to take them off aliases."""
    titles = read_yaml(REGISTER / "titles.yml")
    words = {fold(name) for row in titles["classes"].values() for name in row.get("names", ())}
    words |= {fold(name) for names in titles["honorifics"].values() for name in names}
    return {word for word in words if " " not in word} | {"chairman", "secretary", "his", "her"}


def _row(
    row: dict[str, str],
    source: str,
    known: set[str],
    titles: set[str],
    report: list[str],
    home: bool,
) -> Row | None:
    where = f"{source}: {row['person']}, {row['office']} of {row['state']}"
    polity = _polity(row["state"], row["office"], known)
    if polity is None:
        report.append(f"unknown state: {where}")
        return None
    start, end = _cut(row["start"], row["certainty"]), _cut(row["end"], row["certainty"])
    if not start:
        report.append(f"no start: {where} (to {row['end'] or 'now'})")
        return None
    try:
        first, last = interval(start), interval(end) if end else None
    except ValueError:
        first = last = None
    if first is None or (end and last is None):
        report.append(f"no date: {where} ({row['start']} to {row['end']})")
        return None
    if last is not None and last[1] < first[0]:
        report.append(f"ends before it starts: {where} ({start} to {end})")
        return None
    if not end and not row["as_of"]:
        report.append(f"open without as_of: {where}")
        return None
    office = _office(row, polity, known)
    if office is None:
        report.append(f"sent to nobody known: {where} ({row['of']!r})")
        return None
    certainty = row["certainty"]
    if certainty == "day" and len(start) < 10:
        certainty = "month" if len(start) == 7 else "year"
    nickname = re.compile(r'\s*"[^"]*"')
    name = nickname.sub("", row["person"]).strip()
    also = list(_aliases(row["aliases"], titles))
    if name != row["person"]:
        also.append(row["person"].replace('"', ""))
    native = row["native"].strip()
    if native and all(ord(mark) < 0x250 or 0x1E00 <= ord(mark) < 0x1F00 for mark in native):
        also.append(native)
        native = ""
    return Row(
        (name,), tuple(also), re.sub(r"\s", "", native), row["family"].strip(), polity, office,
        start, end, certainty, "" if end else row["as_of"], source, home,
    )  # fmt: skip


def _polity(state: str, office: str, known: set[str]) -> str | None:
    if state == "BFA" and office in BOAO:
        ident = "og:boao"
    elif state in ORGANIZATIONS and state != "BFA":
        ident = f"og:{ORGANIZATIONS[state]}"
    else:
        ident = f"st:{state.lower()}"
        if ident not in known:
            ident = f"og:{state.lower()}"
    return ident if ident in known else None


def _office(row: dict[str, str], polity: str, known: set[str]) -> str | None:
    kind = CLASSES.get(row["office"], "")
    for offices, title, name in TITLES:
        if row["office"] in offices.split("|") and re.search(title, row["title"]):
            kind = name
            break
    owner = polity[3:]
    if kind in ("amb", "permrep") and row["of"]:
        towards = _polity(row["of"], "", known)
        if towards is None:
            return None
        return f"of:{owner}.{kind}.{towards[3:]}"
    return f"of:{owner}.{kind}"


def _cut(day: str, certainty: str) -> str:
    """Cut a written day to what is vouched for.

    >>> _cut("2014-03-02", "month"), _cut("2014-03", "day"), _cut("2014-03-02", "year")
    ('2014-03', '2014-03', '2014')
    """
    return day.strip()[: {"day": 10, "month": 7, "year": 4}[certainty]]


def _aliases(cell: str, titles: set[str]) -> Iterator[str]:
    """Yield the spellings that are a person's: no title, no acronym, nothing in brackets."""
    for alias in cell.split(";"):
        words = alias.strip().split()
        while words and fold(words[0]).rstrip(".") in titles:
            words = words[1:]
        name = " ".join(words)
        if "of" in words or "the" in words:
            continue  # what is left of a long title
        plain = name.replace("-", "").replace(" ", "").replace("'", "").replace(".", "")
        plain = plain.replace("\u2019", "")
        if not plain.isalpha() or len(plain) < 3 or name.islower():
            continue
        if name.isupper() and len(name) < 6:
            continue  # AMLO, MBS: an acronym is somebody only where it is explained
        yield name
