"""Tables as Word has them, in place of the paragraph that holds the placeholder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from flows.outputs.width import text_width

_TEXT_WIDTH = 8844  # twentieths of a point: A4 inside the margins of an official document (GB/T 9704: 156 mm)
_LEAST = 8  # half characters
_FONT_SIZE = 21  # half points: 五号
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


@dataclass(frozen=True)
class Table:
    """A heading row and rows of text, all as long."""

    heading: Sequence[str]
    rows: Sequence[Sequence[str]]

    def __html__(self) -> Markup:
        """The table, and the paragraph that Word wants after one at the end of a cell or before the next."""
        widths = self._widths()
        sides = Markup("").join(
            Markup('<w:{} w:val="single" w:sz="4" w:space="0" w:color="auto"/>').format(side) for side in _SIDES
        )
        grid = Markup("").join(Markup('<w:gridCol w:w="{}"/>').format(width) for width in widths)
        rows = Markup("").join(_row(row, widths, is_heading=False) for row in self.rows)
        return Markup(
            '<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/><w:tblBorders>{}</w:tblBorders>'
            '<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{}</w:tblGrid>{}{}</w:tbl>'
            '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:p>'
        ).format(sides, grid, _row(self.heading, widths, is_heading=True), rows)

    def _widths(self) -> list[int]:
        """As the longest text of each column asks for, a short column never squeezed to nothing."""
        needed = [max(_LEAST, *map(_room, column)) for column in zip(self.heading, *self.rows, strict=True)]
        return [_TEXT_WIDTH * width // sum(needed) for width in needed]


def _room(text: str) -> int:
    """In half characters, for the longest line; some beside it."""
    return 2 + max(map(text_width, text.split("\n")))


def _row(texts: Sequence[str], widths: Sequence[int], is_heading: bool) -> Markup:
    repeated = Markup("<w:tblHeader/>") if is_heading else Markup("")
    cells = Markup("").join(_cell(text, width, is_heading) for text, width in zip(texts, widths, strict=True))
    return Markup("<w:tr><w:trPr><w:cantSplit/>{}</w:trPr>{}</w:tr>").format(repeated, cells)


def _cell(text: str, width: int, is_heading: bool) -> Markup:
    # Spacing and indents are said outright: the body text of an official document has its own, unfit for a table.
    bold = Markup("<w:b/>") if is_heading else Markup("")
    lines = Markup("</w:t><w:br/><w:t>").join(map(escape, text.split("\n")))
    return Markup(
        '<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        '<w:p><w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
        '<w:ind w:left="0" w:right="0" w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/></w:pPr>'
        '<w:r><w:rPr>{bold}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr><w:t>{text}</w:t></w:r></w:p></w:tc>'
    ).format(width=width, bold=bold, size=_FONT_SIZE, text=lines)
