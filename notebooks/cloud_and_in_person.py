"""Cloud and in-person diplomacy over time: channels, breaks, coverage, and what is refused.

Run it as a notebook with "marimo edit notebooks/cloud_and_in_person.py", or as a script with
"python notebooks/cloud_and_in_person.py". It reads the folder samples into a temporary ledger;
"-- --ledger FOLDER" behind either takes a ledger of your own.
"""

import marimo

app = marimo.App(width="medium", app_title="Cloud and in-person diplomacy")


@app.cell
def _():
    import marimo as mo

    mo.md("""
    # Cloud and in-person diplomacy over time

    Calls, video meetings and letters pass at a distance ("cloud"); visits and meetings are held in
    person. How large is the share of the first, and did it change when people could not travel?
    This notebook asks the ledger, and spends most of its time on **when the ledger must not be
    asked**.

    The documents are seventy texts written for this project, a few for each of many years. They are
    far too few for a finding, which makes them good for learning what a refusal looks like.
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
    return dragoman, ledger, register


@app.cell
def _(dragoman, ledger, mo, quoted):
    coverage = dragoman.coverage(ledger)
    documents = coverage.tables()["rows"].to_pandas()
    by_month = documents[(documents["by"] == "month") & documents["key"].str.match(r"\d{4}-\d\d$")]
    mo.vstack(
        [
            mo.md("""
    ## First: what was there to read?

    Before any share, look at how many documents each month has. A month without documents is not a
    month without diplomacy. Here most months have one document or none:
    """),
            by_month[["key", "n_documents", "n_events"]].reset_index(drop=True),
            mo.md("""
    Who tells it matters as well. A ledger knows whose account a document is only where somebody
    said so (the `side` of a document); here nobody did, so this is refused:
    """),
            quoted(coverage.accounts.sentence()),
        ]
    )
    return


@app.cell
def _(dragoman, ledger, mo, quoted):
    mix = dragoman.channels(ledger, "United States")
    counts = mix.tables()["rows"].to_pandas()
    mo.vstack(
        [
            mo.md("""
    ## The channels of one state

    `dragoman.channels(ledger, "United States")` counts events by channel. Counts come first: a
    share can rise because calls became more, or because visits became fewer, and only the counts
    say which.
    """),
            counts[["channel", "n_events", "n_documents"]],
            mo.md("""
    The share is given twice, because a spoken message that an envoy carries can be seen as either.
    With the share stand its two numbers; never quote it without them:
    """),
            *(quoted(share.sentence()) for share in mix.shares),
        ]
    )
    return (mix,)


@app.cell
def _(mix, mo):
    months = mix.tables()["months"].to_pandas()
    told = months[~months["with_verbal_message"] & (months["known"] > 0)]
    mo.vstack(
        [
            mo.md("""
    By month the same is almost empty. `low` and `high` are the 95 % interval after Wilson. Where it
    reaches from near 0 to near 1, the month says nothing about the share.
    """),
            told[["month", "cloud", "known", "share", "low", "high"]]
            .round(2)
            .reset_index(drop=True),
        ]
    )
    return


@app.cell
def _(dragoman, mix, mo, quoted, register):
    from dragoman.export.figures.files import svg

    figure = dragoman.figure_of(mix, query=mix.query, names=register.label)
    mo.vstack(
        [
            mo.md("""
    ## The same as a figure, and in words

    Hatched months have no contact of known presence, and so no share: hatching is not zero. The
    strip at the foot shows how many documents there were to read in each month.
    """),
            mo.Html(svg(figure)),
            quoted(figure.alt),
        ]
    )
    return


@app.cell
def _(dragoman, ledger, mo, quoted):
    searched = dragoman.channels(ledger, "United States", breaks=True)
    mo.vstack(
        [
            mo.md("""
    ## Did the share change, and when?

    `breaks=True` looks for months from which on the share is another one. It is refused, and the
    refusal says what it would take:
    """),
            *(quoted(search.sentence()) for search in searched.breaks),
            mo.md("""
    This is not modesty. With so few contacts a search finds a "break" in pure chance more often
    than one thinks, and it always finds it somewhere dramatic.
    """),
        ]
    )
    return


@app.cell
def _(dragoman, ledger, mo, quoted):
    named = dragoman.channels(ledger, "United States", at="2020-03")
    mo.vstack(
        [
            mo.md("""
    A month that you name **before you look** can be compared even so: `at="2020-03"`.
    """),
            quoted(named.breaks[0].sentence()),
            mo.md("""
    Two shares that look far apart, and *no clear change*: the intervals overlap. The last sentence
    asks whether the change may only be one of sources. A comparison of which it says "too few"
    should not be cited.
    """),
        ]
    )
    return (named,)


@app.cell
def _(mo, quoted):
    import numpy as np

    from dragoman.ask.stats.breaks import find_breaks

    rng = np.random.default_rng(7)
    true_break, n_months, a_month = 24, 48, 10
    shares = np.where(np.arange(n_months) < true_break, 0.3, 0.6)
    cloud = rng.binomial(a_month, shares).tolist()
    found = find_breaks(cloud, [a_month] * n_months, seed=0)
    mo.vstack(
        [
            mo.md(f"""
    ## What it looks like when there is enough

    Here is a world that we made up: {n_months} months with {a_month} contacts each, and a share of
    0.3 that becomes 0.6 in month {true_break}. The same search that refused above, over these:
    """),
            *(
                quoted(f"Break in month {one.at}; 90 % set: {one.within[0]} to {one.within[-1]}.")
                for one in found.breaks
            ),
            mo.md(f"""
    The chance of seeing such a break where there is none is {found.p_value:.3f}. The search is
    tested on hundreds of such worlds, also on ones without any break, and says "break" in those
    about as often as it promises: in 3 to 8 of 100.
    """),
        ]
    )
    return (found,)


@app.cell
def _(mo, named):
    import json

    metadata = named.tables()["months"].schema.metadata
    refused = json.loads(metadata[b"dragoman.refused"])
    mo.md(f"""
    ## Taking it elsewhere

    `answer.tables()` has every table of an answer for pandas, polars or DuckDB. What the answer
    rests on, what was asked, and what was refused ({len(refused)} here) go along in the table's
    own metadata, so that they are not lost on the way.
    """)
    return


@app.cell
def _(found, mo, named):
    if mo.app_meta().mode == "script":
        print(f"{len(found.breaks)} break in the made-up world. {named.breaks[0].sentence()}")
    return


if __name__ == "__main__":
    app.run()
