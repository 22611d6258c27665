"""Charts in the document: put in where the template has them, then given the room that they need."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Twips
from lxml import etree
from markupsafe import Markup

from flows.outputs.report.charts import Chart
from flows.outputs.report.errors import Unsayable

_WIDTH = Mm(150)  # inside the margins of an official document (GB/T 9704: 156 mm)
_CELL_MARGINS = Twips(216)
_NAME = "enfstat-chart"  # tells the charts from the pictures that the template has itself


@dataclass(frozen=True)
class Picture:
    """A chart in a part of the document."""

    part: Any
    chart: Chart

    def __html__(self) -> Markup:
        """The picture in place of the placeholder, between two runs."""
        if not hasattr(self.part, "new_pic_inline"):
            raise Unsayable("图表不能放在脚注里")
        inline = self.part.new_pic_inline(BytesIO(self.chart.png()), _WIDTH, None)
        inline.docPr.set("name", _NAME)
        inline.docPr.set("descr", self.chart.title)
        drawing = Markup(etree.tostring(inline, encoding="unicode"))  # noqa: S704  # markup, from python-docx
        return Markup('</w:t></w:r><w:r><w:drawing>{}</w:drawing></w:r><w:r><w:t xml:space="preserve">').format(drawing)


def make_room(document: Document) -> None:
    """Nothing cuts a chart off: not the fixed height of a line, not an indent, not a narrow cell or page."""
    text_width = min(_text_width(section) for section in document.sections)
    for inline in document.element.body.iter(qn("wp:inline")):
        if inline.docPr.get("name") == _NAME:
            _free_line(next(inline.iterancestors(qn("w:p"))))
            _shrink(inline, min(text_width, _cell_width(inline)))


def _text_width(section: Any) -> int:
    return int(section.page_width - section.left_margin - section.right_margin)


def _cell_width(inline: Any) -> int:
    """The room in a cell; as much as wanted where the picture is in none, or in one without a fixed width."""
    cell = next(inline.iterancestors(qn("w:tc")), None)
    width = None if cell is None else cell.width
    return int(width - _CELL_MARGINS) if width else int(_WIDTH)


def _free_line(paragraph: Any) -> None:
    properties = paragraph.get_or_add_pPr()
    spacing, indent = properties.get_or_add_spacing(), properties.get_or_add_ind()
    spacing.set(qn("w:line"), "240")
    spacing.set(qn("w:lineRule"), "auto")
    indent.set(qn("w:firstLine"), "0")
    indent.set(qn("w:firstLineChars"), "0")


def _shrink(inline: Any, width: int) -> None:
    """Both sizes that a picture is given twice, in proportion."""
    share = min(1.0, width / inline.extent.cx)
    for extent in (inline.extent, *inline.iter(qn("a:ext"))):
        extent.set("cx", str(int(Emu(int(extent.get("cx"))) * share)))
        extent.set("cy", str(int(Emu(int(extent.get("cy"))) * share)))
