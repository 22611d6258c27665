"""Headings as people write them, and the contract columns that they name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache

from schemas import CONTRACTS
from schemas.base import ContractSpec

YUAN_PER_UNIT = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
_NOISE = re.compile(r"[\s*]+")
_LAST_BRACKET = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]$")


@dataclass(frozen=True)
class Heading:
    """A heading cell: as written, as compared, and the money unit that its bracket names (yuan per unit, else None)."""

    written: str
    name: str
    unit: int | None


@lru_cache(maxsize=8192)
def read_heading(text: str) -> Heading:
    """Compare after NFKC, without white space, ``*`` and brackets at the end; 元 or 万元 in a bracket is the unit."""
    name, unit = _NOISE.sub("", unicodedata.normalize("NFKC", text)), None
    while (bracket := _LAST_BRACKET.search(name)) and bracket.start():
        unit = unit or YUAN_PER_UNIT.get(bracket[1].removeprefix("单位:"))
        name = name[: bracket.start()]
    return Heading(text, name, unit)


@cache
def columns_by_heading(contract: str) -> dict[str, tuple[str, int]]:
    """Heading as compared → (column, its place among the column's headings) for one contract."""
    return {
        read_heading(heading).name: (column.name, place)
        for column in CONTRACTS[contract].columns.values()
        for place, heading in enumerate(column.headings)
    }


@cache
def contracts_by_heading() -> dict[str, frozenset[str]]:
    """Heading as compared → the contracts that know it."""
    known: dict[str, set[str]] = {}
    for contract in CONTRACTS:
        for name in columns_by_heading(contract):
            known.setdefault(name, set()).add(contract)
    return {name: frozenset(contracts) for name, contracts in known.items()}


def nearest_heading(wanted: tuple[str, ...], found: list[str]) -> str | None:
    """The heading in the file that resembles one of the wanted most, or None."""
    names = {read_heading(text).name: text for text in found}
    matches = [match for heading in wanted for match in get_close_matches(heading, names, n=1, cutoff=0.5)]
    return names[matches[0]] if matches else None


def missing_columns(spec: ContractSpec, present: set[str]) -> list[str]:
    """The ``!`` columns that a table lacks."""
    return [column.name for column in spec.columns.values() if column.refuses_table and column.name not in present]
