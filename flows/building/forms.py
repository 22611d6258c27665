"""The forms of the statutory annual tables as data: which tables and columns, and what each column counts.

A form is a file ``schemas/forms/<name>.toml``; a further file is a further form. ``based_on`` names a file whose tables
it takes over where it has none of its own (spec: figures, part B).

A column counts one of three things: the penalized cases whose heaviest kind is one of ``kinds``; the records of the
queries named in ``counts`` (sql/figures, sql/annual/records), or of them those whose column ``by`` is one of ``of``,
each as one or by the amount in its column ``sums``; or nothing, which is an act that no export holds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from flows.errors import EnfstatError
from schemas.cases import PENALTY_KINDS

FORMS = Path(__file__).resolve().parents[2] / "schemas" / "forms"
PENALTY_CLASSES = "penalty_classes"
MONEY_UNITS = ("元", "万元")

_TABLES = ("penalties", "permits", "coercions", "other_acts")
_MONEY = "money"


class BadForm(EnfstatError):
    """A form file that does not hold together."""


class Role(StrEnum):
    """Whether a column adds up to the column 合计 of its table."""

    PART = "part"
    TOTAL = "total"
    NONE = ""


@dataclass(frozen=True)
class FormColumn:
    """One column of a table.

    Attributes:
        unit: as it is printed; a sum of money has that of the form. under: the headings above it, outermost first.
        counts, by, of, sums: what it counts (see the module).
    """

    title: str
    unit: str = "宗"
    under: tuple[str, ...] = ()
    role: Role = Role.NONE
    kinds: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    by: str | None = None
    of: tuple[str, ...] = ()
    sums: str | None = None


@dataclass(frozen=True)
class FormTable:
    """One of the four tables. ``light_to_heavy`` and ``other`` are titles of columns of the table of penalties."""

    name: str
    title: str
    columns: tuple[FormColumn, ...]
    light_to_heavy: tuple[str, ...] = ()
    other: str | None = None

    @property
    def kind_columns(self) -> dict[str, str]:
        """Every kind of penalty with the title of the column that it belongs to."""
        return {kind: column.title for column in self.columns for kind in column.kinds}

    def weight(self, title: str) -> int:
        """How heavy a column of kinds is: from 1 on, and 0 for the other ones, which every named kind beats."""
        return 0 if title == self.other else self.light_to_heavy.index(title) + 1


@dataclass(frozen=True)
class Form:
    """A form with the years that it rules; an end that is None is open."""

    name: str
    title: str
    basis: str
    first_year: int | None
    last_year: int | None
    money_unit: str
    least_decimals: int
    most_decimals: int
    tables: tuple[FormTable, ...]


def read_forms(folder: Path = FORMS) -> list[Form]:
    """Every form of a folder, by name.

    Raises:
        BadForm: a file is no TOML, lacks a fact, or its columns and kinds do not fit each other.
    """
    return [read_form(path) for path in sorted(folder.glob("*.toml"))]


def read_form(path: Path) -> Form:
    """One form.

    Raises:
        BadForm: see ``read_forms``.
    """
    try:
        form = _form(path.stem, _facts(path))
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise BadForm(f"年报格式 {path.name} 有误:{error}") from error
    for table in form.tables:
        _require_unique_titles(form, table)
    _require_every_kind_once(form)
    return form


def _facts(path: Path) -> dict[str, Any]:
    facts = tomllib.loads(path.read_text(encoding="utf-8"))
    base = facts.pop("based_on", None)
    return (_facts(path.parent / base) if base else {}) | facts


def _form(name: str, facts: Mapping[str, Any]) -> Form:
    money = facts["money"]
    if money["unit"] not in MONEY_UNITS:
        raise ValueError(f"金额单位只能是{'、'.join(MONEY_UNITS)}")
    return Form(
        name=name,
        title=facts["title"],
        basis=facts["basis"],
        first_year=facts.get("first_year"),
        last_year=facts.get("last_year"),
        money_unit=money["unit"],
        least_decimals=money["least_decimals"],
        most_decimals=money["most_decimals"],
        tables=tuple(_table(facts[table], money["unit"]) for table in _TABLES),
    )


def _table(facts: Mapping[str, Any], money_unit: str) -> FormTable:
    return FormTable(
        name=facts["name"],
        title=facts["title"],
        columns=tuple(_column(column, money_unit) for column in facts["columns"]),
        light_to_heavy=tuple(facts.get("light_to_heavy", ())),
        other=facts.get("other"),
    )


def _column(facts: Mapping[str, Any], money_unit: str) -> FormColumn:
    lists = {name: tuple(facts[name]) for name in ("under", "kinds", "counts", "of") if name in facts}
    titles = {"title": facts["title"].replace("{money}", money_unit), "role": Role(facts.get("role", ""))}
    unit = {"unit": money_unit} if facts.get("unit") == _MONEY else {}
    return FormColumn(**{**facts, **lists, **titles, **unit})


def _require_unique_titles(form: Form, table: FormTable) -> None:
    titles = [column.title for column in table.columns]
    twice = {title for title in titles if titles.count(title) > 1}
    if twice:
        raise BadForm(f"年报格式 {form.name} 的{table.name}表有同名的栏:{'、'.join(sorted(twice))}")


def _require_every_kind_once(form: Form) -> None:
    """Every column of kinds has its place in the order of heaviness; every kind is known and has one column."""
    penalties = form.tables[0]
    kinds = [kind for column in penalties.columns for kind in column.kinds]
    unknown = set(kinds) - set(PENALTY_KINDS.synonyms)
    if unknown or len(set(kinds)) < len(kinds):
        raise BadForm(f"年报格式 {form.name} 的处罚种类不认识或重复:{'、'.join(sorted(unknown)) or '重复'}")
    titles = [column.title for column in penalties.columns if column.kinds]
    if sorted(titles) != sorted([*penalties.light_to_heavy, penalties.other or ""]):
        raise BadForm(f"年报格式 {form.name} 的 light_to_heavy 和 other 应恰好列出全部处罚种类的栏")
