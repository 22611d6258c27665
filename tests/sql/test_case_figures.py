"""The figures of cases and payments, worked out by hand over a few rows."""

from datetime import date
from decimal import Decimal

import pytest

from tests.sql.warehouse import Row, Warehouse


def test_a_penalty_counts_in_the_year_of_its_decision_and_stays_when_revoked() -> None:
    build = Warehouse(
        cases=[
            {"case_no": "first day", "decided_on": date(2023, 1, 1)},
            {"case_no": "last day", "decided_on": date(2023, 12, 31), "filed_on": date(2022, 11, 1)},
            {"case_no": "next year", "decided_on": date(2024, 1, 1)},
            {"case_no": "revoked", "decided_on": date(2023, 3, 1), "revoked_on": date(2024, 2, 1)},
            {"case_no": "lenient", "decided_on": date(2023, 3, 1), "outcome": "不予处罚"},
            {"case_no": "open", "filed_on": date(2023, 3, 1), "outcome": "办理中"},
        ]
    )
    assert build.keys("cases_penalized", 2023) == ["first day", "last day", "revoked"]
    assert build.keys("penalties_revoked", 2023) == []
    assert build.keys("penalties_revoked", 2024) == ["revoked"]
    assert build.keys("cases_filed", 2023) == ["open"]
    assert build.keys("non_penalty_cases", 2023) == ["lenient"]


def test_money_collected_leaves_out_only_the_surcharge_and_counts_when_paid() -> None:
    build = Warehouse(
        cases=[{"case_no": "案1", "decided_on": date(2022, 12, 30), "org_unit": "一中队", "field": "道路货运"}],
        payments=[
            {"paid_on": date(2023, 1, 5), "amount": "1000.50", "kind": "罚款"},
            {"paid_on": date(2023, 1, 5), "amount": "30.00", "kind": "加处罚款"},
            {"paid_on": date(2023, 2, 5), "amount": "200.00", "kind": None},
            {"paid_on": date(2023, 2, 5), "amount": "5.00", "kind": "没收违法所得", "case_no": "不在册"},
            {"paid_on": date(2024, 2, 5), "amount": "7.00", "kind": "罚款"},
        ],
    )
    assert build.total("fines_collected", 2023) == Decimal("1205.50")
    units = {record["case_no"]: (record["org_unit"], record["field"]) for record in build.records("fines_collected")}
    assert units == {"案1": ("一中队", "道路货运"), "不在册": (None, None)}


CARRIED_IN: dict[str, tuple[Row, list[int]]] = {
    "closed in the year": ({"filed_on": date(2022, 5, 1), "closed_on": date(2023, 6, 1)}, [2023]),
    "still open": ({"filed_on": date(2022, 5, 1), "outcome": "办理中"}, [2023, 2024]),
    "closed on the last day": ({"filed_on": date(2021, 5, 1), "closed_on": date(2022, 12, 31)}, [2022]),
    "closed on the first day": ({"filed_on": date(2022, 12, 31), "closed_on": date(2023, 1, 1)}, [2023]),
    "filed on the first day": ({"filed_on": date(2023, 1, 1), "outcome": "办理中"}, [2024]),
    "filed this year": ({"filed_on": date(2024, 2, 1), "outcome": "办理中"}, []),
    "never filed": ({"decided_on": date(2022, 2, 1)}, []),
    "simplified ends when decided": (
        {"filed_on": date(2022, 12, 30), "decided_on": date(2022, 12, 31), "procedure": "简易程序"},
        [],
    ),
    "simplified entered late": (
        {"filed_on": date(2024, 1, 5), "decided_on": date(2022, 12, 30), "procedure": "简易程序"},
        [],
    ),
    "ordinary does not end when decided": (
        {"filed_on": date(2022, 6, 1), "decided_on": date(2022, 12, 1)},
        [2023, 2024],
    ),
    "leniency ends when decided": (
        {"filed_on": date(2022, 6, 1), "decided_on": date(2022, 12, 1), "outcome": "不予处罚"},
        [],
    ),
    "withdrawn ends when filed": ({"filed_on": date(2022, 6, 1), "outcome": "撤销立案"}, []),
    "withdrawn ends when closed": (
        {"filed_on": date(2022, 6, 1), "closed_on": date(2023, 2, 1), "outcome": "撤销立案"},
        [2023],
    ),
    "transfer ends it": (
        {"filed_on": date(2022, 6, 1), "transferred_on": date(2023, 2, 1), "outcome": "移送司法"},
        [2023],
    ),
    "closing beats transfer": (
        {"filed_on": date(2022, 6, 1), "transferred_on": date(2022, 7, 1), "closed_on": date(2024, 2, 1)},
        [2023, 2024],
    ),
    "transfer beats decision": (
        {
            "filed_on": date(2021, 6, 1),
            "transferred_on": date(2022, 7, 1),
            "decided_on": date(2021, 7, 1),
            "procedure": "简易程序",
        },
        [2022],
    ),
}


