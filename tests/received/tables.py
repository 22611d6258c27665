"""Where the table is: around it, above it, beside it, below it, and what of it a person does not see."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.exports import table
from tests.reading.packages import row_of, worksheet, xlsx, xlsx_parts, zipped
from tests.received.catalogue import HEADING, paid, payment, payments, received, usual
from tests.received.formats import TEXTS, inline
from tests.received.render import Cell, Page, to_html, to_ods, to_spreadsheetml, to_text, to_xls, to_xlsx

CHAPTER = "找到表格"


def edited(rows: list[list[Cell]], edit: Callable[[Worksheet], object]) -> bytes:
    """A workbook of one sheet after an edit of it."""
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(Page(rows))))
    edit(book.worksheets[0])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@received(CHAPTER, "两行表头.xlsx", "两行表头，合并单元格：上行分组，下行列名", accepted={3: paid(1), 4: paid(2)})
def two_row_heading() -> bytes:
    heading = [["缴款流水号", "案号", "缴款", None], [None, None, "日期", "金额"]]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3)]
    return to_xlsx(Page([*heading, payment(1), payment(2)], merges=merges))


@received(CHAPTER, "两行表头.xls", "两行表头的 xls 网页，rowspan 与 colspan", accepted={3: paid(1)})
def two_row_heading_in_html() -> bytes:
    heading = [["缴款流水号", "案号", "缴款", None], [None, None, "日期", "金额"]]
    return to_html(Page([*heading, payment(1)], merges=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3)]))


@received(CHAPTER, "表头之前.xlsx", "表头之前有标题、单位、说明和空行", accepted=usual(first_row=8))
def preamble() -> bytes:
    above = [["武义县罚没款缴款明细", None, None, None], ["单位：交通运输局"], [None], ["填报说明：金额以元计"], [None]]
    return to_xlsx(Page([*above, ["2023年度", None, None, "共2条"], *payments()], merges=[(0, 0, 0, 3)]))


@received(CHAPTER, "重复表头.xls", "分页打印，每页重复标题与表头", accepted={3: paid(1), 6: paid(2)},
          skipped={4: "repeated-title", 5: "repeated-heading"})  # fmt: skip
def repeated_heading() -> bytes:
    title = ["缴款明细表", None, None, None]
    return to_xls(Page([title, list(HEADING), payment(1), title, list(HEADING), payment(2)]))


@received(
    CHAPTER,
    "竖向合并.xlsx",
    "表内竖向合并：值对合并的每一行有效",
    accepted={2: paid(1), 3: {"case_no": "浙武交罚〔2023〕1"}},
)
def merged_body() -> bytes:
    rows = [list(HEADING), payment(1), ["P2", None, "2023-05-06", "200"]]
    return to_xlsx(Page(rows, merges=[(1, 1, 2, 1)]))


@received(CHAPTER, "竖向合并.ods", "ods 里的竖向合并", accepted={2: paid(1), 3: {"paid_on": "2023-05-06"}})
def merged_body_in_ods() -> bytes:
    rows = [list(HEADING), payment(1), ["P2", "浙武交罚〔2023〕2号", None, "200"]]
    return to_ods(Page(rows, merges=[(1, 2, 2, 2)]))


@received(CHAPTER, "竖向合并_2003.xls", "Excel 2003 XML 里的竖向合并", accepted={2: paid(1), 3: {"amount": "200.00"}})
def merged_body_in_spreadsheetml() -> bytes:
    rows = [list(HEADING), payment(1), ["P2", "浙武交罚〔2023〕2号", "2023-05-06", None]]
    return to_spreadsheetml(Page(rows, merges=[(1, 3, 2, 3)]))


@received(CHAPTER, "隐藏行.xlsx", "有隐藏（筛选掉）的行：照读，并注明", accepted=usual(), said={"hidden_rows": 1})
def hidden_row() -> bytes:
    def edit(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True

    return edited(payments(), edit)


@received(
    CHAPTER, "隐藏列.xlsx", "有隐藏的列：照读，并注明列名", accepted=usual(), said={"hidden_columns": ["缴款日期"]}
)
def hidden_column() -> bytes:
    def edit(sheet: Worksheet) -> None:
        sheet.column_dimensions["C"].hidden = True

    return edited(payments(), edit)


@received(CHAPTER, "隐藏行列.xls", "xls 里隐藏的行和列：照读，并注明", accepted=usual(),
          said={"hidden_rows": 1, "hidden_columns": ["缴款日期"]})  # fmt: skip
def hidden_in_xls() -> bytes:
    import xlwt

    book, buffer = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    sheet = book.add_sheet("明细")
    for row, cells in enumerate(payments()):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    sheet.row(2).hidden = True
    sheet.col(2).hidden = True
    book.save(buffer)
    return buffer.getvalue()


@received(
    CHAPTER,
    "隐藏工作表.xlsx",
    "表在隐藏的工作表里：照读，并注明",
    accepted=usual(sheet="底稿"),
    said={"is_hidden": True},
)
def hidden_sheet() -> bytes:
    return to_xlsx(Page([["见底稿"]], "封面"), Page(payments(), "底稿", is_hidden=True))


@received(
    CHAPTER,
    "深度隐藏.xlsx",
    "工作表“深度隐藏”（只有宏能显示）：照读，并注明",
    accepted=usual(),
    said={"is_hidden": True},
)
def very_hidden_sheet() -> bytes:
    return xlsx(inline(*TEXTS), state='state="veryHidden"')


@received(
    CHAPTER, "按月分表.xlsx", "一个月一张工作表", accepted={(f"{month}月", 2): paid(month) for month in (1, 2, 3)}
)
def sheet_per_month() -> bytes:
    return to_xlsx(*(Page([list(HEADING), payment(month)], f"{month}月") for month in (1, 2, 3)))


@received(CHAPTER, "多种业务.xlsx", "一个工作簿里有几种业务表", accepted={
    ("缴款", 2): paid(1), ("投诉", 2): {"record_key": "T1"}, ("复议", 3): {"record_key": "F1"}})  # fmt: skip
def several_contracts() -> bytes:
    reviews = [["复议诉讼台账", None], *table("reviews", {"review_no": "F1"})]
    complaints = table("complaints", {"complaint_no": "T1"})
    return to_xlsx(Page(payments(1), "缴款"), Page(complaints, "投诉"), Page(reviews, "复议"))


@received(CHAPTER, "右侧备注.xlsx", "表格右侧另有说明文字和小表", accepted=usual(),
          skipped={4: "outside-table", 6: "note-row"})  # fmt: skip
def notes_to_the_right() -> bytes:
    rows = payments()
    rows[0] += [None, "说明：", None]
    rows[1] += [None, "本月共", 2]
    rows += [[None] * 5 + ["核对人", "甲"], [None] * 7, [None] * 5 + ["审核", "乙"]]
    return to_xlsx(Page(rows))


@received(CHAPTER, "末行末列.xlsx", "设过格式的空单元格一直到最后一行、最后一列", accepted=usual())
def used_range_to_the_end() -> bytes:
    rows = (
        inline(*TEXTS)
        + '<row r="1048576" s="1" customFormat="1"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"/></row>'
    )
    part = worksheet(rows).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    return xlsx(part)


@received(CHAPTER, "末行.xls", "used range 到 65536 行的 xls", accepted={2: paid(1), 65536: paid(2)}, is_small=False)
def used_range_to_the_end_of_xls() -> bytes:
    return to_xls(Page([list(HEADING), payment(1), *[[None]] * 65533, payment(2)]))


@received(CHAPTER, "末行末列.ods", "空行重复到 1048576 行的 ods", accepted=usual())
def repeated_blanks_in_ods() -> bytes:
    from tests.reading.packages import ods
    from tests.received.render import _ods_rows

    cell = '<table:table-cell table:number-columns-repeated="16384"/>'
    tail = f'<table:table-row table:number-rows-repeated="1048573">{cell}</table:table-row>'
    return ods("".join(_ods_rows(Page(payments()))) + tail)


@received(CHAPTER, "不从A1开始.xlsx", "表格从 C5 开始；退回的单元格仍是 Excel 里的地址", accepted={6: paid(1)},
          rejected={"E7": "date-impossible"})  # fmt: skip
def table_that_begins_further_in() -> bytes:
    rows: list[list[Cell]] = [[None]] * 4
    rows += [[None, None, *row] for row in (list(HEADING), payment(1), payment(2, day="2023-02-30"))]
    return to_xlsx(Page(rows))


@received(CHAPTER, "空行空列.csv", "表内夹有空行空列", accepted={2: paid(1), 5: paid(2)})
def blank_rows_and_columns() -> bytes:
    rows = [[*row[:2], None, *row[2:]] for row in payments()]
    return to_text(Page([rows[0], rows[1], [None], [None] * 5, rows[2]]))


@received(CHAPTER, "合计小计.xlsx", "合计、小计、本页小计、总计行", accepted={2: paid(1)},
          skipped={3: "total-row", 4: "total-row", 5: "total-row", 6: "total-row"})  # fmt: skip
def totals() -> bytes:
    names = ("本页小计", "小  计", "合计", "总计：")
    return to_xlsx(Page([list(HEADING), payment(1), *([name, None, None, 200] for name in names)]))


@received(
    CHAPTER,
    "合计公式.xlsx",
    "合计行是没有计算结果的公式：不是数据，不退回",
    accepted={2: paid(1)},
    skipped={3: "total-row"},
)
def total_as_formula() -> bytes:
    return edited([*payments(1), ["合计", None, None, None]], lambda sheet: sheet.__setitem__("D3", "=SUM(D2:D2)"))


@received(CHAPTER, "表尾说明.xlsx", "表尾有填报人、制表、备注、说明", accepted={2: paid(1)},
          skipped={3: "note-row", 4: "note-row", 5: "note-row", 6: "note-row"})  # fmt: skip
def notes_below() -> bytes:
    notes = ("填报人：甲某某", "制表日期：2024-01-05", "备注：含滞纳金", "说明 以入账日期为准")
    return to_xlsx(Page([*payments(1), *([note] for note in notes)]))


@received(CHAPTER, "示例与提示.xlsx", "模板里的示例行和格式提示行没有删", accepted={4: paid(1)},
          skipped={2: "hint-row", 3: "example-row"})  # fmt: skip
def example_and_hint() -> bytes:
    hint = ["文本", "文本", "YYYY-MM-DD", "元"]
    return to_xlsx(
        Page([list(HEADING), hint, ["示例（请删除）", "浙武交罚〔2023〕0号", "2023-01-01", "1"], payment(1)])
    )


@received(CHAPTER, "零报告.xlsx", "台账只写“本年无”：零报告", skipped={2: "zero-report"})
def nothing_to_report() -> bytes:
    return to_xlsx(Page([["序号", *table("reviews")[0]], ["1", "本年无"]]))


@received(CHAPTER, "只有表头.xlsx", "只有表头，没有数据行")
def heading_only() -> bytes:
    return to_xlsx(Page([list(HEADING)]))


@received(
    CHAPTER,
    "多余的列.xlsx",
    "有几列不认识：忽略，并注明",
    accepted=usual(),
    said={"unknown_headings": ["序号", "备用1"]},
)
def unknown_columns() -> bytes:
    rows = payments()
    return to_xlsx(Page([["序号", *rows[0], "备用1"], *([n, *row, "x"] for n, row in enumerate(rows[1:], 1))]))


@received(
    CHAPTER, "列名的写法.xlsx", "列名里有换行、空格、星号、单位括号（万元）", accepted={2: paid(1, amount="12000.00")}
)
def spelled_headings() -> bytes:
    heading = ["*缴款\n流水号", "案 号", "缴款日期\n（必填）", "缴款金额（万元）"]
    return to_xlsx(Page([heading, payment(1, amount=1.2)]))


@received(CHAPTER, "别名.csv", "列名用别名：票据号、案件编号、入账日期、实缴金额", accepted=usual())
def aliases() -> bytes:
    return to_text(Page([["票据号", "案件编号", "入账日期", "实缴金额"], *payments()[1:]]))


@received(CHAPTER, "缺列.xlsx", "必备列改了名", refused="column-missing", says="收缴金额")
def renamed_column() -> bytes:
    return to_xlsx(Page([[*HEADING[:3], "收缴金额"], payment(1)]))


@received(CHAPTER, "列名重复.xlsx", "同一列名出现两次，内容不同", refused="heading-twice", says="缴款金额")
def heading_twice() -> bytes:
    return to_xlsx(Page([[*HEADING, "缴款金额"], [*payment(1), "300"]]))


@received(CHAPTER, "两列对调.xlsx", "日期与金额两列的内容对调", refused="columns-swapped", says="缴款日期")
def swapped_columns() -> bytes:
    rows: list[list[Cell]] = [[f"P{n}", f"浙武交罚〔2023〕{n}号", 100 + n, date(2023, 5, n)] for n in range(1, 11)]
    return to_xlsx(Page([list(HEADING), *rows]))


@received(CHAPTER, "两种都像.xlsx", "列名同时符合两种业务表", refused="contract-ambiguous", says="无法判断")
def ambiguous() -> bytes:
    headings = {*table("reviews")[0], *table("complaints")[0]}
    return to_xlsx(Page([sorted(headings)]))


@received(CHAPTER, "没有表头.xlsx", "没有任何一种业务表的表头", refused="no-table", says="表头")
def no_heading() -> bytes:
    return to_xlsx(Page([["姓名", "电话"], ["甲", "1"]]))


@received(CHAPTER, "表头删掉.xlsx", "表头行被删，只剩数据", refused="no-table")
def heading_deleted() -> bytes:
    return to_xlsx(Page(payments()[1:]))


@received(CHAPTER, "空白工作簿.xlsx", "新建后没有填写的工作簿", refused="no-table")
def blank_workbook() -> bytes:
    return to_xlsx(Page([]), Page([], "Sheet2"))


@received(CHAPTER, "图表页.xlsx", "含图表工作表（没有单元格）：跳过", accepted=usual(sheet="明细"))
def chart_sheet() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(Page(payments()))))
    book.create_chartsheet("图表", 0)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@received(CHAPTER, "封面与数据.xls", "第一页是封面，数据在第二页", accepted=usual(sheet="数据"))
def cover_sheet() -> bytes:
    return to_xls(Page([["武义县交通运输局"], ["2023年度"]], "封面"), Page(payments(), "数据"))


@received(CHAPTER, "只有一个单元格.xlsx", "工作表里只有一个孤立的字", refused="no-table")
def one_cell() -> bytes:
    return xlsx(row_of('<c r="{r}" t="str"><v>无</v></c>'))


@received(
    CHAPTER,
    "同名工作表.xlsx",
    "两张工作表同名（Excel 不许，程序库会写）",
    refused="sheet-name-twice",
    says="s1",
)
def sheets_of_one_name() -> bytes:
    parts = xlsx_parts(inline(*TEXTS[:2]), inline(TEXTS[0], TEXTS[2]))
    return zipped(parts | {"xl/workbook.xml": str(parts["xl/workbook.xml"]).replace('name="s2"', 'name="s1"')})
