"""The pages and the HTTP API over a ledger: `create_app` makes the application.

How a page is added: three files, nothing else to edit.

1. `pages/NAME.py`: one module per page. `router = APIRouter()` holds its addresses; `nav =
   Nav("Plans", "/plans", 50)`, if it is there, puts it into the navigation. Both are found by
   the name of the module being in `pages/`. A handler is a plain function (it runs in a thread):

       @router.get("/plans")
       def plans_page(request: Request, book: Book, q: PlansQuery) -> Response:
           answer = ask.plans(book, ...)
           return page(request, "plans.html", book, title="Plans", answer=answer)

   `Book` is a `shelf.Reading`: the ledger for this request, with a connection of its own
   (`book.db`), the register (`book.register`, `book.label(id)`), search and a store for what
   is computed once per view (`book.once`). A question of `ask/` takes it as its ledger.
2. `templates/NAME.html` extends `base.html` and builds on `templates/macros/`: `lists.html`
   (event line, pager, facets, table with its CSV and JSON, basis, refusal), `quotes.html`
   (a claim with its citation, a sentence with its words marked), `figures.html` (figure with
   its table). No script and no style stands in a template; the policy of content forbids both.
   All text is escaped; `|safe` is not used.
3. `tests/web/test_web_NAME.py`: the fixture `client` asks without a browser, `browser_page` with
   one (it fails on any console error and any request that leaves loopback), and
   `assert_accessible(page)` lets axe-core look at it, in the light and the dark scheme.

The API is the same question under `/api`: `api = APIRouter()` in the same module, mounted
there. `answers.reply(answer, form)` gives an `Answer` as JSON, CSV or Arrow, by
`?format=`. Its address keeps the parameters of the page, so that the page's links to "CSV" and
"JSON" are its own address under `/api`.

Errors and refusals: raise what `ask/` raises. A `NothingFound` or `UnknownName` is a page 404
with its sentence, an `InputError` a 400, a query that took too long a 503; under `/api` the same as
`{"error": sentence}`. Where a part of a page is refused and the rest is not, catch it and
show it with the macro `refusal`. A form carries `{{ csrf_field() }}`; whoever changes
something is checked before the handler runs (`safety.check_form`). State lives in the
address: a handler keeps nothing between two requests.
"""

from dragoman.web.app import create_app
from dragoman.web.settings import Settings

__all__ = ["Settings", "create_app"]
