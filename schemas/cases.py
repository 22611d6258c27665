"""案件台账: one case of administrative penalty."""

from __future__ import annotations

import polars as pl

from schemas.base import Day, Facts, Flag, Kind, Level, Names, Need, Text, Vocabulary, Yuan, column, contract, rule
from schemas.shared import (
    CASE_NO,
    FIELD,
    ID_STANDARDS,
    ID_UNVERIFIED,
    ID_WRONG,
    ORG_UNIT,
    PARTY_KIND,
    Exported,
    count_of,
    flag,
    is_blank_or_zero,
    is_checkable_id,
    is_unmarked,
    passes_id_check,
)

# 行政处罚法第五十一条: what may be decided on the spot, in yuan.
PERSON_LIMIT_YUAN = 200
ORGANISATION_LIMIT_YUAN = 3000
# 行政处罚法第六十条: calendar days from filing to decision.
DECISION_LIMIT_DAYS = 90
# 行政处罚法第四十二条.
OFFICERS_AT_LEAST = 2

SOURCE = Vocabulary(
    {"行政检查": (), "投诉举报": (), "上级交办": (), "下级报请": (), "部门移送": ("移送",), "其他": ()}, is_open=True
)
PROCEDURE = Vocabulary({"简易程序": ("简易", "01", "当场处罚"), "普通程序": ("一般程序", "普通", "一般", "02")})
OUTCOME = Vocabulary(
    {
        "行政处罚": ("处罚", "予以处罚"),
        "不予处罚": ("免予处罚",),
        "撤销立案": ("销案", "撤案"),
        "移送司法": ("移送公安", "移送"),
        "办理中": ("在办", "审批中", "调查取证"),
    },
    blank_as="办理中",
)
PENALTY_KINDS = Vocabulary(
    {
        "警告": (),
        "通报批评": (),
        "罚款": (),
        "没收违法所得": (),
        "没收非法财物": (),
        "暂扣许可证件": ("暂扣许可证、执照", "暂扣许可证", "暂扣执照"),
        "降低资质等级": (),
        "吊销许可证件": ("吊销许可证、执照", "吊销许可证", "吊销执照"),
        "限制开展生产经营活动": (),
        "责令停产停业": (),
        "责令关闭": (),
        "限制从业": (),
        "行政拘留": (),
        "其他行政处罚": ("其他",),
    }
)
LENIENCY = Vocabulary(
    {
        "轻微不罚": ("轻微免罚",),
        "首违不罚": ("首违免罚",),
        "无主观过错": (),
        "减轻处罚": (),
        "从轻处罚": (),
    }
)

IS_SIMPLIFIED = pl.col("procedure") == "简易程序"
IS_ORDINARY = pl.col("procedure") == "普通程序"
IS_PENALIZED = pl.col("outcome") == "行政处罚"
IS_DECIDED = pl.col("outcome").is_in(["行政处罚", "不予处罚"]) & pl.col("decided_on").is_not_null()


