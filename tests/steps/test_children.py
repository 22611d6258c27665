"""What the processes that read files load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.bureau import CHECKOUT, TIME_LIMIT_SECONDS, Bureau
from tests.exports import cases

PROGRAM = """
import sys
from pathlib import Path
Path("imported").open("a").write(f"{__name__}\\n")
from tests.bureau import Bureau
if __name__ == "__main__":
    Bureau(Path(sys.argv[1])).night()
"""


def test_a_child_does_not_import_the_program_that_started_the_night(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.put("案件_20240105.csv", "cases", *cases(range(1, 4)))
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    subprocess.run(
        [sys.executable, str(program), str(tmp_path)],
        cwd=tmp_path,
        env=bureau.environment(PYTHONPATH=str(CHECKOUT)),
        check=True,
        timeout=TIME_LIMIT_SECONDS,
    )
    assert bureau.value("cases_penalized") == "3"
    assert (tmp_path / "imported").read_text(encoding="utf-8").split() == ["__main__"]
