"""The environment in which a flow runs without a Prefect server, and without a call to anything outside the machine.

Nothing here imports Prefect: to be called before the first `import prefect`, which reads these variables once.
Measurements and reasons: docs/decisions/0002-prefect-without-a-server.md.
"""

import os
from collections.abc import MutableMapping
from pathlib import Path

from flows.settings import Settings

LOOPBACK = "127.0.0.1"
_LOOPBACK_NAMES = (LOOPBACK, "localhost")

_DAY_SECONDS = 86_400

_DEFAULTS = {
    # The first stops the server's word home every ten minutes, the second that of the library.
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
    # 20 s by default; the first start makes the database and took 17 to 32 s on two cores.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}


def prepare_prefect_environment(warehouse: Path, environment: MutableMapping[str, str] | None = None) -> None:
    """Fill in the variables that Prefect reads; whatever is set already stays as it is.

    Args:
        warehouse: the folder in whose `prefect/` the run history is kept; made if need be. Only used where no server is
            named: with a PREFECT_API_URL the history is that server's, and Prefect's home and profile stay the user's.
        environment: the variables to fill in; by default those of this process.

    Raises:
        OSError: `prefect/` cannot be made in the warehouse.
    """
    variables = os.environ if environment is None else environment
    for name, value in _DEFAULTS.items():
        variables.setdefault(name, value)
    if not variables.get("PREFECT_API_URL"):
        _keep_history_in(warehouse.resolve() / "prefect", variables)
        _reach_loopback_without_proxy(variables)


def prepare_served_environment(settings: Settings, environment: MutableMapping[str, str] | None = None) -> None:
    """Fill in what the server of ``enfstat serve``, its schedule and the runs of it read; what is set already stays.

    Raises:
        OSError: `prefect/` cannot be made in the warehouse.
    """
    variables = os.environ if environment is None else environment
    seconds = str(settings.schedule.history_days * _DAY_SECONDS)
    for name, value in _DEFAULTS.items():
        variables.setdefault(name, value)
    for name, value in {
        "PREFECT_API_URL": f"http://{LOOPBACK}:{settings.schedule.port}/api",
        "PREFECT_RUNNER_POLL_FREQUENCY": str(settings.schedule.poll_seconds),
        # By default only events go, after a week: runs, their logs and artifacts stay for good.
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": seconds,
    }.items():
        variables.setdefault(name, value)
    _keep_history_in(settings.warehouse.resolve() / "prefect", variables)
    _reach_loopback_without_proxy(variables)


def _keep_history_in(home: Path, variables: MutableMapping[str, str]) -> None:
    """Make Prefect's home here: in a folder that does not exist it only warns, then starts its server in vain."""
    if not variables.get("PREFECT_HOME"):
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        variables["PREFECT_HOME"] = str(home)


def _reach_loopback_without_proxy(variables: MutableMapping[str, str]) -> None:
    """Name loopback in NO_PROXY: under an HTTP_PROXY the flow would seek its temporary server through the proxy."""
    # Of the two spellings most libraries prefer the lower case.
    listed = variables.get("no_proxy") or variables.get("NO_PROXY") or ""
    hosts = [host.strip() for host in listed.split(",") if host.strip()]
    complete = ",".join([*hosts, *(host for host in _LOOPBACK_NAMES if host not in hosts)])
    variables.update({"no_proxy": complete, "NO_PROXY": complete})
