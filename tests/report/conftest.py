"""A bureau with a few records of 2022 and 2023, and what its report says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flows.outputs.report.render import Report, report
from flows.published import Period
from tests.bureau import Bureau
from tests.exports import cases
from tests.report.documents import template

Fill = Callable[..., Report]


@pytest.fixture(scope="session")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """13 cases in 2023 against 10 in 2022; payments only of eleven months; no permits, no outreach, no reviews."""
    bureau = Bureau(tmp_path_factory.mktemp("report"))
    units = [{"org_unit": "一中队", "field": "道路货运"}, {"org_unit": "二中队", "field": "超限超载"}]
    now = [
        {**case, **units[number % 2], "decided_on": f"2023-{number % 12 + 1:02d}-05"}
        for number, case in enumerate(cases(range(1, 14)))
    ]
    before = [{**case, "decided_on": "2022-03-05"} for case in cases(range(101, 111))]
    bureau.put("案件_2022年-2023年.xlsx", "cases", *now, *before)
    receipts = [{"receipt_no": "R1", "amount": "25000.50"}, {"receipt_no": "R2", "amount": "1000"}]
    bureau.put("缴款_2023-01-01至2023-11-30.xlsx", "payments", *receipts)
    bureau.put("复议_2023年.xlsx", "reviews", columns=["review_no", "kind", "accepted_on"])
    staff = {"indicator": "执法人员数", "source": "执法证件台账", "declared_by": "甲某某"}
    bureau.put(
        "手工填报_2024.xlsx",
        "declared",
        *({**staff, "period": f"{year}年", "value": year - 1978} for year in (2022, 2023)),
    )
    bureau.night()
    return bureau


@pytest.fixture
def fill(bureau: Bureau, tmp_path: Path) -> Fill:
    """Fill a template, or one of the paragraphs given."""

    def filled(*given: object, through: int = 12, year: int = 2023, organ: str = "") -> Report:
        path = given[0] if isinstance(given[0], Path) else template(tmp_path / "模板.docx", *given)  # type: ignore[arg-type]
        found: Report = bureau.ask(report, path, Period(year, through), organ)
        return found

    return filled
