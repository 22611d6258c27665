"""The words of the sample (`vocabulary.toml`) as typed records."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A record read from a TOML file; an unknown or missing entry is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class People(Frozen):
    """What names of private persons are made of."""

    surnames: str
    compound_surnames: tuple[str, ...]


class CompanyKind(Frozen):
    """How companies of one field are called, and their share."""

    suffixes: tuple[str, ...]
    weight: int


class Companies(Frozen):
    """What names of companies are made of."""

    prefixes: tuple[str, ...]
    words: tuple[str, ...]
    kinds: dict[str, CompanyKind]


class Offence(Frozen):
    """An offence with its law article and its range of fines in yuan: lowest, highest, step."""

    field: str
    name: str
    basis: str
    fine: tuple[int, int, int]
    typical: tuple[int, int]
    personal: float
    simplified: int = 0
    ordinary: int = 0
    confiscation: float = 0.0
    off_site: float = 0.0
    has_plate: bool = False


class Item(Frozen):
    """An item of the permit system; `days` are the legal and the promised working days."""

    kind: str
    name: str
    code: str
    weight: int
    days: tuple[int, int]
    personal: float
    expert_review: float = 0.0


class InspectionWords(Frozen):
    """Topics, findings and partners of inspections."""

    topics: dict[str, tuple[str, ...]]
    departments: tuple[str, ...]
    credit_grades: tuple[str, ...]
    ordinary_findings: dict[str, int]
    follow_ups: tuple[str, ...]


class OutreachWords(Frozen):
    """Names and places of legal-publicity events."""

    names: tuple[str, ...]
    places: tuple[str, ...]


class Vocabulary(Frozen):
    """All words of the sample."""

    people: People
    companies: Companies
    units: dict[str, int]
    permit_units: dict[str, int]
    sources: dict[str, int]
    offences: tuple[Offence, ...]
    items: tuple[Item, ...]
    inspections: InspectionWords
    outreach: OutreachWords


@cache
def load_vocabulary() -> Vocabulary:
    """Read `vocabulary.toml` of this package."""
    text = files("flows.sample").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return Vocabulary.model_validate(tomllib.loads(text))
