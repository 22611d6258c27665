"""The statutory annual tables: the forms as tables of facts, the records that their columns count, and the values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Any

import duckdb

from flows.building.draft import Draft
from flows.building.forms import PENALTY_CLASSES, BadForm, Form, FormColumn, read_forms
from flows.building.inputs import Inputs
from flows.building.loading import columns_of, union
from flows.building.models import SQL, Model, read_models
from flows.errors import EnfstatError
from schemas.cases import PENALTY_KINDS

_ADDED_UP = ("count", "sum")
_FORMS = {
    "form": "varchar",
    "title": "varchar",
    "basis": "varchar",
    "first_year": "integer",
    "last_year": "integer",
    "money_unit": "varchar",
    "least_decimals": "integer",
    "most_decimals": "integer",
}
_KINDS = {"form": "varchar", "kind": "varchar", "column": "varchar", "weight": "integer", "is_known": "boolean"}
_COLUMNS = {
    "form": "varchar",
    "table_position": "integer",
    "table_name": "varchar",
    "table_title": "varchar",
    "position": "integer",
    "column": "varchar",
    "under": "varchar[]",
    "unit": "varchar",
    "role": "varchar",
    "is_sum": "boolean",
    "is_applicable": "boolean",
    "sources": "varchar[]",
    "classes": "varchar[]",
    "contracts": "varchar[]",
}

Queries = Mapping[str, Model]


class UnknownPower(EnfstatError):
    """The setting ``powers`` names an act that no form has a column for."""


def fill_annual_tables(draft: Draft, inputs: Inputs) -> None:
    """Tables annual_forms, annual_columns, annual_kinds, annual_values; views of the four tables, annual_records.

    The figures are there already: a column may count the records of one.

    Raises:
        BadForm: a column counts what no query gives. UnknownPower: see there.
    """
    forms = read_forms()
    _require_known_powers(forms, inputs)
    draft.rows("annual_forms", _FORMS, [_facts(form) for form in forms])
    draft.rows("annual_kinds", _KINDS, [row for form in forms for row in _kinds(form)])
    draft.define("create schema annual")
    own = read_models("annual", SQL / "annual" / "records")
    for model in own.values():
        draft.define(f"create view {model.name} as {model.select}")
    queries = {model.stem: model for model in (*read_models("records", SQL / "figures").values(), *own.values())}
    draft.rows("annual_columns", _COLUMNS, [row for form in forms for row in _columns(form, queries, inputs)])
    if draft.is_shape:
        draft.define(f"create view annual.sources as {_sources(draft.connection, forms, queries)}")
    for model in sorted(read_models("main", SQL / "annual").values(), key=lambda model: model.head["order"]):
        if model.head.get("is_view"):
            draft.define(f"create view {model.name} as {model.select}")
        else:
            draft.table(model)


def _facts(form: Form) -> dict[str, Any]:
    return {"form": form.name} | {name: value for name, value in vars(form).items() if name in _FORMS}


def _require_known_powers(forms: Iterable[Form], inputs: Inputs) -> None:
    acts = {column.title for form in forms for column in _all_columns(form) if not (column.counts or column.kinds)}
    unknown = sorted(set(inputs.powers) - acts)
    if unknown:
        raise UnknownPower(f"设置 powers 里的{'、'.join(unknown)}不是年报的栏;可以是:{'、'.join(sorted(acts))}")


def _all_columns(form: Form) -> list[FormColumn]:
    return [column for table in form.tables for column in table.columns]


def _kinds(form: Form) -> list[dict[str, Any]]:
    """Every kind of the contract with its column in a form; what the form does not know stands under the others."""
    table = form.tables[0]
    known = table.kind_columns
    titles = {kind: known.get(kind, table.other or "") for kind in PENALTY_KINDS.synonyms}
    return [
        {"form": form.name, "kind": kind, "column": title, "weight": table.weight(title), "is_known": kind in known}
        for kind, title in titles.items()
    ]


def _columns(form: Form, queries: Queries, inputs: Inputs) -> list[dict[str, Any]]:
    return [
        {
            "form": form.name,
            "table_position": table_position,
            "table_name": table.name,
            "table_title": table.title,
            "position": position,
            **_column(form, column, queries, inputs),
        }
        for table_position, table in enumerate(form.tables, start=1)
        for position, column in enumerate(table.columns, start=1)
    ]


def _column(form: Form, column: FormColumn, queries: Queries, inputs: Inputs) -> dict[str, Any]:
    """A column with what it counts. Of what the bureau has no power for, nothing is counted."""
    counts = _counts(column)
    unknown = [name for name in counts if name not in queries]
    if unknown:
        raise BadForm(
            f"年报格式 {form.name} 的“{column.title}”要计的{'、'.join(unknown)}不在 sql/figures 或 sql/annual"
        )
    applicable = [name for name in counts if not _is_without_power(queries[name], inputs)]
    return {
        "column": column.title,
        "under": column.under,
        "unit": column.unit,
        "role": column.role.value,
        "is_sum": any(_quantity(column, queries[name]) for name in counts),
        "is_applicable": bool(applicable) if counts else column.title in inputs.powers,
        "sources": [_source(column, name) for name in applicable],
        "classes": _classes(column),
        "contracts": sorted({contract for name in applicable for contract in _contracts(queries[name])}),
    }


def _counts(column: FormColumn) -> tuple[str, ...]:
    return (PENALTY_CLASSES,) if column.kinds else column.counts


def _classes(column: FormColumn) -> list[str] | None:
    if column.kinds:
        return [column.title]
    return list(column.of) if column.by else None


def _is_without_power(query: Model, inputs: Inputs) -> bool:
    return bool({query.stem, query.head.get("part_of")} & set(inputs.not_applicable))


def _contracts(query: Model) -> set[str]:
    """The contracts of the core tables that a query reads, unless its head names them."""
    of_tables = _contracts_of_tables()
    return set(query.head.get("contracts") or (of_tables[name] for name in query.references if name in of_tables))


@cache
def _contracts_of_tables() -> dict[str, str]:
    return {model.name: model.head["contract"] for model in read_models("core", SQL / "core").values()}


def _quantity(column: FormColumn, query: Model) -> str | None:
    """The column of the records that is added up; None where they are counted."""
    return column.sums or ("quantity" if query.head.get("measure") == "sum" else None)


def _source(column: FormColumn, query: str) -> str:
    return ".".join(filter(None, (query, column.by, column.sums)))


def _sources(connection: duckdb.DuckDBPyConnection, forms: Iterable[Form], queries: Queries) -> str:
    """The records of everything that some column counts, each under the name of its source."""
    asked = {
        _source(column, name): (column, queries[name])
        for form, column in ((form, column) for form in forms for column in _all_columns(form))
        for name in _counts(column)
    }
    columns = {
        f"{schema}.{name}": has
        for schema in ("records", "annual")
        for name, has in columns_of(connection, schema).items()
    }
    selects = (_select(source, column, query, columns[query.name]) for source, (column, query) in sorted(asked.items()))
    return union(selects)


def _select(source: str, column: FormColumn, query: Model, has: AbstractSet[str]) -> str:
    by = "class" if column.kinds else column.by
    quantity = _quantity(column, query)
    lacking = [name for name in (by, quantity) if name and name not in has]
    if lacking or query.head.get("measure", "count") not in _ADDED_UP:
        raise BadForm(f"年报的“{column.title}”不能由 {query.stem} 计出:{'、'.join(lacking) or '它是比率'}")
    form = "form" if column.kinds else "null"
    return (
        f"select '{source}' as source, cast({form} as varchar) as form, cast({_name(by)} as varchar) as class, "
        "file_sha256, sheet, row, record_key, shown_key, occurred_on, "
        f"cast({_name(quantity)} as decimal(18, 2)) as quantity from {query.name}"
    )


def _name(column: str | None) -> str:
    return f'"{column}"' if column else "null"
