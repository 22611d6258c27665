"""What a file may cost before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds that hold before anything is expanded or laid out.

    `cells` counts the rectangle that a parser lays out in memory, not the filled cells. `ratio` bounds expanded over
    packed size of a whole archive and counts only once `ratio_from_bytes` are exceeded: deflate reaches 1032:1, tables
    of honest exports stay under 60:1.
    """

    expanded_bytes: int = 3 << 29  # 1.5 GiB
    cells: int = 60_000_000
    parts: int = 10_000
    ratio: int = 300
    ratio_from_bytes: int = 100 << 20
    rows: int = 1_048_576  # of a sheet, Excel's own bound
    columns: int = 2_048  # of a sheet; Excel has more, but rules over so many take more memory than a file may have
    depth: int = 100  # tables within tables
