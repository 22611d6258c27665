import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import FileRefused
from flows.reading.canonical import canonical
from flows.reading.limits import Limits
from flows.reading.ooxml import WorksheetFacts, number_matrix, refuse_entities, scan_worksheet
from flows.reading.sheet import FORMULA_WITHOUT_VALUE, Merge
from flows.reading.sheet_data import Unusual
from tests.reading.packages import worksheet

LIMITS = Limits()
PART = worksheet(
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"/><c r="C1"><v>0.30000000000000004</v></c></row>'
    '<row r="2"><c r="B2"><f>1</f></c><c r="C2" t="n"><v>1E-7</v></c><c r="D2" t="d"><v>2023-05-06</v></c></row>'
    '<row r="3"><c r="B3" t="inlineStr"><is><r><rPr><family val="2"/><vertAlign val="x"/></rPr><t>E1</t></r></is></c>'
    '<c r="AA3"><f t="shared" si="0"/><v/></c></row><row r="1048576"><c r="XFD1048576" s="3"/></row>',
    '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="$C$3:$XFD$4"/></mergeCells>',
).encode()


def in_chunks(part: bytes, size: int) -> list[bytes]:
    return [part[at : at + size] for at in range(0, len(part), size)]


def told(facts: WorksheetFacts) -> tuple[object, ...]:
    return (facts.rows, facts.columns, facts.merges, facts.texts, facts.long_numbers.rows(), facts.iso_dates.rows())


@given(st.integers(1, len(PART)))
def test_the_facts_do_not_depend_on_where_the_stream_is_cut(size: int):
    assert told(scan_worksheet(in_chunks(PART, size), LIMITS)) == (
        3,
        27,
        [Merge(1, 0, 2, 1), Merge(3, 2, 4, 16383)],
        [(1, 1, FORMULA_WITHOUT_VALUE), (2, 26, FORMULA_WITHOUT_VALUE)],
        [(0, 2, "0.30000000000000004"), (1, 2, "1E-7")],
        [(1, 3, "2023-05-06")],
    )


@given(st.integers(1, len(PART)))
def test_the_number_cells_do_not_depend_on_it_either(size: int):
    matrix = number_matrix(in_chunks(PART, size), 3, 27)
    assert list(zip(*(places.tolist() for places in matrix.nonzero()), strict=True)) == [(0, 2), (1, 2)]


def test_a_rewritten_part_tells_the_same():
    prefixed = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", PART).replace(b"xmlns=", b"xmlns:x=")
    with pytest.raises(Unusual):
        scan_worksheet([prefixed], LIMITS)
    assert told(scan_worksheet([canonical([prefixed], 10**6)], LIMITS)) == told(scan_worksheet([PART], LIMITS))


@pytest.mark.parametrize(
    "cell", ["<c/>", '<c s="1" r="A1"/>', "<c r='A1'/>", '<c r="a1"/>', '<c r="A0"/>', '<c r="1"/>', '<c r="A1:B1"/>']
)
def test_an_unusual_cell_is_never_passed_over(cell: str):
    with pytest.raises(Unusual):
        scan_worksheet([worksheet(f'<row r="1">{cell}</row>').encode()], LIMITS)


@pytest.mark.parametrize("end", [b"</sheetData>", b"</row>", b'r="2"'])
def test_a_part_that_breaks_off(end: bytes):
    with pytest.raises((FileRefused, Unusual)):
        scan_worksheet([PART[: PART.index(end)]], LIMITS)


def test_a_cell_without_end_is_not_gathered_without_end():
    endless = [b'<worksheet><sheetData><row r="1"><c r="A1"><v>', *[b"1" * 2**22] * 20]
    with pytest.raises(FileRefused) as caught:
        scan_worksheet(endless, LIMITS)
    assert caught.value.rule == "too-large"


def test_rewriting_is_bounded():
    with pytest.raises(FileRefused) as caught:
        canonical([PART], 100)
    assert caught.value.rule == "too-large"


@given(st.integers(1, 40))
def test_a_document_type_is_seen_across_chunks(size: int):
    with pytest.raises(FileRefused):
        refuse_entities(in_chunks(b"<?xml version='1.0'?>\n<!DOCTYPE sst []><sst/>", size))
    assert not refuse_entities(in_chunks(b"<sst><si><t>a</t></si></sst>", size))
    assert refuse_entities(in_chunks(b"<sst><si><t><![CDATA[a]]></t></si></sst>", size))
