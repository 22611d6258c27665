"""情况说明: how the annual tables were counted, and what is missing from them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from flows.outputs.annual.question import PARTIAL, Annual, Cell, Table
from flows.outputs.printing import spans
from schemas import CONTRACTS

_NO_VALUE = ("无数据", "不适用")

Section = tuple[str, list[str]]


def notes(annual: Annual) -> list[Section]:
    """Headings with their paragraphs, in order; a section without paragraphs is left out."""
    sections = [
        ("一、总体情况", _overview(annual)),
        ("二、行政处罚的统计口径", _penalties(annual)),
        ("三、其他各表的统计口径", _OTHER_TABLES),
        ("四、零、无数据与不适用", _states(annual)),
        ("五、数据的完整情况", _completeness(annual)),
    ]
    return [section for section in sections if section[1]]


def missing_notes(table: Table) -> list[str]:
    """What is missing from one table: the columns without value, and the months that are not covered."""
    marked = [f"* {text}" for text in _partial(table.cells)]
    return marked + [f"{status}:{_names(cells)}。" for status, cells in _without_value(table.cells)]


_OTHER_TABLES = [
    "行政许可:申请数量按申请日期,受理数量按受理日期(不予受理的不计),许可、不予许可、撤销许可数量按办结日期归年;"
    "准予变更、准予延续计入许可数量,不予变更、不予延续计入不予许可数量。只计事项类型为行政许可的办件。",
    "行政强制:强制措施按决定日期,强制执行按执行完毕(终结执行)日期,申请法院强制执行按申请日期归年,一份文书一宗。",
    "行政检查:检查一个对象、填有检查结果的计一次,已转入案件办理(填有关联案号)的不计,按检查日期归年。",
    "行政确认:按办结日期归年,撤回申请、终止的不计。",
]


def _overview(annual: Annual) -> list[str]:
    period = (
        f"统计期间为 {annual.year} 年 1 月 1 日至 12 月 31 日。数据截至 {annual.as_of},数据版本 {annual.build_id}。"
    )
    return [period, f"采用的格式:{annual.form.title}。依据:{annual.form.basis}。", *_cautions(annual)]


def _cautions(annual: Annual) -> list[str]:
    form = annual.form
    cautions = []
    if not form.rules(annual.year):
        cautions.append(f"注意:该格式适用于 {form.years},不是 {annual.year} 年度规定的格式,仅供对照,请勿据此报送。")
    if annual.as_of.year <= annual.year:
        cautions.append(f"注意:{annual.year} 年度尚未结束,各数为截至 {annual.as_of} 的数。")
    return cautions


def _penalties(annual: Annual) -> list[str]:
    money = annual.form.money_unit
    return [
        "一案一宗:一个案件计一宗,按处罚决定日期归年;决定后来被撤销的仍计入作出决定的年度。各类之和等于全部处罚案件数。",
        "从重归类:并处两种以上的只计入最重的一类;列明的种类优先于其他行政处罚。从轻到重依次为:"
        f"{';'.join(annual.light_to_heavy)}。",
        *_classed_otherwise(annual),
        *_unknown_kinds(annual),
        f"罚没金额按处罚决定:罚款、没收违法所得、没收非法财物三项决定金额之和,空白按零计,不是实际收缴数;单位为{money}。",
        *_blank_amounts(annual.cells),
    ]


def _classed_otherwise(annual: Annual) -> list[str]:
    by_amount, neither = (annual.classed_by.get(name, 0) for name in ("金额", "无种类无金额"))
    rule = "没有填处罚种类的案件按金额归类:有没收金额的归入没收,否则有罚款的归入罚款,都没有的归入其他行政处罚"
    if not by_amount + neither:
        return [f"{rule}。本年度没有这样的案件。"]
    return [
        f"{rule}。本年度有 {by_amount + neither} 宗,其中按金额归类 {by_amount} 宗、归入其他行政处罚 {neither} 宗;"
        "请核对并补填处罚种类。"
    ]


def _unknown_kinds(annual: Annual) -> list[str]:
    if not annual.unknown_kinds:
        return []
    kinds = "、".join(f"{kind} {count} 宗" for kind, count in annual.unknown_kinds.items())
    return [f"该格式没有列出、因而计入其他行政处罚的种类:{kinds}(一案有几种的各列一次)。"]


def _blank_amounts(cells: Iterable[Cell]) -> list[str]:
    """An amount that nobody entered adds nothing, which is not the same as an amount of nothing."""
    return [
        f"“{cell.column}”的 {cell.records} 宗案件中有 {cell.records - cell.filled} 宗没有填金额,按零计。"
        for cell in cells
        if cell.value is not None and cell.filled is not None and cell.filled < cell.records
    ]


def _states(annual: Annual) -> list[str]:
    rule = (
        "“0”表示有数据而没有发生;“无数据”表示本年度没有任何文件覆盖该项数据,不等于零;"
        "“不适用”表示本机关没有该项职权。带 * 的数据不全,所缺月份见下。"
    )
    tables = [
        f"{table.name}表{status}:{_names(cells)}。"
        for table in annual.tables
        for status, cells in _without_value(table.cells)
    ]
    return [rule, *tables]


def _completeness(annual: Annual) -> list[str]:
    partial = [f"{table.name}表:{text}" for table in annual.tables for text in _partial(table.cells)]
    rejected = "、".join(f"{CONTRACTS[name].facts.title} {rows} 行" for name, rows in annual.rejected.items())
    return [
        *(partial or ["有数据的各栏,本年度已到的月份都有数据。"]),
        f"历次导出中被退回、未计入的记录:{rejected}(不分年度),详见退回记录。" if rejected else "没有被退回的记录。",
    ]


def _without_value(cells: Iterable[Cell]) -> list[tuple[str, list[Cell]]]:
    found = list(cells)
    states = [(status, [cell for cell in found if cell.status == status]) for status in _NO_VALUE]
    return [(status, without) for status, without in states if without]


def _partial(cells: Iterable[Cell]) -> list[str]:
    """The months that are missing, with the columns that miss them."""
    valued = [cell for cell in cells if cell.value is not None]
    partial = sorted((cell for cell in valued if cell.status == PARTIAL), key=lambda cell: cell.missing_months)
    groups = [(months, list(group)) for months, group in groupby(partial, key=lambda cell: cell.missing_months)]
    return [
        f"{'有数据的各栏' if group == valued else _names(group)}缺 {spans(months)} 的数据,所列为其余月份之和。"
        for months, group in groups
    ]


def _names(cells: Iterable[Cell]) -> str:
    return "".join(f"“{cell.column}”" for cell in cells)
