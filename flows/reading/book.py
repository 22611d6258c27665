"""The single entry to reading: the bytes of a file in, its sheets out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from flows.errors import FileRefused
from flows.reading.delimited import read_delimited
from flows.reading.limits import Limits
from flows.reading.locked import is_locked, unlocked
from flows.reading.markup import read_html, read_mhtml
from flows.reading.recognise import SAVE_AS_XLSX, Format, recognise
from flows.reading.sheet import Sheet
from flows.reading.spreadsheetml import read_spreadsheetml
from flows.reading.workbook import read_workbook

__all__ = ["Limits", "read_book"]


def read_book(content: bytes, limits: Limits = Limits(), passwords: Sequence[str] = ()) -> list[Sheet]:  # noqa: B008
    """Read a file of any accepted format, told by its bytes, into its sheets in workbook order.

    Args:
        passwords: tried in this order on a file that is behind one. They decide whether it can be read, nothing else.

    Raises:
        FileRefused: the file is none of the formats, protected, damaged or beyond the limits.
    """
    with _refusals():
        if not is_locked(content):
            return _told_apart(_read(content, limits))
    with _none_kept(), _refusals():
        return _told_apart(_read(unlocked(content, passwords), limits))


@contextmanager
def _refusals() -> Iterator[None]:
    """Whatever a library makes of rubbish comes out as a refusal; a Rust panic too, which is no `Exception`."""
    try:
        yield
    except (FileRefused, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except MemoryError as error:
        reason, remedy = "读取该文件所需的内存超过上限", "请删除空白区域或拆分成较小的文件后再提交"
        raise FileRefused("out-of-memory", reason, remedy, keep=False) from error
    except BaseException as error:
        raise FileRefused("unreadable-workbook", "文件不完整或已损坏，无法读取", SAVE_AS_XLSX) from error


@contextmanager
def _none_kept() -> Iterator[None]:
    """No refusal of a locked file is final: what was seen of it depends on the password."""
    try:
        yield
    except FileRefused as refusal:
        raise FileRefused(refusal.rule, refusal.reason, refusal.remedy, keep=False) from refusal


def _told_apart(sheets: list[Sheet]) -> list[Sheet]:
    """The sheets, each with a name of its own: a row is known by it, and calamine gives the first sheet for both."""
    times = Counter(sheet.name for sheet in sheets)
    twice = next((name for name, count in times.items() if count > 1), None)
    if twice is not None:
        raise FileRefused("sheet-name-twice", f"有两张工作表都叫“{twice}”，无法分清", SAVE_AS_XLSX)
    return sheets


def _read(content: bytes, limits: Limits) -> list[Sheet]:
    match recognise(content):
        case Format.DELIMITED:
            return read_delimited(content, limits)
        case Format.HTML:
            return read_html(content, limits)
        case Format.MHTML:
            return read_mhtml(content, limits)
        case Format.SPREADSHEETML:
            return read_spreadsheetml(content, limits)
        case _:
            return read_workbook(content, limits)
