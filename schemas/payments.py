"""罚没款缴款明细: one item of a receipt."""

from schemas.base import Day, Facts, Kind, Need, Text, Vocabulary, Yuan, column, contract
from schemas.shared import CASE_NO, Exported

COLLECTED = Vocabulary({"罚款": (), "没收违法所得": ("没收款",), "没收非法财物变价款": (), "加处罚款": ("滞纳金",)})


@contract(
    Facts(
        name="payments",
        title="罚没款缴款明细",
        row_is="一张票据中的一项缴款",
        source="案件系统",
        key=("receipt_no",),
        item=("kind", "paid_on"),
        dates=("paid_on",),
    )
)
class Payments(Exported):
    """罚没款缴款明细, what was paid of fines and confiscations."""

    receipt_no: Text = column(
        Kind.ID,
        "缴款流水号",
        "票据号",
        "缴款书编号",
        need=Need.BOTH,
        description="缴款票据的编号,同号各行是一张票据的分项,不可空白",
    )
    case_no: Text = column(
        Kind.ID, *CASE_NO, need=Need.BOTH, is_document_no=True, description="缴款所对应案件的案号,不可空白"
    )
    paid_on: Day = column(
        Kind.DATE, "缴款日期", "缴费时间", "入账日期", need=Need.BOTH, description="款项入账的日期,不可空白"
    )
    amount: Yuan = column(
        Kind.MONEY,
        "缴款金额",
        "实缴金额",
        "收款金额",
        need=Need.BOTH,
        description="实际缴纳的金额,单位为元,不可空白",
        remedy=";退款、退库、冲正不填负数,请作为更正申报(refund,见 docs/corrections.md)",
    )
    kind: Text = column(
        Kind.ENUM,
        "款项类别",
        "款项名称",
        vocabulary=COLLECTED,
        description="缴纳的是哪一类款项,加处罚款不计入收缴罚没款,空白按罚没款计",
    )
    method: Text = column(Kind.TEXT, "缴款方式", description="缴款的途径,照原文保留,空白表示未记录")
