"""Secrets of the settings: found where they are said to be, shown nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.doctor import examine
from flows.settings import BadSettings, Settings, load_settings
from flows.watch.channels import Notify, channel
from flows.watch.secret import Secret, SecretMissing
from tests.bureau import Bureau
from tests.exports import cases

TOKEN = "tok-8c1d52e0"  # noqa: S105


def test_a_secret_comes_from_text_environment_or_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENFSTAT_TOKEN", "b")
    (tmp_path / "token").write_text("c\n", encoding="utf-8")
    given = ["a", {"env": "ENFSTAT_TOKEN"}, {"file": str(tmp_path / "token")}]
    assert [Secret.of(value).reveal() for value in given] == ["a", "b", "c"]


@pytest.mark.parametrize("value", [{"env": "ENFSTAT_NOWHERE"}, {"file": "/nowhere/token"}, ""])
def test_a_secret_that_is_missing_is_said(value: object) -> None:
    with pytest.raises(SecretMissing):
        Secret.of(value).reveal()


@pytest.mark.parametrize("value", [{"env": "A", "file": "b"}, {"vault": "x"}, 7])
def test_a_secret_of_another_form_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="env"):
        Secret.of(value)


@pytest.mark.parametrize(
    "content",
    [
        '[[notify.to]]\nkind = "pigeon"',
        '[[notify.to]]\nkind = "wecom"',
        "[notify]\nloud = true",
        '[expected.cases]\nevery = "fortnight"',
        "[schedule]\nhour = 4",
    ],
)
def test_a_wrong_setting_is_said(content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "enfstat.toml").write_text(content, encoding="utf-8")
    monkeypatch.setenv("ENFSTAT_SETTINGS", str(tmp_path / "enfstat.toml"))
    with pytest.raises(BadSettings, match=r"enfstat\.toml"):
        load_settings()


def test_a_file_of_settings_that_is_named_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENFSTAT_SETTINGS", "/nowhere/enfstat.toml")
    with pytest.raises(BadSettings, match="不存在"):
        load_settings()


def test_the_doctor_says_which_channel_lacks_its_secret(tmp_path: Path) -> None:
    robot = channel({"kind": "feishu", "url": TOKEN, "secret": {"env": "ENFSTAT_NOWHERE"}})
    found = {
        each.what: each for each in examine(Settings(raw=tmp_path, warehouse=tmp_path, notify=Notify(to=(robot,))))
    }
    assert not found["消息"].is_well
    assert found["消息"].detail.startswith("飞书机器人:")
    assert TOKEN not in found["消息"].detail


@pytest.mark.slow
def test_no_secret_is_in_settings_output_or_warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bureau = Bureau(tmp_path)
    bureau.put("2023年案件.xlsx", "cases", *cases(range(1, 3)))
    (bureau.raw / "坏.xlsx").write_bytes(b"not a workbook")
    file = tmp_path / "enfstat.toml"
    file.write_text(
        f'key_file = "{tmp_path / "key"}"\nworkbook_years = 0\npages_years = 0\n[[notify.to]]\nkind = "dingtalk"\n'
        f'url = "http://127.0.0.1:9/robot/send?access_token={TOKEN}"\nsecret = {{ env = "ENFSTAT_SIGN" }}\n',
        encoding="utf-8",
    )
    secret = {"ENFSTAT_SETTINGS": str(file), "ENFSTAT_SIGN": "SEC" + TOKEN}
    done = bureau.command("run", **secret)
    assert done.returncode == 0, "a message that cannot be sent changes nothing about the run"
    assert "消息没有送到(钉钉机器人)" in done.stderr
    status = bureau.command("status", "--format", "json", **secret)
    monkeypatch.setenv("ENFSTAT_SETTINGS", str(file))
    shown = f"{done.stdout}{done.stderr}{status.stdout}{status.stderr}{load_settings()}"
    assert "坏.xlsx" in shown
    kept = [path for path in bureau.warehouse.root.rglob("*") if path.is_file()]
    assert kept
    assert all(TOKEN.encode() not in path.read_bytes() for path in kept)
    assert TOKEN not in shown
    assert TOKEN not in repr(Secret.of(TOKEN))
