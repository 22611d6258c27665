"""The figures of inspections: visits, tasks, objects, worked out by hand over a few rows."""

from datetime import date

from tests.sql.warehouse import Warehouse

OLD_YEAR, NEW_YEAR = date(2022, 12, 31), date(2023, 1, 2)


def test_a_task_is_counted_once_in_the_year_of_its_first_visit_and_its_visits_by_their_own_dates() -> None:
    build = Warehouse(
        inspections=[
            {"task_no": "T1", "object_name": "甲公司", "inspected_on": NEW_YEAR},
            {"task_no": "T1", "object_name": "乙公司", "inspected_on": OLD_YEAR},
            {"task_no": "T2", "object_name": "甲公司", "inspected_on": NEW_YEAR},
        ]
    )
    assert build.keys("inspection_tasks", 2022) == ["T1"]
    assert build.keys("inspection_tasks", 2023) == ["T2"]
    assert len(build.records("inspection_visits", 2023)) == 2


def test_a_task_has_kind_unit_field_and_row_of_its_first_visit_by_date_then_object_key() -> None:
    first = {"task_no": "T1", "inspected_on": NEW_YEAR}
    build = Warehouse(
        inspections=[
            {"task_no": "T1", "inspected_on": date(2023, 1, 3), "object_id": "A", "task_kind": "个案检查"},
            {**first, "object_id": "C", "task_kind": "双随机抽查", "org_unit": "二中队"},
            {
                **first,
                "object_id": "B",
                "object_name": "张三",
                "task_kind": "专项检查",
                "org_unit": "一中队",
                "field": "公交",
            },
        ]
    )
    (task,) = build.records("inspection_tasks", 2023)
    assert (task["task_kind"], task["org_unit"], task["field"], task["row"]) == ("专项检查", "一中队", "公交", 4)
    assert build.keys("special_inspections", 2023) == ["T1"]
    assert build.keys("random_inspections", 2023) == build.keys("case_inspections", 2023) == []


def test_mobile_tasks_have_one_mobile_visit_and_the_rate_wants_all_of_them_over_every_task() -> None:
    build = Warehouse(
        inspections=[
            {"task_no": "all", "inspected_on": NEW_YEAR},
            {"task_no": "mixed", "inspected_on": NEW_YEAR, "object_name": "甲公司"},
            {"task_no": "mixed", "inspected_on": NEW_YEAR, "object_name": "乙公司", "terminal": "电脑"},
            {"task_no": "blank", "inspected_on": NEW_YEAR, "object_name": "甲公司"},
            {"task_no": "blank", "inspected_on": NEW_YEAR, "object_name": "乙公司", "terminal": None},
            {"task_no": "paper", "inspected_on": NEW_YEAR, "terminal": "纸质", "task_kind": "双随机抽查"},
        ]
    )
    assert build.keys("inspection_tasks", 2023) == ["all", "blank", "mixed"]
    assert build.keys("random_inspections", 2023) == []
    assert build.fraction("mobile_inspection_rate", 2023) == (1, 4)


def test_shares_of_tasks_are_over_mobile_tasks_and_of_credit_rules_over_random_ones() -> None:
    random = {"task_kind": "双随机抽查", "inspected_on": NEW_YEAR}
    build = Warehouse(
        inspections=[
            {"task_no": "R1", **random, "object_name": "甲公司", "credit_rule": True, "cross_department": None},
            {"task_no": "R1", **random, "object_name": "乙公司", "credit_rule": True, "cross_department": True},
            {"task_no": "R2", **random, "object_name": "甲公司", "credit_rule": True, "cross_department": False},
            {"task_no": "R2", **random, "object_name": "乙公司", "credit_rule": None},
            {"task_no": "S1", "inspected_on": NEW_YEAR, "credit_rule": True},
            {"task_no": "paper", **random, "terminal": "纸质", "credit_rule": True, "cross_department": True},
        ]
    )
    assert build.keys("cross_department_inspections", 2023) == ["R1"]
    assert build.fraction("random_inspection_rate", 2023) == (2, 3)
    assert build.fraction("cross_department_rate", 2023) == (1, 3)
    assert build.fraction("random_cross_department_rate", 2023) == (1, 2)
    assert build.fraction("credit_rule_rate", 2023) == (1, 2)


def test_findings_rectification_and_the_statutory_count() -> None:
    visit = {"task_no": "T1", "inspected_on": NEW_YEAR}
    build = Warehouse(
        cases=[{"case_no": "案1", "decided_on": NEW_YEAR}],
        inspections=[
            {**visit, "object_name": "甲公司", "finding": "未发现问题"},
            {**visit, "object_name": "乙公司", "finding": "发现问题已改正"},
            {**visit, "object_name": "丙公司", "finding": "发现问题待后续处理", "case_no": "案1"},
            {**visit, "object_name": "丁公司", "finding": "不配合检查", "case_no": "不在册"},
            {**visit, "object_name": "戊公司"},
        ],
    )
    assert len(build.records("inspections_with_findings", 2023)) == 2
    assert build.fraction("finding_rate", 2023) == (2, 4)
    assert build.fraction("rectification_rate", 2023) == (1, 2)
    assert build.fraction("inspection_to_case_rate", 2023) == (1, 5)
    assert len(build.records("inspection_count_statutory", 2023)) == 2


def test_an_object_is_counted_once_a_year_where_it_was_visited_first() -> None:
    shop = {"object_name": "甲公司", "object_id": "91330723MA28ABCD1X"}
    build = Warehouse(
        inspections=[
            {"task_no": "T2", **shop, "inspected_on": date(2023, 5, 1), "org_unit": "二中队"},
            {"task_no": "T1", **shop, "inspected_on": date(2023, 2, 1), "org_unit": "一中队"},
            {"task_no": "T0", **shop, "inspected_on": date(2022, 7, 1), "org_unit": "三中队"},
            {"task_no": "T1", "object_name": "甲公司", "inspected_on": date(2023, 2, 1)},
            {"task_no": "T3", "object_name": "张三", "inspected_on": date(2023, 3, 1)},
            {"task_no": "T4", "object_name": "张三", "inspected_on": date(2023, 4, 1)},
            {"task_no": "T4", "object_name": "张四", "inspected_on": date(2023, 4, 1)},
        ]
    )
    of_2023 = build.records("objects_inspected", 2023)
    assert sorted((record["task_no"], record["occurred_on"].month) for record in of_2023) == [
        ("T1", 2),
        ("T1", 2),
        ("T3", 3),
        ("T4", 4),
    ]
    assert [record["org_unit"] for record in of_2023 if record["object_id"]] == ["一中队"]
    assert [record["org_unit"] for record in build.records("objects_inspected", 2022)] == ["三中队"]
