"""The contracts as the specification words them: columns, headings, kinds and synonyms, typed from the text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column of a contract."""

    name: str
    kind: str  # id | date | money | int | bool | enum | set | text
    headings: tuple[str, ...]
    is_needed: bool = False  # "!": a table without it is refused
    is_required: bool = False  # "*": a row without it is rejected
    values: dict[str, tuple[str, ...]] | None = None  # canonical value -> synonyms
    is_document_no: bool = False  # brackets, 第/字/号, case and leading zeros do not matter
    is_lenient: bool = False  # an unknown enum value is kept as written


Synonyms = dict[str, tuple[str, ...]]


def _enum(text: str) -> Synonyms:
    """Read `A = a, b; B; C = c` as the specification writes it."""
    result: Synonyms = {}
    for part in text.split(";"):
        name, _, others = part.partition("=")
        result[name.strip()] = tuple(item.strip() for item in others.split(",") if item.strip())
    return result


PARTY_KIND = _enum(
    "自然人 = 个人, 公民; 法人及非法人组织 = 单位, 企业, 法人, 法人或其他组织, 其他组织; 个体工商户 = 个体"
)
FIELD = _enum(
    "道路货运 = 普货; 道路客运; 危险货物运输 = 危货, 危险品运输; 超限超载 = 治超; 公路路政 = 路政; "
    "机动车维修 = 维修; 驾驶员培训 = 驾培; 出租汽车 = 出租车, 巡游出租, 网约车; 公共汽电车 = 公交; "
    "汽车租赁 = 租赁; 水路运输 = 水路; 港口航道 = 港口, 航道; 工程质量安全 = 质监, 工程质监; 其他"
)
SOURCE = _enum("行政检查; 投诉举报; 上级交办; 下级报请; 部门移送 = 移送; 其他")
PROCEDURE = _enum("简易程序 = 简易, 01, 当场处罚; 普通程序 = 一般程序, 普通, 一般, 02")
CASE_OUTCOME = _enum(
    "行政处罚 = 处罚, 予以处罚; 不予处罚 = 免予处罚; 撤销立案 = 销案, 撤案; 移送司法 = 移送公安, 移送; "
    "办理中 = 在办, 审批中, 调查取证"
)
PENALTY_KINDS = _enum(
    "警告; 通报批评; 罚款; 没收违法所得; 没收非法财物; "
    "暂扣许可证件 = 暂扣许可证、执照, 暂扣许可证, 暂扣执照; 降低资质等级; "
    "吊销许可证件 = 吊销许可证、执照, 吊销许可证, 吊销执照; 限制开展生产经营活动; 责令停产停业; 责令关闭; "
    "限制从业; 行政拘留; 其他行政处罚 = 其他"
)
LENIENCY = _enum("轻微不罚 = 轻微免罚; 首违不罚 = 首违免罚; 无主观过错; 减轻处罚; 从轻处罚")
CHANGE = _enum("新增 = i, I; 修改 = u, U; 删除 = d, D, 作废")
PAYMENT_KIND = _enum("罚款; 没收违法所得 = 没收款; 没收非法财物变价款; 加处罚款 = 滞纳金")
ITEM_KIND = _enum("行政许可 = 许可; 行政备案 = 备案; 其他行政权力 = 其他权力, 其他; 行政确认; 公共服务")
ACCEPTANCE = _enum("受理 = 是, 予以受理; 不予受理 = 否")
PERMIT_RESULT = _enum(
    "准予 = 同意, 予以许可; 准予变更; 准予延续; 不予 = 不予许可; 不予变更; 不予延续; 撤销; 注销; "
    "撤回申请 = 申请人撤回; 终止"
)
CHANNEL = _enum("网上 = 网办, 线上; 掌上 = 掌办; 窗口 = 线下")
TASK_KIND = _enum(
    "双随机抽查 = 双随机, 双随机检查; 专项检查 = 专项; 即时检查 = 即时, 日常检查; 个案检查 = 个案, 有因检查"
)
TERMINAL = _enum("掌上 = 掌上执法, 移动端, 浙政钉; 电脑 = PC; 纸质")
FINDING = _enum(
    "未发现问题 = 合格, 正常; 发现问题已改正 = 发现问题经责令已改正, 责令改正; "
    "发现问题待后续处理 = 不合格, 发现问题; 未开展相关经营活动; 停业或清算; 不配合检查; 主体注销或迁出"
)
MEASURE = _enum(
    "查封场所、设施或者财物 = 查封; 扣押财物 = 扣押; 冻结存款、汇款 = 冻结; 其他强制措施; "
    "加处罚款或者滞纳金 = 加处罚款; 划拨存款、汇款 = 划拨; 拍卖或者依法处理 = 拍卖; "
    "排除妨碍、恢复原状 = 排除妨碍, 恢复原状; 代履行; 其他强制执行; 申请法院强制执行 = 申请法院"
)
REVIEW_KIND = _enum("行政复议 = 复议; 行政诉讼 = 诉讼, 应诉")
REVIEW_OUTCOME = _enum("维持; 驳回; 撤销; 变更; 确认违法; 责令履行; 调解; 撤回; 胜诉; 败诉")
ABOUT = _enum("政务服务; 行政执法; 其他")