@pytest.mark.parametrize("case", CARRIED_IN)
def test_cases_carried_in(case: str) -> None:
    row, years = CARRIED_IN[case]
    build = Warehouse(as_of=date(2024, 3, 15), cases=[{"case_no": case, **row}])
    assert [record["occurred_on"] for record in build.records("cases_carried_in")] == [
        date(year, 1, 1) for year in years
    ]


def test_levied_money_of_penalties_and_the_share_of_it_that_came_in() -> None:
    build = Warehouse(
        cases=[
            {"case_no": "案1", "decided_on": date(2023, 5, 1), "fine": 1000, "confiscated_income": "200.25"},
            {"case_no": "案2", "decided_on": date(2023, 6, 1), "fine": 500, "confiscated_goods": 300},
            {"case_no": "警告", "decided_on": date(2023, 6, 2)},
            {"case_no": "不罚", "decided_on": date(2023, 6, 2), "outcome": "不予处罚", "confiscated_goods": 50},
        ],
        payments=[
            {"case_no": "案1", "paid_on": date(2023, 5, 2), "amount": "400.25", "kind": "罚款"},
            {"case_no": "案1", "paid_on": date(2024, 1, 2), "amount": "600.00", "kind": "罚款"},
            {"case_no": "案1", "paid_on": date(2024, 1, 2), "amount": "99.00", "kind": "加处罚款"},
            {"case_no": "不罚", "paid_on": date(2023, 7, 2), "amount": "50.00"},
            {"case_no": "不在册", "paid_on": date(2023, 7, 2), "amount": "10.00"},
        ],
    )
    assert build.total("fines_levied", 2023) == Decimal("2000.25")
    assert build.fraction("average_fine", 2023) == (Decimal("2000.25"), Decimal(3))
    assert build.fraction("collection_rate", 2023) == (Decimal("1000.25"), Decimal("2000.25"))
    published = {row["case_no"]: row["collected_yuan"] for row in build.rows("select * from core.cases")}
    assert published == {"案1": Decimal("1000.25"), "案2": 0, "警告": 0, "不罚": Decimal(50)}


def test_flags_that_are_blank_count_as_no() -> None:
    decided = {"decided_on": date(2023, 5, 1)}
    build = Warehouse(
        cases=[
            {
                "case_no": "all",
                **decided,
                "off_site": True,
                "hearing_held": True,
                "legal_review": True,
                "major_case": True,
            },
            {"case_no": "blank", **decided, "major_case": True},
            {"case_no": "none", **decided, "off_site": False, "major_case": False, "procedure": "简易程序"},
            {
                "case_no": "lenient",
                **decided,
                "outcome": "不予处罚",
                "collective_discussion": True,
                "legal_review": True,
            },
            {"case_no": "open", "outcome": "办理中", "hearing_held": True, "major_case": True},
        ]
    )
    assert build.keys("off_site_cases", 2023) == ["all"]
    assert build.fraction("off_site_rate", 2023) == (1, 3)
    assert build.fraction("simplified_rate", 2023) == (1, 3)
    assert build.keys("hearings", 2023) == ["all"]
    assert build.keys("legal_reviews", 2023) == ["all", "lenient"]
    assert build.keys("collective_discussions", 2023) == ["lenient"]
    assert build.fraction("legal_review_rate", 2023) == (1, 2)


