"""The record streams of xls (BIFF) and xlsb: extents, merges and flags, read before calamine lays a sheet out."""

import io
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile

import olefile

from flows.reading.frames import check_extent
from flows.reading.limits import Limits
from flows.reading.package import Package
from flows.reading.refusals import unreadable
from flows.reading.sheet import Merge

_SECTOR = 512
_SECTOR_SHIFTS = 30  # in the header: the sizes of sectors and of mini sectors, as powers of two
_KNOWN_SHIFTS = {(9, 6), (12, 6)}
_SECTOR_COUNTS = (40, 44, 64, 72)  # in the header: sectors of the directory, the FAT, the mini FAT and the DIFAT

# BIFF records ([MS-XLS] 2.3)
_BOUNDARY, _DATE_MODE, _FILE_PASS, _DIMENSIONS, _MUL_RK, _END_OF_FILE = 0x0809, 0x0022, 0x002F, 0x0200, 0x00BD, 0x000A
_COLUMN_INFO, _ROW = 0x007D, 0x0208
_WORKSHEET_STREAM = 0x0010  # in the record that begins a substream
_ROW_IS_HIDDEN, _XLSB_ROW_IS_HIDDEN = 0x20, 0x10
_FORMULA, _BOOL_ERR = 0x0006, 0x0205
_ERROR_VALUE = 2
_BIFF_CELLS = {
    _FORMULA,
    _MUL_RK,
    0x00D6,  # RString
    0x00FD,  # LabelSst
    0x0203,  # Number
    0x0204,  # Label
    _BOOL_ERR,
    0x027E,  # Rk
}
# Formulas of BIFF3 and BIFF4, which some programs write into newer files; calamine passes over them, value and all.
_OLD_FORMULAS = {0x0206, 0x0406}
_LAST_BIFF_COLUMN = 255
# xlsb records ([MS-XLSB] 2.3)
_ROW_HEADER, _XLSB_COLUMN_INFO, _MERGE_CELL, _WORKBOOK_PROPERTIES, _SHEET = 0, 60, 176, 153, 156
_XLSB_CELLS = range(2, 12)  # 1 is a blank cell
_XLSB_ERRORS = {3, 11}  # as a value, and of a formula
_XLSB_SHORTEST = {_ROW_HEADER: 12} | dict.fromkeys(_XLSB_CELLS, 8)  # row … flags; column and style


def read_biff_stream(content: bytes) -> bytes:
    """The workbook stream of an xls file.

    Raises:
        FileRefused: no such stream, or a container that claims more sectors than it has.
    """
    _check_container(content)
    with olefile.OleFileIO(io.BytesIO(content)) as container:
        _check_chains(container)
        for name in ("Workbook", "Book"):
            if container.exists(name):
                return bytes(container.openstream(name).read())
    raise unreadable("没有工作簿数据流")


def _check_container(content: bytes) -> None:
    """Calamine takes room for as many sectors, and sectors as large, as the header claims ([MS-CFB] 2.2)."""
    sectors = len(content) // _SECTOR + 1
    if len(content) < _SECTOR or any(struct.unpack_from("<I", content, at)[0] > sectors for at in _SECTOR_COUNTS):
        raise unreadable("复合文档的文件头有误")
    if struct.unpack_from("<HH", content, _SECTOR_SHIFTS) not in _KNOWN_SHIFTS:
        raise unreadable("复合文档的扇区大小有误")


def _check_chains(container: olefile.OleFileIO) -> None:
    """Calamine follows a chain of sectors that bites its own tail without end."""
    entries = [entry for entry in container.direntries if entry is not None]
    starts = [container.first_dir_sector, container.first_mini_fat_sector, *(entry.isectStart for entry in entries)]
    for sector in starts:
        for _ in range(len(container.fat) + 1):
            if not 0 <= sector < len(container.fat):
                break
            sector = container.fat[sector]
        else:
            raise unreadable("复合文档的扇区链首尾相接")


def has_password(content: bytes) -> bool:
    """Whether an xls file is behind a password: its record stands in the first substream, before the sheets."""
    head = takewhile(lambda record: record[0] != _END_OF_FILE, _biff_records(read_biff_stream(content)))
    return any(kind == _FILE_PASS for kind, _ in head)


