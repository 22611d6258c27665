"""SpreadsheetML 2003, HTML and MHTML under the name of .xls."""

import base64
import quopri

import polars as pl
import pytest

from flows.errors import FileRefused
from flows.reading.book import read_book
from flows.reading.sheet import FORMULA_WITHOUT_VALUE, Merge, Sheet


def workbook(rows: str, name: str = "案件", options: str = "", head: str = "", charset: str = "UTF-8") -> str:
    return (
        f'<?xml version="1.0" encoding="{charset}"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f'{head}<Worksheet ss:Name="{name}"><Table>{rows}</Table>'
        f'<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">{options}</WorksheetOptions>'
        "</Worksheet></Workbook>"
    )


def data(kind: str, text: str, **attributes: str) -> str:
    written = "".join(f' ss:{name}="{value}"' for name, value in attributes.items())
    return f'<Cell{written}><Data ss:Type="{kind}">{text}</Data></Cell>'


def only(content: bytes) -> Sheet:
    [sheet] = read_book(content)
    return sheet


def numbers(sheet: Sheet) -> list[tuple[int, int]]:
    return [
        (row, column) for row, flags in enumerate(sheet.number_cells().rows()) for column, f in enumerate(flags) if f
    ]


def refused(content: bytes) -> FileRefused:
    with pytest.raises(FileRefused) as refusal:
        read_book(content)
    return refusal.value


# --- SpreadsheetML 2003


def test_the_types_of_spreadsheetml() -> None:
    cells = [
        data("String", "甲&#10;乙"),
        data("Number", "0.30000000000000004"),
        data("Number", "3.3072319900101101E+17"),
        data("DateTime", "2023-05-06T12:30:00.000"),
        data("Boolean", "1"),
        data("Error", "#N/A"),
        '<Cell ss:Formula="=RC[-1]"/>',
        data("Number", "2", Formula="=1+1"),
        '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>富</B>文</ss:Data></Cell>',
        '<Cell><Data ss:Type="String">值</Data><Comment><Data>批注</Data></Comment></Cell>',
    ]
    sheet = only(workbook(f"<Row>{''.join(cells)}</Row>").encode())
    [texts] = sheet.cells.rows()
    assert texts[:5] == ("甲\n乙", "0.3", "330723199001011000", "2023-05-06 12:30:00", "true")
    assert texts[5:] == ("#N/A", FORMULA_WITHOUT_VALUE, "2", "富文", "值")
    assert numbers(sheet) == [(0, 1), (0, 2), (0, 7)]


def test_gaps_and_merges_of_spreadsheetml() -> None:
    group, right = data("String", "组", Index="2", MergeAcross="1", MergeDown="1"), data("String", "右")
    below, last = data("String", "下", Index="4"), data("String", "末")
    rows = f'<Row ss:Index="3">{group}{right}</Row><Row>{below}</Row><Row ss:Span="2"/><Row>{last}</Row>'
    sheet = only(workbook(rows).encode())
    assert sheet.cells.rows()[2:4] == [(None, "组", None, "右"), (None, None, None, "下")]
    assert sheet.cells.rows()[7][0] == "末"
    assert sheet.cells.height == 8
    assert sheet.merges == (Merge(3, 1, 4, 2),)


def test_a_hidden_sheet_and_the_1904_system() -> None:
    book = workbook(
        "<Row/>", options="<Visible>SheetHidden</Visible>", head="<x:ExcelWorkbook><x:Date1904/></x:ExcelWorkbook>"
    )
    sheet = only(book.encode())
    assert (sheet.name, sheet.is_hidden, sheet.date_1904) == ("案件", True, True)


@pytest.mark.parametrize(
    ("claimed", "actual"), [("UTF-8", "utf-8"), ("UTF-8", "gb18030"), ("gb2312", "utf-8"), ("UTF-16", "utf-16")]
)
def test_the_charset_that_the_bytes_have_counts(claimed: str, actual: str) -> None:
    book = workbook(f"<Row>{data('String', '案号')}</Row>", charset=claimed)
    assert only(book.encode(actual)).cells.rows() == [("案号",)]


def test_entities_of_a_document_type_are_refused() -> None:
    bomb = workbook("<Row/>").replace(
        "<Workbook", '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]><Workbook', 1
    )
    assert refused(bomb.encode()).rule == "xml-entities"
    assert refused(bomb.encode("utf-16")).rule == "xml-entities"


def test_cells_out_of_all_bounds_are_refused() -> None:
    nowhere = workbook(f'<Row ss:Index="99999999999">{data("String", "x")}</Row>')
    last_of_all = workbook(f'<Row ss:Index="1048576">{data("String", "x", Index="16384")}</Row>')
    assert refused(nowhere.encode()).rule == "too-many-cells"
    assert refused(last_of_all.encode()).rule == "too-many-cells"


def test_a_book_that_was_cut_off_is_refused() -> None:
    assert refused(workbook(f"<Row>{data('String', 'x')}</Row>")[:-90].encode()).rule == "unreadable-workbook"


# --- HTML


def page(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def test_spans_become_merges() -> None:
    sheet = only(
        page(
            "<table><tr><th rowspan=2>案号<th colspan=2>金额<tr><td>罚款<td>没收<tr><td>A1<td>5<td rowspan=99>6</table>"
        )
    )
    assert sheet.cells.rows() == [("案号", "金额", None), (None, "罚款", "没收"), ("A1", "5", "6")]
    assert sheet.merges == (Merge(1, 0, 2, 0), Merge(1, 1, 1, 2), Merge(3, 2, 3, 2))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("  某\n 公司&nbsp;&lt;甲&gt; ", "某 公司\xa0<甲>"),
        ("一<br>二<p>三</p>", "一\n二\n三"),
        ("&nbsp;", None),
        ("<b>粗</b><script>x()</script>", "粗"),
    ],
)
def test_text_of_a_cell_is_what_a_browser_shows(markup: str, text: str | None) -> None:
    [sheet] = read_book(page(f"<table><tr><td>案号<td>{markup}</table>"))
    assert sheet.cells.row(0) == ("案号", text)[: sheet.cells.width]
    assert sheet.cells.width == (2 if text else 1)


