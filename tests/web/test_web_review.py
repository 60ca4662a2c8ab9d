"""The review: decisions by keys and by mouse, kept in the ledger, live in the pages at once."""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import web_making
from starlette.testclient import TestClient

from dragoman.ledger.deciding import Decider
from dragoman.model import Decision, DecisionKind
from dragoman.run import Ledger
from dragoman.web import Settings, create_app

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

Look = Callable[["Page"], None]
Make = Callable[..., TestClient]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A ledger of the stories and of 24 calls that a single word told."""
    calls = [
        (doc, [replace(report, rule="loose.call") for report in reports])
        for doc, reports in web_making.calls(24)
    ]
    return web_making.add(tmp_path / "own", [*web_making.stories(), *calls])


@pytest.fixture
def served(own: Path) -> Iterator[str]:
    """The address of a server on that ledger."""
    import uvicorn

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    app = create_app(own, Settings(quiet_seconds=0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=lambda: server.run(sockets=[listener]), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listener.close()


def kept(ledger: Path) -> list[Decision]:
    """Return what was decided."""
    with Ledger.open(ledger) as book:
        return book.decisions()


class Reviewer:
    """Somebody who reviews without a browser."""

    def __init__(self, client: TestClient, name: str) -> None:
        self.client, self.html = client, ""
        self.get("/review")
        self.post("/review/name", name=name)

    def get(self, address: str) -> str:
        """Look at a page, going where it leads."""
        found = self.client.get(address, follow_redirects=True)
        assert found.status_code == 200, found.text
        self.html, self.address = found.text, str(found.url)
        return self.html

    def post(self, address: str, expect: int = 303, **values: object) -> str:
        """Send a form of the page that was looked at last, and look at what comes of it."""
        fields = re.findall(r'name="(csrf|token|at|after|upto|seed)" value="([^"]*)"', self.html)
        form = {name: unescape(value) for name, value in reversed(fields)} | values
        sent = self.client.post(address, data=form, follow_redirects=False)
        assert sent.status_code == expect, sent.text[-3000:]
        return self.get(sent.headers["location"]) if expect == 303 else sent.text

    def value(self, name: str) -> str:
        """Return what a hidden field of the page holds."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.html)
        assert found is not None
        return unescape(found[1])

    @property
    def at(self) -> str:
        """What is looked at."""
        return self.value("at")

    @property
    def said(self) -> str:
        """What the page says was done."""
        found = re.search(r'id="said"[^>]*>([^<]*)', self.html)
        return unescape(found[1]) if found else ""

    def field(self, role: str) -> str:
        """Return the key of the field of a role."""
        pattern = rf'name="key" value="([^"]*)">\s*<label for="v-[^"]*">{role}'
        found = re.search(pattern, self.html)
        assert found is not None
        return found[1]


@pytest.fixture
def ann(own: Path, make_client: Make) -> Reviewer:
    """Ann, who reviews."""
    return Reviewer(make_client(own, quiet_seconds=0), "Ann")


# --- what is kept --------------------------------------------------------------------------------


def test_the_name_is_asked_once(own: Path, make_client: Make) -> None:
    """Without a name one is led to the question, and from there to what one wanted."""
    client = make_client(own, quiet_seconds=0)
    asked = client.get("/review/doubtful")
    assert asked.status_code == 303 and asked.headers["location"].startswith("/review?next=")
    reviewer = Reviewer(client, " Ann  <b> ")
    reviewer.get("/review/doubtful")
    assert "you are <bdi>Ann &lt;b&gt;</bdi>" in reviewer.html
    assert reviewer.post("/review/name", 400, name="  ")


