import io
import struct
from collections.abc import Callable
from datetime import datetime

import pytest
import xlwt

from flows.errors import FileRefused
from flows.reading.limits import Limits
from flows.reading.sheet import FORMULA_WITHOUT_VALUE, Merge, Sheet
from flows.reading.workbook import read_workbook
from tests.reading.packages import ods, record, xlsb, xlsb_cell

LIMITS = Limits()
DAY = datetime.fromisoformat("2023-05-06")
ROW, CELL = "table:table-row", "table:table-cell"


def read(content: bytes) -> Sheet:
    (sheet,) = read_workbook(content, LIMITS)
    return sheet


def refusal(content: bytes, limits: Limits = LIMITS) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read_workbook(content, limits)
    return caught.value


def xls(fill: Callable[[xlwt.Workbook], object]) -> bytes:
    book = xlwt.Workbook()
    fill(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class TestXls:
    def test_values_addresses_and_merges(self):
        def fill(book: xlwt.Workbook) -> None:
            sheet = book.add_sheet("案件")
            sheet.write_merge(1, 1, 1, 3, "标题")
            sheet.write(2, 1, DAY, xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"'))
            sheet.write(2, 2, 0.1 + 0.2)
            sheet.write(2, 3, True)
            sheet.write(3, 1, "0012")
            sheet.write(3, 2, 330723199001011234)
            sheet.row(4).set_cell_error(1, 0x2A)

        sheet = read(xls(fill))
        assert (sheet.name, sheet.first_row, sheet.first_column, sheet.date_1904) == ("案件", 1, 1, False)
        assert sheet.merges == (Merge(2, 1, 2, 3),)
        assert sheet.cells.rows()[1:] == [
            ("标题", None, None),
            ("2023-05-06 00:00:00", "0.3", "true"),
            ("0012", "330723199001011000", None),
            ("#N/A", None, None),
        ]
        assert sheet.number_cells().rows()[2:] == [(False, True, False), (False, True, False), (False, False, False)]

    def test_the_1904_system_and_hidden_sheets(self):
        def fill(book: xlwt.Workbook) -> None:
            book.dates_1904 = True
            book.add_sheet("一").write(0, 0, DAY, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
            book.add_sheet("二").visibility = 1

        first, second = read_workbook(xls(fill), LIMITS)
        assert (first.date_1904, first.cells.rows(), first.is_hidden) == (True, [("2023-05-06 00:00:00",)], False)
        assert (second.cells.shape, second.is_hidden) == ((0, 0), True)

    def test_more_cells_than_allowed(self):
        content = xls(lambda book: book.add_sheet("一").write(999, 9, 1))
        assert refusal(content, Limits(cells=9_999)).rule == "too-many-cells"
        read_workbook(content, Limits(cells=10_000))

    def test_a_lying_dimension_is_refused_before_room_is_taken_for_it(self):
        content = xls(lambda book: book.add_sheet("一").write(0, 0, "x"))
        record = struct.pack("<HHIIHHH", 0x200, 14, 0, 1, 0, 1, 0)
        lying = struct.pack("<HHIIHHH", 0x200, 14, 0, 0xFFFFFFF0, 0, 0xFFFF, 0)
        assert record in content
        assert refusal(content.replace(record, lying)).rule == "too-many-cells"

    def test_a_container_that_claims_more_sectors_than_it_has(self):
        content = bytearray(xls(lambda book: book.add_sheet("一").write(0, 0, "x")))
        struct.pack_into("<I", content, 64, 0x0FFFFFFF)
        assert refusal(bytes(content)).rule == "unreadable-workbook"


class TestXlsb:
    def test_values_addresses_and_merges(self):
        rows = {
            2: [xlsb_cell(1, "案号"), xlsb_cell(2, 0.1 + 0.2), xlsb_cell(3, True)],
            4: [xlsb_cell(1, "#N/A"), xlsb_cell(2, 330723199001011234.0)],
        }
        sheet = read(xlsb(rows, [(2, 2, 1, 3)]))
        assert (sheet.name, sheet.first_column, sheet.merges) == ("案件", 1, (Merge(3, 1, 3, 3),))
        assert sheet.cells.rows()[2:] == [
            ("案号", "0.3", "true"),
            (None, None, None),
            ("#N/A", "330723199001011000", None),
        ]
        assert sheet.number_cells().rows()[2:] == [(False, True, False), (False, False, False), (False, True, False)]

    def test_the_1904_system(self):
        assert read(xlsb({0: [xlsb_cell(0, "x")]}, [], date_1904=True)).date_1904

    def test_one_value_far_out(self):
        rows = {0: [xlsb_cell(0, 1.0)], 1_048_575: [xlsb_cell(16_383, 1.0)]}
        assert refusal(xlsb(rows, [])).rule == "too-many-cells"

    def test_rows_out_of_order(self):
        rows = {at: [xlsb_cell(0, 1.0)] for at in (0, 2, 1)}
        assert "第 2 行在第 3 行之后" in str(refusal(xlsb(rows, [])))

    def test_a_record_cut_short(self):
        assert "不完整" in str(refusal(xlsb({0: [xlsb_cell(0, 1.0)], 1: [record(2)]}, [])))
        assert "不完整" in str(refusal(xlsb({0: [xlsb_cell(0, 1.0), record(0)]}, [])))


class TestOds:
    def test_values_addresses_and_merges(self):
        table = (
            f'<{ROW} table:number-rows-repeated="2"><{CELL} table:number-columns-repeated="16384"/></{ROW}>'
            f"<{ROW}><{CELL}/>"
            f'<{CELL} office:value-type="string" table:number-columns-spanned="2"><text:p>案号</text:p></{CELL}>'
            f'<table:covered-table-cell/><{CELL} office:value-type="float" office:value="0.30000000000000004"/></{ROW}>'
            f'<{ROW}><{CELL}/><{CELL} office:value-type="date" office:date-value="2023-05-06"/>'
            f'<{CELL} office:value-type="date" office:date-value="2023-05-06T07:08:09"/>'
            f'<{CELL} office:value-type="boolean" office:boolean-value="true"/></{ROW}>'
            f'<{ROW} table:number-rows-repeated="1048572"><{CELL} table:number-columns-repeated="16384"/></{ROW}>'
        )
        sheet = read(ods(table))
        assert (sheet.name, sheet.first_column, sheet.merges) == ("t1", 1, (Merge(3, 1, 3, 2),))
        assert sheet.cells.rows()[2:] == [
            ("案号", None, "0.3"),
            ("2023-05-06 00:00:00", "2023-05-06 07:08:09", "true"),
        ]
        assert sheet.number_cells().rows()[2:] == [(False, False, True), (False, False, False)]

    def test_errors_and_formulas_without_result(self):
        table = (
            f'<{ROW}><{CELL} table:formula="of:=NA()" office:value-type="string" office:string-value="" '
            f'calcext:value-type="error"><text:p>#N/A</text:p></{CELL}><{CELL} table:formula="of:=1+1"/></{ROW}>'
        )
        assert read(ods(table)).cells.rows() == [("#N/A", FORMULA_WITHOUT_VALUE)]

    def test_a_repetition_bomb(self):
        cell = f'<{CELL} office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
        assert refusal(ods(f'<{ROW} table:number-rows-repeated="1048576">{cell}</{ROW}>')).rule == "too-many-cells"

    def test_a_password_is_recognised_and_not_kept(self):
        refused = refusal(ods("", manifest="<manifest><encryption-data/></manifest>"))
        assert (refused.rule, refused.keep) == ("password-protected", False)
