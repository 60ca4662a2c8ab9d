"""Both sides of a meeting: two accounts compared, disagreements, claims checked, exports.

Run it as a notebook with "marimo edit notebooks/both_sides_of_a_meeting.py", or as a script with
"python notebooks/both_sides_of_a_meeting.py". It reads the folder samples into a temporary
ledger, with a line for each of eight documents that says whose account it is.
"""

import marimo

app = marimo.App(width="medium", app_title="Both sides of a meeting")


@app.cell
def _():
    import marimo as mo

    mo.md("""
    # Both sides of a meeting

    After a call each side publishes its own account, a *readout*. What one of them leaves out is
    often more telling than what both say. This notebook sets two readouts side by side, looks for
    disagreements, checks what documents count ("second meeting", "first visit since"), and takes
    the result elsewhere.

    All documents here were written for this project, in the manner of such readouts. They are for
    trying things out, and no source about anybody.
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
    import json
    import shutil
    import tempfile
    from pathlib import Path

    import dragoman

    work = Path(tempfile.mkdtemp())
    shutil.copytree(Path(mo.notebook_dir()).parent / "samples", work / "documents")
    sides = {
        "wr01.txt": "st:usa",
        "wr02.txt": "st:chn",
        "wr03.txt": "st:fra",
        "wr04.txt": "st:rus",
        "wr05.txt": "st:sau",
        "wr06.txt": "st:irn",
        "wr07.txt": "st:ukr",
        "wr08.txt": "st:bra",
    }
    lines = [json.dumps({"file": name, "side": side}) for name, side in sides.items()]
    (work / "documents" / "meta.jsonl").write_text("\n".join(lines), encoding="utf-8")
    dragoman.read_into([work / "documents"], work / "ledger")
    ledger = dragoman.Ledger.open(work / "ledger")
    register = dragoman.Register.load()
    mo.md("""
    ## Whose account is it?

    No program should guess this. A file `meta.jsonl` beside the documents says it, a line for each:
    `{"file": "wr01.txt", "side": "st:usa"}`. Eight of the seventy have one here; a document without
    is nobody's account.
    """)
    return dragoman, ledger, register, work


@app.cell
def _(dragoman, ledger, mo):
    both = [
        row
        for row in dragoman.events(ledger).rows
        if row.n_documents > 1 and len(dragoman.show(ledger, row.event).sides) == 2
    ]
    shown = next(row for row in both if row.dates == ("2022-03-18",))
    listed = "\n".join(
        f"    - `{row.event}`: {row.channel}, {', '.join(row.dates)}, {' and '.join(row.polities)}"
        for row in both
    )
    mo.md(f"""
    ## Events that two parties tell of

{listed}

    Dragoman found by itself that two documents tell of one event, by parties, day and channel. Let
    us take the video meeting of 18 March 2022.
    """)
    return (shown,)


@app.cell
def _(dragoman, ledger, mo, quoted, shown):
    compared = dragoman.compare(ledger, shown.event)
    rows = compared.tables()["rows"].to_pandas()
    told = "" if compared.measures is None else compared.measures.sentence()
    mo.vstack(
        [
            mo.md(f"""
    ## What both say, and what only one says

    `here` has the words of the account of `{compared.here.side}`, `there` those of
    `{compared.there.side}`. Read the column `where`: *both*, *only here*, *only there* or *differ*.
    """),
            mo.ui.table(
                rows[["about", "value", "where", "here", "there"]],
                wrapped_columns=["about", "value", "here", "there"],
                page_size=20,
                selection=None,
            ),
            mo.md("""
    **How not to over-read it.** "Only there" means that the other *readout* does not say it, and
    not that the other side denies it or never said it in the room. A readout is a choice of words.
    It is also not certain that Dragoman saw every sentence as it is meant: the words of both sides
    stand in the table so that you can judge. In numbers:
    """),
            quoted(told or compared.refused),
            mo.md("""
    The last sentence matters: two readouts of the same ministries share stock phrases whatever was
    discussed. Only what goes beyond these is agreement, and that takes more documents than here.
    """),
        ]
    )
    return (compared,)


@app.cell
def _(compared, dragoman, mo, quoted, register):
    from dragoman.export.figures.files import svg

    try:
        figure = dragoman.figure_of(compared, query=compared.query, names=register.label)
        drawn = [mo.Html(svg(figure)), quoted(figure.alt)]
    except dragoman.InputError as error:
        drawn = [quoted(str(error))]
    mo.vstack([mo.md("## The same as a figure, and in words"), *drawn])
    return


@app.cell
def _(dragoman, ledger, mo):
    import pandas as pd

    at_odds = pd.DataFrame(
        [
            (", ".join(one.about for one in event.disagreements), r.doc.label, r.status, r.quote)
            for row in dragoman.events(ledger).rows
            if (event := dragoman.show(ledger, row.event)).disagreements
            for r in event.reports
        ],
        columns=["about", "document", "status", "sentence"],
    )
    mo.vstack(
        [
            mo.md("""
    ## Where documents disagree

    Documents that give different days, places or outcomes for one event stay side by side; none is
    preferred, and nothing is averaged. `dragoman.show(ledger, event).disagreements` has them. These
    are the sentences of all events of this ledger on which something is at odds:
    """),
            mo.ui.table(at_odds, wrapped_columns=["sentence"], selection=None),
            mo.md("""
    Read them slowly. A disagreement can be one of the world, of the documents, or **of the
    program**. When this notebook was written, the one pair here was the program's: a sentence that
    denies the promise of a *third* meeting was taken for a denial of the second, which had just
    been held. It looked just like a quarrel between sources, and only the sentences told.
    """),
        ]
    )
    return (at_odds,)


@app.cell
def _(dragoman, ledger, mo):
    checked = dragoman.check(ledger)
    claims = checked.tables()["rows"].to_pandas()
    answered = claims[claims["verdict"] != "refused"].reset_index(drop=True)
    counted = answered[answered["recorded"].notna()].reset_index(drop=True)
    mo.vstack(
        [
            mo.md(f"""
    ## What documents count, checked

    Documents like to count: "second meeting this year", "first visit since 2017", "60th
    anniversary". `dragoman.check(ledger)` found {len(claims)} such claims, and holds each against
    the ledger or against a table of first days with sources. Most are refused, since the ledger
    starts too late or nobody says since when it is counted. The others:
    """),
            mo.ui.table(
                answered[["verdict", "words", "because", "source"]],
                wrapped_columns=["words", "because", "source"],
                selection=None,
            ),
            mo.md("""
    "Supported" says that the record agrees, and not that the claim is true: an event that no
    document of this ledger tells of cannot be counted. So the answer says how probable it is that
    nothing is missing, for each share of events that the ledger may have:
    """),
            counted[["words", "recorded", "expected", "complete_80", "complete_95"]].round(2),
        ]
    )
    return (checked,)


@app.cell
def _(compared, dragoman, ledger, mo, work):
    for name, table in compared.tables().items():
        table.to_pandas().to_json(work / f"compared-{name}.json", orient="records")
    written = dragoman.export_events(ledger, "graphml", work / "events.graphml")
    counts = ", ".join(f"{n} {noun}" for noun, n in written.what.items())
    mo.md(f"""
    ## Taking it elsewhere

    `compared.tables()` are Arrow tables: `["rows"].to_pandas()` is what you saw above. And
    `dragoman.export_events(ledger, "graphml", path)` wrote a graph of states and organizations for
    Gephi, networkx or R ({counts}). Other formats are csv, parquet, sqlite, plover, icews, gexf,
    jsonld and more: *docs/how-to/export.md*.

    A graph makes strong pictures of weak records. Its edges are events *in these documents*: where
    one state's documents are most of the ledger, that state will stand in the middle.
    """)
    return (written,)


@app.cell
def _(at_odds, checked, compared, mo, written):
    if mo.app_meta().mode == "script":
        print(
            f"{len(compared.rows)} rows compared, {len(at_odds)} sentences at odds, "
            f"{len(checked.rows)} claims checked, {written.what['events']} events in the graph."
        )
    return


if __name__ == "__main__":
    app.run()
