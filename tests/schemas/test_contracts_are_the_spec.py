"""The contracts hold every column, heading, need and value that the bureau and the project agreed on, and no other.

The agreement is written out here once more, by hand, so that neither writing can change unnoticed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass

import polars as pl
import pytest

from schemas import CONTRACTS
from schemas.base import Column, Kind
from schemas.pandera_polars import pa

# column need | type and marks | headings in the order in which they win | values = synonyms
# Marks: personal; document: compared as the number of a document; open: unknown values are kept.
AGREED = {
    "cases": """
case_no !* | id document | 案号, 案件编号, 案件号
case_name | text personal | 案件名称
party_name | text personal | 当事人, 当事人名称, 被处罚人, 行政相对人名称
party_kind | enum open | 当事人类型, 当事人类别, 行政相对人类别 \
| 自然人 = 个人, 公民; 法人及非法人组织 = 单位, 企业, 法人, 法人或其他组织, 其他组织; 个体工商户 = 个体
party_id | id personal | 统一社会信用代码/证件号码, 当事人证件号码, 证件号码, 统一社会信用代码, 身份证号
plate_no | id personal | 车牌号, 车牌号码, 车/船号, 车船号
field | enum open | 业务领域, 执法门类, 行业类别 \
| 道路货运 = 普货; 道路客运; 危险货物运输 = 危货, 危险品运输; 超限超载 = 治超; 公路路政 = 路政; \
机动车维修 = 维修; 驾驶员培训 = 驾培; 出租汽车 = 出租车, 巡游出租, 网约车; 公共汽电车 = 公交; 汽车租赁 = 租赁; \
水路运输 = 水路; 港口航道 = 港口, 航道; 工程质量安全 = 质监, 工程质监; 其他
offence | text | 违法行为, 案由, 违法行为类型
source | enum open | 案件来源 | 行政检查; 投诉举报; 上级交办; 下级报请; 部门移送 = 移送; 其他
procedure !* | enum | 程序类型, 案件程序类别, 适用程序, 案件类型 \
| 简易程序 = 简易, 01, 当场处罚; 普通程序 = 一般程序, 普通, 一般, 02
off_site | bool | 是否非现场, 非现场执法
org_unit | text | 执法机构, 办案机构, 立案机构, 承办机构
filed_on | date | 立案日期, 立案时间, 受案时间
decision_no | id document | 处罚决定书文号, 行政处罚决定书文号, 决定书文号
decided_on ! | date | 处罚决定日期, 决定日期, 作出行政处罚决定日期
closed_on | date | 结案日期, 结案时间
outcome ! | enum | 处理结果, 处理决定, 决定结果 \
| 行政处罚 = 处罚, 予以处罚; 不予处罚 = 免予处罚; 撤销立案 = 销案, 撤案; 移送司法 = 移送公安, 移送; \
办理中 = (blank), 在办, 审批中, 调查取证
penalty_kinds | set of enum | 处罚种类, 处罚类别, 处罚决定种类 \
| 警告; 通报批评; 罚款; 没收违法所得; 没收非法财物; 暂扣许可证件 = 暂扣许可证、执照, 暂扣许可证, 暂扣执照; \
降低资质等级; 吊销许可证件 = 吊销许可证、执照, 吊销许可证, 吊销执照; 限制开展生产经营活动; \
责令停产停业; 责令关闭; 限制从业; 行政拘留; 其他行政处罚 = 其他
fine | money | 罚款金额, 罚款, 处罚金额
confiscated_income | money | 没收违法所得金额, 没收违法所得
confiscated_goods | money | 没收非法财物金额, 没收非法财物, 没收非法财务的金额
waived_fine | money | 不罚金额, 免罚金额
reduced_fine | money | 轻罚金额, 减轻金额
leniency | enum | 不予处罚类型, 从轻减轻情形 \
| 轻微不罚 = 轻微免罚; 首违不罚 = 首违免罚; 无主观过错; 减轻处罚; 从轻处罚
hearing_held | bool | 是否听证
legal_review | bool | 是否法制审核
collective_discussion | bool | 是否集体讨论
major_case | bool | 是否重大案件, 重大执法决定
extension_reason | text | 延期原因, 办案期限延长原因
transferred_on | date | 移送日期, 移送时间
revoked_on | date | 撤销日期, 处罚撤销日期
published_on | date | 公示日期
inspection_task_no | id | 检查案件编号, 关联检查编号, 检查任务编号
officers | set of text personal | 执法人员, 承办人
officer_ids | set of id | 执法证号, 执法人员证件编号
""",
    "payments": """