@contract(
    Facts(
        name="cases",
        title="案件台账",
        row_is="一个行政处罚案件",
        source="案件系统",
        key=("case_no",),
        dates=("decided_on", "filed_on"),
    )
)
class Cases(Exported):
    """案件台账, the register of penalty cases."""

    case_no: Text = column(
        Kind.ID, *CASE_NO, need=Need.BOTH, is_document_no=True, description="案件的编号,一案一号,不可空白"
    )
    case_name: Text = column(
        Kind.TEXT,
        "案件名称",
        is_personal=True,
        description="案件的名称,其中的当事人姓名和车牌公布时隐去,空白表示未记录",
    )
    party_name: Text = column(
        Kind.TEXT,
        "当事人",
        "当事人名称",
        "被处罚人",
        "行政相对人名称",
        is_personal=True,
        description="当事人的姓名或名称,自然人公布时隐去,空白表示未记录",
    )
    party_kind: Text = column(
        Kind.ENUM,
        "当事人类型",
        "当事人类别",
        "行政相对人类别",
        vocabulary=PARTY_KIND,
        description="当事人是自然人、组织还是个体工商户,空白表示未记录",
    )
    party_id: Text = column(
        Kind.ID,
        "统一社会信用代码/证件号码",
        "当事人证件号码",
        "证件号码",
        "统一社会信用代码",
        "身份证号",
        is_personal=True,
        description="当事人的统一社会信用代码或身份证号,空白表示未记录",
    )
    plate_no: Text = column(
        Kind.ID,
        "车牌号",
        "车牌号码",
        "车/船号",
        "车船号",
        is_personal=True,
        description="涉案车辆的号牌或船舶的船号,空白表示没有或未记录",
    )
    field: Text = column(
        Kind.ENUM,
        "业务领域",
        "执法门类",
        "行业类别",
        vocabulary=FIELD,
        description="案件所属的业务领域,空白归入未填",
    )
    offence: Text = column(Kind.TEXT, "违法行为", "案由", "违法行为类型", description="所认定的违法行为,空白表示未记录")
    source: Text = column(Kind.ENUM, "案件来源", vocabulary=SOURCE, description="案件线索从何而来,空白表示未记录")
    procedure: Text = column(
        Kind.ENUM,
        "程序类型",
        "案件程序类别",
        "适用程序",
        "案件类型",
        need=Need.BOTH,
        vocabulary=PROCEDURE,
        description="适用简易程序还是普通程序,不可空白",
    )
    off_site: Flag = flag("是否非现场", "非现场执法", description="是否由电子监控设备取证的非现场执法,空白按否计")
    org_unit: Text = column(Kind.TEXT, *ORG_UNIT, description="办理案件的机构,空白归入未填")
    filed_on: Day = column(
        Kind.DATE, "立案日期", "立案时间", "受案时间", description="立案的日期,空白表示未立案或未记录"
    )
    decision_no: Text = column(
        Kind.ID,
        "处罚决定书文号",
        "行政处罚决定书文号",
        "决定书文号",
        is_document_no=True,
        description="处罚决定书的文号,空白表示未作出决定或未记录",
    )
    decided_on: Day = column(
        Kind.DATE,
        "处罚决定日期",
        "决定日期",
        "作出行政处罚决定日期",
        need=Need.TABLE,
        description="作出处罚或不予处罚决定的日期,空白表示尚未决定",
    )
    closed_on: Day = column(Kind.DATE, "结案日期", "结案时间", description="结案的日期,空白表示尚未结案")
    outcome: Text = column(
        Kind.ENUM,
        "处理结果",
        "处理决定",
        "决定结果",
        need=Need.TABLE,
        vocabulary=OUTCOME,
        description="案件的处理结果,空白表示办理中",
    )
    penalty_kinds: Names = column(
        Kind.SET,
        "处罚种类",
        "处罚类别",
        "处罚决定种类",
        vocabulary=PENALTY_KINDS,
        item_kind=Kind.ENUM,
        description="决定给予的处罚种类,可有多种,空白表示未处罚或未记录",
    )
    fine: Yuan = column(
        Kind.MONEY, "罚款金额", "罚款", "处罚金额", description="决定的罚款金额,单位为元,空白表示没有罚款"
    )
    confiscated_income: Yuan = column(
        Kind.MONEY,
        "没收违法所得金额",
        "没收违法所得",
        description="决定没收的违法所得金额,单位为元,空白表示没有",
    )
    confiscated_goods: Yuan = column(
        Kind.MONEY,
        "没收非法财物金额",
        "没收非法财物",
        "没收非法财务的金额",
        description="决定没收的非法财物折价金额,单位为元,空白表示没有",
    )
    waived_fine: Yuan = column(
        Kind.MONEY, "不罚金额", "免罚金额", description="因不予处罚而免去的罚款金额,单位为元,空白表示没有"
    )
    reduced_fine: Yuan = column(
        Kind.MONEY, "轻罚金额", "减轻金额", description="因减轻处罚而少罚的金额,单位为元,空白表示没有"
    )
    leniency: Text = column(
        Kind.ENUM,
        "不予处罚类型",
        "从轻减轻情形",
        vocabulary=LENIENCY,
        description="不予处罚或者从轻、减轻处罚的情形,空白表示没有",
    )
    hearing_held: Flag = flag("是否听证", description="决定前是否举行听证,空白按否计")
    legal_review: Flag = flag("是否法制审核", description="决定前是否经法制审核,空白按否计")
    collective_discussion: Flag = flag("是否集体讨论", description="是否经负责人集体讨论决定,空白按否计")
    major_case: Flag = flag("是否重大案件", "重大执法决定", description="是否属于重大执法决定,空白按否计")
    extension_reason: Text = column(
        Kind.TEXT, "延期原因", "办案期限延长原因", description="延长办案期限的原因,空白表示没有延期"
    )
    transferred_on: Day = column(Kind.DATE, "移送日期", "移送时间", description="移送司法机关的日期,空白表示没有移送")
    revoked_on: Day = column(Kind.DATE, "撤销日期", "处罚撤销日期", description="处罚决定被撤销的日期,空白表示没有撤销")
    published_on: Day = column(Kind.DATE, "公示日期", description="处罚决定公示的日期,空白表示没有公示")
    inspection_task_no: Text = column(
        Kind.ID,
        "检查案件编号",
        "关联检查编号",
        "检查任务编号",
        description="引出本案的检查任务的编号,空白表示不由检查引出或未记录",
    )
    officers: Names = column(
        Kind.SET, "执法人员", "承办人", is_personal=True, description="办理案件的执法人员姓名,空白表示未记录"
    )
    officer_ids: Names = column(
        Kind.SET,
        "执法证号",
        "执法人员证件编号",
        item_kind=Kind.ID,
        description="办理案件的执法人员的执法证号,空白表示未记录",
    )

    @rule("id-check-digit", "party_id", message=ID_WRONG, law=ID_STANDARDS)
    def party_id_is_right(cls) -> pl.Expr:
        """An 18-character identifier is a right USCC or resident ID."""
        return ~is_checkable_id("party_id") | passes_id_check("party_id")

    @rule("id-unverified", "party_id", level=Level.WARNING, message=ID_UNVERIFIED, law=ID_STANDARDS)
    def party_id_is_checkable(cls) -> pl.Expr:
        """The identifier is one whose check character can be checked."""
        return is_checkable_id("party_id")

    @rule(
        "decided-before-filed",
        "procedure",
        "filed_on",
        "decided_on",
        message="普通程序案件的决定日期早于立案日期;请核对两个日期,改正后重新导出",
        law="行政处罚法第五十四条",
    )
    def ordinary_is_filed_before_decision(cls) -> pl.Expr:
        """An ordinary case is filed on or before the day of its decision."""
        return ~IS_ORDINARY | (pl.col("filed_on") <= pl.col("decided_on"))

    @rule(
        "closed-before-decided",
        "decided_on",
        "closed_on",
        message="结案日期早于处罚决定日期;请核对两个日期,改正后重新导出",
    )
    def decision_is_before_closing(cls) -> pl.Expr:
        """A case is decided on or before the day of its closing."""
        return pl.col("decided_on") <= pl.col("closed_on")

    # Where there is a decision, the two rules above already say which of the dates is out of order.
    @rule(
        "closed-before-filed",
        "procedure",
        "filed_on",
        "decided_on",
        "closed_on",
        message="普通程序案件的结案日期早于立案日期;请核对两个日期,改正后重新导出",
        law="行政处罚法第五十四条",
    )
    def undecided_is_filed_before_closing(cls) -> pl.Expr:
        """An ordinary case without decision is filed on or before the day of its closing."""
        is_undecided_ordinary = IS_ORDINARY & pl.col("decided_on").is_null()
        return ~is_undecided_ordinary | (pl.col("filed_on") <= pl.col("closed_on"))

    @rule(
        "filed-after-decided",
        "procedure",
        "filed_on",
        "decided_on",
        marks="filed_on",
        level=Level.WARNING,
        message="简易程序案件的立案日期晚于处罚决定日期,一般是补录时间;请核对是否当日报备、及时录入",
        law="行政处罚法第五十二条",
    )
    def simplified_is_filed_in_time(cls) -> pl.Expr:
        """A case decided on the spot is entered no later than the day of its decision."""
        return ~IS_SIMPLIFIED | (pl.col("filed_on") <= pl.col("decided_on"))

    @rule(
        "penalty-without-decision",
        "outcome",
        "decided_on",
        message="处理结果为行政处罚,却没有处罚决定日期;请补填决定日期,尚未决定的请改处理结果",
        law="行政处罚法第五十二条、第五十九条",
    )
    def penalty_has_decision(cls) -> pl.Expr:
        """A penalty has the day of its decision."""
        return ~(IS_PENALIZED & pl.col("decided_on").is_null())

    @rule(
        "open-case-with-decision",
        "outcome",
        "decided_on",
        marks="outcome",
        message="已有处罚决定日期,处理结果却为办理中或者空白;请填明处理结果,尚未决定的请删去决定日期",
    )
    def open_case_has_no_decision(cls) -> pl.Expr:
        """A case still open has no day of decision."""
        is_open = pl.col("outcome").fill_null("办理中") == "办理中"
        return ~(is_open & pl.col("decided_on").is_not_null())

    @rule(
        "fine-missing",
        "outcome",
        "penalty_kinds",
        "fine",
        message="处罚种类含罚款,罚款金额却空白或为零;请补填罚款金额,没有罚款的请改处罚种类",
    )
    def fine_has_amount(cls) -> pl.Expr:
        """A penalty with a fine says how much."""
        is_fined = IS_PENALIZED & pl.col("penalty_kinds").list.contains("罚款")
        return ~(is_fined & is_blank_or_zero("fine"))

    @rule(
        "fine-without-penalty",
        "outcome",
        "fine",
        message="处理结果为不予处罚或者撤销立案,却填有罚款金额;请改处理结果,或将金额改填入不罚金额",
    )
    def fine_has_penalty(cls) -> pl.Expr:
        """A case that ended without penalty has no fine."""
        return ~(pl.col("outcome").is_in(["不予处罚", "撤销立案"]) & (pl.col("fine") > 0))

    # A 个体工商户 is a person or an organisation by setting, and no setting may reach a shard: here it is listed only
    # above the limit that holds under either; between the two limits is for the rules that run at build.
    @rule(
        "simplified-fine-over-200",
        "procedure",
        "party_kind",
        "fine",
        level=Level.WARNING,
        message="简易程序对自然人罚款超过二百元;请核对金额和程序类型,确属超限的应当适用普通程序",
        law="行政处罚法第五十一条",
    )
    def simplified_fine_of_person_is_small(cls) -> pl.Expr:
        """A natural person is fined at most 200 yuan on the spot; above 3,000 the next rule speaks."""
        is_over = pl.col("fine").is_between(PERSON_LIMIT_YUAN, ORGANISATION_LIMIT_YUAN, closed="right")
        return ~(IS_SIMPLIFIED & (pl.col("party_kind") == "自然人") & is_over)

    # Above the higher limit it does not matter who the party is, so a file without party_kind is checked too.
    @rule(
        "simplified-fine-over-3000",
        "procedure",
        "fine",
        level=Level.WARNING,
        message="简易程序罚款超过三千元;请核对金额和程序类型,确属超限的应当适用普通程序",
        law="行政处罚法第五十一条",
    )
    def simplified_fine_is_small(cls) -> pl.Expr:
        """Nobody is fined more than 3,000 yuan on the spot."""
        return ~(IS_SIMPLIFIED & (pl.col("fine") > ORGANISATION_LIMIT_YUAN))

    @rule(
        "over-90-days",
        "procedure",
        "filed_on",
        "decided_on",
        "extension_reason",
        marks="decided_on",
        level=Level.WARNING,
        message="普通程序案件自立案至决定超过九十日,未填延期原因;请核对日期,经批准延期的请补填延期原因",
        law="行政处罚法第六十条",
    )
    def decision_is_in_time(cls) -> pl.Expr:
        """An ordinary case is decided within 90 calendar days, or says why not."""
        days = (pl.col("decided_on") - pl.col("filed_on")).dt.total_days()
        return ~IS_ORDINARY | (days <= DECISION_LIMIT_DAYS) | pl.col("extension_reason").is_not_null()

    # Blank says that officers were not recorded, not that they were fewer than two. Where names and certificates are
    # both given, two in either show two officers: the other is then recorded incompletely.
    @rule(
        "fewer-than-two-officers",
        "procedure",
        "officers",
        level=Level.WARNING,
        message="普通程序案件只记录了一名执法人员;请核对并补全,执法人员不得少于两人",
        law="行政处罚法第四十二条",
    )
    def officers_are_two(cls) -> pl.Expr:
        """An ordinary case with its officers named has two, by names or by certificates."""
        is_one = (count_of("officers") == 1) & (count_of("officer_ids") < OFFICERS_AT_LEAST)
        return ~(IS_ORDINARY & is_one)

    @rule(
        "fewer-than-two-officer-ids",
        "procedure",
        "officer_ids",
        level=Level.WARNING,
        message="普通程序案件只记录了一个执法证号;请核对并补全,执法人员不得少于两人",
        law="行政处罚法第四十二条",
    )
    def officer_ids_are_two(cls) -> pl.Expr:
        """An ordinary case with certificates only has two of them."""
        is_one = (count_of("officer_ids") == 1) & (count_of("officers") == 0)
        return ~(IS_ORDINARY & is_one)

    # Review and discussion come before the decision: a case still open has not missed them yet.
    @rule(
        "major-case-without-legal-review",
        "major_case",
        "outcome",
        "decided_on",
        "legal_review",
        level=Level.WARNING,
        message="重大案件作出决定前没有法制审核记录;请核对,已审核的请补填",
        law="行政处罚法第五十八条",
    )
    def major_case_is_reviewed(cls) -> pl.Expr:
        """A major case that is decided has had its legal review."""
        return ~(pl.col("major_case") & IS_DECIDED & is_unmarked("legal_review"))

    @rule(
        "major-case-without-discussion",
        "major_case",
        "outcome",
        "decided_on",
        "collective_discussion",
        level=Level.WARNING,
        message="重大案件没有负责人集体讨论记录;请核对,已讨论的请补填",
        law="行政处罚法第五十七条",
    )
    def major_case_is_discussed(cls) -> pl.Expr:
        """A major case that is decided has been discussed collectively."""
        return ~(pl.col("major_case") & IS_DECIDED & is_unmarked("collective_discussion"))

    @rule(
        "fine-not-among-kinds",
        "fine",
        "penalty_kinds",
        level=Level.WARNING,
        message="有罚款金额,处罚种类中却没有罚款;请补填处罚种类,或核对罚款金额",
        law="行政处罚法第九条",
    )
    def fine_is_among_kinds(cls) -> pl.Expr:
        """An amount of fine comes with the kind 罚款; blank kinds have a rule of their own."""
        has_other_kinds_only = (count_of("penalty_kinds") > 0) & ~pl.col("penalty_kinds").list.contains("罚款")
        return ~((pl.col("fine") > 0) & has_other_kinds_only)

    @rule(
        "penalty-without-kinds",
        "outcome",
        "penalty_kinds",
        level=Level.WARNING,
        message="处理结果为行政处罚,处罚种类却空白,年报只能按金额归类;请补填处罚种类",
        law="行政处罚法第九条",
    )
    def penalty_has_kinds(cls) -> pl.Expr:
        """A penalty names its kinds."""
        return ~(IS_PENALIZED & (count_of("penalty_kinds") == 0))
