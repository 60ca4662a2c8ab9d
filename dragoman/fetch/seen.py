"""What was fetched before: so that nothing is asked for twice, and feeds only when they changed."""

from dataclasses import dataclass
from pathlib import Path

from dragoman.ledger.sqlite import connect

FILE_NAME = ".fetched.sqlite"  # hidden: the reader passes it over

_SCHEMA = """
CREATE TABLE IF NOT EXISTS feeds (url TEXT PRIMARY KEY, etag TEXT, modified TEXT);
CREATE TABLE IF NOT EXISTS pages (
    url TEXT PRIMARY KEY,
    file TEXT,
    tries INTEGER NOT NULL,
    why TEXT
);
"""

TRIES = 3
"""How many rounds a page is asked for that cannot be had."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a server said of a feed last time, to ask for it only if it has changed."""

    etag: str | None = None
    modified: str | None = None


class Seen:
    """The file of what was fetched, open."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._db = connect(folder / FILE_NAME, write=True, schema=_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def mark(self, url: str) -> Mark:
        """Return what is known of a feed."""
        rows = self._db.execute("SELECT etag, modified FROM feeds WHERE url = ?", (url,)).fetchall()
        return Mark(*rows[0]) if rows else Mark()

    def note_feed(self, url: str, mark: Mark) -> None:
        """Keep what a server said of a feed, when all that it lists has been fetched."""
        with self._db:
            self._db.execute(
                "INSERT OR REPLACE INTO feeds VALUES (?, ?, ?)", (url, mark.etag, mark.modified)
            )

    def is_done(self, url: str) -> bool:
        """Return whether a page was fetched, or asked for in vain often enough."""
        rows = self._db.execute("SELECT file, tries FROM pages WHERE url = ?", (url,)).fetchall()
        return bool(rows) and (rows[0][0] is not None or rows[0][1] >= TRIES)

    def note_page(self, url: str, file: str | None, why: str | None = None) -> None:
        """Keep that a page was fetched, into which file, or why it was not."""
        with self._db:
            self._db.execute(
                "INSERT INTO pages VALUES (?, ?, 1, ?) ON CONFLICT (url) DO UPDATE SET"
                " file = excluded.file, tries = tries + 1, why = excluded.why",
                (url, file, why),
            )
