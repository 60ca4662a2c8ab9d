"""Whether a happening is told as context, with its date as a second witness."""

from dragoman.extract.status.verdict import StatusFound
from dragoman.model import Status
from dragoman.model.edtf import interval, is_yearless

OLD_DAYS = 2
"""How long after a happening a document still tells it as news.

Of the development gold's work part, all 76 happenings dated three days or more before
their document are background there, and 41 of 238 of the younger ones.
"""


def is_background(found: StatusFound, day: str | None, published: str | None) -> bool:
    """Say whether a happening is told as context, with its date as a second witness.

    What took place more than `OLD_DAYS` before the document is context, however it is
    told; what took place on the document's own day is not. Between the two, and where
    either day is unknown, the words decide.

    Args:
        found: What its sentence says.
        day: EDTF, when it took place; None: not told.
        published: EDTF, the document's day.

    >>> met = StatusFound(Status.HAPPENED, False, None, "verb.past")
    >>> is_background(met, "2019-03", "2025-10-10"), is_background(met, None, "2025-10-10")
    (True, False)
    """
    if day is None or published is None or is_yearless(day) or is_yearless(published):
        return found.background
    happening, document = interval(day), interval(published)
    if happening is None or document is None:  # pragma: no cover - only yearless texts
        return found.background
    if found.status in (Status.HAPPENED, Status.ONGOING):
        if (document[0] - happening[1]).days > OLD_DAYS:
            return True
        if happening[0] == happening[1] and document[0] == document[1] <= happening[1]:
            return False
    return found.background