def test_each_act_is_kept(ann: Reviewer, own: Path) -> None:
    """Accept, reject, correct, add, drop, merge and split become decisions with a name."""
    ann.get("/review/doubtful")
    ann.post("/review/doubtful", act="accept", reason="as it stands")
    assert ann.said == "You accepted the report."
    ann.post("/review/doubtful", act="reject")
    old = ann.at
    ann.post("/review/doubtful", act="correct", key=ann.field("date"), value="2012-12-24")
    assert "corrected the date" in ann.said and "24 December 2012" in ann.html and ann.at != old
    ann.post("/review/doubtful", act="add", role="place", value="Paris")
    ann.post("/review/doubtful", act="drop", key=ann.field("place"))
    ann.post("/review/doubtful", act="correct", key="channel", value="video_meeting")
    ann.get("/review/disagreements")
    ann.post("/review/disagreements", act="split")
    event = re.search(r'name="event" id="[^"]*" value="([^"]*)"', ann.html)
    ann.post("/review/disagreements", act="merge", event=event[1] if event else "")
    made = kept(own)

    assert [d.kind.value for d in made] == [
        *("accept", "reject", "correct", "add", "reject", "correct", "not_same", "same"),
    ]
    assert {d.by for d in made} == {"Ann"} and made[0].reason == "as it stands"
    assert made[2].value == {"date": ("2012-12-24",)}


def test_decisions_show_at_once_in_all_pages(ann: Reviewer, own: Path) -> None:
    """A corrected day, a rejected report and a merge are in lists, facets and API without a build.

    When the view is built anew, the same is shown.
    """
    ann.get("/review/doubtful")
    ann.post("/review/doubtful", act="correct", key=ann.field("date"), value="2031-05-06")
    ann.get("/review/doubtful")
    ann.post("/review/doubtful", act="reject")

    def shown() -> tuple[int, str, str]:
        total = ann.client.get("/api/events").json()["total"]
        corrected = ann.client.get("/api/events?since=2031").json()["rows"]
        return total, corrected[0]["event"], ann.get("/events?month=2031-05")

    live = shown()
    assert live[0] == 28 and "Call" not in live[2] and "1 event" in live[2]
    dossier = ann.get(f"/event/{live[1]}")
    assert "6 May 2031" in dossier and "decision" in dossier
    with Ledger.open(own, write=True) as book:
        book.rebuild()
    assert shown()[:2] == live[:2]


def test_undo_is_as_if_nothing_had_been_said(ann: Reviewer, own: Path) -> None:
    """What was rejected is back and undecided; the list holds both; a second time is refused."""
    ann.get("/review/doubtful")
    first = ann.at
    ann.post("/review/doubtful", act="reject")
    numbers = ann.value("numbers")
    form = {"queue": "doubtful", "numbers": numbers}
    ann.post("/review/undo", **form)
    assert ann.at == first and ann.said == "You took back: rejected the report."
    assert "0 of 24 done" in ann.html
    assert [d.kind for d in kept(own)] == [DecisionKind.REJECT, DecisionKind.TAKE_BACK]
    assert "taken back" in ann.post("/review/undo", 400, **form, token="another")  # noqa: S106
    with Ledger.open(own, write=True) as book:
        book.rebuild()
        states = book.db.execute("SELECT state FROM decisions ORDER BY number").fetchall()
    assert states == [("overruled",), ("applied",)]


@pytest.mark.parametrize(
    ("act", "values", "sentence"),
    [
        ("correct", {"role": "date", "value": "the 3rd of May"}, "EDTF"),
        ("correct", {"role": "date", "value": "2011-01-01"}, "already"),
        ("correct", {"role": "actor", "value": "Nobody Atall"}, "nobody is known"),
        ("correct", {"key": "channel", "value": "carrier pigeon"}, "is no channel"),
        ("correct", {"key": "0" * 20, "value": "x"}, "no such value now"),
        ("add", {"role": "weather", "value": "fine"}, "Choose what the value is"),
        ("merge", {"event": ""}, "Choose the event"),
        ("merge", {"event_typed": "ev:000000000000"}, "Choose the event"),
        ("split", {}, "the only one of its event"),
        ("let_go", {}, "no decision here"),
        ("dance", {}, "nothing that can be decided"),
    ],
)
def test_what_cannot_be_decided_is_a_sentence(
    ann: Reviewer, own: Path, act: str, values: dict[str, str], sentence: str
) -> None:
    """A wrong value gets a sentence beside it; nothing is kept, and what was typed still stands."""
    ann.get("/review/doubtful")
    with Ledger.open(own) as book:
        [[report]] = book.db.execute(
            "SELECT report_id FROM reports WHERE starts_with(quote, 'On 2011-01-01')"
        ).fetchall()
    ann.get(f"/review/doubtful?at={report}")
    typed = values["value"] if act == "correct" and "role" in values else ""
    if typed:
        values = {"key": ann.field(values["role"]), "value": values["value"]}
    answer = unescape(ann.post("/review/doubtful", 422, act=act, **values))

    assert sentence.casefold() in answer.casefold()
    assert typed in answer
    assert kept(own) == []


