"""What the core tables publish of persons: names masked, numbers keyed, also inside running text and keys."""

import json
from datetime import date

import pytest

from tests.sql.warehouse import Warehouse, keyed

PERSON_ID, PLATE, COMPANY_ID = "330723199001011234", "浙G12345", "91330723MA28ABCD1X"
DAY = date(2023, 5, 4)


def published(build: Warehouse, table: str) -> str:
    """Everything that a core table says, as one text."""
    return json.dumps(build.rows(f"select * from core.{table}"), ensure_ascii=False, default=str)


def test_a_case_names_no_person_plate_or_number() -> None:
    build = Warehouse(
        cases=[
            {
                "case_no": "案1",
                "decided_on": DAY,
                "party_kind": "自然人",
                "party_name": "欧阳明",
                "party_id": PERSON_ID,
                "plate_no": PLATE,
                "case_name": f"欧阳明驾驶{PLATE}(挂车浙G·1234挂)超限运输案",
                "offence": f"{PLATE}超限",
                "extension_reason": f"欧阳明({PERSON_ID})申请延期",
                "officers": ["赵六", "钱七八"],
            }
        ]
    )
    (case,) = build.rows("select * from core.cases")
    assert case["case_name"] == "欧**驾驶浙G*****(挂车浙G*****)超限运输案"
    assert (case["party_name"], case["party_id"], case["plate_no"]) == ("欧**", keyed(PERSON_ID), keyed(PLATE))
    assert case["officers"] == ["赵*", "钱**"]
    everything = published(build, "cases")
    assert not any(clear in everything for clear in ("欧阳明", PERSON_ID, PLATE, "1234挂", "赵六", "钱七八"))


def test_a_company_keeps_its_name() -> None:
    company = {"party_kind": "法人及非法人组织", "party_name": "安达运输有限公司", "party_id": COMPANY_ID}
    build = Warehouse(cases=[{"decided_on": DAY, **company, "case_name": "安达运输有限公司超限案"}])
    (case,) = build.rows("select * from core.cases")
    assert (case["party_name"], case["case_name"]) == ("安达运输有限公司", "安达运输有限公司超限案")
    assert case["party_id"] == keyed(COMPANY_ID)


@pytest.mark.parametrize(
    ("kind", "number", "name", "is_person"),
    [
        ("自然人", None, "安达运输有限公司", True),
        (None, None, "张三", True),
        (None, None, "欧阳明德", True),
        (None, None, "阿卜杜拉·买买提", True),
        (None, "330723900101123", "永安汽修厂", True),
        (None, PERSON_ID, None, True),
        ("法人及非法人组织", PERSON_ID, "永安汽修厂", True),
        (None, "330723199013451234", "永安汽修厂", True),
        ("个体工商户", "92330723MA28ABCD1X", "张三", True),
        ("未写明", None, "张三", True),
        (None, "3307****1234", "张三", True),
        (None, None, "永安汽修", False),
        (None, None, "城东汽修厂", False),
        (None, COMPANY_ID, "永安", False),
        ("法人及非法人组织", None, "永安", False),
        ("个体工商户", None, "张三汽修店", False),
        (None, None, "武义县永安汽车维修", False),
        (None, None, None, False),
    ],
)
def test_who_is_a_natural_person(kind: str | None, number: str | None, name: str | None, is_person: bool) -> None:
    connection = Warehouse().connection
    verdict = connection.execute(
        "select is_natural_person($1::varchar, $2::varchar, $3::varchar)", [kind, number, name]
    )
    assert verdict.fetchall() == [(is_person,)]


def test_an_inspected_person_is_masked_in_the_key_too_but_stays_one_object() -> None:
    build = Warehouse(
        inspections=[
            {
                "task_no": "T1",
                "object_name": "张三",
                "inspected_on": DAY,
                "task_name": "检查张三货车",
                "officers": ["赵六"],
            },
            {"task_no": "T2", "object_name": "张三", "inspected_on": DAY},
            {"task_no": "T3", "object_name": "张四", "inspected_on": DAY},
            {"task_no": "T4", "object_name": "张三", "object_id": PERSON_ID, "inspected_on": DAY},
            {"task_no": "T5", "object_name": "甲公司", "object_id": COMPANY_ID, "inspected_on": DAY},
        ]
    )
    visits = {visit["task_no"]: visit for visit in build.rows("select * from core.inspection_visits")}
    assert visits["T1"]["object_key"] == visits["T2"]["object_key"] != visits["T3"]["object_key"]
    assert visits["T1"]["shown_key"] == "T1|张*|2023-05-04"
    assert visits["T4"]["object_id"] == keyed(PERSON_ID)
    assert visits["T5"]["shown_key"] == f"T5|{COMPANY_ID}|2023-05-04"
    assert (visits["T5"]["object_name"], visits["T5"]["object_id"]) == ("甲公司", COMPANY_ID)
    everything = published(build, "inspection_visits") + published(build, "inspection_tasks")
    assert not any(clear in everything for clear in ("张三", "张四", "赵六", PERSON_ID))


def test_an_applicant_is_masked_by_kind() -> None:
    build = Warehouse(
        permits=[
            {"item_no": "1", "applicant": "张三", "applicant_kind": "自然人", "applicant_id": PERSON_ID},
            {"item_no": "2", "applicant": "甲公司", "applicant_kind": "法人及非法人组织", "applicant_id": COMPANY_ID},
        ]
    )
    rows = build.rows("select applicant, applicant_id from core.permits order by item_no")
    assert [tuple(row.values()) for row in rows] == [("张*", keyed(PERSON_ID)), ("甲公司", keyed(COMPANY_ID))]
