"""The texts of the published tables, views and columns: from contracts, heads and ``sql/documentation.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from flows.building.models import SQL, Model, read_models
from flows.building.views import read_views
from schemas import CONTRACTS
from schemas.base import Column, Kind

_UNIT = re.compile(r"单位为([^,,;;。()、和]+)")
# The two habits of sql/views: a column renamed as `table.column as 名称`, a table read as `from table as alias`.
_RENAMED = re.compile(r'^\s*(\w+)\."?(\w+)"? as "?([^\s",]+)"?,?$', re.MULTILINE)
_READ = re.compile(r"\b(?:from|join)\s+((?:(?:core|annual)\.)?\w+)(?:\s+as\s+(\w+))?", re.IGNORECASE)
_PLAIN = ("published", "annual", "release/published")
_FOLDERS = {"core": "core", "records": "figures", "annual": "annual/records"}


@dataclass(frozen=True)
class ColumnText:
    """What one column means.

    Attributes:
        name: its name where it comes from, through every renaming.
        headings: its headings in the exports; empty where it is derived.
        contract: the contract that it comes from; empty where it is derived.
        masking: how its personal data are published; empty where it has none.
    """

    name: str
    meaning: str
    headings: tuple[str, ...] = ()
    contract: str = ""
    masking: str = ""
    is_money: bool = False
    is_personal: bool = False

    @property
    def unit(self) -> str | None:
        """The unit that the meaning names; money of a contract is in yuan."""
        found = _UNIT.search(self.meaning)
        return "元" if self.is_money else (found[1] if found else None)

    @property
    def comment(self) -> str:
        """The meaning with the headings and the masking, as one text."""
        headings = f"来源列名:{'、'.join(self.headings)}" if self.headings else ""
        masking = f"公布时:{self.masking}" if self.masking else ""
        return "。".join(filter(None, (self.meaning, headings, masking)))


@dataclass(frozen=True)
class ObjectText:
    """What a table or view is, of which contract, and the texts of its columns by name."""

    comment: str = ""
    contract: str = ""
    columns: Mapping[str, ColumnText] = field(default_factory=dict)


class Texts:
    """Every text, by the name of its table or view as analysts write it (``core.cases``, ``figures``, ``案件``)."""

    def __init__(self) -> None:
        self._file: dict[str, Any] = tomllib.loads((SQL / "documentation.toml").read_text(encoding="utf-8"))
        self.macros: dict[str, str] = self._file["macros"]

    def of(self, name: str, columns: Iterable[str]) -> ObjectText:
        """The text of a table or view that has these columns; a column that nothing documents is left out.

        What a head documents is in it whether the table has the column or not: a comment on it then fails.
        """
        head = self._head(name)
        texts = self._texts(name)
        given = {column: texts[column] for column in (*columns, *head.get("columns", {})) if column in texts}
        return ObjectText(_comment(head), head.get("contract", ""), given)

    def documented(self) -> frozenset[str]:
        """The names of the tables and views that some file documents."""
        return frozenset({*self._models, *self._file["tables"]})

    def _head(self, name: str) -> Mapping[str, Any]:
        tables: Mapping[str, Mapping[str, Any]] = self._file["tables"]
        return self._models[name].head if name in self._models else tables.get(name, {})

    @cached_property
    def _models(self) -> dict[str, Model]:
        """Every model that leaves a table or view in the published database, by the name that this has there."""
        plain = [model for folder in _PLAIN for model in read_models("main", SQL / folder).values()]
        folders = [model for schema, path in _FOLDERS.items() for model in read_models(schema, SQL / path).values()]
        return {model.stem: model for model in (*plain, *read_views())} | {model.name: model for model in folders}

    def _texts(self, name: str) -> dict[str, ColumnText]:
        """The texts of all columns that a table or view may have; the sources, the least particular first."""
        head = self._head(name)
        texts = _plain(self._file["common"])
        if name in self._models:
            texts |= self._inherited(self._models[name])
        if name.startswith(("records.", "annual.")):
            texts |= _plain(self._file["records"])
        if name.startswith("core."):
            texts |= _contract_texts(head["contract"])
        texts |= _plain(head.get("columns", {}))
        return texts | {column: replace(texts[column], masking=how) for column, how in head.get("masked", {}).items()}

    def _inherited(self, model: Model) -> dict[str, ColumnText]:
        """What the tables that a select reads say of its columns: those passed on, then those renamed.

        Where several have a column of one name, the table with more columns counts: the others are joined to it.
        """
        read = {alias or name.rpartition(".")[2]: name for name, alias in _READ.findall(model.select)}
        sources = {alias: self._source(name) for alias, name in read.items() if name in self.documented()}
        texts: dict[str, ColumnText] = {}
        for source in sorted(sources.values(), key=len):
            texts |= source
        for alias, column, given in _RENAMED.findall(model.select):
            if column in sources.get(alias, {}):
                texts[given] = sources[alias][column]
        return texts

    def _source(self, name: str) -> dict[str, ColumnText]:
        if name not in self._sources:
            self._sources[name] = self._texts(name)
        return self._sources[name]

    @cached_property
    def _sources(self) -> dict[str, dict[str, ColumnText]]:
        return {}


def _plain(columns: Mapping[str, str]) -> dict[str, ColumnText]:
    return {name: ColumnText(name, meaning) for name, meaning in columns.items()}


def _contract_texts(contract: str) -> dict[str, ColumnText]:
    return {name: _contract_text(contract, column) for name, column in CONTRACTS[contract].columns.items()}


def _contract_text(contract: str, column: Column) -> ColumnText:
    return ColumnText(
        column.name,
        f"{column.title}:{column.description}",
        column.headings,
        contract,
        is_money=column.kind is Kind.MONEY,
        is_personal=column.is_personal,
    )


def _comment(head: Mapping[str, Any]) -> str:
    """Title and description of a table or view; of a figure its unit, definition and basis."""
    if not head:
        return ""
    title = head.get("name") or head["title"]
    unit = f"({head['unit']})" if "unit" in head else ""
    basis = f"依据:{head['basis']}" if "basis" in head else ""
    return f"{title}{unit}:{head.get('description') or head['definition']}{basis}"
