"""A leader's month: whom somebody dealt with, and how to follow each number to its sentence.

Run it as a notebook with "marimo edit notebooks/a_leaders_month.py", or as a script with
"python notebooks/a_leaders_month.py". It reads the folder samples into a temporary ledger;
"-- --ledger FOLDER" behind either takes a ledger of your own.
"""

import marimo

app = marimo.App(width="medium", app_title="A leader's month")


@app.cell
def _():
    import marimo as mo

    mo.md("""
    # A leader's month

    Dragoman reads documents of diplomacy (readouts, news, state media) and keeps what they say in a
    *ledger*: who dealt with whom, when, through which channel, and in which words a document says
    so. This notebook asks one question of a ledger: **with whom did the Prime Minister of India
    deal in October 2024?** Then it follows a number of the answer down to the sentence it rests on.

    The documents here are seventy short texts that were *written for this project*, in the manner
    of real outlets. They are for trying things out: do not quote them, and draw no conclusion about
    anybody from them.
    """)
    return (mo,)


@app.cell
def _(mo):
    import html

    def quoted(text):
        """Show words as they stand: what comes from a document is shown and never run."""
        style = "border-left: 3px solid; margin: 0 0 0 1em; padding: 0.2em 1em"
        return mo.Html(f'<blockquote style="{style}">{html.escape(text)}</blockquote>')

    return (quoted,)


@app.cell
def _(mo):
    import tempfile
    from pathlib import Path

    import dragoman

    folder = mo.cli_args().get("ledger")
    if folder is None:
        samples = Path(mo.notebook_dir()).parent / "samples"
        folder = Path(tempfile.mkdtemp()) / "ledger"
        dragoman.read_into([samples], folder)
    ledger = dragoman.Ledger.open(Path(folder))
    register = dragoman.Register.load()
    mo.md(f"""
    ## The ledger

    `dragoman.read_into` read the folder `samples`: {ledger.documents().num_rows} documents. It took
    some seconds; reading the same folder again takes none, since only what is new is read.
    """)
    return dragoman, ledger, register


@app.cell
def _(dragoman, ledger, mo, quoted):
    month = dragoman.circle(ledger, "Narendra Modi", "2024-10")
    mo.vstack(
        [
            mo.md("""
    ## The question

    `dragoman.circle(ledger, "Narendra Modi", "2024-10")` is all there is to type. A name will do
    for a person, a state or an organization; one that nobody has, or that several have, is answered
    with those that are near.

    The first thing to read is not the table but **what it rests on**:
    """),
            quoted(month.basis.sentence()),
            mo.md("""
    Everything below stands on these few documents. "Not counted" matters as much: a teaser is a
    line that only announces another text, and a plan is not yet a contact. What is *not in the
    ledger* is not thereby something that *did not happen*.
    """),
        ]
    )
    return (month,)


@app.cell
def _(mo, month):
    contacts = month.tables()["rows"].to_pandas()
    mo.vstack(
        [
            mo.md("""
    ## The contacts, one by one

    Each row is one event with one counterpart. Look at `dates`: they are as fine as the documents
    are. `2024-10-07/2024-10-13` means that a document says no more than "that week"; Dragoman does
    not make a day of it. `pe:` is a person, `st:` a state. The last column has the ids of the
    *claims*: the places in documents that say so. No row is without any.
    """),
            contacts[["other", "channel", "dates", "n_documents", "claims"]],
        ]
    )
    return


@app.cell
def _(dragoman, mo, month, quoted, register):
    from dragoman.export.figures.files import svg

    figure = dragoman.figure_of(month, query=month.query, names=register.label)
    mo.vstack(
        [
            mo.md("## The same as a figure, and in words"),
            mo.Html(svg(figure)),
            quoted(figure.alt),
        ]
    )
    return


@app.cell
def _(mo, month, quoted):
    partners = month.tables()["partners"].to_pandas()
    mo.vstack(
        [
            mo.md("""
    ## By counterpart, and what not to read into it

    `low` and `high` are the 95 % interval of the count that one should expect of such a month. With
    one event it reaches from almost none to five or six: **from these rows nobody can say with whom
    he deals most**. That is why no counterpart has a rank, and why none is said to have become more
    or less frequent:
    """),
            quoted(month.no_ranks),
            quoted(month.compared),
            partners[["partner", "n_events", "low", "high", "rank", "change"]].round(2),
            mo.md("""
    A refusal such as these two is an answer. It tells you what the record cannot carry, and what it
    would take.
    """),
        ]
    )
    return


@app.cell
def _(dragoman, ledger, mo, month):
    import pandas as pd

    row = next(one for one in month.rows if one.channel == "visit")
    event = dragoman.show(ledger, row.event)
    told = pd.DataFrame(
        [(r.doc.label, r.doc.published, r.status, r.quote) for r in event.reports],
        columns=["document", "published", "status", "sentence"],
    )
    mo.vstack(
        [
            mo.md(f"""
    ## From a number to its sentence

    One of the contacts is a visit. Its event has the id `{row.event}`, and
    `dragoman.show(ledger, "{row.event}")` gives every sentence that reports it:
    """),
            mo.ui.table(told, wrapped_columns=["sentence"], selection=None),
            mo.md("""
    Two steps led from the count to the words, and there is no number in Dragoman for which this is
    not so. Do it before you cite one: programs misread sentences, and you will see at once whether
    this one did.
    """),
        ]
    )
    return event, pd


@app.cell
def _(event, mo, pd):
    claims = pd.DataFrame(
        [
            (claim.role, claim.value, claim.quote, claim.speaker or "the document itself")
            for report in event.reports
            for claim in report.claims
        ],
        columns=["role", "value", "words", "who says so"],
    )
    mo.vstack(
        [
            mo.md("""
    And here are the claims inside these sentences. `words` is what the document has; `value` is
    what it was taken to mean. `who says so` is whom the document credits: a readout speaks for its
    own side.
    """),
            mo.ui.table(claims, wrapped_columns=["words"], selection=None),
        ]
    )
    return


@app.cell
def _(dragoman, ledger, mo, quoted):
    state = dragoman.circle(ledger, "India", "2024-10")
    mo.vstack(
        [
            mo.md("""
    ## One person is not the state

    The same question about India counts what any Indian official did, and its counterparts are
    states. When you report a number, say which of the two you asked.
    """),
            quoted(state.basis.sentence()),
            state.tables()["partners"].to_pandas()[["partner", "n_events", "by_channel"]],
        ]
    )
    return


@app.cell
def _(mo):
    mo.md("""
    ## Next

    - Your own documents: put them into a folder, `dragoman.read_into([folder], ledger_folder)`, and
      say what you know about them beside them: *docs/how-to/describe-documents.md*.
    - `cloud_and_in_person.py` asks through which channels people dealt with each other.
    - `both_sides_of_a_meeting.py` sets two accounts of one event side by side.
    """)
    return


@app.cell
def _(mo, month):
    if mo.app_meta().mode == "script":
        print(f"{len(month.rows)} contacts. {month.basis.sentence()}")
    return


if __name__ == "__main__":
    app.run()
