"""Workbooks in a file format of their own: xlsx, xlsm, xls, xlsb and ods."""

from flows.reading.limits import Limits
from flows.reading.recognise import Format, recognise
from flows.reading.sheet import Sheet
from flows.reading.typed import read_ods, read_xls, read_xlsb
from flows.reading.xlsx import read_xlsx

_READERS = {Format.XLSX: read_xlsx, Format.XLS: read_xls, Format.XLSB: read_xlsb, Format.ODS: read_ods}


def read_workbook(content: bytes, limits: Limits) -> list[Sheet]:
    """Read every worksheet of a workbook, hidden ones too, in its order.

    Raises:
        FileRefused: protected, damaged, hostile or beyond the limits.
    """
    return _READERS[recognise(content)](content, limits)
