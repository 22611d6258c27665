"""The files of the sample (`files.toml`) as typed records."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import Field

from flows.sample.vocabulary import Frozen

RawCell = str | int | float


class Extra(Frozen):
    """Rows beyond the planned records, made from a record like the one described; none changes a figure.

    `rows` are the cells to overwrite, by heading. `key` says whether the rows have a new key or that of the record.
    """

    shows: str
    expect: Literal["rejected", "skipped"]
    like: dict[str, str]
    rows: tuple[dict[str, RawCell], ...]
    key: Literal["new", "same"] = "new"


class SheetLayout(Frozen):
    """How one sheet looks. Weights of spellings are by name of a spelling in `cells.py`."""

    name: str
    contract: str | None = None
    columns: str | None = None
    dialect: str = "plain"
    where: Mapping[str, tuple[str, ...]] = Field(default={})
    titles: tuple[str, ...] = ()
    footers: tuple[str, ...] = ()
    examples: tuple[tuple[RawCell, ...], ...] = ()  # rows right below the heading that are no records
    verbatim: tuple[tuple[RawCell, ...], ...] = ()  # rows of a sheet without a table
    groups: tuple[tuple[str, int], ...] = ()  # first row of a two-row heading: label and number of columns
    merges: tuple[str, ...] = ()  # columns merged over the rows of one task
    first_column: int = 0
    repeat_heading_every: int = 0
    has_total: bool = False
    dates: Mapping[str, int] = Field(default={"excel": 1})
    money: Mapping[str, int] = Field(default={"number": 1})
    numbers: Mapping[str, int] = Field(default={"plain": 1})
    blanks: tuple[str, ...] = ("",)
    extras: tuple[Extra, ...] = ()


class FileLayout(Frozen):
    """One file: the records with a date from `first` to `last`, as known on `known_on`."""

    path: str
    first: date = Field(alias="from")
    last: date = Field(alias="until")
    known_on: date | None = None
    earlier_lacks: int = 0  # an earlier version of the file was handed in without its last so many records
    version: Literal["first", "corrected"] | None = None
    is_refused: bool = False
    encoding: str = "utf-8"
    shows: str = ""
    sheets: tuple[SheetLayout, ...]


class Layouts(Frozen):
    """All files of the sample, and the lists of columns and spellings that they share."""

    columns: dict[str, dict[str, str]]
    dialects: dict[str, dict[str, tuple[str, ...]]]
    files: tuple[FileLayout, ...]


@cache
def load_layouts() -> Layouts:
    """Read `files.toml` of this package."""
    text = files("flows.sample").joinpath("files.toml").read_text(encoding="utf-8")
    return Layouts.model_validate(tomllib.loads(text))
