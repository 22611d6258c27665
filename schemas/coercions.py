"""行政强制台账: one coercive measure, execution, or application to a court."""

from __future__ import annotations

import polars as pl

from schemas.base import Day, Facts, Kind, Level, Need, Text, Vocabulary, column, contract, rule
from schemas.shared import ORG_UNIT, Exported

# 行政强制法第九条, 第十二条, 第五十三条: what is a measure, what an execution, what goes to a court.
MEASURES = {
    "查封场所、设施或者财物": ("查封",),
    "扣押财物": ("扣押",),
    "冻结存款、汇款": ("冻结",),
    "其他强制措施": (),
}
EXECUTIONS = {
    "加处罚款或者滞纳金": ("加处罚款",),
    "划拨存款、汇款": ("划拨",),
    "拍卖或者依法处理": ("拍卖",),
    "排除妨碍、恢复原状": ("排除妨碍", "恢复原状"),
    "代履行": (),
    "其他强制执行": (),
}
APPLICATIONS = {"申请法院强制执行": ("申请法院",)}
MEASURE = Vocabulary(MEASURES | EXECUTIONS | APPLICATIONS)

# The date that gives a row its year, by its measure.
DATED_BY = (
    dict.fromkeys(MEASURES, "decided_on")
    | dict.fromkeys(EXECUTIONS, "completed_on")
    | dict.fromkeys(APPLICATIONS, "applied_on")
)

IS_UNDECIDED_MEASURE = pl.col("measure").is_in(list(MEASURES)) & pl.col("decided_on").is_null()
IS_UNDATED_APPLICATION = pl.col("measure").is_in(list(APPLICATIONS)) & pl.col("applied_on").is_null()


@contract(
    Facts(
        name="coercions",
        title="行政强制台账",
        row_is="一项行政强制措施、行政强制执行或者强制执行申请",
        source="手工台账",
        key=("document_no",),
        # A row covers the month of one of these only: the date of its year.
        dates=("decided_on", "completed_on", "applied_on"),
        dated_by=("measure", DATED_BY),
    )
)
class Coercions(Exported):
    """行政强制台账, the ledger of coercive measures and executions."""

    document_no: Text = column(
        Kind.ID,
        "强制文书号",
        "文书编号",
        need=Need.BOTH,
        is_document_no=True,
        description="强制决定书或者申请书的文号,不可空白",
    )
    case_no: Text = column(
        Kind.ID, "案号", "关联案号", is_document_no=True, description="所属案件的案号,空白表示没有或未记录"
    )
    measure: Text = column(
        Kind.ENUM,
        "强制种类",
        "强制措施种类",
        need=Need.BOTH,
        vocabulary=MEASURE,
        description="强制措施或者强制执行的种类,不可空白",
    )
    decided_on: Day = column(
        Kind.DATE, "决定日期", description="作出强制决定的日期,强制措施按它归年,空白表示未决定或未记录"
    )
    completed_on: Day = column(
        Kind.DATE,
        "执行完毕日期",
        "终结执行日期",
        description="执行完毕或者终结的日期,强制执行按它归年,空白表示尚未执行完毕",
    )
    applied_on: Day = column(
        Kind.DATE, "申请法院日期", description="向法院申请的日期,申请法院强制执行按它归年,空白表示没有申请"
    )
    org_unit: Text = column(Kind.TEXT, *ORG_UNIT, description="实施强制的机构,空白归入未填")

    @rule(
        "measure-without-decision",
        "measure",
        "decided_on",
        message="强制措施没有决定日期,无法归入年度;请补填决定日期",
        law="行政强制法第十八条、第二十四条、第三十一条",
    )
    def measure_has_decision(cls) -> pl.Expr:
        """A coercive measure has the day of its decision."""
        return ~IS_UNDECIDED_MEASURE

    @rule(
        "application-without-date",
        "measure",
        "applied_on",
        message="申请法院强制执行没有申请日期,无法归入年度;请补填申请法院日期",
        law="行政强制法第五十三条",
    )
    def application_has_date(cls) -> pl.Expr:
        """An application to a court has its day."""
        return ~IS_UNDATED_APPLICATION

    # In a file that lacks the date's column the rules above are silent, and the row would be lost to every year unsaid.
    @rule(
        "no-date-of-its-year",
        "measure",
        level=Level.WARNING,
        message="这一种类的强制没有归年所用的日期,不计入任何年度;请在台账中增加并填写相应的日期列",
        law="行政强制法第十八条、第五十三条",
    )
    def row_has_its_date(cls) -> pl.Expr:
        """A measure or application has the date that gives it its year, whatever columns the file has."""
        return ~(IS_UNDECIDED_MEASURE | IS_UNDATED_APPLICATION)
