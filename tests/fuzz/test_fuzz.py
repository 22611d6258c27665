"""A short campaign of damaged files on every run of the tests; the long one is ``make fuzz``."""

from __future__ import annotations

import pytest

from tests.fuzz.campaign import campaign
from tests.fuzz.examine import examine
from tests.received.formats import plain_xlsx

FILES, SECONDS = 300, 8


@pytest.mark.slow
def test_damaged_files_are_accepted_or_refused_in_plain_words() -> None:
    findings = campaign(FILES, seed=2023, workers=2, seconds=SECONDS)
    assert findings.faults == {}
    assert findings.outcomes["accepted"]
    assert len(findings.outcomes) > 4


def test_a_fault_of_the_reader_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("flows.steps.shard.find_table", fail)
    outcome, fault = examine(plain_xlsx())
    assert outcome == "broken"
    assert "ZeroDivisionError" in fault
