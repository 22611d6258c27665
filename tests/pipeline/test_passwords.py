"""Locked workbooks: a password registered for a folder opens those that lie there, and stands nowhere else."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path, PurePosixPath

import psutil
import pytest

from flows.outputs.correction.question import in_clear
from flows.passwords import BadPasswords, Passwords, known_passwords, load_passwords
from flows.settings import Settings
from flows.steps import children
from flows.steps.read import read_files
from flows.store.layout import Warehouse
from flows.store.limits import ReadingLimits
from tests.bureau import Bureau
from tests.exports import cases, put, xlsx
from tests.reading.locking import locked_standard

PASSWORD = "武义-治超#2023"  # noqa: S105 - of nobody
WRONG = "昨天的密码"
CONTENT = locked_standard(xlsx("cases", *cases(range(1, 4)), {"case_no": "错1", "procedure": "不知"}), PASSWORD)
PATH = "治超/2023/案件_20240105.xlsx"


def register(bureau: Bureau, text: str) -> Path:
    path = put(bureau.folder / "passwords.toml", text.encode())
    path.chmod(0o600)
    return path


@pytest.fixture(scope="module")
def reasons() -> list[str]:
    """Why the file was refused, night by night."""
    return []


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory, reasons: list[str]) -> Bureau:
    """Three nights: without a password, with a wrong one, with the right one for a folder above."""
    bureau = Bureau(tmp_path_factory.mktemp("locked"))
    bureau.settings = replace(Settings(workbook_years=0, pages_years=0), password_file=bureau.folder / "passwords.toml")
    put(bureau.raw / PATH, CONTENT)
    put(bureau.raw / "别处" / "案件_20240105.xlsx", locked_standard(xlsx("cases", *cases(range(9, 10))), PASSWORD))
    bureau.night()
    reasons.append(bureau.files()[PATH]["reason"])
    register(bureau, f'"治超" = "{WRONG}"')
    bureau.night()
    reasons.append(bureau.files()[PATH]["reason"])
    register(bureau, f'"治超" = ["{WRONG}", "{PASSWORD}"]')
    bureau.night()
    return bureau


def test_it_is_refused_until_the_right_password_is_registered(bureau: Bureau, reasons: list[str]) -> None:
    assert "请管理员" in reasons[0]
    assert "打不开" in reasons[1]
    read = bureau.files()[PATH]
    assert (read["status"], read["accepted"], read["rejected"]) == ("in force", 3, 1)
    assert bureau.value("cases_penalized") == "3"


def test_a_password_of_one_folder_opens_nothing_in_another(bureau: Bureau) -> None:
    assert bureau.files()["别处/案件_20240105.xlsx"]["status"] == "refused"


def test_the_archive_keeps_the_bytes_as_they_came(bureau: Bureau) -> None:
    assert bureau.warehouse.archived(hashlib.sha256(CONTENT).hexdigest()).read_bytes() == CONTENT


def test_what_was_rejected_in_it_is_shown_in_clear(bureau: Bureau) -> None:
    passwords = known_passwords(bureau.folder / "passwords.toml", bureau.warehouse)
    [row] = in_clear(bureau.rejections(), bureau.warehouse, passwords)
    assert (row["cell"], row["value"]) == ("B5", "不知")


def test_no_password_stands_in_anything_that_is_written(bureau: Bureau) -> None:
    words = [word.encode(encoding) for word in (PASSWORD, WRONG) for encoding in ("utf-8", "utf-16-le")]
    for path in bureau.folder.rglob("*"):
        if path.is_file() and path.name != "passwords.toml":
            content = path.read_bytes()
            assert not any(word in content for word in words), path


def test_no_process_shows_a_password_while_files_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "START", "spawn")
    warehouse = Warehouse(tmp_path)
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    put(warehouse.archived(sha256), CONTENT)
    passwords = {sha256: Passwords({PurePosixPath(): (PASSWORD,)}).of([PATH])}
    shown: list[str] = []

    def look(done: int, total: int) -> None:
        for child in psutil.Process().children(recursive=True):
            shown.extend([*child.cmdline(), *child.environ().values()])

    readings = read_files([sha256], warehouse, ReadingLimits(), look, lambda: None, passwords)
    assert readings[sha256].is_accepted
    assert shown
    assert PASSWORD not in "\n".join(shown) + repr(passwords)


def test_the_nearest_folder_goes_first(tmp_path: Path) -> None:
    path = put(tmp_path / "p.toml", '"." = "总"\n"治超" = ["甲", "总"]\n"治超/2023/" = "乙"\n"治超2" = "丙"'.encode())
    path.chmod(0o600)
    assert load_passwords(path).of([PATH]).words == ("乙", "甲", "总")
    assert load_passwords(path).of(["案件.xlsx"]).words == ("总",)


def test_no_file_is_no_password(tmp_path: Path) -> None:
    assert load_passwords(tmp_path / "none").of([PATH]).words == ()


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [
        ('"a" = "geheim"', 0o644, "chmod 600"),
        ('"a" = geheim', 0o600, "line 1"),
        ('"a" = 42', 0o600, "“a”"),
        ('"a" = ["geheim", ""]', 0o600, "“a”"),
        ('["a"]\nb = "geheim"', 0o600, "“a”"),
    ],
)
def test_a_password_file_that_cannot_be_used_is_said_without_quoting_it(
    tmp_path: Path, text: str, mode: int, said: str
) -> None:
    path = put(tmp_path / "p.toml", text.encode())
    path.chmod(mode)
    with pytest.raises(BadPasswords) as error:
        load_passwords(path)
    assert said in str(error.value)
    assert "geheim" not in str(error.value)
