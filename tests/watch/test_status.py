"""How things stand after nights of every kind, as it is shown and as it is told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.sequence import Outcome, RunInProgress, Walk, night, run_lock
from flows.settings import Settings
from flows.steps.archive import RawFolderAway
from flows.watch.alerts import Alert, Level, alerts, level
from flows.watch.channels import Notify, channel
from flows.watch.due import Expected
from flows.watch.nights import tell, told_night
from flows.watch.notify import now_standing
from flows.watch.standing import Standing, look
from flows.watch.status import headline, write_prometheus
from flows.watch.told import Telling, news
from tests.bureau import AS_OF, Bureau
from tests.exports import cases
from tests.watch.servers import TAKEN, RobotServer, robot_server

MORNING = datetime.fromisoformat("2024-03-16T08:00:00+08:00")


def told_to(server: RobotServer, bureau: Bureau, **more: Any) -> Settings:
    """Settings of a bureau that tells the robot of a test."""
    robot = channel({"kind": "wecom", "url": f"{server.address}/cgi-bin/webhook/send?key=k"})
    paths = {"raw": bureau.raw, "warehouse": bureau.warehouse.root, "key_file": bureau.folder / "key"}
    return replace(
        Settings(workbook_years=0, pages_years=0), notify=Notify(to=(robot,), **more), organ="某县交通运输局", **paths
    )


def night_of(settings: Settings) -> Outcome:
    return night(settings, AS_OF, Walk())


def texts(server: RobotServer) -> list[str]:
    return [posted.body["text"]["content"] for posted in server.posted]


@pytest.mark.slow
def test_nights_of_every_kind_are_told_once(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.put("2023年案件.xlsx", "cases", *cases(range(1, 31)))
    said: list[str] = []
    with robot_server((200, TAKEN["wecom"])) as server:
        settings = told_to(server, bureau)

        def told() -> list[str]:
            before = len(server.posted)
            told_night(lambda: night_of(settings), settings, said.append)
            return texts(server)[before:]

        assert told() == []  # published, and nothing to be done
        (bureau.raw / "坏.xlsx").write_bytes(b"not a workbook")
        [refused] = told()
        assert refused.splitlines()[0] == "【提醒】执法统计(某县交通运输局):1 件事要处理"
        assert refused.splitlines()[1].startswith("1. 【提醒】文件没有采用:坏.xlsx")
        assert refused.splitlines()[2].startswith("   处理:")
        assert told() == []  # the same the next night
        bureau.put("2023年案件.xlsx", "cases", *cases(range(1, 11)))
        (bureau.raw / "坏.xlsx").unlink()
        [held] = told()
        assert held.splitlines()[0].startswith("【严重】")
        assert "核对没有通过" in held
        assert "enfstat hold" in held
        assert "已解决:文件没有采用:坏.xlsx" in held
        bureau.put("2023年案件.xlsx", "cases", *cases(range(1, 31)))
        [mended] = told()
        was = held.splitlines()[1].removeprefix("1. 【严重】")
        assert mended.splitlines()[:2] == ["执法统计(某县交通运输局):已恢复正常", f"已解决:{was}"]
        shutil.rmtree(bureau.raw)
        with pytest.raises(RawFolderAway):
            told()
        assert "运行失败" in texts(server)[-1]
        assert str(bureau.raw) in texts(server)[-1]
        with run_lock(bureau.warehouse), pytest.raises(RunInProgress):
            told()
        assert len(server.posted) == 4
    assert said == []


def test_an_unexpected_error_is_told_without_its_text(tmp_path: Path) -> None:
    def fail() -> Outcome:
        raise KeyError("张三 330723199902300011")

    with robot_server((200, TAKEN["wecom"])) as server, pytest.raises(KeyError):
        told_night(fail, told_to(server, Bureau(tmp_path)), lambda _: None)
    [text] = texts(server)
    assert "运行失败,没有发布新的结果:KeyError" in text
    assert "张三" not in text


def test_a_night_is_told_of_when_there_is_nothing_to_be_done_if_wanted(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.put("2023年案件.xlsx", "cases", *cases(range(1, 4)))
    with robot_server((200, TAKEN["wecom"])) as server:
        settings = told_to(server, bureau, every_night=True)
        told_night(lambda: night_of(settings), settings, lambda _: None)
    [text] = texts(server)
    first, *rest = text.splitlines()
    assert first == "执法统计(某县交通运输局):运行正常"
    assert rest[0].endswith(",已发布")
    assert rest[1].startswith("正在发布:截至 2024-03-15 的版本")
    assert rest[2] == "有效文件 1 个,没有采用 0 个,待改正的退回 0 处"


def test_a_message_that_was_not_taken_is_sent_the_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.watch.send._PAUSE_SECONDS", 0)
    said: list[str] = []
    with robot_server((503, {}), (503, {}), (200, TAKEN["wecom"])) as server:
        settings = told_to(server, Bureau(tmp_path))
        tell(settings, said.append)
        tell(settings, said.append)
        tell(settings, said.append)
    assert len(said) == 2
    assert len(set(texts(server))) == 1
    assert len(server.posted) == 3
    assert "还没有运行过" in texts(server)[0]


def run_record(**facts: Any) -> dict[str, Any]:
    record = {"started_at": "2024-03-15T04:30:00+08:00", "ended_at": "2024-03-15T04:31:00+08:00", "as_of": "2024-03-15"}
    return record | {"outcome": "published", "reason": None} | facts


def test_a_night_that_did_not_run_is_known_without_it() -> None:
    for hours, subjects in ((25, ["unpublished"]), (27, ["overdue", "unpublished"])):
        at = datetime.fromisoformat("2024-03-15T04:31:00+08:00") + timedelta(hours=hours)
        found = alerts(Standing(at=at, last_run=run_record()), Notify(overdue_hours=26))
        assert [alert.subject for alert in found] == subjects
    assert "已有 27 小时没有运行(上次结束于 2024-03-15 04:31)" in found[0].what


def test_damage_that_a_night_found_is_told() -> None:
    run = run_record(damage=["分片 ab12 已由归档重读"])
    at = datetime.fromisoformat(run["ended_at"])
    found = alerts(Standing(at=at, last_run=run), Notify())
    assert [each.what for each in found if each.level is Level.WARNING] == ["发现损坏:分片 ab12 已由归档重读"]


def alert(subject: str = "a", version: str = "1", level: Level = Level.WARNING) -> Alert:
    return Alert(subject, version, level, f"{subject} {version}", "")


@pytest.mark.parametrize(
    ("told", "hours", "now", "is_told"),
    [
        ({}, 0, alert(), True),
        ({"a": "1"}, 24 * 6, alert(), False),
        ({"a": "1"}, 24 * 7, alert(), True),
        ({"a": "1"}, 1, alert(version="2"), True),
        ({"a": "1"}, 19, alert(level=Level.CRITICAL), False),
        ({"a": "1"}, 23, alert(level=Level.CRITICAL), True),
    ],
)
def test_what_goes_on_is_told_again_after_a_while(
    told: Mapping[str, str], hours: int, now: Alert, is_told: bool
) -> None:
    before = (MORNING - timedelta(hours=hours)).isoformat()
    found = news([now], {name: Telling(version, "", before) for name, version in told.items()}, Notify(), MORNING)
    assert bool(found.due) is is_told
    assert found.told["a"].at == (MORNING.isoformat() if is_told else before)
    assert found.over == []


def test_what_is_over_is_told_once() -> None:
    found = news([], {"a": Telling("1", "坏.xlsx", MORNING.isoformat())}, Notify(), MORNING)
    assert (found.due, found.over, found.told) == ([], ["坏.xlsx"], {})


def test_status_ends_as_monitoring_wants_it(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    assert bureau.command("status").returncode == 2
    bureau.put("案件_20240301.xlsx", "cases", *cases(range(1, 4)))
    bureau.night()
    well = bureau.command("status")
    assert (well.returncode, well.stderr) == (0, "")
    first = well.stdout.splitlines()[0]
    assert first.startswith("OK - 上次运行:")
    assert first.endswith("refused=0 rejections=0 missing=0")
    (bureau.raw / "坏.xlsx").write_bytes(b"not a workbook")
    bureau.night()
    metrics = tmp_path / "enfstat.prom"
    warned = bureau.command("status", "--format", "json", "--prometheus", str(metrics))
    facts = json.loads(warned.stdout)
    assert (warned.returncode, facts["status"]) == (1, "WARNING")
    assert [refused["file"] for refused in facts["refused"]] == ["坏.xlsx"]
    assert facts["last_run"]["outcome"] == "published"
    assert facts["published"]["as_of"] == "2024-03-15"
    assert "enfstat_files_refused 1\n" in metrics.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def stood(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    bureau = Bureau(tmp_path_factory.mktemp("stood"))
    bureau.put("案件_20240301.xlsx", "cases", *cases(range(1, 4)))
    bureau.night()
    return bureau


def settings_of(bureau: Bureau, **more: Any) -> Settings:
    return replace(Settings(), raw=bureau.raw, warehouse=bureau.warehouse.root, **more)


def test_a_source_that_did_not_deliver_is_named(stood: Bureau, tmp_path: Path) -> None:
    expected = {"cases": Expected(by_day=5), "permits": Expected(by_day=10), "typo": Expected()}
    standing = look(settings_of(stood, expected=expected), MORNING)
    found = [each for each in alerts(standing, Notify()) if each.subject.startswith("missing:")]
    permits, typo = (each.what for each in found)
    assert permits == "办件明细应在 2024 年 3 月 10 日前报送截至 2024 年 2 月 29 日的数据,还没有收到(从未收到)"
    assert typo.startswith("(设置 expected 里不认识的种类 typo)应在 2024 年 3 月 5 日前")
    write_prometheus(standing, found, tmp_path / "a.prom")
    written = (tmp_path / "a.prom").read_text(encoding="utf-8")
    assert 'enfstat_delivery_missing{contract="cases"} 0\nenfstat_delivery_missing{contract="permits"} 1\n' in written
    lines = [line.partition(" ")[0].partition("{")[0] for line in written.splitlines() if line[0] != "#"]
    described = [line.split()[2] for line in written.splitlines() if line.startswith("# TYPE")]
    assert list(dict.fromkeys(lines)) == described
    assert list(tmp_path.iterdir()) == [tmp_path / "a.prom"]


@pytest.mark.parametrize("place", ["enforcement.duckdb", "manifests", "runs"])
def test_what_is_damaged_is_critical_and_the_rest_is_told(stood: Bureau, tmp_path: Path, place: str) -> None:
    shutil.copytree(stood.warehouse.root, tmp_path / "warehouse", symlinks=True)
    damaged = tmp_path / "warehouse" / place
    file = damaged.resolve() if damaged.is_file() else sorted(damaged.glob("[0-9]*.json"))[-1]
    copy = tmp_path / "warehouse" / f"{place}.copy" / file.name  # of a manifest; with a copy that is whole all is well
    for one in (file, *([copy] if copy.exists() else [])):
        one.unlink()
        one.write_bytes(b"{")
    standing, found = now_standing(replace(settings_of(stood), warehouse=tmp_path / "warehouse"))
    assert level(found) is Level.CRITICAL
    # A record of a run that is damaged is left out, and no night is known to have run.
    expected = "overdue" if place == "runs" else "fault:"
    assert any(each.subject.startswith(expected) for each in found)
    assert headline(standing, found).startswith("CRITICAL - ")
