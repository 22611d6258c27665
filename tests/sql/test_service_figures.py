"""The figures of permits and of the ledgers, worked out by hand over a few rows."""

from datetime import date

from tests.sql.warehouse import Warehouse

# 2023: 29 September to 6 October off, 7 and 8 October worked: 9 October is the third working day after 28 September.
ACCEPTED, FINISHED = date(2023, 9, 28), date(2023, 10, 9)
HANDLED = {"applied_on": date(2023, 9, 27), "accepted_on": ACCEPTED, "finished_on": FINISHED, "result": "准予"}


def test_items_are_handled_when_finished_by_anything_but_withdrawal() -> None:
    build = Warehouse(
        permits=[
            {"item_no": "granted", **HANDLED},
            {"item_no": "blank result", **HANDLED, "result": None},
            {"item_no": "cancelled", **HANDLED, "result": "注销"},
            {"item_no": "withdrawn", **HANDLED, "result": "撤回申请"},
            {"item_no": "ended", **HANDLED, "result": "终止"},
            {"item_no": "open", "accepted_on": ACCEPTED},
            {"item_no": "filing", **HANDLED, "item_kind": "行政备案"},
            {"item_no": "other", **HANDLED, "item_kind": "其他行政权力"},
            {"item_no": "service", **HANDLED, "item_kind": "公共服务"},
        ]
    )
    assert build.keys("permits_handled", 2023) == ["blank result", "cancelled", "granted"]
    assert build.keys("filings_handled", 2023) == ["filing"]
    assert build.keys("other_powers_handled", 2023) == ["other"]


def test_acceptance_is_over_items_with_a_decision_within_authority() -> None:
    build = Warehouse(
        permits=[
            {"item_no": "accepted", "acceptance": "受理", "accepted_on": ACCEPTED},
            {"item_no": "by its date", "accepted_on": ACCEPTED, "within_authority": True},
            {"item_no": "refused", "acceptance": "不予受理"},
            {"item_no": "refused with a date", "acceptance": "不予受理", "accepted_on": ACCEPTED},
            {"item_no": "undecided"},
            {"item_no": "not ours", "acceptance": "不予受理", "within_authority": False},
            {"item_no": "service", "acceptance": "受理", "accepted_on": ACCEPTED, "item_kind": "公共服务"},
        ]
    )
    counted = {record["item_no"]: record["counted"] for record in build.records("acceptance_rate", 2023)}
    assert counted == {"accepted": True, "by its date": True, "refused": False, "refused with a date": False}


def test_on_time_is_judged_by_promise_else_law_from_acceptance_else_application() -> None:
    # Three working days from acceptance, four from application.
    build = Warehouse(
        permits=[
            {"item_no": "in time", **HANDLED, "promised_days": 3},
            {"item_no": "late", **HANDLED, "promised_days": 2, "legal_days": 20},
            {"item_no": "excluded", **HANDLED, "promised_days": 2, "excluded_days": 1},
            {"item_no": "by law", **HANDLED, "legal_days": 3},
            {"item_no": "late by law", **HANDLED, "legal_days": 2, "item_kind": "行政备案"},
            {"item_no": "from application", **HANDLED, "accepted_on": None, "promised_days": 3},
            {"item_no": "on the spot", **HANDLED, "on_the_spot": True, "promised_days": 1},
            {"item_no": "on the spot, no limit", **HANDLED, "on_the_spot": True},
            {"item_no": "no limit", **HANDLED, "on_the_spot": False},
            {"item_no": "withdrawn", **HANDLED, "promised_days": 1, "result": "撤回申请"},
            {"item_no": "service", **HANDLED, "promised_days": 1, "item_kind": "公共服务"},
        ]
    )
    assert build.fraction("on_time_rate", 2023) == (5, 8)
    assert build.keys("overdue_items", 2023) == ["from application", "late", "late by law"]
    assert build.offenders("staging/rules/permit-without-limit.sql")[0]["row"] == 10


def test_an_item_is_not_judged_by_a_calendar_that_nobody_knows() -> None:
    unknown = {**HANDLED, "finished_on": date(2030, 1, 7), "promised_days": 3}
    build = Warehouse(permits=[{"item_no": "unknown", **unknown}])
    assert build.keys("permits_handled", 2030) == ["unknown"]
    for figure in ("on_time_rate", "overdue_items", "early_completion_rate"):
        assert build.keys(figure) == []


def test_early_completion_is_strict_and_wants_a_promise() -> None:
    build = Warehouse(
        permits=[
            {"item_no": "early", **HANDLED, "promised_days": 4},
            {"item_no": "just", **HANDLED, "promised_days": 3},
            {"item_no": "law alone", **HANDLED, "legal_days": 20},
        ]
    )
    assert build.fraction("early_completion_rate", 2023) == (1, 2)


