import io
from collections.abc import Callable
from datetime import datetime

import openpyxl
import pytest

from flows.errors import FileRefused
from flows.reading.limits import Limits
from flows.reading.sheet import FORMULA_WITHOUT_VALUE, Merge, Sheet
from flows.reading.workbook import read_workbook
from tests.reading.packages import MAIN, numbers, row_of, worksheet, xlsx, xlsx_parts, zipped

LIMITS = Limits()
DAY, MORNING = datetime.fromisoformat("2023-05-06"), datetime.fromisoformat("2023-05-06T07:08:09")


def read(content: bytes) -> Sheet:
    (sheet,) = read_workbook(content, LIMITS)
    return sheet


def cells(content: bytes) -> list[tuple[str | None, ...]]:
    return read(content).cells.rows()


def saved(fill: Callable[[openpyxl.Workbook], object]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def refusal(content: bytes, limits: Limits = LIMITS) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read_workbook(content, limits)
    return caught.value


class TestPlainFile:
    def test_text_number_date_and_boolean(self):
        def fill(book: openpyxl.Workbook) -> None:
            book.active.append(["案件", 1200, 12.5, MORNING, DAY, True, "0012"])

        assert cells(saved(fill)) == [
            ("案件", "1200", "12.5", "2023-05-06 07:08:09", "2023-05-06 00:00:00", "true", "0012")
        ]

    def test_text_is_neither_trimmed_nor_folded_and_blank_is_null(self):
        assert cells(xlsx(row_of('<c r="{r}" t="str"><v> Ａ\n b </v></c>', '<c r="{r}" t="str"><v></v></c>'))) == [
            (" Ａ\n b ",)
        ]

    def test_blank_edges_keep_the_addresses_right(self):
        def fill(book: openpyxl.Workbook) -> None:
            book.active["C4"] = "案号"
            book.active["E6"] = 1

        sheet = read(saved(fill))
        assert (sheet.first_row, sheet.first_column) == (1, 2)
        assert sheet.cells.rows()[3] == ("案号", None, None)
        assert sheet.cells.rows()[5] == (None, None, "1")
        assert sheet.cells.columns == ["c0", "c1", "c2"]

    def test_every_worksheet_is_read_also_hidden_ones_and_no_chart(self):
        def fill(book: openpyxl.Workbook) -> None:
            book.active.title = "一月"
            book.create_chartsheet("图")
            book.create_sheet("二月").sheet_state = "hidden"
            book.create_sheet("三月").sheet_state = "veryHidden"

        sheets = read_workbook(saved(fill), LIMITS)
        assert [(sheet.name, sheet.is_hidden) for sheet in sheets] == [("一月", False), ("二月", True), ("三月", True)]

    def test_merges_are_reported_and_not_filled(self):
        def fill(book: openpyxl.Workbook) -> None:
            book.active["B2"] = "标题"
            book.active.merge_cells("B2:AB3")

        sheet = read(saved(fill))
        assert sheet.merges == (Merge(2, 1, 3, 27),)
        assert sheet.cells.rows() == [(None,), ("标题",)]

    def test_rich_text_is_joined_and_phonetic_text_left_out(self):
        shared = '<si><r><t>罚</t></r><r><t xml:space="preserve">款 </t></r><rPh sb="0" eb="1"><t>fa</t></rPh></si>'
        assert cells(xlsx(row_of('<c r="{r}" t="s"><v>0</v></c>'), shared=shared)) == [("罚款 ",)]

    def test_a_used_range_to_the_last_row_without_values_costs_nothing(self):
        data = row_of('<c r="{r}"><v>1</v></c>') + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
        assert cells(xlsx(data)) == [("1",)]


class TestNumbers:
    @pytest.mark.parametrize(
        ("stored", "shown"),
        [
            ("0.30000000000000004", "0.3"),
            ("1004.9999999999999", "1005"),
            ("2.6749999999999998", "2.675"),
            ("0.00000000012", "0.00000000012"),
            ("0.1234567890123456", "0.123456789012346"),
            ("12345.123456789012", "12345.123456789"),
            ("330723199001011234", "330723199001011000"),
            ("1E3", "1000"),
            ("1.5E-7", "0.00000015"),
            ("-2.5e+3", "-2500"),
            ("-0", "0"),
            ("13800000000", "13800000000"),
        ],
    )
    def test_fifteen_digits_in_plain_notation(self, stored: str, shown: str):
        sheet = read(xlsx(numbers(stored)))
        assert sheet.cells.rows() == [(shown,)]
        assert sheet.number_cells().rows() == [(True,)]

    def test_a_long_text_of_digits_stays_as_it_is(self):
        sheet = read(xlsx(row_of('<c r="{r}" t="str"><v>330723199001011234</v></c>')))
        assert sheet.cells.rows() == [("330723199001011234",)]
        assert sheet.number_cells().rows() == [(False,)]

    def test_only_numbers_are_number_cells(self):
        data = row_of(
            '<c r="{r}"><v>5</v></c>',
            '<c r="{r}" t="n"><v>5</v></c>',
            '<c r="{r}" t="str"><v>5</v></c>',
            '<c r="{r}" s="1"><v>45052</v></c>',
            '<c r="{r}" t="b"><v>1</v></c>',
            '<c r="{r}" t="e"><v>#N/A</v></c>',
            '<c r="{r}" t="inlineStr"><is><t> t="n"</t></is></c>',
        )
        assert read(xlsx(data)).number_cells().rows() == [(True, True, False, False, False, False, False)]

    def test_number_cells_have_the_shape_of_the_trimmed_cells(self):
        sheet = read(
            xlsx('<row r="3"><c r="C3"><v>1</v></c><c r="D3" t="str"><v>a</v></c></row><row r="9"><c r="Z9"/></row>')
        )
        assert sheet.number_cells().rows() == [(False, False), (False, False), (True, False)]


class TestDates:
    @pytest.mark.parametrize("style", [1, 2, 3, 4])
    def test_every_date_format_also_the_east_asian_ones(self, style: int):
        sheet = read(xlsx(numbers("45052", style=style)))
        assert sheet.cells.rows() == [("2023-05-06 00:00:00",)]
        assert sheet.number_cells().rows() == [(False,)]

    def test_a_format_of_ones_own_for_money_is_no_date(self):
        assert cells(xlsx(numbers("45052", style=5))) == [("45052",)]

    @pytest.mark.parametrize("serial", ["45052.29733796296", "45052.297337969998"])
    def test_times_are_whole_seconds(self, serial: str):
        assert cells(xlsx(numbers(serial, style=3))) == [("2023-05-06 07:08:10",)]

    @pytest.mark.parametrize("value", ["1", "true"])
    def test_the_1904_system(self, value: str):
        sheet = read(xlsx(numbers("43590", style=1), properties=f'<workbookPr date1904="{value}"/>'))
        assert sheet.date_1904
        assert sheet.cells.rows() == [("2023-05-06 00:00:00",)]

    def test_dates_stored_as_iso_text(self):
        data = row_of('<c r="{r}" t="d"><v>2023-05-06</v></c>', '<c r="{r}" t="d"><v>2023-05-06T07:08:09.5Z</v></c>')
        assert cells(xlsx(data)) == [("2023-05-06 00:00:00", "2023-05-06 07:08:09")]

    def test_a_serial_beyond_every_calendar_is_the_number_it_is(self):
        assert cells(xlsx(numbers("99999999999999", style=1))) == [("99999999999999",)]


class TestErrorsAndFormulas:
    @pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!"])
    def test_error_cells_are_their_own_text(self, error: str):
        assert cells(xlsx(row_of(f'<c r="{{r}}" t="e"><v>{error}</v></c>'))) == [(error,)]

    def test_an_error_under_a_formula_that_the_reader_does_not_know(self):
        data = row_of('<c r="{r}" t="e"><f>A2#</f><v>#CALC!</v></c>', '<c r="{r}"><v>0.1234567890123456</v></c>')
        sheet = read(xlsx(data))
        assert sheet.cells.rows() == [("#CALC!", "0.123456789012346")]
        assert sheet.number_cells().rows() == [(False, True)]

    @pytest.mark.parametrize("cell", ["<f>1+1</f>", "<f>1+1</f><v/>", "<f>1+1</f><v></v>", '<f t="shared" si="0"/>'])
    def test_a_formula_without_result_says_so(self, cell: str):
        assert cells(xlsx(row_of(f'<c r="{{r}}">{cell}</c>'))) == [(FORMULA_WITHOUT_VALUE,)]

    def test_formulas_without_result_outside_the_filled_cells(self):
        data = '<row r="2"><c r="C2"><v>1</v></c></row><row r="4"><c r="A4"><f>1</f></c><c r="D4"><f>2</f></c></row>'
        sheet = read(xlsx(data))
        assert sheet.first_column == 0
        assert sheet.cells.rows()[1] == (None, None, "1", None)
        assert sheet.cells.rows()[3] == (FORMULA_WITHOUT_VALUE, None, None, FORMULA_WITHOUT_VALUE)

    def test_the_stored_result_of_a_formula_counts_also_an_empty_text(self):
        data = row_of('<c r="{r}"><f>1+1</f><v>7</v></c>', '<c r="{r}" t="str"><f>""</f><v></v></c>')
        assert cells(xlsx(data)) == [("7",)]


class TestOddWriting:
    def test_prefixed_elements(self):
        part = (
            f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2"><x:c r="B2" t="str"><x:v>案</x:v></x:c></x:row>'
            '</x:sheetData><x:mergeCells><x:mergeCell ref="B2:C2"/></x:mergeCells></x:worksheet>'
        )
        sheet = read(xlsx(part))
        assert sheet.cells.rows() == [(None,), ("案",)]
        assert sheet.merges == (Merge(2, 1, 2, 2),)

    def test_cells_without_references(self):
        assert cells(xlsx("<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c/><c><v>3</v></c></row>")) == [
            ("1", "2"),
            (None, None),
            (None, "3"),
        ]

    @pytest.mark.parametrize("place", ["sheet", "shared"])
    def test_cdata_is_text(self, place: str):
        cdata = '<![CDATA[a<c r="Z9"><v>&]]>'
        if place == "sheet":
            content = xlsx(row_of(f'<c r="{{r}}" t="str"><v>{cdata}</v></c>'))
        else:
            content = xlsx(row_of('<c r="{r}" t="s"><v>0</v></c>'), shared=f"<si><t>{cdata}</t></si>")
        assert cells(content) == [('a<c r="Z9"><v>&',)]

    def test_comments_are_no_cells(self):
        assert cells(xlsx('<row r="1"><c r="A1"><v>1</v></c><!-- <c r="B1"><v>2</v></c> --></row>')) == [("1",)]

    def test_another_encoding(self):
        part = '<?xml version="1.0" encoding="UTF-16"?>' + worksheet(row_of('<c r="{r}" t="str"><v>案</v></c>'))
        parts = xlsx_parts("<row/>")
        parts["xl/worksheets/sheet1.xml"] = part.encode("utf-16")
        assert cells(zipped(parts)) == [("案",)]

    def test_byte_order_mark_and_attributes_in_any_order(self):
        parts = xlsx_parts("<row/>")
        part = worksheet('<row r="1"><c t="str" r="B1"><v>案</v></c></row>')
        parts["xl/worksheets/sheet1.xml"] = b"\xef\xbb\xbf" + part.encode()
        sheet = read(zipped(parts))
        assert (sheet.first_column, sheet.cells.rows()) == (1, [("案",)])

    def test_part_names_differ_in_case_and_slashes(self):
        renamed = {name.replace("/sheet1", "\\Sheet1"): part for name, part in xlsx_parts(numbers("1")).items()}
        assert cells(zipped(renamed)) == [("1",)]

    def test_strict_ooxml(self):
        strict = {
            name: part.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
                "http://schemas.openxmlformats.org/officeDocument", "http://purl.oclc.org/ooxml/officeDocument"
            )
            for name, part in xlsx_parts(numbers("45052", style=2)).items()
            if isinstance(part, str)
        }
        assert cells(zipped(strict)) == [("2023-05-06 00:00:00",)]


