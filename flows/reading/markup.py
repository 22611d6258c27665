"""Tables in markup named .xls: an HTML page, or the single-file web page (MHTML) of Excel and WPS."""

import email
import html
import re
from dataclasses import dataclass

from flows.errors import FileRefused
from flows.reading.charset import decode
from flows.reading.grid import Grid
from flows.reading.hypertext import read_tables
from flows.reading.limits import Limits
from flows.reading.recognise import SAVE_AS_XLSX, SEND_EXPORT
from flows.reading.sheet import Sheet

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>\s*([^<]{1,60})", re.IGNORECASE)
_WORKSHEET = re.compile(r"<x:ExcelWorksheet>\s*<x:Name>([^<]*)</x:Name>(.*?)</x:ExcelWorksheet>", re.DOTALL)
_HIDDEN = re.compile(r"<x:Visible>\s*Sheet(?:Very)?Hidden")
_DATE_1904 = "<x:Date1904"
_HEAD_BYTES = 64 << 10


@dataclass(frozen=True)
class _Named:
    """What Excel wrote about a worksheet in a comment of the page."""

    name: str
    is_hidden: bool


def read_html(content: bytes, limits: Limits) -> list[Sheet]:
    """Read the tables of a web page, one sheet each.

    Raises:
        FileRefused: the page has no table, or beyond the limits.
    """
    return _sheets([_page(content, None)], limits)


def read_mhtml(content: bytes, limits: Limits) -> list[Sheet]:
    """Read the tables of all pages in a single-file web page, one sheet each.

    Raises:
        FileRefused: no page has a table, or beyond the limits.
    """
    message = email.message_from_bytes(content.lstrip(b"\xef\xbb\xbf \t\r\n"))
    pages = []
    for part in message.walk():
        body = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(body, bytes):
            pages.append(_page(body, part.get_content_charset()))
    return _sheets(pages, limits)


def _page(content: bytes, charset: str | None) -> str:
    claimed = _CHARSET.search(content[:_HEAD_BYTES])
    return decode(content, charset or (claimed[1].decode("ascii") if claimed else None))


def _sheets(pages: list[str], limits: Limits) -> list[Sheet]:
    date_1904 = any(_DATE_1904 in page for page in pages)
    grids = [grid for page in pages for grid in read_tables(page, limits, date_1904=date_1904)]
    names = _names(pages, grids)
    sheets = [
        grid.sheet(named.name, is_hidden=named.is_hidden, date_1904=date_1904)
        for named, grid in zip(names, grids, strict=True)
        if grid.height
    ]
    if not sheets:
        raise _no_table(pages)
    return sheets


def _names(pages: list[str], grids: list[Grid]) -> list[_Named]:
    """The worksheets' names where Excel wrote one for every table; else the tables are numbered."""
    named = [
        _Named(html.unescape(name).strip(), bool(_HIDDEN.search(options)))
        for page in pages
        for name, options in _WORKSHEET.findall(page)
    ]
    if len(named) == len(grids) and all(sheet.name for sheet in named):
        return named
    return [_Named(f"表{number}", is_hidden=False) for number in range(1, len(grids) + 1)]


def _no_table(pages: list[str]) -> FileRefused:
    title = next((found[1].strip() for page in pages if (found := _TITLE.search(page))), "")
    what = f"（网页标题：{html.unescape(title)}）" if title else ""
    if any(_WORKSHEET.search(page) for page in pages):
        reason = f"文件是 Excel 另存的网页{what}，工作表在旁边的文件夹里，没有一起提交"
        return FileRefused("no-table", reason, SAVE_AS_XLSX)
    return FileRefused("no-table", f"文件是网页{what}，其中没有表格；可能是登录页或出错页", SEND_EXPORT)
