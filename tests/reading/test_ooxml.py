import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.errors import FileRefused
from flows.reading.canonical import canonical
from flows.reading.cell_codes import CellReader
from flows.reading.coded import CodedCells, Texts
from flows.reading.limits import Limits
from flows.reading.ooxml import scan_worksheet
from flows.reading.shared_strings import read_shared_strings
from flows.reading.sheet import FORMULA_WITHOUT_VALUE, Merge
from flows.reading.sheet_data import Unusual
from flows.reading.spreadsheet_parts import NO_STYLES
from tests.reading.packages import worksheet

LIMITS = Limits()
SHARED = read_shared_strings([b"<sst><si><t>\xe6\xa1\x88\xe5\x8f\xb7</t></si></sst>"])
PART = worksheet(
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"/><c r="C1"><v>0.30000000000000004</v></c></row>'
    '<row r="2"><c r="B2"><f>1</f></c><c r="C2" t="n"><v>1E-7</v></c><c r="D2" t="d"><v>2023-05-06</v></c></row>'
    '<row r="3"><c r="B3" t="inlineStr"><is><r><rPr><family val="2"/><vertAlign val="x"/></rPr><t>E1</t></r></is></c>'
    '<c r="AA3"><f t="shared" si="0"/><v/></c></row><row r="1048576"><c r="XFD1048576" s="3"/></row>',
    '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="$C$3:$XFD$4"/></mergeCells>',
).encode()


def in_chunks(part: bytes, size: int) -> list[bytes]:
    return [part[at : at + size] for at in range(0, len(part), size)]


def scanned(chunks: list[bytes]) -> tuple[object, ...]:
    """The facts of a part, the texts of its cells, where they begin, and which are numbers."""
    texts = Texts(SHARED)
    facts, matrix = scan_worksheet(chunks, CellReader(len(SHARED), NO_STYLES, date_1904=False), texts, LIMITS)
    cells, first_column = matrix.cells(texts)
    return facts.rows, facts.columns, facts.merges, first_column, texts_of(cells), cells.numbers.rows()


def texts_of(cells: CodedCells) -> dict[tuple[int, int], str]:
    return {(at, place): text for at, row in enumerate(cells.rows()) for place, text in enumerate(row) if text}


@settings(deadline=None)
@given(st.integers(1, len(PART)))
def test_the_cells_do_not_depend_on_where_the_stream_is_cut(size: int):
    *facts, texts, numbers = scanned(in_chunks(PART, size))
    assert facts == [3, 27, [Merge(1, 0, 2, 1), Merge(3, 2, 4, 16383)], 0]
    assert texts == {
        (0, 0): "案号",
        (0, 2): "0.3",
        (1, 1): FORMULA_WITHOUT_VALUE,
        (1, 2): "0.0000001",
        (1, 3): "2023-05-06 00:00:00",
        (2, 1): "E1",
        (2, 26): FORMULA_WITHOUT_VALUE,
    }
    assert [(at, place) for at, row in enumerate(numbers) for place, is_number in enumerate(row) if is_number] == [
        (0, 2),
        (1, 2),
    ]


def test_a_rewritten_part_tells_the_same():
    prefixed = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", PART).replace(b"xmlns=", b"xmlns:x=")
    with pytest.raises(Unusual):
        scanned([prefixed])
    assert scanned([canonical([prefixed], 10**6)]) == scanned([PART])


@pytest.mark.parametrize(
    "cell",
    [
        "<c/>",
        '<c s="1" r="A1"/>',
        "<c r='A1'/>",
        '<c r="a1"/>',
        '<c r="A0"/>',
        '<c r="1"/>',
        '<c r="A1:B1"/>',
        '<c r="A1" t = "s"><v>0</v></c>',
        '<c r="A1"\nt="s"><v>0</v></c>',
        '<c r="A1" t="foo"><v>0</v></c>',
    ],
)
def test_an_unusual_cell_is_never_passed_over(cell: str):
    with pytest.raises(Unusual):
        scanned([worksheet(f'<row r="1">{cell}</row>').encode()])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A1" t="s"><is><t>甲</t></is><v>0</v></c>', "案号"),
        ('<c r="A1" t="s"><v>0</v><is><t>甲</t></is></c>', "案号"),
        ('<c r="A1"><is><t>甲</t></is><v>5</v></c>', "5"),
        ('<c r="A1"><v>4</v><v>5</v></c>', "5"),
        ('<c r="A1" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>', "甲乙"),
    ],
)
def test_of_a_cell_in_which_several_things_stand_its_value_counts(cell: str, text: str):
    facts = scanned([worksheet(f'<row r="1">{cell}</row>').encode()])
    assert facts[-2] == {(0, 0): text}


@pytest.mark.parametrize("end", [b"</sheetData>", b"</row>", b'r="2"'])
def test_a_part_that_breaks_off(end: bytes):
    with pytest.raises((FileRefused, Unusual)):
        scanned([PART[: PART.index(end)]])


def test_a_cell_without_end_is_not_gathered_without_end():
    endless = [b'<worksheet><sheetData><row r="1"><c r="A1"><v>', *[b"1" * 2**22] * 20]
    with pytest.raises(FileRefused) as caught:
        scanned(endless)
    assert caught.value.rule == "too-large"


def test_rewriting_is_bounded():
    with pytest.raises(FileRefused) as caught:
        canonical([PART], 100)
    assert caught.value.rule == "too-large"


@settings(deadline=None)
@given(st.integers(1, 200))
def test_shared_strings_do_not_depend_on_where_the_stream_is_cut(size: int):
    items = '<si><t>案</t></si><si/> <si><t> a </t></si><si><t xml:space="preserve"> b</t></si>'
    odd = "<si><r><t>c</t></r><r><t>&lt;_x0041_</t></r><rPh><t>x</t></rPh></si>"
    part = f'<?xml version="1.0"?><sst count="5">{items}{odd}</sst>'.encode()
    assert read_shared_strings(in_chunks(part, size)).to_list() == [None, "案", "", "a", " b", "c<A"]


@pytest.mark.parametrize("part", [b"<sst><si><t>a</t></si>", b"<sst><si><t>a&nbsp;</t></si></sst>", b"<sst>"])
def test_shared_strings_that_break_off_or_have_entities_of_their_own(part: bytes):
    with pytest.raises(FileRefused):
        read_shared_strings([part])
