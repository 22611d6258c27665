"""A page: where it lies, what is written into which template, and how templates write."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

from flows.outputs.kinds import kind_titles
from flows.outputs.printing import plain, spans
from flows.store.candidates import PAGES_FOLDER, START_PAGE

TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes:
        path: below the folder of the database. template: without its ending.
        section: the title of the section at the top to which it belongs.
    """

    path: str
    template: str
    title: str
    section: str
    facts: Mapping[str, Any]


def below(name: str) -> str:
    """The path of a page in the folder of the pages."""
    return f"{PAGES_FOLDER}/{name}"


class Printer:
    """Fills the templates of one site. Everything that is written is escaped unless it was marked as markup."""

    def __init__(self, **site: Any) -> None:
        """What every page may say: ``site``, ``sections`` and the like."""
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=_compiled_templates(),
        )
        self._environment.filters |= {"spans": spans, "plain": plain, "contracts": kind_titles}
        self._environment.globals |= site

    def printed(self, page: Page) -> str:
        """The text of a page."""
        is_below = page.path != START_PAGE
        return self._environment.get_template(f"{page.template}.html").render(
            page.facts,
            title=page.title,
            section=page.section,
            pages="" if is_below else f"{PAGES_FOLDER}/",
            home=f"../{START_PAGE}" if is_below else START_PAGE,
        )


def _compiled_templates() -> FileSystemBytecodeCache | None:
    """Where compiled templates are kept, like everything else that is compiled from the code; None where nobody may.

    What is compiled depends on the template, of which Jinja takes care, and on the environment, which is this file's.
    """
    kept = Path(__file__).with_name("__pycache__")
    with suppress(OSError):
        kept.mkdir(exist_ok=True)
    if not os.access(kept, os.W_OK):
        return None
    settings = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return FileSystemBytecodeCache(str(kept), f"{settings[:8]}-%s.jinja")
