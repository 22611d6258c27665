"""The static site beside the database: a start page, a page for every figure, and what stands around them.

The pages need no server and no network: they are opened from a shared folder. What a page says stands in it; the style,
the script and the long lists of records stand beside it, in files that the pages share (docs/decisions/0018).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb

from flows.outputs.pages import annual_page, quality_page, received_page, releases_page, runs_page, year_page
from flows.outputs.pages.figure_page import figure_pages
from flows.outputs.pages.page import TEMPLATES, Page, Printer
from flows.outputs.pages.question import Site, ask_site
from flows.outputs.pages.records import record_scripts
from flows.outputs.pages.search import search_script
from flows.outputs.workbook.question import Year
from flows.store.candidates import PAGES_FOLDER

_SHARED = ("pages.css", "pages.js")


def write_site(
    connection: duckdb.DuckDBPyConnection, directory: Path, organ: str, years: Sequence[Year], records: int
) -> list[Path]:
    """Write 首页.html and the folder 网页 into a directory; the files are what is returned.

    Args:
        years: in order, at least one. records: so many records of a figure are listed for a year.
    """
    site = ask_site(connection, organ, years, records)
    printer = Printer(site=site, sections=_sections(site))
    (directory / PAGES_FOLDER).mkdir()
    # The database finds the records while the pages are printed: each takes half of the time.
    with ThreadPoolExecutor(max_workers=1) as pool, connection.cursor() as cursor:
        scripts = pool.submit(record_scripts, cursor, site.lists)
        texts = {page.path: printer.printed(page) for page in _pages(connection, site)}
        beside = {name: TEMPLATES.joinpath(name).read_text(encoding="utf-8") for name in _SHARED}
        beside |= {"search.js": search_script(site), **scripts.result()}
    texts |= {f"{PAGES_FOLDER}/{name}": text for name, text in beside.items()}
    return [_written(directory / path, text) for path, text in texts.items()]


def _sections(site: Site) -> list[tuple[str, str]]:
    """What stands at the top of every page, after the figures: title and page."""
    newest = annual_page.annual_path(site.start.period.year)
    return [
        (annual_page.SECTION, newest),
        (received_page.SECTION, received_page.PATH),
        (quality_page.SECTION, quality_page.PATH),
        (runs_page.SECTION, runs_page.PATH),
        (releases_page.SECTION, releases_page.PATH),
    ]


def _pages(connection: duckdb.DuckDBPyConnection, site: Site) -> Iterator[Page]:
    yield from year_page.year_pages(site)
    yield from figure_pages(site)
    yield from annual_page.annual_pages(site)
    yield received_page.received_page(connection, site)
    yield quality_page.quality_page(connection, site)
    yield runs_page.runs_page(connection, site)
    yield releases_page.releases_page(connection, site)


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path
