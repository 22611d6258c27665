"""What keeps one file from being read keeps no other from it."""

from __future__ import annotations

from concurrent.futures import Future

import pytest

from flows.errors import FileRefused
from flows.steps.children import _refusal_of
from flows.steps.read import ArchiveDamaged
from flows.store.limits import ReadingLimits


def ended_with(error: Exception | None) -> Future[None]:
    job: Future[None] = Future()
    job.set_result(None) if error is None else job.set_exception(error)
    return job


@pytest.mark.parametrize(
    ("error", "rule"),
    [
        (FileRefused("password", "需要密码", "请去掉密码", keep=False), "password"),
        (TimeoutError(), "reading-too-long"),
        (MemoryError(), "reading-broke"),
        (ZeroDivisionError("浙G12345"), "reading-failed"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_for_this_run(error: Exception, rule: str) -> None:
    refusal = _refusal_of(ended_with(error), ReadingLimits())
    assert refusal is not None
    assert (refusal.rule, refusal.keep) == (rule, False)
    assert "浙G12345" not in str(refusal)


def test_a_file_that_was_read_has_no_refusal() -> None:
    assert _refusal_of(ended_with(None), ReadingLimits()) is None


def test_a_damaged_archive_stops_the_run() -> None:
    with pytest.raises(ArchiveDamaged):
        _refusal_of(ended_with(ArchiveDamaged("归档文件已损坏")), ReadingLimits())
