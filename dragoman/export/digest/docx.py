"""A digest as DOCX: headings, a table, and sources one click away."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dragoman.ask.digest import Digest, Paragraph, Tally
from dragoman.export.digest.sources import QUOTE_CHARS, Notes, Run, Source, in_order
from dragoman.export.pages import clean
from dragoman.model import InputError
from dragoman.model.extras import install

_MADE = datetime(2020, 1, 1)
_ZIPPED = (1980, 1, 1, 0, 0, 0)
_HEAD = ("With", "Contacts", "How", "When", "Sources")
_INK, _SOFT, _LINK = "1C1B1A", "5F5B55", "8A1F2B"


def digest_docx(
    digest: Digest, *, cite: str | None = None, quote_chars: int = QUOTE_CHARS
) -> bytes:
    """Return a digest as a DOCX file.

    Args:
        digest: What to print.
        cite: How to cite the ledger, for the last line.
        quote_chars: The longest quotation, in characters.

    Raises:
        InputError: The package that writes such files is not installed.
    """
    try:
        from docx import Document
    except ImportError:
        raise InputError(f"DOCX needs the package python-docx: {install('docx')}") from None
    notes = Notes(digest, quote_chars=quote_chars)
    page = _Page(Document(), notes)
    page.prepare(digest)
    for section in digest.sections:
        first = in_order(section)
        page.heading(section.title)
        page.paragraphs(first)
        page.table(section.table)
        page.paragraphs(section.paragraphs[len(first) :])
        for remark in section.remarks:
            page.small(remark.text)
    page.heading("Sources")
    page.small("Each sentence as its document has it; what a claim rests on is bold.")
    for source in notes.sources:
        page.source(source)
    if cite:
        page.small(cite)
    return page.data()


class _Page:
    """One document while it is written. The library's objects have no types."""

    def __init__(self, doc: Any, notes: Notes) -> None:
        self._doc, self._notes = doc, notes
        self._bookmarks = 0

    def prepare(self, digest: Digest) -> None:
        """Set properties, language, fonts and the title."""
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt, RGBColor

        about = self._doc.core_properties
        about.title, about.author = clean(digest.title)[:255], "Dragoman"
        about.subject, about.comments = "Digest of the public record", ""
        about.language, about.created, about.modified = "en-GB", _MADE, _MADE
        about.last_modified_by, about.revision = "Dragoman", 1
        for lang in self._doc.styles.element.iter(qn("w:lang")):
            lang.set(qn("w:val"), "en-GB")
        for name, size in (("Normal", 10.5), ("Title", 24), ("Heading 1", 13)):
            style = self._doc.styles[name]
            style.font.name, style.font.size = "Georgia", Pt(size)
            style.font.color.rgb = RGBColor.from_string(_INK)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for which in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{which}"), None)
        self._doc.styles["Normal"].paragraph_format.space_after = Pt(6)
        layout = self._doc.sections[0]
        layout.page_width, layout.page_height = Mm(210), Mm(297)
        layout.left_margin = layout.right_margin = Mm(24)
        layout.top_margin = layout.bottom_margin = Mm(20)
        self._doc.add_paragraph(clean(digest.label), style="Title")
        self._doc.add_paragraph(clean(digest.when), style="Subtitle")
        self.small(digest.basis.sentence())
        foot = layout.footer.paragraphs[0]
        self._styled(foot.add_run(clean(f"{digest.title}, digest of the public record, page ")))
        self._field(foot, "PAGE")

    def heading(self, title: str) -> None:
        """Start a section."""
        self._doc.add_heading(clean(title), level=1)

    def paragraphs(self, paragraphs: Iterable[Paragraph]) -> None:
        """Print paragraphs with their numbers raised."""
        for paragraph in paragraphs:
            line = self._doc.add_paragraph()
            told = [one for sentence in paragraph for one in self._notes.marked(sentence)]
            for i, (text, runs) in enumerate(told):
                line.add_run(clean(text))
                self._marks(line, runs)
                if i < len(told) - 1:
                    line.add_run(" ")

    def small(self, text: str) -> None:
        """Print something about the ledger, in small print."""
        self._styled(self._doc.add_paragraph().add_run(clean(text)))

    def table(self, table: tuple[Tally, ...]) -> None:
        """Print the counterparts, the head repeated on each page."""
        if not table:
            return
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement
        from docx.shared import Mm, Pt

        grid = self._doc.add_table(rows=1, cols=len(_HEAD), style="Light List")
        grid.autofit = False
        for cell, words in zip(grid.rows[0].cells, _HEAD, strict=True):
            cell.text = words
        grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for tally in table:
            cells = grid.add_row().cells
            protocol = f" + {tally.n_protocol} of protocol" if tally.n_protocol else ""
            texts = (
                tally.counterpart.text, f"{tally.n_events}{protocol}", tally.how, tally.when,
            )  # fmt: skip
            for cell, words in zip(cells, texts, strict=False):
                cell.text = clean(words)
            cells[1].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
            self._marks(cells[4].paragraphs[0], self._notes.runs(tally.counterpart), raised=False)
        for row in grid.rows:
            for cell, width in zip(row.cells, (38, 20, 48, 32, 24), strict=True):
                cell.width = Mm(width)
                for line in cell.paragraphs:
                    line.paragraph_format.space_after = Pt(1)
                    for run in line.runs:
                        run.font.size = Pt(9)
        self._doc.add_paragraph()

    def source(self, source: Source) -> None:
        """Print one source: its number is where the links of the text lead."""
        from docx.shared import Mm, Pt

        line = self._doc.add_paragraph()
        line.paragraph_format.left_indent = Mm(9)
        line.paragraph_format.first_line_indent = Mm(-9)
        self._bookmark(line, f"s{source.number}", f"{source.number}.\t")
        line.paragraph_format.tab_stops.add_tab_stop(Mm(9))
        if source.outlet:
            line.add_run(clean(source.outlet)).bold = True
        if source.title:
            if source.outlet:
                line.add_run(", ")
            if source.url:
                self._link(line, clean(source.title), url=source.url)
            else:
                line.add_run(clean(source.title))
        elif source.url:
            line.add_run(", ")
            self._link(line, clean(source.url), url=source.url)
        if source.published:
            line.add_run(f", {clean(source.published)}")
        if source.side:
            line.add_run(clean(f" ({source.account})"))
        line.add_run(". ")
        for piece in source.pieces:
            line.add_run(clean(piece.text)).bold = piece.marked or None
        if source.elsewhere:
            line.add_run(clean(f" Elsewhere in the document: {'; '.join(source.elsewhere)}."))
        for run in line.runs:
            run.font.size = Pt(9)

    def data(self) -> bytes:
        """Return the file, with the same bytes each time."""
        raw, out = BytesIO(), BytesIO()
        self._doc.save(raw)
        with ZipFile(raw) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(ZipInfo(name, _ZIPPED), old.read(name), ZIP_DEFLATED)
        return out.getvalue()

    def _marks(self, line: Any, runs: tuple[Run, ...], *, raised: bool = True) -> None:
        for i, (first, last) in enumerate(runs):
            self._text(line, ", " if i else "", raised)
            self._link(line, str(first), anchor=f"s{first}", raised=raised)
            if last > first:
                self._text(line, "\u2013" if last > first + 1 else ", ", raised)
                self._link(line, str(last), anchor=f"s{last}", raised=raised)

    def _text(self, line: Any, words: str, raised: bool) -> None:
        if words:
            line.add_run(words).font.superscript = raised or None

    def _link(
        self, line: Any, words: str, *, url: str = "", anchor: str = "", raised: bool = False
    ) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        link = OxmlElement("w:hyperlink")
        if url:
            link.set(qn("r:id"), line.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, True))
        else:
            link.set(qn("w:anchor"), anchor)
        run = line.add_run(words)
        run.font.color.rgb = RGBColor.from_string(_LINK)
        run.font.superscript = raised or None
        if not raised:
            run.font.size = Pt(9)
        link.append(run._r)
        line._p.append(link)

    def _bookmark(self, line: Any, name: str, words: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self._bookmarks += 1
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), str(self._bookmarks))
            if tag == "w:bookmarkStart":
                mark.set(qn("w:name"), name)
            line._p.append(mark)
            if tag == "w:bookmarkStart":
                line.add_run(words)

    def _field(self, line: Any, code: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        run = line.add_run("1")
        self._styled(run)
        field.append(run._r)
        line._p.append(field)

    def _styled(self, run: Any) -> None:
        from docx.shared import Pt, RGBColor

        run.font.size = Pt(9)
        run.font.color.rgb = RGBColor.from_string(_SOFT)
