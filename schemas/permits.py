"""办件明细: one item handled by the permit system, be it a permit, a filing or another power."""

from __future__ import annotations

import polars as pl

from schemas.base import Day, Facts, Flag, Kind, Level, Need, Text, Vocabulary, Whole, Yuan, column, contract, rule
from schemas.shared import (
    ID_STANDARDS,
    ID_UNVERIFIED,
    ID_WRONG,
    ITEM_NO,
    PARTY_KIND,
    Exported,
    flag,
    is_checkable_id,
    passes_id_check,
)

ITEM_KIND = Vocabulary(
    {
        "行政许可": ("许可",),
        "行政备案": ("备案",),
        "其他行政权力": ("其他权力", "其他"),
        "行政确认": (),
        "公共服务": (),
    }
)
ACCEPTANCE = Vocabulary({"受理": ("是", "予以受理"), "不予受理": ("否",)})
RESULT = Vocabulary(
    {
        "准予": ("同意", "予以许可"),
        "准予变更": (),
        "准予延续": (),
        "不予": ("不予许可",),
        "不予变更": (),
        "不予延续": (),
        "撤销": (),
        "注销": (),
        "撤回申请": ("申请人撤回",),
        "终止": (),
    }
)
CHANNEL = Vocabulary({"网上": ("网办", "线上"), "掌上": ("掌办",), "窗口": ("线下",)})


@contract(
    Facts(
        name="permits",
        title="办件明细",
        row_is="一个办件(许可、备案或其他权力事项)",
        source="许可系统",
        key=("item_no",),
        dates=("applied_on", "finished_on"),
    )
)
class Permits(Exported):
    """办件明细, the items that the permit system handled."""

    item_no: Text = column(Kind.ID, *ITEM_NO, need=Need.BOTH, description="办件的编号,一件一号,不可空白")
    item_name: Text = column(Kind.TEXT, "事项名称", description="所办事项的名称,空白表示未记录")
    item_code: Text = column(Kind.ID, "事项编码", description="所办事项在权力清单中的编码,空白表示未记录")
    item_kind: Text = column(
        Kind.ENUM,
        "事项类型",
        "权力类型",
        need=Need.BOTH,
        vocabulary=ITEM_KIND,
        description="事项属于许可、备案还是其他权力,不可空白",
    )
    applicant: Text = column(
        Kind.TEXT,
        "申请人",
        "申请人名称",
        "申请单位",
        is_personal=True,
        description="申请人的姓名或名称,自然人公布时隐去,空白表示未记录",
    )
    applicant_kind: Text = column(
        Kind.ENUM,
        "申请人类型",
        vocabulary=PARTY_KIND,
        description="申请人是自然人、组织还是个体工商户,空白表示未记录",
    )
    applicant_id: Text = column(
        Kind.ID,
        "申请人证件号码",
        "统一社会信用代码",
        is_personal=True,
        description="申请人的统一社会信用代码或身份证号,空白表示未记录",
    )
    applied_on: Day = column(
        Kind.DATE, "申请日期", "申请时间", "收件日期", need=Need.BOTH, description="提出申请的日期,不可空白"
    )
    accepted_on: Day = column(
        Kind.DATE, "受理日期", "受理时间", description="受理的日期,空白表示未受理或未记录,办理时限改自申请日期起算"
    )
    acceptance: Text = column(
        Kind.ENUM,
        "受理结果",
        "是否受理",
        vocabulary=ACCEPTANCE,
        description="是否受理的决定,空白而有受理日期的视为受理",
    )
    within_authority: Flag = flag("是否权限范围内", description="是否属于本机关权限范围,空白按是计")
    finished_on: Day = column(Kind.DATE, "办结日期", "办结时间", "决定日期", description="办结的日期,空白表示尚未办结")
    result: Text = column(
        Kind.ENUM,
        "办理结果",
        "办结结果",
        vocabulary=RESULT,
        description="办理的结果,空白而有办结日期的视为办结",
    )
    legal_days: Whole = column(
        Kind.INT, "法定时限", "法定期限", description="法定的办理时限,单位为工作日,空白表示未记录"
    )
    promised_days: Whole = column(
        Kind.INT, "承诺时限", "承诺期限", description="承诺的办理时限,单位为工作日,空白则按法定时限衡量"
    )
    excluded_days: Whole = column(
        Kind.INT, "不计时限天数", description="听证、检测等不计入时限的天数,单位为工作日,空白表示没有"
    )
    on_the_spot: Flag = flag("是否即办", "当场办结", description="是否当场办结,空白按否计")
    channel: Text = column(
        Kind.ENUM,
        "申请渠道",
        "办理方式",
        vocabulary=CHANNEL,
        description="提出申请的渠道,空白的不计入网办率",
    )
    fee: Yuan = column(Kind.MONEY, "收费金额", description="办理所收的费用,单位为元,空白表示没有")
    org_unit: Text = column(Kind.TEXT, "办理科室", "办理处室", description="办理事项的科室,空白归入未填")

    @rule("id-check-digit", "applicant_id", message=ID_WRONG, law=ID_STANDARDS)
    def applicant_id_is_right(cls) -> pl.Expr:
        """An 18-character identifier is a right USCC or resident ID."""
        return ~is_checkable_id("applicant_id") | passes_id_check("applicant_id")

    @rule("id-unverified", "applicant_id", level=Level.WARNING, message=ID_UNVERIFIED, law=ID_STANDARDS)
    def applicant_id_is_checkable(cls) -> pl.Expr:
        """The identifier is one whose check character can be checked."""
        return is_checkable_id("applicant_id")

    @rule(
        "accepted-before-applied",
        "applied_on",
        "accepted_on",
        message="受理日期早于申请日期;请核对两个日期,改正后重新导出",
        law="行政许可法第三十二条",
    )
    def application_is_before_acceptance(cls) -> pl.Expr:
        """An item is applied for on or before the day of its acceptance."""
        return pl.col("applied_on") <= pl.col("accepted_on")

    @rule(
        "finished-before-accepted",
        "accepted_on",
        "finished_on",
        message="办结日期早于受理日期;请核对两个日期,改正后重新导出",
        law="行政许可法第四十二条",
    )
    def acceptance_is_before_finish(cls) -> pl.Expr:
        """An item is accepted on or before the day it is finished."""
        return pl.col("accepted_on") <= pl.col("finished_on")

    # Where there is an acceptance, the two rules above already say which of the dates is out of order.
    @rule(
        "finished-before-applied",
        "applied_on",
        "finished_on",
        message="办结日期早于申请日期;请核对两个日期,改正后重新导出",
        law="行政许可法第四十二条",
    )
    def application_is_before_finish(cls) -> pl.Expr:
        """An item without day of acceptance is applied for on or before the day it is finished."""
        return pl.col("accepted_on").is_not_null() | (pl.col("applied_on") <= pl.col("finished_on"))

    @rule(
        "accepted-without-date",
        "acceptance",
        "accepted_on",
        message="受理结果为受理,却没有受理日期;请补填受理日期",
        law="行政许可法第三十二条",
    )
    def acceptance_has_date(cls) -> pl.Expr:
        """An acceptance has its day."""
        return ~((pl.col("acceptance") == "受理") & pl.col("accepted_on").is_null())

    @rule(
        "result-without-date",
        "result",
        "finished_on",
        message="已有办理结果,却没有办结日期;请补填办结日期,尚未办结的请删去办理结果",
    )
    def result_has_date(cls) -> pl.Expr:
        """A result has the day on which the item was finished."""
        return pl.col("result").is_null() | pl.col("finished_on").is_not_null()
