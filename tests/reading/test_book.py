"""The single entry: whatever the bytes are, sheets or a refusal, and never another exception."""

import io
import pickle
from contextlib import suppress

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.errors import EnfstatError, FileRefused
from flows.reading import book
from flows.reading.book import read_book

ROWS = [["案号", "金额", "处罚决定日期"], ["武交执罚〔2023〕1号", 5000.5, "2023-05-06"]]


def _xlsx() -> bytes:
    workbook, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in ROWS:
        workbook.active.append(row)
    workbook.save(buffer)
    return buffer.getvalue()


def _xls() -> bytes:
    workbook, buffer = xlwt.Workbook(), io.BytesIO()
    sheet = workbook.add_sheet("案件")
    for row, cells in enumerate(ROWS):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    workbook.save(buffer)
    return buffer.getvalue()


def _html() -> bytes:
    rows = ("".join(f"<td>{cell}</td>" for cell in row) for row in ROWS)
    return f"<html><table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table></html>".encode("gb18030")


def _spreadsheetml() -> bytes:
    cells = ("".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) for row in ROWS)
    rows = "".join(f"<Row>{row}</Row>" for row in cells)
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    sheet = f'<Worksheet ss:Name="案件"><Table>{rows}</Table></Worksheet>'
    return f'<?xml version="1.0"?><Workbook xmlns="{name}" xmlns:ss="{name}">{sheet}</Workbook>'.encode()


def _csv() -> bytes:
    return "\r\n".join(",".join(map(str, row)) for row in ROWS).encode("utf-16")


def _read_or_refuse(content: bytes) -> None:
    """Anything but sheets of a consistent shape or a refusal with its reason fails the test."""
    with suppress(FileRefused):
        for sheet in read_book(content):
            assert sheet.number_cells().shape == sheet.cells.shape


# Written once: openpyxl puts the time into a workbook, and the examples must be damaged in the same places every time.
FILES = {write.__name__.strip("_"): write() for write in (_xlsx, _xls, _html, _spreadsheetml, _csv)}


@pytest.mark.parametrize("name", FILES)
def test_the_same_table_in_every_format(name: str) -> None:
    [sheet] = read_book(FILES[name])
    assert sheet.cells.rows() == [tuple(map(str, row)) for row in ROWS]
    assert sheet.number_cells().shape == sheet.cells.shape


@settings(max_examples=60, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_read_or_refused(name: str, data: st.DataObject) -> None:
    content = bytearray(FILES[name])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.none() | st.integers(0, len(content)))
    _read_or_refuse(bytes(content[:cut]))


@given(st.binary(max_size=300))
def test_rubbish_is_read_or_refused(content: bytes) -> None:
    _read_or_refuse(content)


def test_a_refusal_survives_pickling_with_its_facts() -> None:
    refusal = FileRefused("rule", "原因", "办法", keep=False)
    copy = pickle.loads(pickle.dumps(refusal))  # noqa: S301 - our own bytes
    assert isinstance(copy, EnfstatError)
    assert (copy.rule, copy.reason, copy.remedy, copy.keep, str(copy)) == ("rule", "原因", "办法", False, str(refusal))


@pytest.mark.parametrize(
    ("raised", "rule", "keep"),
    [(MemoryError(), "out-of-memory", False), (RecursionError(), "unreadable-workbook", True)],
)
def test_what_a_library_raises_becomes_a_refusal(
    raised: BaseException, rule: str, keep: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(content: bytes) -> None:
        raise raised

    monkeypatch.setattr(book, "recognise", fail)
    with pytest.raises(FileRefused) as refusal:
        read_book(b"x")
    assert (refusal.value.rule, refusal.value.keep) == (rule, keep)
