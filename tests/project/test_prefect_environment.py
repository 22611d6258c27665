from pathlib import Path

import pytest

from flows.prefect_environment import prepare_prefect_environment, prepare_served_environment
from flows.schedule import Schedule
from flows.settings import Settings


def test_what_is_set_already_stays() -> None:
    environment = {"DO_NOT_TRACK": "0", "PREFECT_HOME": "/srv/prefect"}
    prepare_prefect_environment(Path("warehouse"), environment)
    assert environment["DO_NOT_TRACK"] == "0"
    assert environment["PREFECT_HOME"] == "/srv/prefect"
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def test_a_served_environment_is_on_loopback_says_nothing_to_others_and_forgets(tmp_path: Path) -> None:
    environment = {"PREFECT_RUNNER_POLL_FREQUENCY": "3"}
    schedule = Schedule(port=4301, history_days=30)
    prepare_served_environment(Settings(warehouse=tmp_path / "new", schedule=schedule), environment)
    assert environment["PREFECT_API_URL"] == "http://127.0.0.1:4301/api"
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert environment["DO_NOT_TRACK"] == "1"
    assert environment["PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED"] == "events,flow_runs"
    assert environment["PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD"] == str(30 * 24 * 3600)
    assert environment["PREFECT_RUNNER_POLL_FREQUENCY"] == "3"
    assert (tmp_path / "new" / "prefect").stat().st_mode & 0o077 == 0


def test_the_history_is_kept_in_the_warehouse(tmp_path: Path) -> None:
    environment: dict[str, str] = {}
    prepare_prefect_environment(tmp_path / "new", environment)
    assert environment["PREFECT_HOME"] == str(tmp_path / "new" / "prefect")
    assert (tmp_path / "new" / "prefect").stat().st_mode & 0o077 == 0


def test_a_named_server_keeps_its_own_home(tmp_path: Path) -> None:
    environment = {"PREFECT_API_URL": "http://127.0.0.1:4200/api"}
    prepare_prefect_environment(tmp_path, environment)
    assert "PREFECT_HOME" not in environment
    assert "NO_PROXY" not in environment


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "127.0.0.1,localhost"),
        ("a.example, localhost", "a.example,localhost,127.0.0.1"),
        ("*", "*,127.0.0.1,localhost"),
    ],
)
def test_loopback_is_reached_without_the_proxy(tmp_path: Path, before: str, after: str) -> None:
    environment = {"NO_PROXY": before}
    prepare_prefect_environment(tmp_path, environment)
    assert environment["NO_PROXY"] == after
