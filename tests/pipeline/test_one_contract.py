"""A bureau that has but one of its exports: the database, the workbook and the pages are made of it all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.sequence import Exit
from flows.settings import Settings
from schemas import CONTRACTS
from tests.bureau import Bureau
from tests.exports import DEFAULTS


@pytest.mark.parametrize("contract", CONTRACTS)
def test_a_single_record_of_one_contract_is_published_with_all_that_lies_beside(contract: str, tmp_path: Path) -> None:
    bureau = Bureau(tmp_path, settings=Settings(workbook_years=1, pages_years=1))
    needed = [column.name for column in CONTRACTS[contract].columns.values() if column.rejects_row]
    bureau.put("明细.xlsx", contract, {name: "丁1" for name in needed if name not in DEFAULTS[contract]})
    assert bureau.night().exit is Exit.DONE
    assert bureau.rejections() == []
    beside = bureau.warehouse.published
    assert (beside / "年度指标_2023.xlsx").exists()
    assert (beside / "首页.html").exists()
