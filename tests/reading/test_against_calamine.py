"""Our reading of worksheets beside that of calamine, where calamine is exact: the same texts in the same cells."""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape

import fastexcel
import polars as pl
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flows.reading.limits import Limits
from flows.reading.serial_dates import is_date_format
from flows.reading.xlsx import read_xlsx
from tests.reading.packages import MAIN, numbers, xlsx, xlsx_parts, zipped

TEXTS = st.text(st.sampled_from("案号罚款 aZ09&<>\"'\t\n_x00D41;="), max_size=12)
SHARED = ["案号", " 前后有空 ", "_x000D_", "a&b", ""]


def run(text: str) -> str:
    return f'<t xml:space="preserve">{escape(text)}</t>' if text != text.strip() else f"<t>{escape(text)}</t>"


CELLS = st.one_of(
    st.integers(0, len(SHARED) - 1).map(lambda at: ("s", f"<v>{at}</v>")),
    TEXTS.map(lambda text: ("str", f"<v>{escape(text)}</v>")),
    TEXTS.map(lambda text: ("inlineStr", f"<is>{run(text)}</is>")),
    st.tuples(TEXTS, TEXTS).map(lambda runs: ("inlineStr", f"<is><r>{run(runs[0])}</r><r>{run(runs[1])}</r></is>")),
    st.booleans().map(lambda flag: ("b", f"<v>{int(flag)}</v>")),
    st.integers(-(10**8), 10**9).map(lambda number: ("n", f"<v>{number}</v>")),
    st.decimals(-(10**5), 10**5, places=2).map(lambda number: ("n", f"<v>{number}</v>")),
    st.integers(1, 2_958_465).map(lambda serial: ("date", f"<v>{serial}</v>")),
    st.just(("e", "<v>#N/A</v>")),
    st.just(("n", "")),
)


def cell(reference: str, kind: str, content: str) -> str:
    attribute = ' s="1"' if kind == "date" else "" if kind == "n" else f' t="{kind}"'
    return f'<c r="{reference}"{attribute}>{content}</c>'


def filled(rows: list[tuple[Any, ...]]) -> dict[tuple[int, int], str]:
    return {(at, place): text for at, row in enumerate(rows) for place, text in enumerate(row) if text}


def of_calamine(content: bytes) -> dict[tuple[int, int], str]:
    """The texts by row and column of the sheet, with the error cells that fastexcel reports beside them."""
    sheet = fastexcel.read_excel(content).load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
    batch, errors = sheet.to_arrow_with_errors()
    columns = sheet.available_columns()
    left = columns[0].absolute_index if columns else 0
    rows = pl.DataFrame(pl.from_arrow(batch)).rows() if columns else []
    texts = {(at, place + left): text for (at, place), text in filled(rows).items()}
    found = errors.errors if errors else []
    return texts | {(error.position[0], error.position[1] + left): "#N/A" for error in found}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=6), st.integers(0, 3))
def test_the_same_texts_in_the_same_cells(rows: list[list[tuple[str, str]]], first_column: int) -> None:
    data = "".join(
        f'<row r="{at}">'
        + "".join(cell(f"{chr(65 + first_column + place)}{at}", *held) for place, held in enumerate(row))
        + "</row>"
        for at, row in enumerate(rows, start=2)
    )
    content = xlsx(data, shared="".join(f"<si>{run(text)}</si>" for text in SHARED))
    [sheet] = read_xlsx(content, Limits())
    ours = {(at, place + sheet.first_column): text for (at, place), text in filled(sheet.cells.rows()).items()}
    assert ours == of_calamine(content)


PARTS = (
    'yyyy m d h:mm [h] [mm] [Red] [$-804] AM/PM 0 #,##0 .00 General @ "日d" \\d _d *d ; 年 E+00 [>100] 上午/下午 aaa /'
)
FORMATS = st.lists(st.sampled_from([" ", *PARTS.split()]), min_size=1, max_size=5).map("".join)


@settings(max_examples=60, deadline=None)
@given(FORMATS)
def test_the_same_formats_are_dates(code: str) -> None:
    # Behind an a, of aaa (the day of the week) or General, calamine takes no y and no d for a date.
    assume(re.search("(?:General|aaa).*[yd]", code) is None)
    parts = xlsx_parts(numbers("1.5", style=1))
    own = f'<numFmt numFmtId="170" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
    formats = f'<numFmts>{own}</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{formats}</styleSheet>'
    assert is_date_format("170", code) == (of_calamine(zipped(parts))[0, 0] != "1.5")
