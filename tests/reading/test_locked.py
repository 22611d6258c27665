"""Workbooks behind a password: opened with the right one, refused with what to do about it without."""

from __future__ import annotations

import logging
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.errors import FileRefused
from flows.reading.book import Limits, read_book
from tests.exports import workbook
from tests.reading.locking import locked_agile, locked_standard, locked_xls, with_spins
from tests.received.render import Page, to_xls

PASSWORD = "交通2023 Pass"  # noqa: S105 - of nobody
ROWS = [["案号", "金额"], ["浙武交罚〔2023〕1号", "200"]]
XLSX = workbook({"案件": ROWS})


XLS = to_xls(Page(ROWS, "案件"))
LOCKED = {
    "agile": locked_agile(XLSX, PASSWORD),
    "standard": locked_standard(XLSX, PASSWORD),
    "rc4": locked_xls(XLS, PASSWORD),
}


@pytest.fixture(params=LOCKED)
def locked(request: pytest.FixtureRequest) -> bytes:
    return LOCKED[request.param]


def refusal(content: bytes, *passwords: str) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read_book(content, Limits(), passwords)
    return caught.value


def test_the_right_password_among_others_opens_it(locked: bytes) -> None:
    [sheet] = read_book(locked, Limits(), ["不是它", PASSWORD])
    assert sheet.cells.rows() == [tuple(row) for row in ROWS]


def test_without_a_password_it_is_refused_with_what_to_do_and_tried_again(locked: bytes) -> None:
    refused = refusal(locked)
    assert (refused.rule, refused.keep) == ("password-protected", False)
    assert "取消打开密码" in refused.remedy
    assert "登记" in refused.remedy


def test_wrong_passwords_are_said_to_be_wrong_and_not_shown(locked: bytes) -> None:
    refused = refusal(locked, "错误一", "错误二")
    assert (refused.rule, refused.keep) == ("password-wrong", False)
    assert "错误" not in str(refused)


def test_a_password_given_for_a_file_without_one_changes_nothing() -> None:
    assert read_book(XLSX, Limits(), [PASSWORD])[0].cells.rows() == read_book(XLSX)[0].cells.rows()


@pytest.mark.parametrize("lock", [locked_agile, locked_standard])
def test_the_password_that_excel_does_not_ask_for_is_no_obstacle(lock: object) -> None:
    assert callable(lock)
    assert read_book(lock(XLSX, "VelvetSweatshop"))[0].cells.rows() == [tuple(row) for row in ROWS]


def test_nor_is_it_in_an_xls() -> None:
    assert read_book(locked_xls(XLS, "VelvetSweatshop"))[0].cells.rows() == [tuple(row) for row in ROWS]


def test_a_file_that_is_no_table_inside_is_refused_but_not_for_good() -> None:
    refused = refusal(
        locked_agile(workbook({"空": []}).replace(b"xl/workbook.xml", b"xl/workbOOk.xmI"), PASSWORD), PASSWORD
    )
    assert not refused.keep


def test_a_password_that_would_be_hashed_without_end_is_not_tried() -> None:
    refused = refusal(with_spins(LOCKED["agile"], 2_000_000_000), PASSWORD)
    assert (refused.rule, refused.keep) == ("password-wrong", False)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(512, 9000))
def test_a_damaged_locked_file_is_read_or_refused(locked: bytes, at: int) -> None:
    damaged = locked[:at] + bytes(64) + locked[at + 64 :]
    with suppress(FileRefused):
        assert read_book(damaged, Limits(), [PASSWORD])


def test_passwords_are_in_no_log(locked: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        read_book(locked, Limits(), [PASSWORD])
    assert PASSWORD not in caplog.text
