"""The environment in which a flow runs without a Prefect server, and without a call to anything outside the machine.

Standard library only, and to be called before the first `import prefect`, which reads these variables once.
Measurements and reasons: docs/decisions/0002-prefect-without-a-server.md.
"""

import os
from collections.abc import MutableMapping
from pathlib import Path

_LOOPBACK = ("127.0.0.1", "localhost")

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
    complete = ",".join([*hosts, *(host for host in _LOOPBACK if host not in hosts)])
    variables.update({"no_proxy": complete, "NO_PROXY": complete})