receipt_no !* | id | 缴款流水号, 票据号, 缴款书编号
case_no !* | id document | 案号, 案件编号, 案件号
paid_on !* | date | 缴款日期, 缴费时间, 入账日期
amount !* | money | 缴款金额, 实缴金额, 收款金额
kind | enum | 款项类别, 款项名称 | 罚款; 没收违法所得 = 没收款; 没收非法财物变价款; 加处罚款 = 滞纳金
method | text | 缴款方式
""",
    "permits": """
item_no !* | id | 办件编号, 受理编号, 申办流水号
item_name | text | 事项名称
item_code | id | 事项编码
item_kind !* | enum | 事项类型, 权力类型 \
| 行政许可 = 许可; 行政备案 = 备案; 其他行政权力 = 其他权力, 其他; 行政确认; 公共服务
applicant | text personal | 申请人, 申请人名称, 申请单位
applicant_kind | enum open | 申请人类型 \
| 自然人 = 个人, 公民; 法人及非法人组织 = 单位, 企业, 法人, 法人或其他组织, 其他组织; 个体工商户 = 个体
applicant_id | id personal | 申请人证件号码, 统一社会信用代码
applied_on !* | date | 申请日期, 申请时间, 收件日期
accepted_on | date | 受理日期, 受理时间
acceptance | enum | 受理结果, 是否受理 | 受理 = 是, 予以受理; 不予受理 = 否
within_authority | bool | 是否权限范围内
finished_on | date | 办结日期, 办结时间, 决定日期
result | enum | 办理结果, 办结结果 \
| 准予 = 同意, 予以许可; 准予变更; 准予延续; 不予 = 不予许可; 不予变更; 不予延续; \
撤销; 注销; 撤回申请 = 申请人撤回; 终止
legal_days | int | 法定时限, 法定期限
promised_days | int | 承诺时限, 承诺期限
excluded_days | int | 不计时限天数
on_the_spot | bool | 是否即办, 当场办结
channel | enum | 申请渠道, 办理方式 | 网上 = 网办, 线上; 掌上 = 掌办; 窗口 = 线下
fee | money | 收费金额
org_unit | text | 办理科室, 办理处室
""",
    "inspections": """
task_no !* | id | 任务编号, 检查任务编号, 任务编码
task_name | text | 任务名称
task_kind !* | enum | 任务类型, 检查类型, 检查类别 \
| 双随机抽查 = 双随机, 双随机检查; 专项检查 = 专项; 即时检查 = 即时, 日常检查; 个案检查 = 个案, 有因检查
object_name !* | text personal | 检查对象, 检查对象名称, 企业名称
object_id | id | 统一社会信用代码, 检查对象编码, 主体身份代码
field | enum open | 业务领域, 行业类别 \
| 道路货运 = 普货; 道路客运; 危险货物运输 = 危货, 危险品运输; 超限超载 = 治超; 公路路政 = 路政; \
机动车维修 = 维修; 驾驶员培训 = 驾培; 出租汽车 = 出租车, 巡游出租, 网约车; 公共汽电车 = 公交; 汽车租赁 = 租赁; \
水路运输 = 水路; 港口航道 = 港口, 航道; 工程质量安全 = 质监, 工程质监; 其他
inspected_on !* | date | 检查日期, 检查时间
terminal | enum | 检查终端, 执法方式 | 掌上 = 掌上执法, 移动端, 浙政钉; 电脑 = PC; 纸质
cross_department | bool | 是否跨部门, 跨部门联合
departments | set of text | 参与部门, 联合部门
credit_rule | bool | 是否应用信用规则, 应用信用规则
credit_grade | text | 信用等级, 风险等级
officers | set of text personal | 检查人员
officer_ids | set of id | 执法证号
finding | enum | 检查结果 \
| 未发现问题 = 合格, 正常; 发现问题已改正 = 发现问题经责令已改正, 责令改正; 发现问题待后续处理 = 不合格, 发现问题; \
未开展相关经营活动; 停业或清算; 不配合检查; 主体注销或迁出
follow_up | text | 后续处置
case_no | id document | 关联案号, 关联案件编号
published_on | date | 公示日期
org_unit | text | 检查机构, 实施机构
""",
    "coercions": """