class TestHostile:
    def test_one_value_in_the_last_cell_of_the_sheet(self):
        data = numbers("1") + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        assert refusal(xlsx(data)).rule == "too-many-cells"

    def test_a_lying_dimension_is_not_believed(self):
        part = worksheet(numbers("1")).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
        assert cells(xlsx(part)) == [("1",)]

    @pytest.mark.parametrize(
        "name", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]
    )
    def test_document_types_are_refused(self, name: str):
        parts = xlsx_parts(numbers("1"))
        bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        parts[name] = bomb + str(parts[name])
        assert refusal(zipped(parts)).rule == "xml-entities"

    def test_deep_nesting(self):
        assert refusal(xlsx("<row><c>" + "<is>" * 5_000 + "</is>" * 5_000 + "</c></row>")).rule == "unreadable-workbook"

    @pytest.mark.parametrize(
        "name", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"]
    )
    def test_parts_cut_short(self, name: str):
        parts = xlsx_parts(numbers("1"))
        parts[name] = str(parts[name])[:-30]
        assert refusal(zipped(parts)).rule == "unreadable-workbook"

    @pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"])
    def test_missing_parts(self, name: str):
        parts = xlsx_parts(numbers("1"))
        del parts[name]
        assert refusal(zipped(parts)).rule == "unreadable-workbook"
