"""Number cells as text: 15 significant digits, as Excel shows them, in plain notation."""

from decimal import Decimal
from math import isfinite


def number_text(value: float) -> str:
    """A number at 15 significant digits, without exponent, without trailing zeros; -0 is 0."""
    if not isfinite(value):
        return str(value)
    if value == 0:
        return "0"
    text = f"{value:.15g}"
    return f"{Decimal(text):f}" if "e" in text else text