def test_leniency_by_its_kind() -> None:
    lenient = {"decided_on": date(2023, 5, 1), "outcome": "不予处罚"}
    build = Warehouse(
        cases=[
            {"case_no": "minor", **lenient, "leniency": "轻微不罚"},
            {"case_no": "first", **lenient, "leniency": "首违不罚"},
            {"case_no": "no fault", **lenient, "leniency": "无主观过错"},
            {"case_no": "blank", **lenient},
            {"case_no": "mitigated", "decided_on": date(2023, 5, 1), "leniency": "减轻处罚"},
            {"case_no": "lighter", "decided_on": date(2023, 5, 1), "leniency": "从轻处罚"},
        ]
    )
    assert build.keys("minor_leniency_cases", 2023) == ["first", "minor"]
    assert build.keys("mitigated_cases", 2023) == ["mitigated"]
    assert len(build.keys("non_penalty_cases", 2023)) == 4


def test_a_withdrawn_case_counts_when_closed_else_when_filed() -> None:
    build = Warehouse(
        cases=[
            {"case_no": "closed", "outcome": "撤销立案", "filed_on": date(2022, 5, 1), "closed_on": date(2023, 2, 1)},
            {"case_no": "filed", "outcome": "撤销立案", "filed_on": date(2023, 5, 1)},
            {"case_no": "undated", "outcome": "撤销立案"},
            {"case_no": "penalty", "decided_on": date(2023, 2, 1), "closed_on": date(2023, 2, 1)},
        ]
    )
    assert build.keys("cases_withdrawn") == ["closed", "filed"]
    assert build.keys("cases_withdrawn", 2023) == ["closed", "filed"]
    assert build.keys("cases_closed", 2023) == ["closed", "penalty"]


def test_within_ninety_days_counts_the_ninetieth_and_keeps_extended_cases() -> None:
    filed = {"filed_on": date(2023, 1, 1)}
    build = Warehouse(
        cases=[
            {"case_no": "90", **filed, "decided_on": date(2023, 4, 1)},
            {"case_no": "91", **filed, "decided_on": date(2023, 4, 2), "extension_reason": "经批准延长"},
            {"case_no": "lenient", **filed, "decided_on": date(2023, 1, 9), "outcome": "不予处罚"},
            {"case_no": "simplified", **filed, "decided_on": date(2023, 1, 1), "procedure": "简易程序"},
            {"case_no": "not filed", "decided_on": date(2023, 1, 1)},
        ]
    )
    assert build.keys("within_90_days_rate", 2023) == ["90", "91", "lenient"]
    assert build.fraction("within_90_days_rate", 2023) == (2, 3)


def test_publication_in_seven_working_days_over_the_national_holiday() -> None:
    # 2023: 29 September to 6 October off, 7 and 8 October (a weekend) worked; the seventh working day is 13 October.
    decided = {"decided_on": date(2023, 9, 28)}
    build = Warehouse(
        cases=[
            {"case_no": "seventh day", **decided, "published_on": date(2023, 10, 13)},
            {"case_no": "eighth day", **decided, "published_on": date(2023, 10, 16)},
            {"case_no": "never", **decided},
            {"case_no": "years later", **decided, "published_on": date(2030, 1, 1)},
            {"case_no": "simplified", **decided, "procedure": "简易程序", "published_on": date(2023, 10, 9)},
        ]
    )
    counted = {record["case_no"]: record["counted"] for record in build.records("publication_on_time_rate", 2023)}
    assert counted == {"seventh day": True, "eighth day": False, "never": False, "years later": False}
    assert build.fraction("publication_rate", 2023) == (3, 4)


def test_publication_leaves_out_cases_whose_seven_days_are_not_over() -> None:
    # Friday 15 March 2024 is the seventh working day after Wednesday 6 March.
    build = Warehouse(
        as_of=date(2024, 3, 15),
        cases=[
            {"case_no": "over today", "decided_on": date(2024, 3, 6)},
            {"case_no": "over tomorrow", "decided_on": date(2024, 3, 7), "published_on": date(2024, 3, 8)},
        ],
    )
    assert build.keys("publication_on_time_rate", 2024) == ["over today"]
    assert build.fraction("publication_rate", 2024) == (1, 2)


def test_publication_is_judged_although_the_year_of_as_of_has_no_calendar() -> None:
    build = Warehouse(
        as_of=date(2030, 1, 1),
        cases=[
            {"case_no": "known", "decided_on": date(2023, 9, 28), "published_on": date(2023, 10, 9)},
            {"case_no": "unknown", "decided_on": date(2029, 9, 28), "published_on": date(2029, 10, 9)},
        ],
    )
    assert build.keys("publication_on_time_rate") == ["known"]