document_no !* | id document | 强制文书号, 文书编号
case_no | id document | 案号, 关联案号
measure !* | enum | 强制种类, 强制措施种类 \
| 查封场所、设施或者财物 = 查封; 扣押财物 = 扣押; 冻结存款、汇款 = 冻结; 其他强制措施; 加处罚款或者滞纳金 = 加处罚款; \
划拨存款、汇款 = 划拨; 拍卖或者依法处理 = 拍卖; 排除妨碍、恢复原状 = 排除妨碍, 恢复原状; 代履行; 其他强制执行; \
申请法院强制执行 = 申请法院
decided_on | date | 决定日期
completed_on | date | 执行完毕日期, 终结执行日期
applied_on | date | 申请法院日期
org_unit | text | 执法机构, 办案机构, 立案机构, 承办机构
""",
    "reviews": """
review_no !* | id document | 文书号, 案号, 复议诉讼编号
kind !* | enum | 类型, 类别 | 行政复议 = 复议; 行政诉讼 = 诉讼, 应诉
accepted_on !* | date | 受理日期, 立案日期
concluded_on | date | 审结日期, 结案日期
outcome | enum | 审理结果, 结果 \
| 维持; 驳回; 撤销; 变更; 确认违法; 责令履行; 调解; 撤回; 胜诉; 败诉
chief_attended | bool | 负责人是否出庭
case_no | id document | 原案号, 涉及案号
""",
    "outreach": """
event_no | id | 活动编号
event_name !* | text | 活动名称, 活动主题
held_on !* | date | 活动日期, 活动时间
participants | int | 参与人数, 参与人次
materials ! | int | 发放资料份数, 发放宣传资料
place | text | 活动地点
org_unit | text | 执法机构, 办案机构, 立案机构, 承办机构
""",
    "complaints": """
complaint_no !* | id | 投诉编号
received_on !* | date | 投诉日期, 收到日期
about !* | enum | 投诉事项类别, 投诉类型 | 政务服务; 行政执法; 其他
item_no | id | 办件编号, 受理编号, 申办流水号
case_no | id document | 案号, 案件编号, 案件号
upheld | bool | 是否属实
""",
    "declared": """
