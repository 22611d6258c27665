"""What the figures are and what stands behind them: figures, trace, annual, workbook, report, check-report."""

from __future__ import annotations

from pathlib import Path

from flows.commands.common import (
    FORMAT,
    PLACES,
    THROUGH,
    YEAR,
    ask,
    cell,
    complain,
    period_of,
    print_rows,
    say,
    warn,
    with_settings,
)
from flows.commands.line import Commands, argument, flag
from flows.settings import Settings

commands = Commands()


@commands.command(YEAR, FORMAT, THROUGH, *PLACES)
@with_settings
def figures(settings: Settings, year: int, shape: str, through: str | None) -> None:
    """一个年度(或到某个月)的全部指标,旁边是上年同期。"""
    from flows import published
    from flows.outputs.change import change_in_words, lacks_in_words, release_in_words

    rows = ask(settings, published.compared, period_of(year, through))
    shown = [
        {
            "指标": row["title"],
            "数值": row["printed"] or "—",
            "单位": row["unit"],
            "上年同期": row["previous_printed"] or "—",
            "增减": change_in_words(row) or "—",
            "状态": row["status"],
            "说明": ";".join(filter(None, [*release_in_words(row), *lacks_in_words(row), row["note"]])),
            "名称": row["figure"],
        }
        for row in rows
    ]
    print_rows(rows, shape, shown)


@commands.command(argument("figure", help="指标名称,如 cases_penalized"), YEAR, FORMAT, THROUGH, *PLACES)
@with_settings
def trace(settings: Settings, figure: str, year: int, shape: str, through: str | None) -> None:
    """一个指标背后的每一条记录,及其文件、工作表和 Excel 行号。"""
    from flows import published

    rows = ask(settings, published.trace, figure, period_of(year, through))
    titles = {"file": "文件", "sheet": "工作表", "row": "行", "key": "编号", "occurred_on": "日期", "value": "计入"}
    titles |= {"correction": "更正"} if any(row["correction"] for row in rows) else {}
    print_rows(rows, shape, [{title: cell(row[name]) for name, title in titles.items()} for row in rows])


@commands.command(
    YEAR,
    argument("--form", required=True, help="年报格式:zhejiang、shandong、pre2021"),
    argument("--out", type=Path, help="写成哪个工作簿(.xlsx);不填则打印"),
    FORMAT,
    *PLACES,
)
@with_settings
def annual(settings: Settings, year: int, form: str, out: Path | None, shape: str) -> None:
    """行政执法统计年报:行政处罚、行政许可、行政强制、其他行政执法行为四张表及情况说明。"""
    from flows.outputs.annual import question

    found = ask(settings, question.annual, year, form)
    if not found.form.rules(year):
        warn(f"格式 {form} 适用于 {found.form.years},不是 {year} 年度规定的格式")
    if out is None:
        from flows.outputs.printing import spans

        rows = question.as_rows(found)
        titles = {"table": "表", "column": "栏", "printed": "数值", "unit": "单位", "status": "状态", "missing": "缺"}
        shown = [row | {"missing": spans(row["missing_months"])} for row in rows]
        print_rows(rows, shape, [{title: cell(row[name]) for name, title in titles.items()} for row in shown])
        return
    from flows.outputs.annual.workbook import write_annual_workbook

    write_annual_workbook(found, settings.organ, out)
    say(f"已写出 {out}")


@commands.command(YEAR, argument("--out", type=Path, required=True, help="写成哪个工作簿(.xlsx)"), THROUGH, *PLACES)
@with_settings
def workbook(settings: Settings, year: int, out: Path, through: str | None) -> None:
    """年度指标工作簿:指标与上年同期、口径、分月分机构、图表、统计年报、退回记录、每个指标背后的记录。"""
    from flows.outputs.sheets import require_workbook_name
    from flows.outputs.workbook.book import write_year_workbook
    from flows.outputs.workbook.question import ask_year

    require_workbook_name(out)
    found = ask(settings, ask_year, period_of(year, through), settings.annual_form)
    write_year_workbook(found, settings.organ, out)
    say(f"已写出 {out}")


@commands.command(
    YEAR,
    argument("--out", type=Path, required=True, help="写成哪个文件(.docx)"),
    argument("--template", type=Path, help="模板(.docx);不填则用随附的模板"),
    THROUGH,
    *PLACES,
)
@with_settings
def report(settings: Settings, year: int, out: Path, template: Path | None, through: str | None) -> None:
    """把年度指标填入 Word 模板;有填不了的占位符就不写,并逐处说明。"""
    from flows.outputs.report import render

    chosen = template or render.TEMPLATE
    filled = ask(settings, render.report, chosen, period_of(year, through), settings.organ)
    render.write_report(filled.content, chosen, out)
    for remark in filled.remarks:
        warn(remark)
    say(f"已写出 {out}")


@commands.command(
    argument("file", type=Path, help="文稿(.docx、.txt、.md、.html、.pdf)"),
    YEAR,
    FORMAT,
    THROUGH,
    argument("--comments", type=Path, help="另存一份带批注的文稿(.docx)"),
    flag("--all", dest="everything", help="相符的和与指标无关的数也列出"),
    *PLACES,
)
@with_settings
def check_report(
    settings: Settings, file: Path, year: int, shape: str, through: str | None, comments: Path | None, everything: bool
) -> int:
    """核稿:把文稿里的每一个数与数据库核对;有不符的数时退出码为 1。"""
    from flows.checking.check import check
    from flows.checking.documents.read import read_draft
    from flows.checking.wording import shown_rows, tally
    from flows.store.layout import Warehouse
    from flows.store.releases import recorded_releases

    period = period_of(year, through)
    draft = read_draft(file)
    releases = [one for one in recorded_releases(Warehouse(settings.warehouse).releases) if one.is_readable]
    checked = ask(settings, check, draft, period, releases)
    print_rows([one.as_row() for one in checked], shape, shown_rows(checked, everything))
    if shape == "table":
        say(tally(checked))
    if comments is not None:
        from flows.checking.documents.comments import write_commented

        count = write_commented(file, comments, checked)
        complain(f"已写出 {comments}:{count} 条批注")
    return 1 if any(one.judgement.is_wrong for one in checked) else 0
