"""掌上执法检查记录: one object visited within one task."""

from __future__ import annotations

import polars as pl

from schemas.base import Day, Facts, Flag, Kind, Level, Names, Need, Text, Vocabulary, column, contract, rule
from schemas.shared import (
    FIELD,
    ID_STANDARDS,
    Exported,
    count_of,
    flag,
    is_checkable_id,
    is_masked,
    passes_id_check,
)

TASK_KIND = Vocabulary(
    {
        "双随机抽查": ("双随机", "双随机检查"),
        "专项检查": ("专项",),
        "即时检查": ("即时", "日常检查"),
        "个案检查": ("个案", "有因检查"),
    }
)
TERMINAL = Vocabulary({"掌上": ("掌上执法", "移动端", "浙政钉"), "电脑": ("PC",), "纸质": ()})
FINDING = Vocabulary(
    {
        "未发现问题": ("合格", "正常"),
        "发现问题已改正": ("发现问题经责令已改正", "责令改正"),
        "发现问题待后续处理": ("不合格", "发现问题"),
        "未开展相关经营活动": (),
        "停业或清算": (),
        "不配合检查": (),
        "主体注销或迁出": (),
    }
)

# The numbers that were in use before the USCC: 工商注册号 of enterprises and of 个体工商户, 组织机构代码.
OLD_REGISTRATION_NO = r"^(\d{15}|\d{13}|[0-9A-Za-z]{8}-?[0-9Xx])$"

TWO_OFFICERS = "行政处罚法第四十二条;《交通行政执法检查行为规范》第二条"


@contract(
    Facts(
        name="inspections",
        title="掌上执法检查记录",
        row_is="一次检查任务中对一个对象的一次到访",
        source="检查系统",
        key=("task_no", ("object_id", "object_name"), "inspected_on"),
        lines=("finding", "follow_up", "case_no"),
        dates=("inspected_on",),
    )
)
class Inspections(Exported):
    """检查记录, the visits that the inspection system recorded."""

    task_no: Text = column(
        Kind.ID, "任务编号", "检查任务编号", "任务编码", need=Need.BOTH, description="检查任务的编号,不可空白"
    )
    task_name: Text = column(Kind.TEXT, "任务名称", description="检查任务的名称,空白表示未记录")
    task_kind: Text = column(
        Kind.ENUM,
        "任务类型",
        "检查类型",
        "检查类别",
        need=Need.BOTH,
        vocabulary=TASK_KIND,
        description="检查任务的类型,不可空白",
    )
    # Personal when the object is a natural person, which the record does not say: handled as if it always were.
    object_name: Text = column(
        Kind.TEXT,
        "检查对象",
        "检查对象名称",
        "企业名称",
        need=Need.BOTH,
        is_personal=True,
        description="被检查对象的名称,自然人公布时隐去,不可空白",
    )
    object_id: Text = column(
        Kind.ID,
        "统一社会信用代码",
        "检查对象编码",
        "主体身份代码",
        description="被检查对象的统一社会信用代码或编码,空白则以名称区分对象",
    )
    field: Text = column(
        Kind.ENUM, "业务领域", "行业类别", vocabulary=FIELD, description="检查所属的业务领域,空白归入未填"
    )
    inspected_on: Day = column(Kind.DATE, "检查日期", "检查时间", need=Need.BOTH, description="到访检查的日期,不可空白")
    terminal: Text = column(
        Kind.ENUM,
        "检查终端",
        "执法方式",
        vocabulary=TERMINAL,
        description="记录检查所用的终端,空白不算掌上",
    )
    cross_department: Flag = flag("是否跨部门", "跨部门联合", description="是否跨部门联合检查,空白按否计")
    departments: Names = column(Kind.SET, "参与部门", "联合部门", description="参与联合检查的部门,空白表示没有或未记录")
    credit_rule: Flag = flag("是否应用信用规则", "应用信用规则", description="是否按信用规则抽取对象,空白按否计")
    credit_grade: Text = column(
        Kind.TEXT, "信用等级", "风险等级", description="被检查对象的信用或风险等级,空白表示未记录"
    )
    officers: Names = column(
        Kind.SET, "检查人员", is_personal=True, description="到场检查的执法人员姓名,空白表示未记录"
    )
    officer_ids: Names = column(
        Kind.SET, "执法证号", item_kind=Kind.ID, description="到场检查的执法人员的执法证号,空白表示未记录"
    )
    finding: Text = column(Kind.ENUM, "检查结果", vocabulary=FINDING, description="检查的结果,空白表示未记录结果")
    follow_up: Text = column(Kind.TEXT, "后续处置", description="检查后的处置,空白表示没有或未记录")
    case_no: Text = column(
        Kind.ID,
        "关联案号",
        "关联案件编号",
        is_document_no=True,
        description="由检查转立的案件的案号,空白表示没有转立案",
    )
    published_on: Day = column(Kind.DATE, "公示日期", description="检查结果公示的日期,空白表示没有公示")
    org_unit: Text = column(Kind.TEXT, "检查机构", "实施机构", description="实施检查的机构,空白归入未填")

    @rule(
        "object-id-check-digit",
        "object_id",
        level=Level.WARNING,
        message="十八位的检查对象代码未通过校验,同一对象可能被算作两家;请核对证照原件后改正",
        law=ID_STANDARDS,
    )
    def object_id_is_right(cls) -> pl.Expr:
        """An 18-character identifier is a right USCC or resident ID."""
        return ~is_checkable_id("object_id") | passes_id_check("object_id")

    # Codes of the inspection system's own (检查对象编码) are no registration numbers and are left alone.
    @rule(
        "registration-not-uscc",
        "object_id",
        level=Level.WARNING,
        message="检查对象代码是旧注册号、机构代码或已脱敏,不是统一社会信用代码;请补录统一社会信用代码",
        law=ID_STANDARDS,
    )
    def registration_is_uscc(cls) -> pl.Expr:
        """A registration number is a USCC, not one of the numbers it replaced and not masked."""
        return ~(pl.col("object_id").str.contains(OLD_REGISTRATION_NO) | is_masked("object_id"))

    # Blank says that officers were not recorded, not that there was one. Two in either column show two officers.
    @rule(
        "one-officer-visit",
        "officers",
        level=Level.WARNING,
        message="检查只记录了一名执法人员;请核对并补全,执法人员不得少于两人",
        law=TWO_OFFICERS,
    )
    def officers_are_two(cls) -> pl.Expr:
        """A visit with its officers named has two, by names or by certificates."""
        return ~((count_of("officers") == 1) & (count_of("officer_ids") <= 1))

    @rule(
        "one-officer-id-visit",
        "officer_ids",
        level=Level.WARNING,
        message="检查只记录了一个执法证号;请核对并补全,执法人员不得少于两人",
        law=TWO_OFFICERS,
    )
    def officer_ids_are_two(cls) -> pl.Expr:
        """A visit with certificates only has two of them."""
        return ~((count_of("officer_ids") == 1) & (count_of("officers") == 0))