indicator !* | text | 指标名称
value !* | number | 数值, 指标值
unit !* | text | 单位, 计量单位
period !* | period | 统计期间, 统计年度
source * | text | 来源, 数据来源
declared_by * | text personal | 填报人
declared_on | date | 填报日期, 填报时间
""",
}
IN_EVERY_CONTRACT = """
change | enum | 更新类型, 操作类型 | 新增 = i, I; 修改 = u, U; 删除 = d, D, 作废
is_test | bool | 测试数据标识, 测试数据
"""
KEYS_AND_DATES = {
    "cases": (("case_no",), ("decided_on", "filed_on")),
    "payments": (("receipt_no",), ("paid_on",)),
    "permits": (("item_no",), ("applied_on", "finished_on")),
    "inspections": (("task_no", ("object_id", "object_name"), "inspected_on"), ("inspected_on",)),
    "coercions": (("document_no",), ("decided_on", "completed_on", "applied_on")),
    "reviews": (("review_no",), ("accepted_on", "concluded_on")),
    "outreach": (("event_no",), ("held_on",)),
    "complaints": (("complaint_no",), ("received_on",)),
    "declared": (("indicator", "period"), ("period",)),
}
DTYPES = {
    Kind.TEXT: pl.String(),
    Kind.ID: pl.String(),
    Kind.DATE: pl.Date(),
    Kind.MONEY: pl.Decimal(18, 2),
    Kind.INT: pl.Int64(),
    Kind.BOOL: pl.Boolean(),
    Kind.ENUM: pl.String(),
    Kind.SET: pl.List(pl.String()),
    Kind.NUMBER: pl.Decimal(24, 6),
    Kind.PERIOD: pl.String(),
}
CONTRACT_NAMES = list(AGREED)


@dataclass(frozen=True)
class Line:
    """One column, in the words of the agreement."""

    name: str
    need: str
    type: str
    headings: tuple[str, ...]
    values: tuple[tuple[str, frozenset[str]], ...]


def agreed(contract: str) -> list[Line]:
    return [_parse(line) for line in (AGREED[contract] + IN_EVERY_CONTRACT).splitlines() if line.strip()]


def _parse(line: str) -> Line:
    named, kind, headings, *values = (part.strip() for part in line.split(" | "))
    name, _, need = named.partition(" ")
    words = [value.partition(" = ") for value in "".join(values).split("; ") if value]
    synonyms = tuple((value.strip(), frozenset(listed.split(", ")) - {""}) for value, _, listed in words)
    return Line(name, need, kind, tuple(headings.split(", ")), synonyms)


def written(column: Column) -> Line:
    return Line(column.name, column.need.value, _type_of(column), column.headings, _values_of(column))


def _type_of(column: Column) -> str:
    is_open = column.vocabulary is not None and column.vocabulary.is_open
    item = f"of {column.item_kind}" if column.kind is Kind.SET else ""
    marks = {"personal": column.is_personal, "document": column.is_document_no, "open": is_open}
    return " ".join(
        word for word in (column.kind.value, item, *(mark for mark, is_on in marks.items() if is_on)) if word
    )


def _values_of(column: Column) -> tuple[tuple[str, frozenset[str]], ...]:
    if column.vocabulary is None:
        return ()
    blank = {column.vocabulary.blank_as: {"(blank)"}}
    return tuple(
        (value, frozenset(synonyms) | blank.get(value, set())) for value, synonyms in column.vocabulary.synonyms.items()
    )


def test_the_contracts_are_the_agreed_eight_in_order() -> None:
    assert list(CONTRACTS) == CONTRACT_NAMES
    assert [spec.facts.name for spec in CONTRACTS.values()] == CONTRACT_NAMES


@pytest.mark.parametrize("contract", CONTRACT_NAMES)
def test_columns_are_the_agreed_ones_in_order(contract: str) -> None:
    assert list(CONTRACTS[contract].columns) == [line.name for line in agreed(contract)]


@pytest.mark.parametrize(
    ("contract", "line"),
    [pytest.param(name, line, id=f"{name}.{line.name}") for name in CONTRACT_NAMES for line in agreed(name)],
)
def test_column_is_as_agreed(contract: str, line: Line) -> None:
    assert written(CONTRACTS[contract].columns[line.name]) == line


@pytest.mark.parametrize("contract", CONTRACT_NAMES)
def test_key_and_dates_are_as_agreed(contract: str) -> None:
    facts = CONTRACTS[contract].facts
    assert (facts.key, facts.dates) == KEYS_AND_DATES[contract]


def test_items_and_lines_are_as_agreed() -> None:
    assert {name: spec.facts.item for name, spec in CONTRACTS.items() if spec.facts.item} == {
        "payments": ("kind", "paid_on")
    }
    assert {name: spec.facts.lines for name, spec in CONTRACTS.items() if spec.facts.lines} == {
        "inspections": ("finding", "follow_up", "case_no")
    }
    assert {name: spec.facts.key_else for name, spec in CONTRACTS.items() if spec.facts.key_else} == {
        "outreach": ("held_on", "event_name", "place")
    }


def test_every_coercion_is_dated_by_one_of_its_dates() -> None:
    spec = CONTRACTS["coercions"]
    assert spec.facts.dated_by is not None
    decisive, date_of = spec.facts.dated_by
    vocabulary = spec.columns[decisive].vocabulary
    assert vocabulary is not None
    assert list(date_of) == list(vocabulary.synonyms)
    assert set(date_of.values()) == set(spec.facts.dates)
    assert [value for value, date in date_of.items() if date == "decided_on"] == [
        "查封场所、设施或者财物",
        "扣押财物",
        "冻结存款、汇款",
        "其他强制措施",
    ]
    assert [value for value, date in date_of.items() if date == "applied_on"] == ["申请法院强制执行"]


@pytest.mark.parametrize("contract", CONTRACT_NAMES)
def test_facts_name_columns_of_the_contract(contract: str) -> None:
    facts, columns = CONTRACTS[contract].facts, CONTRACTS[contract].columns
    key = [name for part in facts.key for name in ((part,) if isinstance(part, str) else part)]
    assert {*key, *facts.key_else, *facts.item, *facts.lines, *facts.dates} <= columns.keys()
    assert all(columns[name].kind in (Kind.DATE, Kind.PERIOD) for name in facts.dates)
    assert facts.title
    assert facts.row_is
    assert facts.source


@pytest.mark.parametrize("contract", CONTRACT_NAMES)
def test_types_are_those_of_the_kinds(contract: str) -> None:
    spec = CONTRACTS[contract]
    types = {name: schema.dtype.type for name, schema in spec.model.to_schema().columns.items()}
    assert types == {name: DTYPES[column.kind] for name, column in spec.columns.items()}


@pytest.mark.parametrize("contract", CONTRACT_NAMES)
def test_only_required_values_may_not_be_blank(contract: str) -> None:
    spec = CONTRACTS[contract]
    nullable = {name for name, schema in spec.model.to_schema().columns.items() if schema.nullable}
    assert nullable == {name for name, column in spec.columns.items() if not column.rejects_row}


@pytest.mark.parametrize("contract", CONTRACT_NAMES)
def test_every_column_is_described(contract: str) -> None:
    spec = CONTRACTS[contract]
    for name, schema in spec.model.to_schema().columns.items():
        column = spec.columns[name]
        assert schema.title == column.title
        assert column.description == schema.description
        assert "空白" in column.description, name
        assert ("单位为" in column.description) == (column.kind in (Kind.MONEY, Kind.INT)), name
        assert ("不可空白" in column.description) == column.rejects_row, name


@pytest.mark.parametrize("contract", CONTRACT_NAMES)
def test_a_heading_names_one_column_and_a_word_one_value(contract: str) -> None:
    columns = CONTRACTS[contract].columns.values()
    headings = [heading for column in columns for heading in column.headings]
    assert len(headings) == len(set(headings))
    for vocabulary in (column.vocabulary for column in columns if column.vocabulary):
        words = [word for value, synonyms in vocabulary.synonyms.items() for word in (value, *synonyms)]
        assert len(words) == len(set(words))
        assert vocabulary.canonical.keys() == set(words)


@pytest.mark.parametrize("contract", CONTRACT_NAMES)
def test_in_a_flag_the_word_for_no_is_not_blank(contract: str) -> None:
    for column in CONTRACTS[contract].columns.values():
        assert (column.legal_blanks == {"无"}) == (column.kind is Kind.BOOL)


def test_a_model_takes_nothing_for_another_type() -> None:
    receipts = pl.DataFrame({"paid_on": ["2023-05-06"]})
    with pytest.raises(pa.errors.SchemaErrors):
        CONTRACTS["payments"].model.validate(receipts, lazy=True)


def test_a_contract_is_whole_where_pandera_is_switched_off() -> None:
    """What columns and rules there are must not hang on a switch in somebody's environment."""
    program = (
        "import json, schemas; print(json.dumps({n: [*c.columns, *c.rules] for n, c in schemas.CONTRACTS.items()}))"
    )
    environment = os.environ | {"PANDERA_VALIDATION_ENABLED": "False"}
    printed = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True).stdout
    assert json.loads(printed) == {name: [*spec.columns, *spec.rules] for name, spec in CONTRACTS.items()}
