"""How to cite a ledger: what it holds, fixed by a hash of its contents."""

from dataclasses import dataclass
from hashlib import sha256

from dragoman.ask.book import Book
from dragoman.ask.nothing import require_documents

_DOCS = "SELECT doc_id, coalesce(fingerprint, '') FROM documents ORDER BY doc_id"
_CLAIMS = "SELECT DISTINCT report_id, claim_id FROM claims ORDER BY report_id, claim_id"
_OUTLETS = "SELECT DISTINCT outlet FROM documents WHERE outlet <> '' ORDER BY outlet"
_SPAN = (
    "SELECT min(published), max(published) FROM documents"
    " WHERE published <> '' AND NOT starts_with(published, 'X')"
)
_MANY = 5


@dataclass(frozen=True, slots=True)
class LedgerCitation:
    """What identifies the contents of a ledger."""

    version: str  # of Dragoman
    ledger_format: str
    n_documents: int
    n_claims: int
    n_withdrawn: int
    outlets: tuple[str, ...]
    first: str | None  # days of publication, EDTF
    last: str | None
    contents: str  # SHA-256 over the ids of documents and claims, in hexadecimal

    def plain(self) -> str:
        """Return the citation as a sentence."""
        return (
            f"Dragoman {self.version} ledger (format {self.ledger_format}): "
            f"{_count(self.n_documents, 'document')}{self._span()}, "
            f"{_count(self.n_claims, 'claim')}; {self._outlets()}."
            f"{self._withdrawn()} Contents SHA-256 {self.contents[:16]}."
        )

    def bibtex(self) -> str:
        """Return the citation as a BibTeX entry."""
        return (
            f"@misc{{dragoman-{self.contents[:8]},\n"
            f"  title = {{Ledger of {_count(self.n_documents, 'document')}{_tex(self._span())}}},\n"
            f"  note = {{{_tex(self._outlets())}. {_count(self.n_claims, 'claim')}."
            f"{self._withdrawn()}\n"
            f"    Format {self.ledger_format}. Contents SHA-256 {self.contents}}},\n"
            f"  howpublished = {{Dragoman {_tex(self.version)}}},\n"
            "}\n"
        )

    def _span(self) -> str:
        if not self.first:
            return " without dates"
        if self.first == self.last:
            return f" published {self.first}"
        return f" published {self.first} to {self.last}"

    def _outlets(self) -> str:
        if not self.outlets:
            return "outlets not known"
        few = ", ".join(self.outlets[:_MANY])
        more = len(self.outlets) - _MANY
        return f"{few} and {_count(more, 'more outlet')}" if more > 0 else few

    def _withdrawn(self) -> str:
        if not self.n_withdrawn:
            return ""
        return f" {_count(self.n_withdrawn, 'document')} withdrawn."


def cite(ledger: Book, *, version: str, ledger_format: str) -> LedgerCitation:
    """Describe the contents of a ledger so that another can tell whether theirs are the same.

    Args:
        ledger: Open for reading.
        version: Of Dragoman.
        ledger_format: Version of the ledger's format.

    Raises:
        NothingFound: The ledger is empty.
    """
    require_documents(ledger)
    hashed = sha256()
    docs = ledger.db.execute(_DOCS).fetchall()
    claims = ledger.db.execute(_CLAIMS).fetchall()
    for row in [*docs, *claims]:
        hashed.update("\x1f".join(row).encode() + b"\x1e")
    first, last = ledger.db.execute(_SPAN).fetchone() or (None, None)
    return LedgerCitation(
        version,
        ledger_format,
        len(docs),
        len({claim for _, claim in claims}),
        len(ledger.withdrawn()),
        tuple(outlet for (outlet,) in ledger.db.execute(_OUTLETS).fetchall()),
        first,
        last,
        hashed.hexdigest(),
    )


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def _tex(text: str) -> str:
    out = "".join(c if c.isprintable() else " " for c in text)
    for mark in "\\{}$&#%_^~":
        out = out.replace(mark, " " if mark in "\\{}" else f"\\{mark}" if mark in "$&#%_" else " ")
    return out