# --- two people, twice, backwards ----------------------------------------------------------------


def test_two_people_on_one_row(own: Path, make_client: Make) -> None:
    """The later one is told what was decided since, by whom; then may decide again."""
    client = make_client(own, quiet_seconds=0)
    ann, bob = Reviewer(client, "Ann"), Reviewer(make_client(own, quiet_seconds=0), "Bob")
    ann.get("/review/doubtful")
    bob.get("/review/doubtful")
    assert ann.at == bob.at
    same = bob.at
    ann.post("/review/doubtful", act="reject")
    told = bob.post("/review/doubtful", 409, act="accept")
    assert "Ann decided about these words" in told and "was not kept" in told
    assert len(kept(own)) == 1

    bob.html = told
    bob.get(f"/review/doubtful?at={same}")
    assert "report nothing now" in bob.html and "<bdi>Ann</bdi> <bdi>rejected" in bob.html
    bob.post("/review/doubtful", act="restore", number=1)
    assert [d.by for d in kept(own)] == ["Ann", "Bob"]
    bob.get(f"/review/doubtful?at={same}")
    assert "Accept" in bob.html


@pytest.mark.slow
def test_both_at_the_same_moment(own: Path, make_client: Make) -> None:
    """Of many who decide about one row at once, one is first, and the others are told."""
    people = [Reviewer(make_client(own, quiet_seconds=0), f"P{n}") for n in range(4)]
    for one in people:
        one.get("/review/doubtful")
    status: list[int] = []

    def act(one: Reviewer) -> None:
        fields = re.findall(r'name="(csrf|token|at|upto|seed)" value="([^"]*)"', one.html)
        form = {name: unescape(value) for name, value in reversed(fields)} | {"act": "accept"}
        status.append(one.client.post("/review/doubtful", data=form).status_code)

    threads = [threading.Thread(target=act, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(status) == [303, 409, 409, 409]
    assert len(kept(own)) == 1


def test_a_form_sent_twice_decides_once(ann: Reviewer, own: Path) -> None:
    """The same token leads to the same place, and nothing is kept a second time."""
    page = ann.get("/review/doubtful")
    ann.post("/review/doubtful", act="accept")
    there = ann.address
    ann.html = page
    ann.post("/review/doubtful", act="accept")
    assert ann.address == there and len(kept(own)) == 1


def test_a_page_from_before(ann: Reviewer, own: Path) -> None:
    """The page that one goes back to, with another token, does not overrule what one said since."""
    page = ann.get("/review/doubtful")
    ann.post("/review/doubtful", act="accept")
    ann.html = page
    assert "You decided" in ann.post("/review/doubtful", 409, act="reject", token="other")  # noqa: S106
    assert [d.kind for d in kept(own)] == [DecisionKind.ACCEPT]


def test_another_writer_is_seen(ann: Reviewer, own: Path) -> None:
    """What is decided on the command line shows in the next request, not built yet."""
    ann.get("/review/doubtful")
    with Ledger.open(own) as book:
        [report] = book.reports(book.event(ann.at).id)
        decision = Decider("Cid").judge(DecisionKind.REJECT, book.document(report.doc_id), report)
        book.decide([decision])
    assert "1 of 24 done" in ann.get("/review/doubtful")
    assert "<bdi>Cid</bdi> <bdi>rejected the report</bdi>" in ann.get("/review")


def test_without_the_word_of_the_session(ann: Reviewer, own: Path) -> None:
    """A form without it is refused, and nothing is kept."""
    ann.get("/review/doubtful")
    for address in ("/review/doubtful", "/review/undo", "/review/name"):
        form = {"at": ann.at, "act": "accept", "name": "Eve"}
        assert ann.client.post(address, data=form).status_code == 403
    assert kept(own) == []


def test_addresses_that_lead_nowhere(ann: Reviewer) -> None:
    """Lists and reports that are not there are sentences; a name leads to no other site."""
    assert ann.client.get("/review/nothing").status_code == 404
    gone = ann.client.get("/review/doubtful?at=0123456789abcdef")
    assert gone.status_code == 404 and "page Review" in gone.text
    ann.get("/review")
    form = {"csrf": ann.value("csrf"), "name": "Ann", "next": "https://elsewhere.example/"}
    sent = ann.client.post("/review/name", data=form)
    assert sent.headers["location"] == "/review"


def test_hostile_words_stay_words(ann: Reviewer, own: Path) -> None:
    """Script in a document, in a name and in a reason is shown and does nothing."""
    with Ledger.open(own) as book:
        [[report]] = book.db.execute(
            "SELECT report_id FROM reports WHERE contains(quote, '<script>')"
        ).fetchall()
    ann.post("/review/name", name="<script>alert('name')</script>")
    ann.get(f"/review/disagreements?at={report}")
    ann.post("/review/disagreements", act="accept", reason="<script>alert('why')</script>")
    for address in ("/review", f"/review/disagreements?at={report}"):
        assert "<script>alert" not in ann.get(address) and "<img src=x" not in ann.html
    assert "alert(&#39;name&#39;)" in ann.html and "alert(&#39;why&#39;)" in ann.html


# --- stale, orphaned, audits ---------------------------------------------------------------------


def test_a_stale_decision_is_decided_anew(ann: Reviewer, own: Path) -> None:
    """What fits no longer stands in its list, until somebody decides about the words or lets go."""
    with Ledger.open(own) as book:
        rows = book.db.execute("SELECT event_id FROM events ORDER BY first_day LIMIT 2").fetchall()
        for (event,) in rows:
            [report] = book.reports(event)
            made = Decider("Bob").correct(
                book.document(report.doc_id), report, "status", "cancelled"
            )
            book.decide([replace(made, seen={"status": ("denied",)})])
    ann.get("/review/decisions")
    assert "0 of 2 done" in ann.html and "fits no longer" in ann.html
    ann.post("/review/decisions", act="accept")
    assert "0 of 1 done" in ann.html
    ann.post("/review/decisions", act="let_go")
    assert "nothing in this list" in ann.html
    assert [d.kind.value for d in kept(own)][2:] == ["accept", "take_back"]


ANSWER = {
    "act": "answer",
    "status": ["happened", "", ""],
    "channel": ["call", "", ""],
    "parties": ["Xi Jinping\nFrance", "", ""],
    "day": ["2011-02-02", "", ""],
}


def test_an_audit_shows_nothing_before_the_answer(ann: Reviewer, own: Path) -> None:
    """Only the words are there; afterwards the answer stands beside what was read."""
    blind = ann.get("/review/audit")
    assert 'id="sentence"' in blind and "<mark>" not in blind
    for leak in ("Of the event", "/event/", "/document/", "rule", "Accept"):
        assert leak not in blind
    assert "Say first" in ann.post("/review/audit", 422, act="answer", status="")
    ann.post("/review/audit", **ANSWER)
    assert "Your answer and what was read" in ann.html and "Accept" in ann.html
    assert "1 of" in ann.html
    again = ann.post("/review/audit", 409, **ANSWER, token="other")  # noqa: S106
    assert "answered this already" in again
    [answer] = kept(own)
    assert answer.kind is DecisionKind.AUDIT and answer.value["channel"] == ("call",)


@pytest.mark.slow
def test_precision_and_agreement(own: Path, make_client: Make) -> None:
    """The share comes with its count and interval; alpha where two people answered on ten texts."""
    people = [Reviewer(make_client(own, quiet_seconds=0), name) for name in ("Ann", "Bob")]
    for nth in range(12):
        for one in people:
            one.get("/review/audit")
            text = re.sub(r"<[^>]+>", "", re.search(r'id="sentence".*?</span>', one.html, re.S)[0])  # type: ignore[index]
            day = re.search(r"\d{4}-\d\d-\d\d", text)
            said = {**ANSWER, "day": [day[0] if day else "", "", ""]}
            if nth % 3 == 0:
                said |= {"status": ["nothing", "", ""]}
            one.post("/review/audit", **said)
    page = people[0].get("/review")
    assert "each counted once" in page and "12 texts" in page
    alphas = re.findall(r'<td class="n">(-?\d\.\d\d)</td>', page)
    assert "1.00" in alphas
    assert people[0].client.get("/api/review/audit").json()["rows"]


# --- in a browser --------------------------------------------------------------------------------


def begin(page: "Page", queue: str, name: str = "Ann") -> None:
    """Give a name and open a list."""
    page.goto(f"/review/{queue}")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**at=*")


def after(page: "Page", key: str, words: str) -> None:
    """Press a key and wait for what is said then."""
    page.evaluate("document.getElementById('said').textContent = ''")
    page.keyboard.press(key)
    page.wait_for_function(
        "words => document.getElementById('said').textContent.includes(words)", arg=words
    )


@pytest.mark.slow
def test_twenty_items_by_keyboard_only(browser_page: "Page", own: Path) -> None:
    """Every key does its work, the focus goes to the next sentence, and the ledger has it all."""
    page = browser_page
    begin(page, "doubtful")
    for nth in range(16):
        before = page.url
        after(page, "x" if nth % 4 == 3 else "a", "rejected" if nth % 4 == 3 else "accepted")
        page.wait_for_function("url => location.href !== url", arg=before)
        assert page.evaluate("document.activeElement.id") == "sentence"
    after(page, "u", "took back: rejected")
    after(page, "x", "rejected")

    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.name") == "value"
    page.keyboard.type("yesterday")
    page.keyboard.press("Enter")
    page.wait_for_selector("#problem")
    assert "EDTF" in page.inner_text("#problem")
    assert page.evaluate("document.activeElement.value") == "yesterday"
    page.keyboard.press("Control+A")
    page.keyboard.type("2012-11-30")
    after(page, "Enter", "corrected the date")
    here = page.url
    page.keyboard.press("n")
    page.wait_for_function("url => location.href !== url", arg=here)
    page.keyboard.press("m")
    page.wait_for_selector("#merge.open")
    page.keyboard.press("Space")
    after(page, "Enter", "merged")
    here = page.url
    page.keyboard.press("n")
    page.wait_for_function("url => location.href !== url", arg=here)
    after(page, "a", "accepted")
    page.keyboard.press("?")
    assert page.is_visible("#help") and "undo your last decision" in page.inner_text("#help")
    page.keyboard.press("Escape")
    page.goto("/review/disagreements")
    page.keyboard.press("s")
    page.wait_for_selector("#split.open")
    after(page, "Enter", "split")

    kinds = [d.kind.value for d in kept(own)]
    assert kinds == [
        *(["accept"] * 3 + ["reject"]) * 4,
        *("take_back", "reject", "correct", "same", "accept", "not_same"),
    ]


@pytest.mark.slow
def test_each_key_by_mouse_without_script(browser_page: "Page", served: str, own: Path) -> None:
    """Plain links and forms do the same where no script runs."""
    browser = browser_page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False, base_url=served)
    page = context.new_page()
    page.goto("/review/doubtful")
    page.fill("#name", "Ann")
    page.click("text=Go on")
    page.click("text=Accept")
    page.click("text=Reject")
    page.click("text=Edit a field")
    page.locator("#edit .edit", has_text="date").first.locator("input[name=value]").fill(
        "2012-11-30"
    )
    page.locator("#edit .edit", has_text="date").first.locator("text=Save").click()
    assert "corrected the date" in page.inner_text("#said")
    page.click("text=Next")
    page.click("a:has-text('Merge')")
    page.check("#m-1")
    page.click("text=Merge: they are")
    page.click("button:has-text('Undo')")
    page.goto("/review/disagreements")
    page.click("a:has-text('Split')")
    page.click("text=Split it off")
    context.close()
    kinds = ["accept", "reject", "correct", "same", "take_back", "not_same"]
    assert [d.kind.value for d in kept(own)] == kinds


def test_the_back_button(browser_page: "Page", own: Path) -> None:
    """Going back shows what was decided there meanwhile; deciding again is kept as well."""
    page = browser_page
    begin(page, "doubtful")
    first = page.url
    after(page, "a", "accepted")
    page.go_back()
    page.wait_for_url(first)
    page.wait_for_selector("#before")
    assert "accepted the report" in page.inner_text(".decided")
    after(page, "x", "rejected")
    assert [d.kind.value for d in kept(own)] == ["accept", "reject"]


def test_a_cut_line(browser_page: "Page", served: str, own: Path) -> None:
    """A form is sent once more by itself; if that fails too it is still there, and decides once."""
    assert browser_page.context.browser is not None
    context = browser_page.context.browser.new_context(base_url=served)  # it may complain here
    page = context.new_page()
    begin(page, "doubtful")
    cut = {"left": 2}

    def route(one: "Route") -> None:
        if one.request.method == "POST" and cut["left"]:
            cut["left"] -= 1
            if cut["left"]:
                one.abort()
            else:  # it arrives, and the answer is lost
                one.fetch()
                one.abort()
        else:
            one.continue_()

    page.route("**/review/doubtful*", route)
    after(page, "a", "sent once more")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_function(
        "() => document.getElementById('said').textContent.includes('still here')"
    )
    after(page, "a", "accepted")
    context.close()
    assert len(kept(own)) == 1


def test_a_double_click_decides_once(browser_page: "Page", own: Path) -> None:
    """Two clicks on one button are one decision."""
    begin(browser_page, "doubtful")
    browser_page.dblclick("text=Accept")
    browser_page.wait_for_url("**did=*")
    assert len(kept(own)) == 1


@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits_and_is_accessible(
    browser_page: "Page", assert_accessible: Look, width: int
) -> None:
    """axe-core finds nothing serious, nothing is wider than the window, the words are in view."""
    page = browser_page
    page.set_viewport_size({"width": width, "height": 800})
    begin(page, "disagreements")
    for address, key in (
        ("/review", ""),
        ("/review/disagreements", "e"),
        ("/review/disagreements", "m"),
        ("/review/audit", ""),
        ("/review/decisions", ""),
    ):
        page.goto(address)
        if key:
            page.keyboard.press(key)
            page.wait_for_selector(".panel.open")
            box = page.locator("#sentence").bounding_box()
            assert box is not None and -1 <= box["y"] < 700
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.slow
def test_the_view_is_built_when_it_is_quiet(own: Path, make_client: Make) -> None:
    """A while after the last decision another process builds the view; the pages stay the same."""
    ann = Reviewer(make_client(own, quiet_seconds=0.2), "Ann")
    ann.get("/review/doubtful")
    ann.post("/review/doubtful", act="reject")
    end = time.monotonic() + 60
    built = False
    while not built and time.monotonic() < end:
        time.sleep(0.3)
        with Ledger.open(own) as book:
            built = not book.behind
    assert built
    assert ann.client.get("/api/events").json()["total"] == 28
