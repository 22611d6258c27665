"""What changed against the same period of the year before, always from the records of both (spec: figures, A)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

from flows.outputs.printing import QUOTIENT_DIGITS, as_decimal, exact, printed, spans

_SHOWN = Decimal("0.000001")


def change(now: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, str | None]:
    """The change between two periods of one figure.

    Args:
        now, before: ``unit``, ``value``, ``numerator`` and ``denominator`` as :func:`flows.published.figures` gives
            them. A quotient is compared by numerator and denominator, not by its rounded value.

    Returns:
        ``change`` is in ``change_unit``: the figure's own, percentage points (个百分点) for a share.
        ``change_percent`` is its share of the value before; None for a share, and where that value is 0.
        Both are signed decimal text with six decimals at most, None where either period has no value. ``direction``
        (增长, 下降, 持平) goes with ``printed_change`` and ``printed_percent``, which have no sign.
    """
    unit = now["unit"]
    is_share = unit == "%"
    value, value_before = exact(now), exact(before)
    difference = None if value is None or value_before is None else value - value_before
    percent = 100 * difference / abs(value_before) if difference is not None and value_before else None
    percent = None if is_share else percent
    return {
        "change": _shown(difference),
        "change_unit": "个百分点" if is_share else unit,
        "change_percent": _shown(percent),
        "direction": _direction(difference),
        "printed_change": None if difference is None else printed(as_decimal(abs(difference)), unit),
        "printed_percent": None if percent is None else printed(as_decimal(abs(percent)), "%"),
    }


def change_in_words(row: Mapping[str, Any]) -> str | None:
    """The change of a row of :func:`flows.published.compared`: 增长6起(33.33%), 持平; None where there is none."""
    direction: str | None = row["direction"]
    if direction in (None, "持平"):
        return direction
    percent = f"({row['printed_percent']}%)" if row["printed_percent"] else ""
    return f"{direction}{row['printed_change']}{row['change_unit']}{percent}"


def release_in_words(row: Mapping[str, Any]) -> list[str]:
    """What a row of :func:`flows.published.compared` was released as, where that has changed: 2023-r1 发布为 31."""
    if not row["has_changed"]:
        return []
    return [f"{row['release']} 发布为 {row['released_printed'] or row['released_status']}"]


def lacks_in_words(row: Mapping[str, Any]) -> list[str]:
    """The months that a value and the one beside it lack: 缺 2023-12, 上年缺 2022-01 至 2022-02."""
    words = {"缺": "", "上年缺": "previous_"}
    lacks = {word: row[f"{of}missing_months"] for word, of in words.items() if row[f"{of}status"] == "部分"}
    return [f"{word} {spans(months)}" for word, months in lacks.items() if months]


def _shown(fraction: Fraction | None) -> str | None:
    if fraction is None:
        return None
    with localcontext(prec=QUOTIENT_DIGITS):
        return f"{as_decimal(fraction).quantize(_SHOWN, ROUND_HALF_UP):f}".rstrip("0").rstrip(".")


def _direction(difference: Fraction | None) -> str | None:
    match difference:
        case None:
            return None
        case 0:
            return "持平"
    return "增长" if difference > 0 else "下降"
