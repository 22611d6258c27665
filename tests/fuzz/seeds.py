"""The files that are damaged."""

from functools import cache

from tests.reading.packages import xlsb, xlsb_cell
from tests.reading.test_book import FILES


@cache
def seeds() -> dict[str, bytes]:
    return dict(FILES) | {"xlsb": xlsb({0: [xlsb_cell(0, "案号"), xlsb_cell(1, 2.0)]}, [(1, 1, 0, 2)])}
