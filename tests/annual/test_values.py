"""The tables of each form over a few cases, worked out by hand; zero, 不适用 and 无数据; the check that they add up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from flows.building import forms
from flows.building.annual import UnknownPower
from flows.building.forms import FORMS, BadForm
from tests.annual.built import YEAR, Built

DECIDED = date(2023, 5, 6)


def case(*kinds: str, **facts: Any) -> dict[str, Any]:
    return {"decided_on": DECIDED, "filed_on": date(2023, 4, 1), "penalty_kinds": list(kinds) or None, **facts}


CASES = [
    case("警告"),
    case("通报批评"),
    case("警告", "罚款", fine="200.00"),
    case("罚款", "没收违法所得", fine="5000.55", confiscated_income="100.01"),
    case("没收违法所得", "没收非法财物", confiscated_income="1.00", confiscated_goods="2.00"),
    case("降低资质等级", "罚款", fine="300.00"),
    case("吊销许可证件", "责令停产停业"),
    case("限制开展生产经营活动", "责令关闭", "警告"),
    case("其他行政处罚", "罚款", fine="10.00"),
    case("其他行政处罚"),
    case("其他行政处罚", "降低资质等级"),
    # Without kinds: by the amounts.
    case(fine="50.00"),
    case(fine="50.00", confiscated_goods="7.00"),
    case(),
    # Not of this table: of another year, without a penalty, still open.
    case("罚款", fine="900.00", decided_on=date(2024, 1, 1)),
    case(outcome="不予处罚"),
    case(outcome="办理中", decided_on=None),
]
LEVIED = Decimal("200.00") + Decimal("5100.56") + Decimal("3.00") + Decimal("300.00") + Decimal("10.00")
LEVIED_WAN = (LEVIED + Decimal("50.00") + Decimal("57.00")) / 10000


def test_zhejiang_counts_a_case_once_under_its_heaviest_column() -> None:
    assert Built(cases=CASES).filled("zhejiang") == {
        "警告、通报批评": 2,
        "罚款": 3,
        "没收违法所得、没收非法财物": 3,
        "暂扣许可证、执照,降低资质等级": 2,
        "吊销许可证、执照": 1,
        "责令停产停业、责令关闭、限制从业": 1,
        "其他行政处罚": 2,
        "合计(宗)": 14,
        "罚没金额(万元)": LEVIED_WAN,
    }


def test_shandong_has_a_column_a_kind_and_its_own_order() -> None:
    assert Built(cases=CASES).filled("shandong") == {
        "立案数量": 17,
        "警告": 1,
        "通报批评": 1,
        "罚款": 3,
        "没收违法所得": 1,
        "没收非法财物": 2,
        "降低资质等级": 2,
        "责令停产停业": 1,
        "责令关闭": 1,
        "其他行政处罚": 2,
        "罚没金额(万元)": LEVIED_WAN,
        "不予处罚案件数量": 1,
    }


def test_before_2021_the_kinds_that_came_later_are_other_ones() -> None:
    assert Built(cases=CASES).filled("pre2021") == {
        "警告": 2,
        "罚款": 4,
        "没收违法所得、没收非法财物": 3,
        "吊销许可证、执照": 1,
        "其他行政处罚": 4,
        "合计(宗)": 14,
        "罚没金额(万元)": LEVIED_WAN,
    }


def test_the_columns_of_shandong_go_by_dates_of_their_own() -> None:
    build = Built(
        cases=[
            {"outcome": "办理中", "filed_on": date(2023, 12, 31)},
            {"outcome": "移送司法", "filed_on": date(2022, 5, 1), "transferred_on": date(2023, 1, 1)},
            case("罚款", fine="100.00", filed_on=date(2022, 1, 1), closed_on=date(2024, 1, 1)),
            case("罚款", fine="1.00", leniency="减轻处罚", reduced_fine="99.99", closed_on=date(2023, 6, 1)),
            case("罚款", fine="1.00", leniency="减轻处罚"),
            case("罚款", fine="1.00", leniency="从轻处罚", reduced_fine="5.00"),
            case(outcome="不予处罚", waived_fine="200.00"),
            case(outcome="撤销立案", decided_on=None, waived_fine="7.00"),
        ],
        reviews=[
            {"accepted_on": date(2022, 12, 31), "concluded_on": date(2023, 2, 1), "outcome": "撤销"},
            {"accepted_on": date(2023, 2, 1), "concluded_on": date(2023, 2, 2), "outcome": "维持"},
            {"kind": "行政诉讼", "accepted_on": date(2023, 2, 1)},
            {"kind": "行政诉讼", "accepted_on": date(2022, 2, 1), "concluded_on": date(2023, 2, 1), "outcome": "败诉"},
        ],
    )
    assert build.filled("shandong") == {
        "立案数量": 6,
        "结案数量": 1,
        "罚款": 4,
        "罚没金额(万元)": Decimal("0.0103"),
        "不予处罚案件数量": 1,
        "不罚金额": Decimal("0.02"),
        "减轻处罚的案件数量": 2,
        "轻罚金额": Decimal("0.009999"),
        "被行政复议数量": 1,
        "复议纠错数量": 1,
        "被行政诉讼数量": 1,
        "诉讼败诉数量": 1,
        "移送司法机关数量": 1,
    }
    (amount,) = build.rows("select records, filled from annual_values where \"column\" = '轻罚金额'")
    assert amount == {"records": 2, "filled": 1}


def test_permits_coercions_and_the_other_acts() -> None:
    done = {"finished_on": date(2023, 3, 1), "accepted_on": date(2023, 1, 3)}
    results = ["准予", "准予变更", "准予延续", "不予", "不予变更", "不予延续", "撤销", "注销", "终止", None]
    build = Built(
        permits=[
            *({**done, "result": result} for result in results),
            {"applied_on": date(2022, 12, 31), "accepted_on": date(2023, 1, 3)},
            {"acceptance": "不予受理", "accepted_on": date(2023, 1, 4)},
            {**done, "item_kind": "行政确认", "result": "准予"},
            {**done, "item_kind": "行政确认", "result": "撤回申请"},
        ],
        coercions=[
            {"measure": "扣押财物", "decided_on": DECIDED},
            {"measure": "扣押财物", "decided_on": date(2022, 12, 31), "completed_on": DECIDED},
            {"measure": "代履行", "decided_on": DECIDED},
            {"measure": "代履行", "decided_on": date(2022, 5, 1), "completed_on": DECIDED},
            {"measure": "申请法院强制执行", "applied_on": DECIDED},
        ],
        inspections=[
            {"task_no": "1", "inspected_on": DECIDED, "finding": "未发现问题"},
            {"task_no": "2", "inspected_on": DECIDED},
            {"task_no": "3", "inspected_on": DECIDED, "finding": "发现问题待后续处理", "case_no": "案1"},
        ],
    )
    for form in ("zhejiang", "shandong", "pre2021"):
        assert list(build.table(form, "行政许可").values()) == [11, 11, 3, 3, 1]
        assert build.filled(form, "行政强制") == {
            "扣押财物": 1,
            "代履行": 1,
            "申请法院强制执行": 1,
            "合计(宗)": 3,
        }
        assert list(build.table(form, "其他行政执法行为").values()) == ["不适用", 1, "不适用", 1, *["不适用"] * 3]
    assert build.offenders("checks/annual-columns-add-up.sql") == []


def test_nothing_zero_and_not_applicable_are_three_states() -> None:
    build = Built(
        cover={"cases": YEAR, "permits": YEAR[6:]},
        settings={"powers": ("行政征收", "行政奖励"), "not_applicable": ("coercive_executions", "confirmations")},
        cases=[case("警告")],
    )
    penalties = build.table("shandong", "行政处罚")
    assert (penalties["警告"], penalties["罚款"], penalties["罚没金额(万元)"]) == (1, 0, 0)
    assert {penalties[name] for name in ("被行政复议数量", "诉讼败诉数量")} == {"无数据"}
    coercions = build.table("shandong", "行政强制")
    assert (coercions["扣押财物"], coercions["代履行"], coercions["合计(宗)"]) == ("无数据", "不适用", "无数据")
    assert build.table("shandong", "其他行政执法行为") == {
        "行政征收": "无数据",
        "行政检查(次)": "无数据",
        "行政裁决": "不适用",
        "行政确认": "不适用",
        "行政给付": "不适用",
        "行政奖励": "无数据",
        "其他行政执法行为": "不适用",
    }
    permits = build.rows("select distinct value, status, missing_months from annual_permits where form = 'shandong'")
    assert permits == [{"value": 0, "status": "部分", "missing_months": [f"2023-{month:02d}" for month in range(1, 7)]}]


def test_a_part_that_the_bureau_has_no_power_for_is_left_out_of_the_total() -> None:
    build = Built(
        settings={"not_applicable": ("coercive_executions",)},
        coercions=[
            {"measure": "扣押财物", "decided_on": DECIDED},
            {"measure": "代履行", "decided_on": DECIDED, "completed_on": DECIDED},
        ],
    )
    assert build.table("zhejiang", "行政强制")["合计(宗)"] == 1
    assert build.offenders("checks/annual-columns-add-up.sql") == []


def test_the_records_behind_a_column_are_those_that_it_counts() -> None:
    build = Built(cases=CASES)
    differing = build.rows(
        """
        select found.form, found.table_name, found."column", found.records, count(records.record_key) as behind
        from annual_values as found
        left join annual_records as records using (form, table_name, position, year)
        group by found.form, found.table_name, found."column", found.records
        having found.records <> count(records.record_key)
        """
    )
    assert differing == []


def test_the_check_finds_columns_that_do_not_add_up_and_a_case_without_a_column() -> None:
    build = Built(cases=CASES)
    check = "checks/annual-columns-add-up.sql"
    assert build.offenders(check) == []
    build.connection.execute("update annual_values set value = 9 where form = 'shandong' and \"column\" = '罚款'")
    assert [(row["form"], row["parts"], row["records"]) for row in build.offenders(check)] == [("shandong", 20, 14)]
    build = Built(cases=CASES)
    build.connection.execute(
        "update annual_values set value = 15 where form = 'pre2021' and table_name = '行政处罚' and role = 'total'"
    )
    assert [(row["form"], row["total"]) for row in build.offenders(check)] == [("pre2021", 15)]
    build = Built(cases=[case("警告"), case("罚款")])
    build.connection.execute("delete from annual_kinds where form = 'zhejiang' and kind = '罚款'")
    assert [(row["form"], row["records"]) for row in build.offenders(check)] == [("zhejiang", 0)]


def test_a_power_that_no_form_has_a_column_for_is_refused() -> None:
    with pytest.raises(UnknownPower, match=r"行政处分.*行政征收"):
        Built(settings={"powers": ("行政处分",)})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('counts = ["cases_penalized"]', 'counts = ["cases"]', "sql/figures"),
        ('counts = ["cases_penalized"]', 'counts = ["publication_rate"]', "比率"),
        ('counts = ["cases_penalized"]', 'counts = ["cases_penalized"]\nby = "colour"\nof = ["红"]', "colour"),
    ],
)
def test_a_form_counts_what_a_query_gives(
    old: str, new: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "base").mkdir()
    for path in (FORMS / "base" / "common.toml", FORMS / "zhejiang.toml"):
        text = path.read_text("utf-8")
        (tmp_path / path.relative_to(FORMS)).write_text(text.replace(old, new), encoding="utf-8")
    form = forms.read_form(tmp_path / "zhejiang.toml")
    monkeypatch.setattr("flows.building.annual.read_forms", lambda: [form])
    with pytest.raises(BadForm, match=said):
        Built()