def _column(spec: str, headings: str, values: Synonyms | None = None, lenient: bool = False) -> Column:
    """`name kind flags`, where the flags are `!`, `*` and `#` (a document number)."""
    name, kind, *flags = spec.split()
    marks = "".join(flags)
    return Column(
        name=name,
        kind=kind,
        headings=tuple(heading.strip() for heading in headings.split(",")),
        is_needed="!" in marks,
        is_required="*" in marks,
        values=values,
        is_document_no="#" in marks,
        is_lenient=lenient,
    )


CHANGE_COLUMN = _column("change enum", "更新类型, 操作类型", CHANGE)
TEST_COLUMN = _column("is_test bool", "测试数据标识, 测试数据")
ORG_UNIT = _column("org_unit text", "执法机构, 办案机构, 立案机构, 承办机构")
TAIL = (CHANGE_COLUMN, TEST_COLUMN)

CONTRACTS: dict[str, tuple[Column, ...]] = {
    "cases": (
        _column("case_no id !*#", "案号, 案件编号, 案件号"),
        _column("case_name text", "案件名称"),
        _column("party_name text", "当事人, 当事人名称, 被处罚人, 行政相对人名称"),
        _column("party_kind enum", "当事人类型, 当事人类别, 行政相对人类别", PARTY_KIND, True),
        _column("party_id id", "统一社会信用代码/证件号码, 当事人证件号码, 证件号码, 统一社会信用代码, 身份证号"),
        _column("plate_no id", "车牌号, 车牌号码, 车/船号, 车船号"),
        _column("field enum", "业务领域, 执法门类, 行业类别", FIELD, True),
        _column("offence text", "违法行为, 案由, 违法行为类型"),
        _column("source enum", "案件来源", SOURCE, True),
        _column("procedure enum !*", "程序类型, 案件程序类别, 适用程序, 案件类型", PROCEDURE),
        _column("off_site bool", "是否非现场, 非现场执法"),
        ORG_UNIT,
        _column("filed_on date", "立案日期, 立案时间, 受案时间"),
        _column("decision_no id #", "处罚决定书文号, 行政处罚决定书文号, 决定书文号"),
        _column("decided_on date !", "处罚决定日期, 决定日期, 作出行政处罚决定日期"),
        _column("closed_on date", "结案日期, 结案时间"),
        _column("outcome enum !", "处理结果, 处理决定, 决定结果", CASE_OUTCOME),
        _column("penalty_kinds set", "处罚种类, 处罚类别, 处罚决定种类", PENALTY_KINDS),
        _column("fine money", "罚款金额, 罚款, 处罚金额"),
        _column("confiscated_income money", "没收违法所得金额, 没收违法所得"),
        _column("confiscated_goods money", "没收非法财物金额, 没收非法财物, 没收非法财务的金额"),
        _column("waived_fine money", "不罚金额, 免罚金额"),
        _column("reduced_fine money", "轻罚金额, 减轻金额"),
        _column("leniency enum", "不予处罚类型, 从轻减轻情形", LENIENCY),
        _column("hearing_held bool", "是否听证"),
        _column("legal_review bool", "是否法制审核"),
        _column("collective_discussion bool", "是否集体讨论"),
        _column("major_case bool", "是否重大案件, 重大执法决定"),
        _column("extension_reason text", "延期原因, 办案期限延长原因"),
        _column("transferred_on date", "移送日期, 移送时间"),
        _column("revoked_on date", "撤销日期, 处罚撤销日期"),
        _column("published_on date", "公示日期"),
        _column("inspection_task_no id", "检查案件编号, 关联检查编号, 检查任务编号"),
        _column("officers set", "执法人员, 承办人"),
        _column("officer_ids set", "执法证号, 执法人员证件编号"),
        *TAIL,
    ),
    "payments": (
        _column("receipt_no id !*", "缴款流水号, 票据号, 缴款书编号"),
        _column("case_no id !*#", "案号, 案件编号, 案件号"),
        _column("paid_on date !*", "缴款日期, 缴费时间, 入账日期"),
        _column("amount money !*", "缴款金额, 实缴金额, 收款金额"),
        _column("kind enum", "款项类别, 款项名称", PAYMENT_KIND),
        _column("method text", "缴款方式"),
        *TAIL,
    ),
    "permits": (
        _column("item_no id !*", "办件编号, 受理编号, 申办流水号"),
        _column("item_name text", "事项名称"),
        _column("item_code id", "事项编码"),
        _column("item_kind enum !*", "事项类型, 权力类型", ITEM_KIND),
        _column("applicant text", "申请人, 申请人名称, 申请单位"),
        _column("applicant_kind enum", "申请人类型", PARTY_KIND, True),
        _column("applicant_id id", "申请人证件号码, 统一社会信用代码"),
        _column("applied_on date !*", "申请日期, 申请时间, 收件日期"),
        _column("accepted_on date", "受理日期, 受理时间"),
        _column("acceptance enum", "受理结果, 是否受理", ACCEPTANCE),
        _column("within_authority bool", "是否权限范围内"),
        _column("finished_on date", "办结日期, 办结时间, 决定日期"),
        _column("result enum", "办理结果, 办结结果", PERMIT_RESULT),
        _column("legal_days int", "法定时限, 法定期限"),
        _column("promised_days int", "承诺时限, 承诺期限"),
        _column("excluded_days int", "不计时限天数"),
        _column("on_the_spot bool", "是否即办, 当场办结"),
        _column("channel enum", "申请渠道, 办理方式", CHANNEL),
        _column("fee money", "收费金额"),
        _column("org_unit text", "办理科室, 办理处室"),
        *TAIL,
    ),
    "inspections": (
        _column("task_no id !*", "任务编号, 检查任务编号, 任务编码"),
        _column("task_name text", "任务名称"),
        _column("task_kind enum !*", "任务类型, 检查类型, 检查类别", TASK_KIND),
        _column("object_name text !*", "检查对象, 检查对象名称, 企业名称"),
        _column("object_id id", "统一社会信用代码, 检查对象编码, 主体身份代码"),
        _column("field enum", "业务领域, 行业类别", FIELD, True),
        _column("inspected_on date !*", "检查日期, 检查时间"),
        _column("terminal enum", "检查终端, 执法方式", TERMINAL),
        _column("cross_department bool", "是否跨部门, 跨部门联合"),
        _column("departments set", "参与部门, 联合部门"),
        _column("credit_rule bool", "是否应用信用规则, 应用信用规则"),
        _column("credit_grade text", "信用等级, 风险等级"),
        _column("officers set", "检查人员"),
        _column("officer_ids set", "执法证号"),
        _column("finding enum", "检查结果", FINDING),
        _column("follow_up text", "后续处置"),
        _column("case_no id #", "关联案号, 关联案件编号"),
        _column("published_on date", "公示日期"),
        _column("org_unit text", "检查机构, 实施机构"),
        *TAIL,
    ),
    "coercions": (
        _column("document_no id !*#", "强制文书号, 文书编号"),
        _column("case_no id #", "案号, 关联案号"),
        _column("measure enum !*", "强制种类, 强制措施种类", MEASURE),
        _column("decided_on date", "决定日期"),
        _column("completed_on date", "执行完毕日期, 终结执行日期"),
        _column("applied_on date", "申请法院日期"),
        ORG_UNIT,
        *TAIL,
    ),
    "reviews": (
        _column("review_no id !*#", "文书号, 案号, 复议诉讼编号"),
        _column("kind enum !*", "类型, 类别", REVIEW_KIND),
        _column("accepted_on date !*", "受理日期, 立案日期"),
        _column("concluded_on date", "审结日期, 结案日期"),
        _column("outcome enum", "审理结果, 结果", REVIEW_OUTCOME),
        _column("chief_attended bool", "负责人是否出庭"),
        _column("case_no id #", "原案号, 涉及案号"),
        *TAIL,
    ),
    "outreach": (
        _column("event_no id", "活动编号"),
        _column("event_name text !*", "活动名称, 活动主题"),
        _column("held_on date !*", "活动日期, 活动时间"),
        _column("participants int", "参与人数, 参与人次"),
        _column("materials int !", "发放资料份数, 发放宣传资料"),
        _column("place text", "活动地点"),
        ORG_UNIT,
        *TAIL,
    ),
    "complaints": (
        _column("complaint_no id !*", "投诉编号"),
        _column("received_on date !*", "投诉日期, 收到日期"),
        _column("about enum !*", "投诉事项类别, 投诉类型", ABOUT),
        _column("item_no id", "办件编号, 受理编号, 申办流水号"),
        _column("case_no id #", "案号, 案件编号, 案件号"),
        _column("upheld bool", "是否属实"),
        *TAIL,
    ),
}

