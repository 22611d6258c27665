"""Numbers as a report prints them (spec: figures, head): half-up, once, from the exact value; months as spans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from itertools import count, groupby
from typing import Any

_MONEY_DECIMALS = (2, 4)
_SHARE_DECIMALS = 2
QUOTIENT_DIGITS = 60  # a quotient that ends is exact, and any other is nowhere near the middle between two printed ones


def printed(value: Decimal, unit: str, rounds_down: bool = False) -> str:
    """The figure as it is printed, without its unit.

    万元 with the decimals that the amount needs, two to four; shares with two decimals, zeros at the end dropped;
    means with two; ``rounds_down``: 余, rounded down to the leading digit (612 is 600余).
    """
    if rounds_down:
        return rounded_down(value)
    match unit:
        case "万元":
            return money(value)
        case "%":
            return plain(_half_up(value, _SHARE_DECIMALS))
        case "元/起":
            return f"{_half_up(value, _SHARE_DECIMALS):f}"
    return plain(value)


def exact(figure: Mapping[str, Any]) -> Fraction | None:
    """The value of a figure before any rounding, in percent for a share; None where it has none.

    Args:
        figure: ``unit`` and, as decimal text or numbers, ``value``, ``numerator`` and ``denominator``.
    """
    if figure["value"] is None or figure["denominator"] is None:
        return None if figure["value"] is None else Fraction(figure["value"])
    factor = 100 if figure["unit"] == "%" else 1
    return factor * Fraction(figure["numerator"]) / Fraction(figure["denominator"])


def as_decimal(fraction: Fraction) -> Decimal:
    """With so many digits that to round it once more is to round it once."""
    with localcontext(prec=QUOTIENT_DIGITS):
        return Decimal(fraction.numerator) / Decimal(fraction.denominator)


def printed_figure(figure: Mapping[str, Any], rounds_down: bool = False) -> str | None:
    """A figure as it is printed, from its exact value; None where it has none. For the argument see :func:`exact`."""
    value = exact(figure)
    return None if value is None else printed(as_decimal(value), figure["unit"], rounds_down)


def plain(value: Decimal) -> str:
    """Without zeros at the end and without an exponent."""
    return f"{value.normalize():f}" if value else "0"


def rounded_down(value: Decimal) -> str:
    """Rounded down to the leading digit and marked with 余; a round or one-digit number stays as it is."""
    if value < 10:
        return plain(value)
    step = Decimal(1).scaleb(value.adjusted())
    lower = value.quantize(step, rounding=ROUND_DOWN)
    return f"{lower:f}" + ("余" if lower != value else "")


def money(value: Decimal, decimals: tuple[int, int] = _MONEY_DECIMALS) -> str:
    """An amount with the decimals that it needs, at least and at most so many."""
    least, most = decimals
    exact = _half_up(value, most).normalize()
    needed = max(least, -int(exact.as_tuple().exponent))
    return f"{exact:.{needed}f}"


def spans(months: Sequence[str]) -> str:
    """Months such as 2023-01, in order, with those that follow each other as one span."""
    numbers = [int(month[:4]) * 12 + int(month[5:]) for month in months]
    runs = groupby(zip(months, numbers, count(), strict=False), key=lambda month: month[1] - month[2])
    ends = [(first, last) for _, run in runs for first, *_, last in [[month[0] for month in run] * 2]]
    return "、".join(first if first == last else f"{first} 至 {last}" for first, last in ends)


def _half_up(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
