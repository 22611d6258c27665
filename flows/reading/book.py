"""The single entry to reading: the bytes of a file in, its sheets out."""

from flows.errors import FileRefused
from flows.reading.delimited import read_delimited
from flows.reading.limits import Limits
from flows.reading.recognise import SAVE_AS_XLSX, Format, recognise
from flows.reading.sheet import Sheet
from flows.reading.workbook import read_workbook

__all__ = ["Limits", "read_book"]


def read_book(content: bytes, limits: Limits = Limits()) -> list[Sheet]:  # noqa: B008 (frozen)
    """Read a file of any accepted format, told by its bytes, into its sheets in workbook order.

    Raises:
        FileRefused: the file is none of the formats, protected, damaged or beyond the limits.
    """
    try:
        if recognise(content) == Format.DELIMITED:
            return read_delimited(content, limits)
        return read_workbook(content, limits)
    except FileRefused:
        raise
    except Exception as error:
        raise FileRefused("unreadable-workbook", "文件不完整或已损坏，无法读取", SAVE_AS_XLSX) from error