def test_channels_spot_and_compression() -> None:
    build = Warehouse(
        permits=[
            {"item_no": "1", **HANDLED, "channel": "网上", "on_the_spot": True, "legal_days": 20, "promised_days": 5},
            {"item_no": "2", **HANDLED, "channel": "掌上", "legal_days": 10, "promised_days": 10},
            {"item_no": "3", **HANDLED, "channel": "窗口", "legal_days": 10},
            {"item_no": "4", **HANDLED, "item_kind": "行政备案", "legal_days": 10, "promised_days": 1},
        ]
    )
    assert build.fraction("online_rate", 2023) == (2, 3)
    assert build.fraction("on_the_spot_rate", 2023) == (1, 4)
    assert build.fraction("promise_compression", 2023) == (15, 30)


def test_permits_refused_and_revoked() -> None:
    results = ("准予", "不予", "不予变更", "不予延续", "撤销", "注销")
    build = Warehouse(
        permits=[
            *({"item_no": result, **HANDLED, "result": result} for result in results),
            {"item_no": "filing", **HANDLED, "result": "不予", "item_kind": "行政备案"},
        ]
    )
    assert build.keys("permits_refused", 2023) == sorted(["不予", "不予变更", "不予延续"])
    assert build.keys("permits_revoked", 2023) == ["撤销"]


def test_reviews_by_acceptance_and_by_conclusion() -> None:
    concluded = {"concluded_on": date(2023, 6, 1)}
    lawsuit = {"kind": "行政诉讼", **concluded}
    build = Warehouse(
        reviews=[
            {"review_no": "r upheld", **concluded, "outcome": "维持"},
            {"review_no": "r corrected", **concluded, "outcome": "确认违法"},
            {"review_no": "r blank", **concluded},
            {"review_no": "r open", "accepted_on": date(2023, 5, 4)},
            {"review_no": "l lost", **lawsuit, "outcome": "败诉", "chief_attended": True},
            {"review_no": "l changed", **lawsuit, "outcome": "变更", "chief_attended": False},
            {"review_no": "l won", **lawsuit, "outcome": "胜诉"},
        ]
    )
    assert build.keys("reconsiderations", 2022) == ["r blank", "r corrected", "r upheld"]
    assert build.keys("reconsiderations", 2023) == ["r open"]
    assert len(build.keys("lawsuits", 2022)) == 3
    assert build.keys("unlawful_acts", 2023) == ["l changed", "l lost", "r corrected"]
    assert build.keys("reconsiderations_corrected", 2023) == ["r corrected"]
    assert build.fraction("correction_rate", 2023) == (1, 3)
    assert build.keys("lawsuits_lost", 2023) == ["l changed", "l lost"]
    assert build.fraction("chief_attendance_rate", 2023) == (1, 2)


def test_coercion_counts_by_the_date_of_its_kind() -> None:
    dates = {"decided_on": date(2021, 5, 1), "completed_on": date(2022, 5, 1), "applied_on": date(2023, 5, 1)}
    build = Warehouse(
        coercions=[
            {"document_no": "seized", "measure": "扣押财物", **dates},
            {"document_no": "performed", "measure": "代履行", **dates},
            {"document_no": "applied", "measure": "申请法院强制执行", **dates},
            {"document_no": "not completed", "measure": "其他强制执行", "decided_on": date(2021, 5, 1)},
        ]
    )
    assert build.keys("coercive_measures") == build.keys("coercive_measures", 2021) == ["seized"]
    assert build.keys("coercive_executions") == build.keys("coercive_executions", 2022) == ["performed"]
    assert build.keys("court_applications") == build.keys("court_applications", 2023) == ["applied"]


def test_outreach_adds_up_and_complaints_are_counted_by_what_they_are_about() -> None:
    build = Warehouse(
        outreach=[{"participants": 120, "materials": 500}, {"participants": None, "materials": 30}],
        complaints=[
            {"complaint_no": "service", "upheld": True},
            {"complaint_no": "service, blank"},
            {"complaint_no": "enforcement", "about": "行政执法", "upheld": True},
            {"complaint_no": "not upheld", "about": "其他", "upheld": False},
        ],
    )
    assert build.total("outreach_participants", 2023) == 120
    assert build.total("outreach_materials", 2023) == 530
    assert build.keys("service_complaints", 2023) == ["service", "service, blank"]
    assert build.keys("upheld_complaints", 2023) == ["enforcement", "service"]
