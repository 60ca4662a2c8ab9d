"""The scorer: its own rules one by one, and every figure against the gold's scorer."""

import argparse
import copy
import importlib.util
import json
import random
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from dragoman.model import InputError
from dragoman.run.schema import document_of, event_of, read_rows
from dragoman.run.score import (
    ErrorClass,
    Figures,
    Kind,
    Scores,
    are_dates_near,
    are_parties_compatible,
    are_types_compatible,
    assign,
    find_errors,
    interval,
    is_place,
    is_same_person,
    score,
)

# --------------------------------------------------------------------------- against the gold's


@pytest.fixture(scope="session")
def theirs(shared: Path) -> ModuleType:
    """The scorer that comes with the gold."""
    spec = importlib.util.spec_from_file_location("gold_score", shared / "gold" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _events(change: Callable[[dict, random.Random], list[dict]]):
    """Make a damage of a function from one event to those that stand in its place."""

    def damage(rows: list[dict], chance: random.Random) -> None:
        for row in rows:
            row["events"] = [e for event in row["events"] for e in change(event, chance)]

    return damage


@_events
def _drop(event, chance):
    return [] if chance.random() < 0.3 else [event]


@_events
def _double(event, chance):
    return [event, copy.deepcopy(event)] if chance.random() < 0.3 else [event]


@_events
def _swap_type(event, chance):
    if chance.random() < 0.4:
        event["type"] = chance.choice(
            ["call", "video_meeting", "meeting", "visit", "summit", "letter", "aid", "sanction"]
        )
    return [event]


@_events
def _shift_date(event, chance):
    text = event.get("date")
    if text and len(text) == 10 and chance.random() < 0.7:
        day = date.fromisoformat(text) + timedelta(
            days=chance.choice([-40, -3, -2, 1, 2, 3, 9, 11])
        )
        event["date"] = day.isoformat() if chance.random() < 0.7 else day.strftime("--%m-%d")
    elif chance.random() < 0.2:
        event["date"] = chance.choice([None, "2020", "2022-10", "2022-01-01/2023-06", "soon"])
    return [event]


@_events
def _remove_persons(event, chance):
    for participant in event["participants"]:
        if chance.random() < 0.4:
            participant["person"] = chance.choice([None, participant.get("surface") or None])
        elif participant.get("person") and chance.random() < 0.3:
            participant["person"] = participant["person"].split()[-1].upper()
    return [event]


@_events
def _change_countries(event, chance):
    for participant in event["participants"]:
        if chance.random() < 0.15:
            participant["country"] = chance.choice(["EU", "CHN", "USA", "ZZZ", None, "kos"])
    if chance.random() < 0.2:
        event["participants"].append({"role": "member", "country": "UN", "person": None})
    if len(event["participants"]) > 1 and chance.random() < 0.1:
        event["participants"].pop()
    return [event]


@_events
def _change_rest(event, chance):
    if chance.random() < 0.4:
        event["status"] = chance.choice(["happened", "planned", "denied", None])
    if chance.random() < 0.4:
        event["place"] = chance.choice(
            [None, "CHN", "Beijing", "Beijing, CHN", "Xi'an, CHN", "online", "in Washington, USA"]
        )
    if chance.random() < 0.3:
        for participant in event["participants"]:
            participant["role"] = chance.choice(["initiator", "member", "host"])
    if chance.random() < 0.5:
        event["background"] = not event["background"]
    if chance.random() < 0.5:
        event["quantities"] = []
    if chance.random() < 0.5:
        event["ordinal_or_first_claim"] = None
    if chance.random() < 0.5:
        event["evidence"] = chance.choice([[], "one text", ["a", "b"]])
    return [event]


def _shuffle(rows: list[dict], chance: random.Random) -> None:
    for row in rows:
        chance.shuffle(row["events"])


def _invent(rows: list[dict], chance: random.Random) -> None:
    for row in rows:
        if chance.random() < 0.4:
            row["events"].append(
                {"type": "meeting", "participants": [{"country": "CHN"}, {"country": "USA"}]}
            )


def _borrow(rows: list[dict], chance: random.Random) -> None:
    """Give documents the events of their neighbours, so that ties and near misses abound."""
    for row, other in pairwise(rows):
        if chance.random() < 0.3:
            row["events"] += copy.deepcopy(other["events"])


def _lose_documents(rows: list[dict], chance: random.Random) -> None:
    rows[:] = [row for row in rows if chance.random() < 0.8]


def _forget_ids(rows: list[dict], chance: random.Random) -> None:
    for row in rows:
        if chance.random() < 0.5:
            del row["id"]


def _cluster(rows: list[dict], chance: random.Random) -> None:
    for row in rows:
        for event in row["events"]:
            if chance.random() < 0.9:
                event["cluster_id"] = event.get("same_event_id") or "one"


DAMAGES = {
    "nothing": [],
    "events dropped": [_drop],
    "duplicates": [_double],
    "types swapped": [_swap_type],
    "dates shifted": [_shift_date],
    "persons removed": [_remove_persons],
    "countries changed": [_change_countries],
    "the rest changed": [_change_rest],
    "shuffled": [_shuffle],
    "false events": [_invent],
    "events of the neighbour": [_borrow],
    "documents lost": [_lose_documents],
    "known by address only": [_forget_ids],
    "clusters": [_cluster],
    "everything": [
        _cluster,
        _borrow,
        _double,
        _drop,
        _swap_type,
        _shift_date,
        _remove_persons,
        _change_countries,
        _change_rest,
        _invent,
        _shuffle,
        _lose_documents,
    ],
}

OPTIONS = [
    {},
    {"strict_sets": True},
    {"count_optional": True},
    {"main_only": True},
    {"strict_sets": True, "count_optional": True, "main_only": True},
    {"language": "en"},
]


def _as_theirs(scores: Scores) -> dict:
    """Put our figures into the shape of the other scorer's."""

    def table(figures: dict[str, Figures]) -> dict:
        return {
            name: (f.right, f.false, f.missed, f.precision, f.recall, f.f1)
            for name, f in figures.items()
        }

    a = scores.attributes
    return {
        "overall": (
            *table({"": scores.overall})[""],
            scores.duplicates,
            scores.soft_f1,
        ),
        "by_type": table(dict(scores.by_type)),
        "by_language": table(dict(scores.by_language)),
        "attributes": {
            "person_P_R_F1": (a.persons.precision, a.persons.recall, a.persons.f1),
            "exact_type": a.exact_type.value,
            "status": a.status.value,
            "place": a.place.value,
            "place_given": a.place_given.value,
            "date_found": a.date_found.value,
            "date_exact": a.date_exact.value,
            "date_on_undated_gold": a.dates_on_undated,
            "initiator": a.initiator.value,
            "quantity_amounts": a.quantities.value,
            "ordinal_or_first_claim": a.ordinal.value,
            "background_flag": a.background.value,
        },
        "negatives": tuple(asdict(scores.negatives).values()),
        "links": tuple(asdict(scores.links).values()) if scores.links else None,
    }


def _of_theirs(figures: dict) -> dict:
    def table(rows: dict) -> dict:
        return {
            name: (
                *(row.get(key, 0) for key in ("tp", "fp", "fn")),
                *(row[key] for key in ("P", "R", "F1")),
            )
            for name, row in rows.items()
        }

    overall, negatives = figures["overall"], figures["negative_documents"]
    links = figures.get("cross_document_links")
    return {
        "overall": (
            *table({"": overall})[""],
            overall["fp_duplicate"],
            overall["soft_F1"],
        ),
        "by_type": table(figures["by_type"]),
        "by_language": table(figures["by_language"]),
        "attributes": figures["attributes_on_matched"],
        "negatives": tuple(negatives.get(key, 0) for key in ("docs", "clean", "fp")),
        "links": tuple(links[key] for key in ("gold_pairs", "found", "false_merges"))
        if links
        else None,
    }


@pytest.mark.parametrize("name", ["written", "white-house", "cctv-zh"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_every_figure_equals_that_of_the_golds_scorer(name, damage, shared, theirs):
    """Whatever is wrong with the predictions, both scorers print the same figures."""
    gold = _rows(shared / "gold" / f"{name}.jsonl")
    chance = random.Random(f"{name} {damage}")
    predictions = copy.deepcopy(gold)
    for step in DAMAGES[damage]:
        step(predictions, chance)
    ours_gold = [document_of(row) for row in gold]
    ours_predicted = [document_of(row) for row in predictions]

    for options in OPTIONS if damage == "everything" else OPTIONS[:1]:
        arguments = argparse.Namespace(
            strict_sets=options.get("strict_sets", False),
            count_optional=options.get("count_optional", False),
            main_only=options.get("main_only", False),
            lang=options.get("language"),
        )
        expected = _of_theirs(theirs.score(gold, predictions, arguments))

        assert _as_theirs(score(ours_gold, ours_predicted, **options)) == expected


def test_the_gold_against_itself_is_perfect(shared):
    """The gold as its own prediction has no false and no missed event."""
    gold = list(read_rows(shared / "gold" / "written.jsonl"))

    scores = score(gold, gold)

    assert (scores.overall.precision, scores.overall.recall, scores.soft_f1) == (1.0, 1.0, 1.0)
    assert not find_errors(scores.outcomes)


def test_a_part_is_scored_as_if_the_rest_were_not_there(shared, theirs):
    """`ids` leaves documents out of gold and predictions alike."""
    gold = _rows(shared / "gold" / "written.jsonl")
    ids = {row["id"] for row in gold[::3]}
    predictions = copy.deepcopy(gold)
    _drop(predictions, random.Random(1))
    arguments = argparse.Namespace(
        strict_sets=False, count_optional=False, main_only=False, lang=None
    )
    expected = theirs.score([row for row in gold if row["id"] in ids], predictions, arguments)

    scores = score(
        [document_of(row) for row in gold], [document_of(row) for row in predictions], ids=ids
    )

    assert scores.documents == len(ids)
    assert _as_theirs(scores) == _of_theirs(expected)


# --------------------------------------------------------------------------- the rules, one by one


def event(event_type="meeting", countries="CHN IDN", **more):
    """Build an event; a name after a colon is a person: "CHN:Xi Jinping"."""
    participants = []
    for part in countries.split(" ") if ":" not in countries else countries.split("; "):
        country, _, person = part.partition(":")
        participants.append({"role": "member", "country": country, "person": person or None})
    return {"type": event_type, "participants": participants, "status": "happened", **more}


def compare(gold: list[dict], predicted: list[dict], **options) -> Scores:
    """Score one document."""
    return score(
        [document_of({"id": "d", "language": "en", "events": gold})],
        [document_of({"id": "d", "events": predicted})],
        **options,
    )


@pytest.mark.parametrize(
    "gold, predicted, alternatives, may_match",
    [
        ("call", "call", [], True),
        ("call", "video_meeting", [], True),
        ("call", "meeting", [], False),
        ("meeting", "video_meeting", [], True),
        ("visit", "aid", [], False),
        ("visit", "aid", ["aid"], True),
        ("other", "aid", [], True),
        ("aid", "other", [], False),
        ("protest", "threat", [], True),
    ],
)
def test_types_match_within_a_family(gold, predicted, alternatives, may_match):
    """The same type, an accepted one, or one of the same family; `other` takes any."""
    wanted = event_of(event(gold, type_alt=alternatives))

    assert are_types_compatible(wanted, predicted) is may_match


@pytest.mark.parametrize(
    "gold, predicted, may_match",
    [
        ("CHN IDN", "IDN CHN", True),
        ("CHN IDN", "CHN", False),
        ("CHN IDN", "CHN IDN MYS", False),
        ("CHN IDN MYS", "CHN IDN", True),
        ("CHN IDN MYS SGP THA", "CHN IDN", False),
        ("CHN ASEAN", "CHN ASEAN IDN", True),
        ("CHN ASEAN", "ASEAN", False),
        ("CHN KOS", "CHN XKX", True),
    ],
)
def test_parties_match_as_sets(gold, predicted, may_match):
    """Two states exactly; several, or with an organization, by half of all named."""
    wanted, given = event_of(event(countries=gold)), event_of(event(countries=predicted))

    assert are_parties_compatible(wanted, given.countries) is may_match


def test_a_summit_may_be_named_by_its_organization():
    """`SCO` alone is enough for a summit of the SCO and two states; a state alone is not."""
    wanted = event_of(event("summit", "CHN RUS SCO"))

    assert are_parties_compatible(wanted, frozenset({"SCO"}))
    assert not are_parties_compatible(wanted, frozenset({"CHN"}))
    assert not are_parties_compatible(wanted, frozenset({"SCO"}), strict_sets=True)


def test_optional_parties_may_be_given_or_not():
    """An observer whom the gold marks optional does not spoil the set of parties."""
    observed = event()
    observed["participants"].append({"role": "member", "country": "USA", "optional": True})

    assert compare([observed], [event()]).overall.right == 1
    assert compare([observed], [event(countries="CHN IDN USA")]).overall.right == 1


@pytest.mark.parametrize(
    "gold, predicted, precision, near",
    [
        ("2020-08-20", "2020-08-22", "day", True),
        ("2020-08-20", "2020-08-23", "day", False),
        ("2020-08-20", "2020-08-30", "approx", True),
        ("2020-08-20", "2020-08-31", "approx", False),
        ("2020-08", "2020-09-02", "month", True),
        ("2020", "2021-01-03", "year", False),
        ("2022-09-14/2022-09-16", "2022-09-18", "range", True),
        ("--12-31", "2020-01-01", "day", True),
        ("2022-08-20", "--08-21", "day", True),
        ("2022-08-20", None, "day", None),
        (None, "2022-08-20", None, None),
        ("2022-08-20", "last week", "day", None),
        ("2022-08-20", "2022-02-30", "day", None),
    ],
)
def test_dates_match_within_a_tolerance(gold, predicted, precision, near):
    """Two days, ten where only the report is dated; an unknown date excludes nothing."""
    assert are_dates_near(gold, predicted, precision) is near


@pytest.mark.parametrize("text", ["2020-08-20/", "a/b", "2020/2021/2022", "--", "", None])
def test_what_is_no_date_has_no_interval(text):
    """Broken dates are unknown dates."""
    assert interval(text) is None


@pytest.mark.parametrize(
    "person, surface, given, same",
    [
        ("Péter Szijjártó", None, "Peter Szijjarto", True),
        ("Retno Marsudi", "raitno", "raitno", True),
        ("Xi Jinping", None, "President Xi", True),
        ("Xi Jinping", None, "Li Keqiang", False),
        ("Fumio Kishida", "岸田文雄", "岸田文雄首相", True),
        ("Xi Jinping", None, "President", False),
        ("Xi Jinping", None, None, False),
    ],
)
def test_persons_match_by_the_words_of_their_names(person, surface, given, same):
    """Accents, titles and slips do not make another person; another surname does."""
    participant = event_of(
        {"participants": [{"country": "CHN", "person": person, "surface": surface}]}
    ).participants[0]

    assert is_same_person(participant, given) is same


@pytest.mark.parametrize(
    "gold, predicted, same",
    [
        ("Beijing, CHN", "Beijing", True),
        ("Beijing, CHN", "CHN", True),
        ("Beijing, CHN", "Xi'an, CHN", False),
        ("Beijing, CHN", "in Beijing, China", True),
        ("CHN", "Beijing, CHN", True),
        ("virtual", "a video link", True),
        ("virtual", "Beijing, CHN", False),
        ("Busan", "Busan, KOR", True),
        ("Beijing, CHN", None, False),
    ],
)
def test_places_match_by_city_or_state(gold, predicted, same):
    """The city, or its state where no other city is named."""
    assert is_place(gold, predicted) is same


def test_assignment_takes_the_best_sum_not_the_best_first_pair():
    """A greedy choice would take 9 and lose the second pair."""
    assert sorted(assign([[9.0, 8.0], [7.0, 0.0]])) == [(0, 1), (1, 0)]
    assert assign([]) == []
    assert assign([[0.0]]) == []


def test_a_second_report_of_an_event_is_a_duplicate():
    """The better one matches; the other is false, and known to be a duplicate."""
    gold = [event(date="2020-08-20")]
    exact, vague = event(date="2020-08-20"), event("visit", date="2020-08-21")

    scores = compare(gold, [vague, exact])

    assert (scores.overall, scores.duplicates) == (Figures(1, 1, 0), 1)
    kinds = [(o.kind, o.predicted.type if o.predicted else None) for o in scores.outcomes]
    assert kinds == [(Kind.MATCH, "meeting"), (Kind.DUPLICATE, "visit")]


def test_optional_events_count_neither_way():
    """Finding one is not right, missing one is not wrong, unless asked to count."""
    gold = [event(optional=True)]

    assert compare(gold, []).overall == Figures(0, 0, 0)
    assert compare(gold, [event()]).overall == Figures(0, 0, 0)
    assert compare(gold, [event()], count_optional=True).overall == Figures(1, 0, 0)


def test_a_tie_goes_to_the_event_that_counts():
    """Of two gold events that a prediction fits alike, the optional one goes without."""
    gold = [event(optional=True), event()]

    assert compare(gold, [event()]).overall == Figures(1, 0, 0)


def test_nothing_found_where_nothing_is_is_perfect():
    """An empty document found empty is precise; anything found in it is a false alarm."""
    clean, alarmed = compare([], []), compare([], [event()])

    assert clean.overall.f1 == 1.0
    assert (clean.negatives.clean, alarmed.negatives.clean, alarmed.negatives.false) == (1, 0, 1)


@pytest.mark.parametrize(
    "predicted, classes",
    [
        ([], [ErrorClass.MISSED]),
        ([event("aid", date="2020-08-20")], [ErrorClass.CHANNEL]),
        ([event(countries="CHN MYS", evidence=["Today they  met."])], [ErrorClass.PARTY]),
        (
            [event(countries="CHN MYS", evidence=["Others met."])],
            [ErrorClass.MISSED, ErrorClass.FALSE],
        ),
        ([event(date="2020-10-01")], [ErrorClass.DATE]),
        ([event(date=None)], [ErrorClass.DATE]),
        ([event(date="2020-08-20", status="planned")], [ErrorClass.STATUS]),
        ([event(countries="CHN:Wang Yi; IDN", date="2020-08-20")], [ErrorClass.PERSON]),
        ([event(date="2020-08-20")] * 2, [ErrorClass.DUPLICATE]),
        ([event("aid", "FRA DEU")], [ErrorClass.MISSED, ErrorClass.FALSE]),
        ([event(date="2020-08-20")], []),
    ],
)
def test_what_went_wrong_is_named(predicted, classes):
    """A miss and a false event that differ in one thing only are one error, named after it."""
    scores = compare([event(date="2020-08-20", evidence=["they met"])], predicted)

    assert [error.what for error in find_errors(scores.outcomes)] == classes


# --------------------------------------------------------------------------- hostile files


@pytest.mark.parametrize(
    "line, says",
    [
        ("{", "line 1 is not JSON"),
        ("[1]", "expected a JSON object"),
        ('{"id": 7}', "'id' is a text or null"),
        ('{"id": "d", "events": {}}', "'events' is a list"),
        ('{"id": "d", "events": [{"date": 2020}]}', "event 1: 'date' is a text or null"),
        ("[" * 100_000, "line 1 is not JSON"),
    ],
)
def test_a_broken_line_is_named(line, says, tmp_path):
    """The error gives file, line and field instead of a trace from the depths."""
    path = tmp_path / "pred.jsonl"
    path.write_text(line, "utf-8")

    with pytest.raises(InputError, match=says):
        list(read_rows(path))


def test_a_file_that_is_not_there_is_named(tmp_path):
    """A wrong path is one sentence."""
    with pytest.raises(InputError, match=r"none\.jsonl cannot be read"):
        list(read_rows(tmp_path / "none.jsonl"))
