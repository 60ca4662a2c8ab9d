"""An answer under /api: as JSON, CSV or Arrow, all of it or a page of rows with the next one's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Query, Request
from starlette.responses import Response

from dragoman.ask.book import Answer
from dragoman.ask.tables import tables
from dragoman.export.tables import answer_csv, table_csv
from dragoman.model import InputError
from dragoman.model.config import did_you_mean
from dragoman.web.answers import Form, FormatParameter, as_arrow, as_json
from dragoman.web.frame import address

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 1_000
"""Rows of a page of JSON. CSV and Arrow are files: they bring all rows unless `per` is given."""

MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """How an answer is to be sent; `per` is None where nothing was said of it."""

    request: Request
    form: Form
    table: str
    page: int
    per: int | None

    def send(self, answer: Any) -> Response:
        """Return an answer: whole as JSON, one of its tables as CSV or Arrow.

        Args:
            answer: An `Answer`, or what else `ask.tables.tables` makes tables of.

        Raises:
            InputError: It has no such table.
        """
        if isinstance(answer, Answer) and self.table in ("", "rows"):
            rows, paging = self._page(answer.rows, len(answer.rows))
            if self.form is Form.JSON:
                return self._json(
                    {"query": answer.query, "basis": answer.basis, "rows": rows},
                    paging,
                    {f.name: getattr(answer, f.name) for f in fields(answer)},
                )
            part = replace(answer, rows=tuple(rows))
            return self._file(lambda: answer_csv(part), part.to_arrow, paging)
        if self.form is Form.JSON and not self.table:
            return as_json(answer)
        found = tables(answer)
        name = self.table or next(iter(found))
        if name not in found:
            near = did_you_mean(name, tuple(found))
            raise InputError(f"table: {name!r} is none of {', '.join(found)}{near}")
        table, paging = self._page(found[name], found[name].num_rows)
        if self.form is Form.JSON:
            query = getattr(answer, "query", {})
            return self._json({"query": query, name: table.to_pylist()}, paging)
        return self._file(lambda: table_csv(table), lambda: table, paging)

    def _page(self, rows: Any, total: int) -> tuple[Any, dict[str, Any]]:
        """Cut a page out of rows, or of a table; say where it lies and what comes next."""
        per = self.per or (ROWS if self.form is Form.JSON else max(total, 1))
        first, last = (self.page - 1) * per, self.page * per
        following = None
        if last < total:
            kept = [(k, v) for k, v in self.request.query_params.multi_items() if k != "page"]
            following = address(self.request.url.path, [*kept, ("page", str(self.page + 1))])
        part = rows[first:last] if isinstance(rows, tuple) else rows.slice(first, per)
        return part, {"total": total, "page": self.page, "per": per, "next": following}

    def _json(
        self,
        told: Mapping[str, Any],
        paging: Mapping[str, Any],
        more: Mapping[str, Any] | None = None,
    ) -> Response:
        rest = {k: v for k, v in (more or {}).items() if k not in told and k != "kind"}
        return _linked(as_json({**told, **paging, **rest}), paging)

    def _file(
        self, csv: Callable[[], str], arrow: "Callable[[], pa.Table]", paging: Mapping[str, Any]
    ) -> Response:
        if self.form is Form.ARROW:
            return _linked(as_arrow(arrow()), paging)
        return _linked(Response(csv(), media_type="text/csv; charset=utf-8"), paging)


def _linked(response: Response, paging: Mapping[str, Any]) -> Response:
    """Say in the headers too what comes next, for CSV and Arrow have no other place for it."""
    response.headers["X-Total-Count"] = str(paging["total"])
    if paging["next"]:
        response.headers["Link"] = f'<{paging["next"]}>; rel="next"'
    return response


def _sheet(
    request: Request,
    form: FormatParameter = Form.JSON,
    table: Annotated[
        str,
        Query(max_length=40, description="One of the answer's other tables; empty: its rows."),
    ] = "",
    page: Annotated[int, Query(ge=1, le=1_000_000, description="From 1.")] = 1,
    per: Annotated[
        int | None,
        Query(
            ge=1,
            le=MOST_ROWS,
            description=f"Rows of a page: {ROWS:,} of JSON, else all, if not given.",
        ),
    ] = None,
) -> Sheet:
    return Sheet(request, form, table, page, per)


Send = Annotated[Sheet, Depends(_sheet)]
"""The type of a handler's parameter that sends its answer: `return send.send(answer)`."""
