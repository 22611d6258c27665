"""Unusually written OOXML parts, rewritten the way Excel writes them.

Prefixed elements, cells without a reference, comments, CDATA and other encodings are all legal or nearly so, and rare.
Such a part is parsed properly once, so that the fast scan sees only plain bytes.
"""

import re
from collections.abc import Iterable
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from flows.reading.address import column_letters
from flows.reading.refusals import entities_declared, too_large, unreadable

_DEPTH = 64
_REFERENCE = re.compile(r"[A-Z]{1,7}[0-9]{1,9}", re.ASCII)  # beyond the last cell of a sheet is refused by its extent
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORKSHEET_KEEPS = {
    "worksheet",
    "sheetData",
    "row",
    "c",
    "f",
    "v",
    "is",
    "t",
    "r",
    "rPh",
    "mergeCells",
    "mergeCell",
    "cols",
    "col",
}


def canonical(chunks: Iterable[bytes], size_limit: int) -> bytes:
    """Rewrite a worksheet or shared string part.

    Raises:
        FileRefused: no well-formed XML, a document type, deep nesting, or more than size_limit bytes.
    """
    writer = _Writer(size_limit)
    try:
        for chunk in chunks:
            writer.parser.Parse(chunk, False)
        writer.parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise unreadable("工作表 XML 不完整") from error
    return b"".join(writer.pieces)


class _Writer:
    """Expat handlers that write what they see; cells get the reference that their place implies."""

    def __init__(self, size_limit: int) -> None:
        self.pieces: list[bytes] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self._room = size_limit
        self._path: list[str] = []
        self._dropped = 0  # how many of the open elements are being left out
        self._row = 0
        self._column = 0

    def _write(self, text: str) -> None:
        piece = text.encode()
        self._room -= len(piece)
        if self._room < 0:
            raise too_large("工作表 XML 过大")
        self.pieces.append(piece)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self._path.append(name)
        if len(self._path) > _DEPTH:
            raise unreadable("工作表 XML 嵌套过深")
        is_worksheet = self._path[0] == "worksheet"
        if self._dropped or (is_worksheet and name not in _WORKSHEET_KEEPS):
            self._dropped += 1
            return
        kept = {key: value for key, value in attributes.items() if ":" not in key and key != "xmlns"}
        if name == "row":
            self._row = int(kept.get("r") or self._row + 1)
            self._column = 0
            kept = {"r": str(self._row)} | {key: value for key, value in kept.items() if key == "hidden"}
        elif name == "c":
            kept = self._cell(kept)
        elif len(self._path) == 1:
            kept["xmlns"] = _NAMESPACE
        self._write(f"<{name}" + "".join(f" {key}={quoteattr(value)}" for key, value in kept.items()) + ">")

    def _cell(self, attributes: dict[str, str]) -> dict[str, str]:
        reference = attributes.get("r", "").replace("$", "").upper()
        if reference and not _REFERENCE.fullmatch(reference):
            raise unreadable("单元格地址的写法有误")
        if reference:
            letters = reference.rstrip("0123456789")
            self._column = 0
            for letter in letters:
                self._column = self._column * 26 + ord(letter) - 64
            row = int(reference[len(letters) :])
        else:
            self._column += 1
            row = self._row
        kept = {"r": f"{column_letters(self._column - 1)}{row}"}
        if "s" in attributes:
            kept["s"] = attributes["s"]
        if "t" in attributes:
            kept["t"] = attributes["t"]
        return kept

    def _end(self, _tag: str) -> None:
        name = self._path.pop()
        if self._dropped:
            self._dropped -= 1
            return
        self._write(f"</{name}>")

    def _text(self, text: str) -> None:
        if not self._dropped:
            self._write(escape(text))

    def _doctype(self, *_: object) -> None:
        raise entities_declared()
