"""A page: where it lies, what is written into which template, and how templates write."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

from flows.outputs.change import change_in_words
from flows.outputs.pages.question import Site
from flows.outputs.printing import spans
from flows.store.candidates import PAGES_FOLDER, START_PAGE

_TEMPLATES = Path(__file__).with_name("templates")
# (title, page) of what stands at the top of every page, after the figures of the year.
_SECTIONS: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes:
        path: below the folder of the database. template: without its ending.
        section: the page among those at the top to which it belongs; None for the start page.
    """

    path: str
    template: str
    title: str
    facts: Mapping[str, Any]
    section: str | None = None


def _compiled_templates() -> FileSystemBytecodeCache | None:
    """Where compiled templates are kept, like everything else that is compiled from the code; None where nobody may.

    What is compiled depends on the template, of which Jinja takes care, and on the environment below.
    """
    kept = Path(__file__).with_name("__pycache__")
    if not os.access(kept, os.W_OK):
        return None
    settings = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return FileSystemBytecodeCache(str(kept), f"{settings[:8]}-%s.jinja")


def figure_path(row: Mapping[str, Any]) -> str:
    """The page of a figure, in the folder of the pages. A declared one goes by its number: its name is anybody's."""
    name = f"declared-{row['position']}" if row["measure"] == "declared" else row["figure"]
    return f"figure-{name}.html"


class Printer:
    """Fills templates for one site. Everything that is written is escaped unless it is marked as markup."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES, encoding="utf-8"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=_compiled_templates(),
        )
        self._environment.filters |= {"spans": spans, "change_in_words": change_in_words}
        self._environment.globals |= {"site": site, "sections": _SECTIONS}

    def printed(self, page: Page) -> str:
        """The text of a page."""
        is_below = page.path.startswith(PAGES_FOLDER)
        template = self._environment.get_template(f"{page.template}.html")
        return template.render(
            page.facts,
            title=page.title,
            section=page.section,
            pages="" if is_below else f"{PAGES_FOLDER}/",
            home=f"../{START_PAGE}" if is_below else START_PAGE,
        )
