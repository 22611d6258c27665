"""What a file may cost before it is refused."""

from dataclasses import dataclass

from flows.errors import FileRefused

_REMEDY = "请删除空白区域或拆分成较小的文件，另存为 xlsx 后再提交"


@dataclass(frozen=True)
class Limits:
    """Bounds that hold before anything is expanded or laid out.

    `cells` bounds the rectangle of one sheet that a parser lays out in memory, filled or not: calamine and Arrow take 50 to
    60 bytes for a blank cell, some 100 for a filled one, so 12 million stay within 1 GiB. `ratio` is expanded over
    packed size of the whole archive and counts only beyond `ratio_from_bytes`: deflate reaches 1032:1, honest tables stay
    far under 100:1.
    """

    expanded_bytes: int = 3 << 29  # 1.5 GiB
    cells: int = 12_000_000
    parts: int = 10_000
    ratio: int = 300
    ratio_from_bytes: int = 100 << 20
    row_bytes: int = 64 << 20  # one row of a worksheet as XML; Excel itself allows 16,384 cells
    depth: int = 100  # nesting of markup


def check_extent(rows: int, columns: int, limits: Limits) -> None:
    """Refuse a sheet that would be laid out larger than the limit; counted from cell A1.

    Raises:
        FileRefused: rule `too-many-cells`.
    """
    if rows * columns > limits.cells:
        reason = f"工作表的内容一直排到第 {rows} 行、第 {columns} 列，超过单表 {limits.cells} 个单元格的上限"
        raise FileRefused("too-many-cells", reason, _REMEDY)


def too_large(reason: str) -> FileRefused:
    """The refusal of a file that expands beyond a limit."""
    return FileRefused("expands-too-far", reason, _REMEDY)
