"""行政复议诉讼台账: one reconsideration or lawsuit."""

from schemas.base import Day, Facts, Flag, Kind, Need, Text, Vocabulary, column, contract
from schemas.shared import Exported, flag

REVIEW_KIND = Vocabulary({"行政复议": ("复议",), "行政诉讼": ("诉讼", "应诉")})
REVIEW_OUTCOME = Vocabulary(
    dict.fromkeys(
        ("维持", "驳回", "撤销", "变更", "确认违法", "责令履行", "调解", "撤回", "胜诉", "败诉"),
        (),
    )
)


@contract(
    Facts(
        name="reviews",
        title="行政复议诉讼台账",
        row_is="一件行政复议或者行政诉讼",
        source="手工台账",
        key=("review_no",),
        dates=("accepted_on", "concluded_on"),
    )
)
class Reviews(Exported):
    """行政复议诉讼台账, the ledger of reconsiderations and lawsuits."""

    review_no: Text = column(
        Kind.ID,
        "文书号",
        "案号",
        "复议诉讼编号",
        need=Need.BOTH,
        is_document_no=True,
        description="复议或者诉讼案件的编号,不可空白",
    )
    kind: Text = column(
        Kind.ENUM,
        "类型",
        "类别",
        need=Need.BOTH,
        vocabulary=REVIEW_KIND,
        description="行政复议还是行政诉讼,不可空白",
    )
    accepted_on: Day = column(
        Kind.DATE, "受理日期", "立案日期", need=Need.BOTH, description="复议机关受理或者法院立案的日期,不可空白"
    )
    concluded_on: Day = column(Kind.DATE, "审结日期", "结案日期", description="审结的日期,空白表示尚未审结")
    outcome: Text = column(
        Kind.ENUM,
        "审理结果",
        "结果",
        vocabulary=REVIEW_OUTCOME,
        description="复议或者诉讼的结果,空白表示尚无结果",
    )
    chief_attended: Flag = flag("负责人是否出庭", description="行政机关负责人是否出庭应诉,空白的不计入出庭率")
    case_no: Text = column(
        Kind.ID,
        "原案号",
        "涉及案号",
        is_document_no=True,
        description="被复议或者被诉的处罚案件的案号,空白表示与处罚案件无关或未记录",
    )
