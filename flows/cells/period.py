"""The period that a declared number is for: a year, or consecutive months of one year."""

from __future__ import annotations

import re

from flows.cells.problem import Unreadable
from flows.cells.text import clean, refuse_artefact
from flows.periods import months_between, stated_months

RULES: dict[str, str] = {
    "period-unreadable": "不是可识别的统计期间;请填 2023年、2023年上半年、2023年1-6月 或 2023年6月",
}

_YEAR_ALONE = re.compile(r"(?:19|20)[0-9]{2}(?:\.0)?")


def read_period(text: str) -> str | None:
    """First and last month, as in ``2023-01/2023-12``; None for a blank cell.

    Raises :class:`Unreadable` with ``period-unreadable``, also for months with gaps or of several years.
    """
    cleaned = clean(text)
    if cleaned is None:
        return None
    refuse_artefact(cleaned)
    months = stated_months(f"{cleaned[:4]}年" if _YEAR_ALONE.fullmatch(cleaned) else cleaned)
    if not months:
        raise Unreadable("period-unreadable", RULES["period-unreadable"])
    first, last = min(months), max(months)
    if first.year != last.year or months != frozenset(months_between(first, last)):
        raise Unreadable("period-unreadable", RULES["period-unreadable"])
    return f"{first:%Y-%m}/{last:%Y-%m}"