COVER_DATES: dict[str, tuple[str, ...]] = {
    "cases": ("decided_on", "filed_on"),
    "payments": ("paid_on",),
    "permits": ("applied_on", "finished_on"),
    "inspections": ("inspected_on",),
    "reviews": ("accepted_on", "concluded_on"),
    "outreach": ("held_on",),
    "complaints": ("received_on",),
}  # coercions: the date of its year, which depends on the measure

COERCIVE_MEASURES = ("查封场所、设施或者财物", "扣押财物", "冻结存款、汇款", "其他强制措施")
COURT_APPLICATION = "申请法院强制执行"


def column_of(contract: str, name: str) -> Column:
    """The column of that name in the contract."""
    return next(column for column in CONTRACTS[contract] if column.name == name)


def known_headings(contract: str) -> set[str]:
    """Every heading that the contract knows."""
    return {heading for column in CONTRACTS[contract] for heading in column.headings}


def is_complete(contract: str, headings: set[str]) -> bool:
    """Whether every needed column of the contract is among the headings."""
    return all(set(column.headings) & headings for column in CONTRACTS[contract] if column.is_needed)


def recognised_as(headings: set[str]) -> str | None:
    """The contract that a complete table with these headings belongs to; None for a tie, or complete for none."""
    scores = {name: len(known_headings(name) & headings) for name in CONTRACTS if is_complete(name, headings)}
    best = max(scores.values(), default=0)
    winners = [name for name, score in scores.items() if score == best]
    return winners[0] if len(winners) == 1 else None


def year_date_of_coercion(measure: str) -> str:
    """The column whose date decides the year of a coercion."""
    if measure in COERCIVE_MEASURES:
        return "decided_on"
    return "applied_on" if measure == COURT_APPLICATION else "completed_on"


def cover_columns(contract: str, values: dict[str, object]) -> tuple[str, ...]:
    """The columns whose months a row of the contract covers."""
    if contract == "coercions":
        return (year_date_of_coercion(str(values.get("measure"))),)
    return COVER_DATES[contract]