def test_numbers_that_excel_stored_beside_what_it_showed() -> None:
    cells = [
        '<td x:num="5000.5">5,000.50</td>',
        "<td x:num>12</td>",
        '<td x:num="45052.520833333336">2023/5/6</td>',
        "<td x:str>0012</td>",
        "<td style='mso-number-format:\"\\@\"'>330723199001011234</td>",
        '<td x:bool="TRUE">TRUE</td>',
        '<td x:err="#N/A">#N/A</td>',
        '<td sdval="330723199001011234" sdnum="1033;">3.30723199001011E+017</td>',
    ]
    sheet = only(page(f"<table><tr>{''.join(cells)}</tr></table>"))
    assert sheet.cells.rows() == [
        ("5000.5", "12", "2023-05-06 12:30:00", "0012", "330723199001011234", "true", "#N/A", "330723199001011000")
    ]
    assert numbers(sheet) == [(0, 0), (0, 1), (0, 7)]


def test_every_table_is_a_sheet_with_the_lines_around_it() -> None:
    first, second, inner = read_book(
        page(
            "<h1>2023年案件台账</h1><div>单位：甲</div><table><caption>表题</caption><tr><td>案号</table>"
            "<table><tr><td>外<table><tr><td>内</td></tr></table>尾</td></tr></table>制表人：乙"
        )
    )
    assert first.cells.rows() == [("2023年案件台账",), ("单位：甲",), ("表题",), ("案号",)]
    assert second.cells.rows() == [("外尾",), ("制表人：乙",)]
    assert inner.cells.rows() == [("内",)]
    assert [sheet.name for sheet in (first, second, inner)] == ["表1", "表2", "表3"]


def test_the_name_that_excel_wrote_for_its_sheet() -> None:
    head = (
        "<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>台账&amp;1</x:Name>"
        "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></x:ExcelWorksheet>"
        "</x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]-->"
    )
    sheet = only(page("<table><tr><td>1</table>", head))
    assert (sheet.name, sheet.is_hidden) == ("台账&1", True)


@pytest.mark.parametrize(
    ("claimed", "actual"),
    [
        ("gb2312", "gb18030"),
        ("gb2312", "utf-8"),
        ("utf-8", "gb18030"),
        ("iso-8859-1", "gb18030"),
        ("utf-8", "utf-16"),
        ("big5", "big5"),
    ],
)
def test_the_charset_of_a_page(claimed: str, actual: str) -> None:
    markup = f'<html><meta content="text/html; charset={claimed}"><table><tr><td>罰款案號</table></html>'
    assert only(markup.encode(actual)).cells.rows() == [("罰款案號",)]


def test_rows_without_a_table_around_them() -> None:
    assert only(b"<html><body><tr><td>1<td>2<tr><td>3</body></html>").cells.rows()[0][0] is not None


@pytest.mark.parametrize(
    ("content", "rule", "found"),
    [
        (page("请先登录", "<title>登录</title>"), "no-table", "登录"),
        (page("<table></table>"), "no-table", "没有表格"),
        (b"<html><body><table><tr><td>1</td></tr><tr><td>2", "unreadable-workbook", "没有结尾"),
        (b"<table><tr><td>" * 200 + b"</td></tr></table>" * 200, "nested-too-deep", "嵌套"),
        (b"<table><tr><td colspan=60000>1</table>", "too-many-cells", "60000"),
    ],
)
def test_pages_that_are_refused(content: bytes, rule: str, found: str) -> None:
    refusal = refused(content)
    assert (refusal.rule, found in refusal.reason) == (rule, True)


def test_nothing_is_fetched_or_expanded() -> None:
    markup = (
        b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><link href="http://127.0.0.1:9/x.css">'
        b'<table><tr><td>&x;<td><img src="http://127.0.0.1:9/x.png">1</table>'
    )
    assert "root" not in str(only(markup).cells.rows())


# --- MHTML


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_a_single_file_web_page(encoding: str) -> None:
    def encoded(text: str) -> bytes:
        raw = text.encode("gb18030")
        return {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}.get(encoding, bytes)(raw)

    frame = (
        "<html><!--<x:ExcelWorksheet><x:Name>一月</x:Name></x:ExcelWorksheet>"
        "<x:ExcelWorksheet><x:Name>二月</x:Name></x:ExcelWorksheet>--><frameset></frameset></html>"
    )
    parts = [frame, "<html><table><tr><td>案号</table></html>", "<html><table><tr><td>项目</table></html>"]
    lines = [b"MIME-Version: 1.0", b'Content-Type: multipart/related; boundary="----b"', b""]
    for text in parts:
        header = f'------b\nContent-Type: text/html; charset="gb2312"\nContent-Transfer-Encoding: {encoding}\n'
        lines += [header.encode(), encoded(text)]
    lines += [b"------b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=", b"------b--"]
    sheets = read_book(b"\n".join(lines))
    assert [(sheet.name, sheet.cells.rows()) for sheet in sheets] == [("一月", [("案号",)]), ("二月", [("项目",)])]


def test_number_cells_have_the_shape_of_the_cells() -> None:
    sheet = only(page("<table><tr><td x:num>1<td><td><tr><td><tr><td></table>"))
    assert sheet.number_cells().equals(pl.DataFrame({"c0": [True]}))
    assert sheet.cells.shape == (1, 1)
