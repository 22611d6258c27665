"""What one look through a workbook's own bytes tells beside its cells."""

from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from flows.reading.frames import Mark
from flows.reading.sheet import Merge


@dataclass(frozen=True)
class SheetScan:
    """Facts of one worksheet that calamine does not tell, or tells at the price of a second parse.

    `long_numbers` are the cells whose stored number does not survive fastexcel's nine decimals, as stored; None where the
    scan does not know. `uncomputed` are the formulas saved without a result. Rows and columns count from 0.
    """

    merges: tuple[Merge, ...] = ()
    long_numbers: tuple[Mark, ...] | None = None
    uncomputed: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class BookScan:
    """A workbook's sheets in its own order, None for a chart or macro sheet, and its date system."""

    sheets: tuple[SheetScan | None, ...]
    date_1904: bool


def as_excel_shows(stored: float | str) -> str:
    """A number at 15 significant digits in plain notation, as Excel keeps and shows it ("330723199001011000", "0.3")."""
    value = float(stored)
    if not isfinite(value):
        return str(stored)
    text = format(Decimal(f"{value:.15g}"), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
