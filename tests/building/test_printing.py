"""Numbers as a report prints them (spec: figures, head)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from flows.outputs.printing import printed


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("1422", "起", "1422"),
        ("100", "家次", "100"),
        ("0", "件", "0"),
        ("765.5918", "万元", "765.5918"),
        ("765.591800", "万元", "765.5918"),
        ("765.5", "万元", "765.50"),
        ("765", "万元", "765.00"),
        ("0", "万元", "0.00"),
        ("100", "万元", "100.00"),
        ("1234567.123450", "万元", "1234567.1235"),
        ("53.237410", "%", "53.24"),
        ("34.532374", "%", "34.53"),
        ("100.000000", "%", "100"),
        ("50.500000", "%", "50.5"),
        ("0.005000", "%", "0.01"),
        ("0", "%", "0"),
        ("-12.345000", "%", "-12.35"),
        ("5384.541000", "元/起", "5384.54"),
        ("5000.000000", "元/起", "5000.00"),
        ("0.005000", "元/起", "0.01"),
    ],
)
def test_printed(value: str, unit: str, shown: str) -> None:
    assert printed(Decimal(value), unit) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("612", "600余"),
        ("600", "600"),
        ("699", "600余"),
        ("5999", "5000余"),
        ("5000", "5000"),
        ("12", "10余"),
        ("10", "10"),
        ("9", "9"),
        ("0", "0"),
        ("100000", "100000"),
        ("612.000000", "600余"),
    ],
)
def test_rounded_down_to_the_leading_digit(value: str, shown: str) -> None:
    assert printed(Decimal(value), "人次", rounds_down=True) == shown
