"""One run in a process of its own, with the settings of the campaign: ``python -m tests.faults.run FOLDER DAY``.

Ends as ``enfstat run`` does, and says on the error output what went wrong.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from flows.errors import EnfstatError
from flows.settings import Settings
from flows.store.keep import Keep
from tests.bureau import Bureau

SETTINGS = Settings(workbook_years=0, pages_years=0, keep=Keep(builds=3))


def main(folder: Path, day: date) -> int:
    """Run; the exit status."""
    try:
        return Bureau(folder, settings=SETTINGS).night(day).exit
    except EnfstatError as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2])))
