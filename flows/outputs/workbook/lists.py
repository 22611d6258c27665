"""The sheets that are plain lists: rejections, files received, months covered, and the records behind figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
from openpyxl.worksheet.worksheet import Worksheet

from flows.outputs.asked import Row
from flows.outputs.kinds import kind_titles
from flows.outputs.printing import spans
from flows.outputs.sheets import link
from flows.outputs.workbook.listing import write_list
from flows.outputs.workbook.question import Year
from flows.outputs.workbook.records import Counted, Group
from schemas import CONTRACTS

_LISTED_REJECTIONS = 5_000
_STATUS = {"in force": "有效", "superseded": "已被替换", "refused": "拒收", "retracted": "已撤下"}


def write_rejections(sheet: Worksheet, year: Year) -> None:
    """The rejected rows of every year, as the author may have to wait for them; the first of very many."""
    shown = year.rejections[:_LISTED_REJECTIONS]
    rest = len(year.rejections) - len(shown)
    more = f"这里只列前 {len(shown)} 处,另有 {rest} 处,用 enfstat rejects 列出全部。" if rest else ""
    note = f"各年度待改正的退回,共 {len(year.rejections)} 处;改正后重新导出即可计入。个人信息已隐去。{more}"
    rows = [
        (
            row["file"],
            kind_titles(row["contract"]),
            row["sheet"],
            row["cell"] or f"第 {row['row']} 行",
            row["heading"],
            row["value"],
            row["message"],
            row["law"],
        )
        for row in shown
    ]
    titles = ("文件", "数据种类", "工作表", "单元格", "列名", "原值", "原因与处理", "依据")
    write_list(sheet, "退回记录", note, titles, _table(rows, [pl.String] * len(titles)))


def write_files(sheet: Worksheet, year: Year) -> None:
    """What arrived, and what became of it."""
    rows = [
        (
            row["file"],
            kind_titles(row["contract"]) or None,
            _STATUS[row["status"]],
            *(row[count] for count in ("read", "accepted", "rejected", "skipped")),
            row["export_on"],
            row["first_seen_on"],
            row["reason"],
        )
        for row in year.files
    ]
    titles = ("文件", "数据种类", "状态", "读入", "接受", "退回", "跳过", "导出日期", "首次收到", "原因")
    note = "收到的全部文件。读入 = 接受 + 退回 + 跳过;拒收的文件没有读入,改正后重新放入即可。"
    kinds = [pl.String] * 3 + [pl.Int64] * 4 + [pl.Date] * 2 + [pl.String]
    write_list(sheet, "收到的文件", note, titles, _table(rows, kinds))


def write_cover(sheet: Worksheet, year: Year) -> None:
    """Which months each kind of data covers."""
    years = sorted({month.year for months in year.cover.values() for month in months})
    rows = [
        (contract.facts.title, *(_covered(year.cover.get(name, []), of_year) for of_year in years))
        for name, contract in CONTRACTS.items()
    ]
    note = "有文件覆盖的月份。没有覆盖的月份没有数据,不等于零;没有业务的月份请交只有表头的表。"
    titles = ("数据种类", *(f"{of_year}年" for of_year in years))
    write_list(sheet, "数据覆盖的月份", note, titles, _table(rows, [pl.String] * len(titles)))


def _table(rows: Sequence[Sequence[object]], kinds: Sequence[type[pl.DataType]]) -> pl.DataFrame:
    return pl.DataFrame(rows, {str(at): kind for at, kind in enumerate(kinds)}, orient="row")


def _covered(months: Sequence[date], year: int) -> str:
    covered = [f"{month:%Y-%m}" for month in sorted(months) if month.year == year]
    return "全年" if len(covered) == 12 else spans(covered) or "无数据"


def write_records(sheet: Worksheet, group: Group, words: str, back: tuple[str, str]) -> None:
    """The records behind the figures of a group, or their files where the records are too many; first the totals.

    Args:
        words: the period. back: where the second line leads to.
    """
    title = f"{words}{'、'.join(figure['title'] for figure in group.figures)}的记录"
    files = _shown(group, group.sources)
    if group.records is None:
        how = f"太多而没有逐条列出,这里是各文件的记录数和合计;逐条的清单用 enfstat trace {group.figures[0]['figure']}"
        heads: Sequence[str] = ("文件", "记录数")
        rows, first = files, {"file": "合计", "records": group.count}
    else:
        how = "各在哪个文件、哪张工作表、Excel 的第几行;占比栏中 1 计入分子和分母,0 只计入分母"
        heads = ("文件", "工作表", "行", "编号", "日期")
        rows, first = _shown(group, group.records), {"file": "合计"}
    total = pl.DataFrame([first | files.drop("file", "records").sum().row(0, named=True)], schema=rows.schema)
    columns = [title for figure in group.figures for title in _worth_titles(figure)]
    note = f"共 {group.count} 条记录,{how}。点此返回。"
    write_list(sheet, title, note, (*heads, *columns), pl.concat([total, rows]))
    link(sheet["A2"], *back)


def _worth_titles(figure: Row) -> list[str]:
    match figure["measure"]:
        case "mean" | "ratio":
            return [f"{figure['title']}:分子", f"{figure['title']}:分母"]
        case "sum" if figure["unit"] == "万元":
            return [f"{figure['title']}(元)"]
    return [figure["title"]]


def _shown(group: Group, counted: Counted) -> pl.DataFrame:
    """Files or records with what is shown of their worth in each figure."""
    return counted.places.with_columns(
        part.alias(f"{number} {part.name}")
        for number, pair in enumerate(zip(group.figures, counted.worth, strict=True))
        for part in _parts(*pair)
    )


def _parts(figure: Row, worth: pl.DataFrame) -> list[pl.Series]:
    names = ("numerator", "denominator") if figure["measure"] in ("mean", "ratio") else ("value",)
    return [worth[name] for name in names]
