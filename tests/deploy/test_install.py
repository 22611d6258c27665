"""The installation, below a folder of its own and without a network; only pip is stood in for.

The packages are not copied anew: the environment that the script makes is this one, and what it asks of pip is written
down. The real thing, from a wheelhouse: docs/deployment.md.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bureau import CHECKOUT
from tests.exports import cases, put, xlsx

pytestmark = pytest.mark.slow

# An interpreter whose "-m venv PLACE" makes an environment that is this one with the installed code before it, and
# whose pip only writes down what it is asked for.
PYTHON = """#!/bin/sh
if [ "$1 $2" = "-m venv" ]; then
  mkdir -p "$3/bin"
  cp "$0" "$3/bin/python"
  printf '#!/bin/sh\\nexec "%s/bin/python" -c "from flows.cli import main; main()" "$@"\\n' "$3" > "$3/bin/enfstat"
  chmod +x "$3/bin/enfstat"
elif [ "$1 $2" = "-m pip" ]; then
  echo "$@" >> "{asked}"
else
  PYTHONPATH=$(cd "$(dirname "$0")/../.." && pwd) exec {python} "$@"
fi
"""


@dataclass(frozen=True)
class Installed:
    """What was installed where, and how to do it again."""

    root: Path
    python: Path
    asked: Path

    def install(self, *more: str) -> subprocess.CompletedProcess[str]:
        wheelhouse = self.root.parent / "wheelhouse"
        wheelhouse.mkdir(exist_ok=True)
        script = [str(CHECKOUT / "deploy" / "install"), "--root", str(self.root), "--wheelhouse", str(wheelhouse)]
        return self.run([*script, "--python", str(self.python), *more])

    def enfstat(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run([str(self.root / "usr/local/bin/enfstat"), *arguments])

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ENFSTAT")}
        return subprocess.run(
            ["unshare", "--net", *command], env=kept, capture_output=True, encoding="utf-8", timeout=120, check=False
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("installed")
    if subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this account may not switch the network off")
    python = folder / "python"
    python.write_text(PYTHON.replace("{asked}", str(folder / "asked")).replace("{python}", sys.executable))
    python.chmod(0o755)
    made = Installed(folder / "root", python, folder / "asked")
    done = made.install()
    assert done.returncode == 0, done.stderr
    return made


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_pip_is_asked_for_the_lock_from_the_wheelhouse_alone(installed: Installed) -> None:
    first, second = installed.asked.read_text(encoding="utf-8").splitlines()[:2]
    assert "--no-index --find-links" in first
    assert "--require-hashes --no-deps -r" in first
    assert "--no-index --no-deps --no-build-isolation --editable" in second


def test_the_night_runs_where_it_was_installed_and_without_a_network(installed: Installed) -> None:
    state = installed.root / "var/lib/enfstat"
    put(state / "raw/2023年案件.xlsx", xlsx("cases", *cases(range(1, 4))))
    done = installed.enfstat("run")
    assert done.returncode == 0, done.stderr
    assert (state / "warehouse/enforcement.duckdb").exists()
    assert installed.enfstat("status").stdout.startswith("OK - ")


def test_what_is_private_is_the_accounts_alone(installed: Installed) -> None:
    state, config = installed.root / "var/lib/enfstat", installed.root / "etc/enfstat"
    assert mode(config / "environment") == 0o600
    assert mode(state / "warehouse") & 0o007 == 0
    private = ["key", *(f"warehouse/{name}" for name in ("archive", "shards", "manifests", "runs", "prefect"))]
    assert {mode(state / name) & 0o077 for name in private} == {0}
    assert [unit.name for unit in units(installed) if "\nUMask=00" not in unit.read_text(encoding="utf-8")] == []


def units(installed: Installed) -> list[Path]:
    return sorted((installed.root / "etc/systemd/system").glob("*.service"))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="without systemd")
def test_systemd_understands_the_units(installed: Installed) -> None:
    everything = [str(path) for path in (installed.root / "etc/systemd/system").glob("enfstat-*.*") if path.is_file()]
    assert len(everything) == 8
    done = subprocess.run(
        ["systemd-analyze", "verify", *everything], capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    said = [line for line in done.stderr.splitlines() if "enfstat" in line]
    assert (done.returncode, said) == (0, [])
    for path in everything:
        assert "@" not in Path(path).read_text(encoding="utf-8").replace("enfstat@", "")


def test_installed_again_nothing_of_the_bureaus_is_touched(installed: Installed) -> None:
    settings = installed.root / "etc/enfstat/enfstat.toml"
    mine = settings.read_text(encoding="utf-8").replace('organ = ""', 'organ = "某县交通运输局"')
    settings.write_text(mine, encoding="utf-8")
    current = (installed.root / "opt/enfstat/current").resolve()
    done = installed.install()
    assert done.returncode == 0, done.stderr
    assert "这个版本已经装好" in done.stdout
    assert settings.read_text(encoding="utf-8") == mine
    secrets = (settings.parent / "environment").read_text(encoding="utf-8")
    passwords = re.findall(r"^PREFECT_(?:SERVER_)?API_AUTH_STRING='enfstat:(\w{28,})'$", secrets, re.MULTILINE)
    assert len(passwords) == 2
    assert len(set(passwords)) == 1
    assert (installed.root / "opt/enfstat/current").resolve() == current


def test_an_installation_that_fails_leaves_the_version_in_use(installed: Installed, tmp_path: Path) -> None:
    current = (installed.root / "opt/enfstat/current").resolve()
    done = installed.install("--wheelhouse", str(tmp_path / "nowhere"))
    assert done.returncode == 1
    assert "make wheelhouse" in done.stderr
    assert (installed.root / "opt/enfstat/current").resolve() == current
