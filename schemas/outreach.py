"""普法活动台账: one event that publicises the law."""

from schemas.base import Day, Facts, Kind, Need, Text, Whole, column, contract
from schemas.shared import ORG_UNIT, Exported


@contract(
    Facts(
        name="outreach",
        title="普法活动台账",
        row_is="一次普法活动",
        source="手工台账",
        key=("event_no",),
        key_else=("held_on", "event_name", "place"),
        dates=("held_on",),
    )
)
class Outreach(Exported):
    """普法活动台账, the ledger of events that publicise the law."""

    event_no: Text = column(Kind.ID, "活动编号", description="活动的编号,空白则以活动日期、名称和地点区分各次活动")
    event_name: Text = column(Kind.TEXT, "活动名称", "活动主题", need=Need.BOTH, description="活动的名称,不可空白")
    held_on: Day = column(Kind.DATE, "活动日期", "活动时间", need=Need.BOTH, description="举办活动的日期,不可空白")
    participants: Whole = column(Kind.INT, "参与人数", "参与人次", description="参加活动的人次,单位为人次,空白按没有计")
    # Required because it is what tells 普法 from any other list of events.
    materials: Whole = column(
        Kind.INT,
        "发放资料份数",
        "发放宣传资料",
        need=Need.TABLE,
        description="发放的宣传资料,单位为份,空白按没有计",
    )
    place: Text = column(Kind.TEXT, "活动地点", description="举办活动的地点,空白表示未记录")
    org_unit: Text = column(Kind.TEXT, *ORG_UNIT, description="举办活动的机构,空白归入未填")
