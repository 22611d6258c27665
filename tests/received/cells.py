"""What stands in a cell: formulas, errors, dates, amounts, numbers of documents, and text as programs store it."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from tests.exports import table
from tests.reading.packages import xlsx, zipped
from tests.received.catalogue import HEADING, paid, payment, payments, received, usual
from tests.received.formats import TEXTS, inline
from tests.received.render import Cell, Page, to_ods, to_spreadsheetml, to_text, to_xls, to_xlsb, to_xlsx
from tests.received.tables import edited

CHAPTER = "单元格"


def with_cell(cell: str, shared: str = "") -> bytes:
    """The usual table of one row, its amount written by hand (``{r}`` is the address)."""
    data = inline(TEXTS[0]) + inline(TEXTS[1]).replace('r="1"', 'r="2"').replace('1" t=', '2" t=')
    last = f'<c r="D2" t="inlineStr"><is><t>{TEXTS[1][3]}</t></is></c>'
    assert last in data
    return xlsx(data.replace(last, cell.format(r="D2")), shared=shared)


def in_order(rows: list[list[Cell]], *headings: str) -> list[list[Cell]]:
    """A table with these columns first."""
    first = [rows[0].index(heading) for heading in headings]
    order = first + [at for at in range(len(rows[0])) if at not in first]
    return [[row[at] for at in order] for row in rows]


@received(CHAPTER, "公式有结果.xlsx", "公式，存有计算结果：取结果", accepted={2: paid(1, amount="300.00")})
def formula_with_value() -> bytes:
    return with_cell('<c r="{r}"><f>100+200</f><v>300</v></c>')


@received(
    CHAPTER,
    "公式无结果.xlsx",
    "公式，没有计算结果：退回，请用 Excel 打开保存",
    rejected={"D2": "formula-without-value"},
)
def formula_without_value() -> bytes:
    return with_cell('<c r="{r}"><f>100+200</f></c>')


@received(
    CHAPTER,
    "公式无结果.ods",
    "ods 里没有计算结果的公式",
    accepted={3: paid(2)},
    rejected={"D2": "formula-without-value"},
)
def formula_without_value_in_ods() -> bytes:
    with_formula = '<table:table-cell table:formula="of:=1+1"/>'
    content = to_ods(Page([list(HEADING), payment(1, amount="公式"), payment(2)]))
    from zipfile import ZipFile

    with ZipFile(io.BytesIO(content)) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    cell = '<table:table-cell office:value-type="string"><text:p>公式</text:p></table:table-cell>'
    text = bytes(parts["content.xml"]).decode() if isinstance(parts["content.xml"], bytes) else ""
    assert cell in text
    return zipped(parts | {"content.xml": text.replace(cell, with_formula)})


@received(
    CHAPTER, "公式无结果_2003.xls", "Excel 2003 XML 里没有计算结果的公式", rejected={"D2": "formula-without-value"}
)
def formula_without_value_in_spreadsheetml() -> bytes:
    content = to_spreadsheetml(Page([list(HEADING), payment(1, amount="公式")])).decode()
    return (
        content.replace('<Data ss:Type="String">公式</Data>', "")
        .replace('ss:Index="4" ss:MergeAcross="0" ss:MergeDown="0"></Cell>', 'ss:Index="4" ss:Formula="=1+1"/>')
        .encode()
    )


@received(
    CHAPTER,
    "外部链接.xlsx",
    "公式引用别的文件、DDE、网址：一律不取，用存着的结果",
    accepted={2: paid(1, amount="7.00")},
)
def external_link() -> bytes:
    return with_cell('<c r="{r}"><f>cmd|\'/c calc\'!A1+WEBSERVICE("http://127.0.0.1/")+[1]Sheet1!A1</f><v>7</v></c>')


@received(CHAPTER, "错误值.xlsx", "#N/A、#REF!、#SPILL! 等错误值：退回", accepted={2: paid(1)},
          rejected={"D3": "excel-error", "C4": "excel-error", "B5": "excel-error"})  # fmt: skip
def excel_errors() -> bytes:
    def error(column: str, row: int, text: str) -> str:
        return f'<c r="{column}{row}" t="e"><v>{text}</v></c>'

    def text(column: str, row: int, content: Cell) -> str:
        return f'<c r="{column}{row}" t="inlineStr"><is><t>{content}</t></is></c>'

    rows = [inline(TEXTS[0])]
    broken = {3: ("D", "#N/A"), 4: ("C", "#REF!"), 5: ("B", "#SPILL!")}
    for number in range(2, 6):
        cells = [text(letter, number, value) for letter, value in zip("ABCD", payment(number - 1), strict=True)]
        if number in broken:
            letter, shown = broken[number]
            cells["ABCD".index(letter)] = error(letter, number, shown)
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    return xlsx("".join(rows))


@received(CHAPTER, "错误值.xls", "xls 里的错误值", accepted={2: paid(1)}, rejected={"D3": "excel-error"})
def excel_errors_in_xls() -> bytes:
    import xlwt

    book, buffer = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    sheet = book.add_sheet("明细")
    for row, cells in enumerate(payments()):
        for column, value in enumerate(cells):
            if (row, column) == (2, 3):
                sheet.row(row).set_cell_error(column, 0x2A)
            else:
                sheet.write(row, column, value)
    book.save(buffer)
    return buffer.getvalue()


@received(CHAPTER, "错误值.xlsb", "xlsb 里的错误值", accepted={2: paid(1)}, rejected={"D3": "excel-error"})
def excel_errors_in_xlsb() -> bytes:
    return to_xlsb(Page([list(HEADING), payment(1), payment(2, amount="#N/A")]))


@received(CHAPTER, "日期1904.xlsx", "1904 日期系统的工作簿", accepted={2: paid(1)})
def dates_of_1904() -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.epoch = CALENDAR_MAC_1904
    for row in [list(HEADING), [*payment(1)[:2], date(2023, 5, 6), "200"]]:
        book.worksheets[0].append(row)
    book.save(buffer)
    return buffer.getvalue()


@received(CHAPTER, "日期1904序号.xlsx", "1904 日期系统里按常规格式存的序号", accepted={2: paid(1)})
def serials_of_1904() -> bytes:
    data = inline(TEXTS[0]) + inline(TEXTS[1]).replace('r="1"', 'r="2"').replace('1" t=', '2" t=')
    cell = '<c r="C2" t="inlineStr"><is><t>2023-05-06</t></is></c>'
    assert cell in data
    return xlsx(data.replace(cell, '<c r="C2"><v>43590</v></c>'), properties='<workbookPr date1904="1"/>')


@received(CHAPTER, "富文本.xlsx", "部分文字带格式的单元格（富文本）", accepted={2: paid(1)})
def rich_text() -> bytes:
    shared = "<si><r><t>20</t></r><r><rPr><b/></rPr><t>0</t></r></si>"
    return with_cell('<c r="{r}" t="s"><v>0</v></c>', shared)


@received(CHAPTER, "注音.xlsx", "带拼音（注音）的单元格：拼音不算内容", accepted={2: paid(1)})
def phonetic_text() -> bytes:
    shared = '<si><t>200</t><rPh sb="0" eb="1"><t>liangbai</t></rPh><phoneticPr fontId="1"/></si>'
    return with_cell('<c r="{r}" t="s"><v>0</v></c>', shared)


@received(CHAPTER, "CDATA.xlsx", "共享字符串写成 CDATA", accepted={2: paid(1)})
def cdata() -> bytes:
    return with_cell('<c r="{r}" t="s"><v>0</v></c>', "<si><t><![CDATA[200]]></t></si>")


@received(CHAPTER, "转义换行.xlsx", "文字里有 _x000D_ 之类的转义", accepted={2: paid(1)})
def escaped_break() -> bytes:
    return with_cell('<c r="{r}" t="s"><v>0</v></c>', "<si><t>200_x000D_</t></si>")


@received(CHAPTER, "单元格内换行.xlsx", "单元格内有换行、不间断空格、零宽字符、全角字符",
          accepted={2: paid(1, amount="5000.00") | {"record_key": "P1 甲"}})  # fmt: skip
def breaks_in_cells() -> bytes:
    return to_xlsx(Page([list(HEADING), ["P1\n甲", "浙武交罚［２０２３］\n1号", "\u00a02023-05-06\u200b", "５０００"]]))


DATES = (
    "2023-05-06", "2023-5-6", "2023/05/06", "2023.5.6", "20230506", "2023年5月6日", "2023-05-06 08:09:10",
    "2023/5/6 8:09", "45052", "45052.5", "２０２３年５月６日", "2023-05-06T08:09:10", "20230506080910",
)  # fmt: skip


@received(CHAPTER, "日期写法.xlsx", "各种写法的日期", accepted={
    row: paid(row - 1) for row in range(2, 5 + len(DATES))})  # fmt: skip
def spelled_dates() -> bytes:
    stored: list[Cell] = [*DATES, date(2023, 5, 6), datetime.fromisoformat("2023-05-06T23:59:59"), 45052]
    rows = [[*payment(number)[:2], day, "200"] for number, day in enumerate(stored, 1)]
    return to_xlsx(Page([list(HEADING), *rows]))


BAD_DATES = {
    "2023-02-30": "date-impossible", "2023/13/40": "date-impossible", "2023年5月": "date-incomplete",
    "23-5-6": "date-two-digit-year", "5/6/2023": "date-day-first", "2023": "date-incomplete",
    "1899-05-06": "date-out-of-range", "昨天": "date-unreadable",
}  # fmt: skip


@received(CHAPTER, "日期读不出.csv", "读不出的日期：逐格退回，不猜", rejected={
    f"C{row}": rule for row, rule in enumerate(BAD_DATES.values(), 2)})  # fmt: skip
def bad_dates() -> bytes:
    rows = [payment(number, day=day) for number, day in enumerate(BAD_DATES, 1)]
    return to_text(Page([list(HEADING), *rows]))


@received(CHAPTER, "表示空白的日期.xlsx", "1900-01-01、9999-12-31 等表示没有日期：必填项退回", rejected={
    "C2": "required", "C3": "required", "C4": "required"})  # fmt: skip
def dates_that_mean_blank() -> bytes:
    days: list[Cell] = ["1900-01-01", "9999-12-31", "2099-12-31"]
    return to_xlsx(Page([list(HEADING), *([*payment(n)[:2], day, "200"] for n, day in enumerate(days, 1))]))


AMOUNTS: dict[Cell, str] = {
    "5000": "5000.00", "5,000.00": "5000.00", "５０００": "5000.00", "¥5000": "5000.00", "5000元": "5000.00",
    "0.5万元": "5000.00", "0.5万": "5000.00", "伍仟元整": "5000.00", "伍仟元整(5000元)": "5000.00", 0.1 + 0.2: "0.30",
}  # fmt: skip


@received(CHAPTER, "金额写法.xls", "各种写法的金额", accepted={
    row: paid(row - 1, amount=yuan) for row, yuan in enumerate(AMOUNTS.values(), 2)})  # fmt: skip
def spelled_amounts() -> bytes:
    return to_xls(Page([list(HEADING), *(payment(n, amount=amount) for n, amount in enumerate(AMOUNTS, 1))]))


@received(CHAPTER, "金额读不出.xlsx", "负数、三位小数、大小写不符、文字：逐格退回", rejected={
    "D2": "money-negative", "D3": "money-too-precise", "D4": "money-disagrees", "D5": "money-unreadable"})  # fmt: skip
def bad_amounts() -> bytes:
    amounts: list[Cell] = [-5, 1.234, "伍仟元整(500元)", "若干"]
    return to_xlsx(Page([list(HEADING), *(payment(n, amount=amount) for n, amount in enumerate(amounts, 1))]))


@received(CHAPTER, "编号成了数字.xlsx", "编号存成数字：12 位可读，19 位与科学计数法已丢失末位，退回",
          accepted={2: {"record_key": "201312142"}},
          rejected={"A3": "id-lost-digits", "A4": "id-lost-digits"})  # fmt: skip
def numbers_for_ids() -> bytes:
    ids: list[Cell] = ["201312142.0", 3307232023050600012, "3.30723E+18"]
    return to_xlsx(Page([list(HEADING), *([number, *payment(n)[1:]] for n, number in enumerate(ids, 1))]))


@received(CHAPTER, "编号前导零.csv", "编号的前导零保留", accepted={2: {"record_key": "000123"}})
def leading_zeros() -> bytes:
    return to_text(Page([list(HEADING), ["000123", *payment(1)[1:]]]))


@received(CHAPTER, "空白的写法.xlsx", "—、/、无、N/A 等表示空白：必填项退回", rejected={
    f"B{row}": "required" for row in range(2, 7)})  # fmt: skip
def marks_of_blank() -> bytes:
    marks = ["—", "/", "无", "N/A", "  "]
    return to_xlsx(Page([list(HEADING), *([f"P{n}", mark, "2023-05-06", "200"] for n, mark in enumerate(marks, 1))]))


@received(CHAPTER, "文字格式数字.xlsx", "数字存成文字（左上角绿三角）", accepted=usual())
def numbers_as_text() -> bytes:
    def edit(sheet: Worksheet) -> None:
        for row in (2, 3):
            sheet.cell(row, 4).number_format = "@"

    return edited(payments(), edit)


@received(
    CHAPTER, "中文日期格式.xlsx", "日期单元格用中文格式（二〇二三年…、内置 31 号）", accepted={2: paid(1), 3: paid(2)}
)
def chinese_date_formats() -> bytes:
    def row(number: int, style: int) -> str:
        cells = "".join(f'<c r="{x}{number}" t="inlineStr"><is><t>{v}</t></is></c>'
                        for x, v in zip("AB", payment(number - 1)[:2], strict=True))  # fmt: skip
        cells += f'<c r="C{number}" s="{style}"><v>45052</v></c><c r="D{number}"><v>200</v></c>'
        return f'<row r="{number}">{cells}</row>'

    return xlsx(inline(TEXTS[0]) + row(2, 2) + row(3, 4))


@received(CHAPTER, "ISO日期.xlsx", '以 ISO 文本存日期的单元格（t="d"）', accepted={2: paid(1)})
def iso_dates() -> bytes:
    data = inline(TEXTS[0]) + inline(TEXTS[1]).replace('r="1"', 'r="2"').replace('1" t=', '2" t=')
    cell = '<c r="C2" t="inlineStr"><is><t>2023-05-06</t></is></c>'
    assert cell in data
    return xlsx(data.replace(cell, '<c r="C2" t="d"><v>2023-05-06T00:00:00</v></c>'))


@received(CHAPTER, "是否与选项.xlsx", "是否写成 √、TRUE、1；选项用同义词；罚款种类写在一格", accepted={
    2: {"off_site": "True", "procedure": "普通程序", "penalty_kinds": "['暂扣许可证件', '罚款']"},
    3: {"off_site": "False", "procedure": "简易程序", "penalty_kinds": "['罚款', '警告']"}})  # fmt: skip
def flags_and_words() -> bytes:
    first = {
        "case_no": "A1",
        "off_site": "√",
        "procedure": "一般程序",
        "penalty_kinds": "罚款；暂扣许可证、执照",
        "fine": "1",
    }
    second = {"case_no": "A2", "off_site": False, "procedure": "01", "penalty_kinds": "警告\n罚款", "fine": "1"}
    return to_xlsx(Page(table("cases", first, second)))


@received(CHAPTER, "选项不认识.xlsx", "规定选项之外的值：退回；可放宽的列保留原文并提醒",
          accepted={3: {"field": "飞行器"}},
          rejected={"B2": "unknown-value"}, warned={"C3": "unknown-value"})  # fmt: skip
def unknown_words() -> bytes:
    rows = table("cases", {"case_no": "A1", "procedure": "快速"}, {"case_no": "A2", "field": "飞行器"})
    return to_xlsx(Page(in_order(rows, "案号", "程序类型", "业务领域")))


@received(
    CHAPTER,
    "删除与测试.xlsx",
    "标注删除的行只需编号；测试数据跳过",
    accepted={2: {"change": "删除"}},
    skipped={3: "test-row"},
)
def deletions_and_tests() -> bytes:
    heading = [*HEADING, "更新类型", "测试数据"]
    return to_xlsx(Page([heading, ["P1", None, None, None, "删除", None], [*payment(2), None, "是"]]))


@received(CHAPTER, "证件号错位.xlsx", "身份证号、信用代码校验不通过：退回", accepted={2: {"party_kind": "自然人"}},
          rejected={"C3": "id-check-digit"})  # fmt: skip
def wrong_identity_numbers() -> bytes:
    person = {"party_kind": "自然人", "party_id": "330000199001011236"}
    rows = table("cases", {"case_no": "A1"} | person, {"case_no": "A2"} | person | {"party_id": "330000199001011237"})
    return to_xlsx(Page(in_order(rows, "案号", "当事人类型", "统一社会信用代码/证件号码")))


@received(CHAPTER, "前后矛盾.xlsx", "处罚而无决定日期、种类含罚款而无金额：退回",
          rejected={"C2": "penalty-without-decision", "D3": "fine-missing"})  # fmt: skip
def contradictions() -> bytes:
    names = ["案号", "程序类型", "处罚决定日期", "罚款金额", "处罚种类", "处理结果"]
    return to_xlsx(Page([names, ["A1", "简易程序", None, "1", "罚款", "行政处罚"],
                         ["A2", "简易程序", "2023-05-06", None, "罚款", "行政处罚"]]))  # fmt: skip


@received(CHAPTER, "超长文字.xlsx", "32767 个字的单元格", accepted={2: paid(1)}, said={"unknown_headings": ["备注"]})
def longest_text() -> bytes:
    rows = payments(1)
    return to_xlsx(Page([[*rows[0], "备注"], [*rows[1], "长" * 32767]]))


@received(
    CHAPTER,
    "像公式的文字.csv",
    "以 =、+、@ 开头的文字：只当文字",
    accepted={2: {"record_key": "=1+1"}, 3: {"record_key": "@SUM(1)"}},
)
def text_like_formulas() -> bytes:
    return to_text(Page([list(HEADING), ["=1+1", *payment(1)[1:]], ["@SUM(1)", *payment(2)[1:]]]))