@dataclass
class Hidden:
    """The hidden rows (counted from 1) and columns (from 0) of a sheet."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)


@dataclass
class BiffFacts:
    """What the records of an xls file tell. ``hidden``: of every worksheet, in the order of their substreams."""

    date_1904: bool = False
    has_errors: bool = False
    hidden: list[Hidden] = field(default_factory=list)


def scan_biff(content: bytes, limits: Limits) -> BiffFacts:
    """Check the extent of every sheet, and note what is known only from the records.

    Raises:
        FileRefused: a sheet beyond the limits.
    """
    facts = BiffFacts()
    rows = columns = 0
    for kind, body in _biff_records(read_biff_stream(content)):
        if kind in _BIFF_CELLS and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body)
            # The last two bytes of a MulRk record are its last column.
            last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _MUL_RK else column
            if row >= rows or last >= columns:
                rows, columns = max(rows, row + 1), max(columns, last + 1)
            facts.has_errors = facts.has_errors or _is_error(kind, body)
        elif kind in _OLD_FORMULAS and facts.hidden:
            raise unreadable("含有旧版本的公式记录，其结果读不出")
        elif kind == _DIMENSIONS and len(body) >= 10:
            _check_dimensions(body, limits)
        elif kind == _BOUNDARY:
            check_extent(rows, columns, limits)
            rows = columns = 0
            if body[2:4] == struct.pack("<H", _WORKSHEET_STREAM):
                facts.hidden.append(Hidden())
        elif kind == _DATE_MODE:
            facts.date_1904 = body[:1] == b"\x01"
        elif kind in (_ROW, _COLUMN_INFO) and facts.hidden:
            _note_hidden(kind, body, facts.hidden[-1])
    check_extent(rows, columns, limits)
    return facts


def _is_error(kind: int, body: bytes) -> bool:
    """Whether a cell holds an error: by itself, or as the value of its formula ([MS-XLS] 2.5.133)."""
    if kind == _BOOL_ERR:
        return body[7:8] == b"\x01"
    return kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == _ERROR_VALUE


def _check_dimensions(body: bytes, limits: Limits) -> None:
    """Calamine takes room for what this record claims, whatever follows; BIFF8 has wider rows."""
    layout = "<IIHH" if len(body) >= 12 else "<4H"
    first_row, last_row, first_column, last_column = struct.unpack_from(layout, body)
    if last_row < first_row or last_column < first_column:
        raise unreadable("工作表范围的记录有误")
    check_extent(last_row - first_row, last_column - first_column, limits)


def _note_hidden(kind: int, body: bytes, hidden: Hidden) -> None:
    if kind == _ROW and len(body) >= 13 and body[12] & _ROW_IS_HIDDEN:
        hidden.rows.append(struct.unpack_from("<H", body)[0] + 1)
    elif kind == _COLUMN_INFO and len(body) >= 9 and body[8] & 1:
        first, last = struct.unpack_from("<HH", body)
        hidden.columns += range(first, min(last, _LAST_BIFF_COLUMN) + 1)


def _biff_records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def read_xlsb_contents(package: Package) -> tuple[list[str], bool]:
    """The relationship of every sheet in order, and whether the workbook counts its dates from 1904."""
    sheets = []
    date_1904 = False
    for kind, body in _xlsb_records(package.stream("xl/workbook.bin")):
        if kind == _WORKBOOK_PROPERTIES:
            date_1904 = bool(body[:1]) and bool(body[0] & 1)
        elif kind == _SHEET and len(body) >= 12:
            length = struct.unpack_from("<I", body, 8)[0]
            sheets.append(body[12 : 12 + 2 * length].decode("utf-16-le", "replace"))
    return sheets, date_1904


def scan_xlsb_sheet(chunks: Iterable[bytes], limits: Limits) -> tuple[list[Merge], Hidden, bool]:
    """Check the extent of a sheet part; its merged ranges, what is hidden in it, and whether it holds errors.

    Raises:
        FileRefused: a sheet beyond the limits; records cut short or rows out of order, which calamine takes for
            cells far out and asks for the memory of all between.
    """
    row = rows = columns = 0
    has_errors = False
    merges, hidden = [], Hidden()
    for kind, body in _xlsb_records(chunks):
        if len(body) < _XLSB_SHORTEST.get(kind, 0):
            raise unreadable("工作表里的记录不完整")
        if kind == _ROW_HEADER:
            above, row = row, struct.unpack_from("<I", body)[0]
            if row < above:
                raise unreadable(f"工作表的行次序错乱，第 {row + 1} 行在第 {above + 1} 行之后")
            if body[11] & _XLSB_ROW_IS_HIDDEN:
                hidden.rows.append(row + 1)
        elif kind == _XLSB_COLUMN_INFO and len(body) >= 18 and body[16] & 1:
            first, last = struct.unpack_from("<II", body)
            hidden.columns += range(first, min(last + 1, limits.columns))
        elif kind in _XLSB_CELLS:
            column = struct.unpack_from("<I", body)[0]
            has_errors = has_errors or kind in _XLSB_ERRORS
            if row >= rows or column >= columns:
                rows, columns = max(rows, row + 1), max(columns, column + 1)
                check_extent(rows, columns, limits)
        elif kind == _MERGE_CELL and len(body) >= 16:
            first_row, last_row, first_column, last_column = struct.unpack_from("<4I", body)
            merges.append(Merge(first_row + 1, first_column, last_row + 1, last_column))
    return merges, hidden, has_errors


def _xlsb_records(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The records of a part; a record that runs past the end is left out."""
    stream = b"".join(chunks)
    place = 0
    while place < len(stream):
        kind, place = _varint(stream, place, 2)
        length, place = _varint(stream, place, 4)
        yield kind, stream[place : place + length]
        place += length


def _varint(stream: bytes, place: int, most: int) -> tuple[int, int]:
    """A number in groups of seven bits, the lowest first, and the place behind it."""
    value = 0
    for index in range(most):
        if place >= len(stream):
            break
        byte = stream[place]
        place += 1
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            break
    return value, place
