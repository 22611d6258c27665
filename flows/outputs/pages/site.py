"""The static site beside the database: a start page, a page for every figure, and what stands around them.

The pages need no server and no network: they are opened from a shared folder. What a page says stands in it; the style,
the script and the long lists of records stand beside it, in files that the pages share.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from flows.outputs.pages.figure_page import figure_pages
from flows.outputs.pages.page import Page, Printer
from flows.outputs.pages.question import Site, ask_site
from flows.outputs.pages.records import record_scripts
from flows.outputs.pages.search import search_script
from flows.outputs.pages.year_page import year_pages
from flows.store.candidates import PAGES_FOLDER

_TEMPLATES = Path(__file__).with_name("templates")
_SHARED = ("pages.css", "pages.js")


def write_site(
    connection: duckdb.DuckDBPyConnection, directory: Path, organ: str, years: Sequence[int], records: int
) -> list[Path]:
    """Write 首页.html and the folder 网页 into a directory; the files are what is returned.

    Args:
        years: in order, at least one. records: so many records of a figure are listed for a year.
    """
    site = ask_site(connection, organ, years, records)
    printer = Printer(site)
    (directory / PAGES_FOLDER).mkdir()
    texts = {page.path: printer.printed(page) for page in _pages(site)}
    beside = {name: _TEMPLATES.joinpath(name).read_text(encoding="utf-8") for name in _SHARED}
    beside["search.js"] = search_script(site.definitions)
    beside |= record_scripts(connection, site.lists)
    texts |= {f"{PAGES_FOLDER}/{name}": text for name, text in beside.items()}
    return [_written(directory / path, text) for path, text in texts.items()]


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def _pages(site: Site) -> Iterator[Page]:
    yield from year_pages(site)
    yield from figure_pages(site)
