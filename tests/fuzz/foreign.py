"""One night over spreadsheets that other projects test their readers with: ``python -m tests.fuzz.foreign DIR``.

Every file must be accepted or refused with a reason, the run must end well, and no process may need more memory than
the limit.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

import psutil

from flows.store.limits import ReadingLimits
from tests.bureau import Bureau

_EVERY_SECONDS = 0.05
_VARIABLE = re.compile(r"“[^”]*”|[\d,.]+|\S+\.(?:xml|bin)")


def main() -> int:
    """Run the night and print what became of the files; 1 where something is wrong."""
    raw = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        bureau = Bureau(Path(folder))
        (bureau.folder / "raw").symlink_to(raw)
        status, shown, peak = _watched(bureau.arguments("run", "--as-of", "2024-03-15"), bureau.folder / "shown")
        files = bureau.files()
    became = Counter(_kind(row["reason"]) if row["status"] == "refused" else row["status"] for row in files.values())
    faults = _faults(status, shown, files, peak)
    lines = [f"{len(files):,} files, exit {status}, largest process {peak >> 20} MiB"]
    lines += [f"{times:7,} {what}" for what, times in became.most_common()]
    sys.stdout.write("\n".join([*lines, *faults]) + "\n")
    return 1 if faults else 0


def _kind(reason: str) -> str:
    """A reason without what differs from file to file."""
    return _VARIABLE.sub("…", reason.partition("。")[0])


def _watched(command: list[str], output: Path) -> tuple[int, str, int]:
    """Exit status, what was shown, and the most memory of its own that any process of it held."""
    peak = 0
    with output.open("w+", encoding="utf-8") as shown:
        run = psutil.Popen(command, stdout=shown, stderr=shown)
        while True:
            with suppress(psutil.Error):
                for process in (run, *run.children(recursive=True)):
                    with suppress(psutil.Error):
                        held = process.memory_info()
                        peak = max(peak, held.rss - held.shared)
            with suppress(psutil.TimeoutExpired):
                return run.wait(timeout=_EVERY_SECONDS), output.read_text(encoding="utf-8"), peak


def _faults(status: int, shown: str, files: dict[str, dict[str, str | None]], peak: int) -> list[str]:
    refused = {path: row["reason"] or "" for path, row in files.items() if row["status"] == "refused"}
    faults = [f"FAULT no reason: {path}" for path, reason in refused.items() if not reason]
    faults += [f"FAULT of the program: {path}" for path, reason in refused.items() if "程序出错" in reason]
    if status or "Traceback" in shown:
        faults.append(f"FAULT the run: {shown[-2000:]}")
    if peak > ReadingLimits().memory_bytes:
        faults.append("FAULT more memory than the limit")
    return faults


if __name__ == "__main__":
    sys.exit(main())
