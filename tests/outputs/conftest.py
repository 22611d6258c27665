"""A bureau with two years of data and a third that runs: what the author of a report asks of."""

from __future__ import annotations

import pytest

from flows.settings import Settings
from tests.bureau import Bureau
from tests.exports import cases


@pytest.fixture(scope="session")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """One night on 15 March 2024 over cases, payments, permits and inspections of 2022 to 2024."""
    bureau = Bureau(
        tmp_path_factory.mktemp("outputs"),
        settings=Settings(not_applicable=("court_applications",), organ="某某县交通运输局"),
    )
    bureau.put(
        "案件_2022年.xlsx",
        "cases",
        *cases(range(1, 5), decided_on="2022-02-01", fine="100.10", penalty_kinds=["罚款"], org_unit="一中队"),
        *cases(range(5, 7), decided_on="2022-08-01", fine="200", penalty_kinds=["罚款"]),
    )
    bureau.put(
        "案件_2023年.xlsx",
        "cases",
        *cases(range(11, 14), decided_on="2023-03-31", fine="0.01", penalty_kinds=["罚款"], field="道路货运"),
        *cases(range(14, 18), decided_on="2023-09-01", fine="10000.55", penalty_kinds=["罚款"], org_unit="=二中队"),
        {"case_no": "退1", "decided_on": "2023-02-30", "fine": "5"},
        {"case_no": "退2", "outcome": "办理中"},
    )
    bureau.put("案件_202401.xlsx", "cases", *cases(range(21, 23), decided_on="2024-01-31", fine="1"))
    bureau.put("缴款_2023年.xlsx", "payments", {"receipt_no": "P1", "amount": "90071992547409.93"})
    bureau.put("检查_202211.xlsx", "inspections", {"task_no": "T0", "inspected_on": "2022-11-01"})
    bureau.put(
        "检查_2023年.xlsx",
        "inspections",
        {"task_no": "T1", "task_kind": "双随机抽查", "object_id": "O1", "cross_department": "是"},
        {"task_no": "T1", "task_kind": "双随机抽查", "object_id": "O2", "finding": "合格"},
        {"task_no": "T2", "object_id": "O1"},
        {"task_no": "T3", "object_id": "O3", "terminal": "纸质"},
    )
    bureau.put("复议诉讼_2023年.xlsx", "reviews")
    bureau.night()
    return bureau
