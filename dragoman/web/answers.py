"""The API's half of a page: an answer as JSON, CSV or Arrow, under the page's own parameters."""

import io
import json
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Query
from starlette.responses import Response

from dragoman.ask.book import Answer
from dragoman.export.plain import plain
from dragoman.export.tables import answer_csv

if TYPE_CHECKING:
    import pyarrow as pa

ARROW = "application/vnd.apache.arrow.stream"


class Form(StrEnum):
    """How rows are sent."""

    JSON = "json"
    CSV = "csv"
    ARROW = "arrow"


FormatParameter = Annotated[Form, Query(alias="format", description="How the rows are sent.")]

FORMS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The rows and what they rest on.",
        "content": {
            "application/json": {"schema": {"type": "object"}},
            "text/csv": {"schema": {"type": "string"}},
            ARROW: {"schema": {"type": "string", "format": "binary"}},
        },
    }
}
"""For `responses=` of a route that answers with `reply`."""

ERRORS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": what,
        "content": {
            "application/json": {
                "schema": {"type": "object", "properties": {"error": {"type": "string"}}}
            }
        },
    }
    for status, what in (
        (400, "A parameter means nothing here; the sentence says what would."),
        (401, "The token or password is missing."),
        (404, "The ledger has nothing on it; the sentence says what there is instead."),
        (422, "A parameter is of the wrong kind."),
        (503, "The query took too long, or the ledger is being rebuilt."),
    )
}
"""For `responses=` of every route of the API."""


def reply(answer: Answer[Any], form: Form, **more: Any) -> Response:
    """Return the rows of an answer with their basis.

    Args:
        answer: To a question of `ask/`.
        form: As what.
        **more: Further named parts, such as the total and the next page; in JSON beside the
            rows, in Arrow as JSON in the metadata of the schema. CSV has the rows alone.
    """
    if form is Form.CSV:
        return Response(answer_csv(answer), media_type="text/csv; charset=utf-8")
    if form is Form.ARROW:
        rows = answer.to_arrow()
        metadata = {**(rows.schema.metadata or {}), b"dragoman.more": _json(plain(more))}
        return as_arrow(rows.replace_schema_metadata(metadata))
    return as_json({"basis": asdict(answer.basis), "rows": answer.records(), **more})


def as_arrow(rows: "pa.Table") -> Response:
    """Return a table as a stream of Arrow."""
    import pyarrow as pa

    out = io.BytesIO()
    with pa.ipc.new_stream(out, rows.schema) as stream:
        stream.write_table(rows)
    return Response(out.getvalue(), media_type=ARROW)


def as_json(whole: Any, status: int = 200) -> Response:
    """Return values of the model, dates and tuples included, as JSON."""
    return Response(_json(plain(whole)), status, media_type="application/json")


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
