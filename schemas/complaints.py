"""投诉台账: one complaint about the bureau's service or enforcement."""

from schemas.base import Day, Facts, Flag, Kind, Need, Text, Vocabulary, column, contract
from schemas.shared import CASE_NO, ITEM_NO, Exported, flag

ABOUT = Vocabulary({"政务服务": (), "行政执法": (), "其他": ()})


@contract(
    Facts(
        name="complaints",
        title="投诉台账",
        row_is="一件投诉",
        source="手工台账",
        key=("complaint_no",),
        dates=("received_on",),
    )
)
class Complaints(Exported):
    """投诉台账, the ledger of complaints."""

    complaint_no: Text = column(Kind.ID, "投诉编号", need=Need.BOTH, description="投诉的编号,一件一号,不可空白")
    received_on: Day = column(Kind.DATE, "投诉日期", "收到日期", need=Need.BOTH, description="收到投诉的日期,不可空白")
    about: Text = column(
        Kind.ENUM,
        "投诉事项类别",
        "投诉类型",
        need=Need.BOTH,
        vocabulary=ABOUT,
        description="投诉针对政务服务、行政执法还是其他,不可空白",
    )
    item_no: Text = column(Kind.ID, *ITEM_NO, description="所投诉办件的编号,空白表示与办件无关或未记录")
    case_no: Text = column(
        Kind.ID, *CASE_NO, is_document_no=True, description="所投诉案件的案号,空白表示与案件无关或未记录"
    )
    upheld: Flag = flag("是否属实", description="投诉经查是否属实,空白表示尚未查明,按否计")
