"""Edits: declared corrections as far as the rows of a file depend on them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import polars as pl

from flows.tables.convert import Converted, Source, clean_cells, convert
from schemas.base import Column


@dataclass(frozen=True)
class Edit:
    """One declaration as far as the rows of a file depend on it; who declared it, why and until when does not matter.

    Attributes:
        record_key: the key of the record as rows have it. where: what else the row must hold, column → text.
        column: the column that is corrected, or that the accepted rule marks.
        expected: the text that must stand there; None: whatever stands there.
        value: the right text, where one is given; accept: the rule that is no fault here.
    """

    contract: str
    record_key: str
    where: tuple[tuple[str, str], ...]
    column: str
    expected: str | None
    value: str | None
    accept: str | None

    @property
    def name(self) -> str:
        """A name by which what was done is known: a digest of everything that it says."""
        return digest_of([self])


def digest_of(edits: Iterable[Edit]) -> str:
    """What a set of edits is known by, in whatever order they were declared."""
    facts = sorted(json.dumps(asdict(edit), ensure_ascii=False, sort_keys=True) for edit in edits)
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:32]


def converted(column: Column, text: str) -> Converted:
    """A declared text read as a cell of a column would be; an amount without a unit is in yuan."""
    cells = clean_cells(column, pl.Series([text], dtype=pl.String))
    return convert(column, cells, Source(1, False, lambda: pl.Series([False])))


def cleaned(column: Column, text: str) -> str | None:
    """A declared text as the text of a cell is compared; None where it is blank."""
    found: str | None = clean_cells(column, pl.Series([text], dtype=pl.String))[0]
    return found
