"""Column lineage of the figures, worked out from their SQL: figure → column of a core table → column of an export.

What is followed is what a record is worth in a figure, what dates it, and what decides whether it counts. Which row of
a key is in force and whose names are hidden is the same for every figure, so ``sql/staging`` is followed only through
the selects that yield the records of a contract.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from sqlglot import exp, parse_one
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, build_scope
from sqlglot.schema import MappingSchema

from flows.building.models import SQL, Model, in_order, read_models
from flows.building.sources import column_types, source_models
from flows.building.texts import Texts
from schemas import CONTRACTS

LINEAGE = {
    "figure": "varchar",
    "part": "varchar",
    "core_table": "varchar",
    "core_column": "varchar",
    "contract": "varchar",
    "source_column": "varchar",
    "source_heading": "varchar",
}
_CONDITION = "condition"
_PARTS = ("counted", "quantity", "numerator", "denominator", "occurred_on")


@dataclass(frozen=True, order=True)
class Column:
    """A column of a table or view (``core.cases``); without a name, the choice of the rows that the table has."""

    table: str
    name: str = ""


_DAY_OF_BUILD = Column("staging.parameters", "as_of")

Row = dict[str, str | None]


def lineage_rows() -> list[Row]:
    """The rows of the table ``figure_lineage``, by figure and part.

    A figure that counts has no value of its own: its lineage is that of what it counts (``condition``) and of the day
    (``occurred_on``). A row without a core column is about which rows the core table has; one without a contract is
    about the day of the build.
    """
    figures = read_models("records", SQL / "figures")
    lineage = Lineage([*figures.values(), *_records()])
    facts = ((name.partition(".")[2], *fact) for name in figures for fact in lineage.of_figure(name))
    return [_row(*fact) for fact in sorted(facts)]


class Lineage:
    """Selects that read one another, each taken apart once."""

    def __init__(self, models: Iterable[Model]) -> None:
        self._queries = dict(_queries(models))
        self._known: dict[Column, frozenset[Column]] = {}

    def of_figure(self, name: str) -> Iterator[tuple[str, Column, Column]]:
        """Part of a figure, the column of a core table that makes it, and a column of an export behind that."""
        figure = self._queries[name]
        parts = [(part, column) for part in _PARTS if part in figure.columns for column in figure.of_column(part)]
        parts += [(_CONDITION, column) for column in (*figure.of_rows, Column(figure.row_table))]
        for part, column in parts:
            yield from ((part, column, source) for source in self.sources(column))

    def sources(self, column: Column) -> frozenset[Column]:
        """The columns of exports (``shards.cases``) that make a column of a core table."""
        if column not in self._known:
            query = self._queries[column.table]
            made_of = query.of_column(column.name) if column.name else query.of_rows
            self._known[column] = frozenset(chain.from_iterable(map(self._behind, made_of)))
        return self._known[column]

    def _behind(self, column: Column) -> Iterable[Column]:
        if column.table in self._queries:
            return self.sources(column)
        return (column,) if _is_source(column) else ()


@dataclass(frozen=True)
class _Query:
    """A select of which every column names its table, and every star is its columns."""

    scope: Scope

    @property
    def columns(self) -> list[str]:
        return next((select.named_selects for _, select in _selects(self.scope)), [])

    def of_column(self, name: str) -> set[Column]:
        """The columns of tables that make the value of one of its columns."""
        return _of_column(self.scope, name)

    @cached_property
    def of_rows(self) -> set[Column]:
        """The columns of tables that decide which rows it yields."""
        return _of_rows(self.scope)

    @property
    def row_table(self) -> str:
        """The table of whose rows its rows are made."""
        source: Scope | exp.Table = self.scope
        while isinstance(source, Scope):
            source = _row_source(next(scope for scope, _ in _selects(source)))
        return _name(source)


def _records() -> list[Model]:
    """The core tables, and of the staged selects those of which a row is a record of a contract."""
    staged = (*read_models("staging", SQL / "staging").values(), *source_models({}, has_names=False))
    records = {f"staging.{name}" for contract in CONTRACTS for name in (contract, f"{contract.removesuffix('s')}_rows")}
    return [*read_models("core", SQL / "core").values(), *(model for model in staged if model.name in records)]


def _queries(models: Iterable[Model]) -> Iterator[tuple[str, _Query]]:
    """Every select taken apart, after those it reads: a star stands for their columns."""
    columns = {f"shards.{name}": list(column_types(spec)) for name, spec in CONTRACTS.items()}
    for model in in_order(models):
        schema = MappingSchema(dialect="duckdb")
        for name in model.references & columns.keys():
            schema.add_table(name, dict.fromkeys(columns[name], "text"))
        parsed = parse_one(model.select, dialect="duckdb")
        scope = build_scope(qualify(parsed, schema=schema, dialect="duckdb", validate_qualify_columns=False))
        if scope is not None:
            query = _Query(scope)
            columns[model.name] = query.columns
            yield model.name, query


def _selects(scope: Scope) -> Iterator[tuple[Scope, exp.Select]]:
    """The selects whose rows a query yields, one under another; a list of values has none."""
    if isinstance(scope.expression, exp.Select):
        yield scope, scope.expression
    for part in scope.set_operation_scopes:
        yield from _selects(part)


def _of_column(scope: Scope, name: str) -> set[Column]:
    """What a column is made of; a select that is united by name may lack it."""
    found = [
        _of_expression(one, part)
        for one, select in _selects(scope)
        for part in select.selects
        if part.alias_or_name == name
    ]
    return set().union(*found)


def _of_expression(scope: Scope, expression: exp.Expr) -> set[Column]:
    """What the columns of an expression are made of; of what was joined for it, also by what and from which rows."""
    found: set[Column] = set()
    for column in expression.find_all(exp.Column):
        found |= _of_reference(scope, column)
        source, on = scope.sources.get(column.table), _joined_by(scope).get(column.table)
        if on is not None:
            found |= {made_of for reference in on.find_all(exp.Column) for made_of in _of_reference(scope, reference)}
            found |= _of_rows(source) if isinstance(source, Scope) else set()
    return found


def _of_reference(scope: Scope, column: exp.Column) -> set[Column]:
    """What one column is made of. The parameter of a lambda is no column of a table."""
    source = scope.sources.get(column.table)
    if isinstance(source, Scope):
        return _of_column(source, column.name)
    return {Column(_name(source), column.name)} if source is not None else set()


def _of_rows(scope: Scope) -> set[Column]:
    """What filters, groups and joins decide; a left join leaves the rows as they are."""
    return set().union(*(_of_rows_of_select(one) for one, _ in _selects(scope)))


def _of_rows_of_select(scope: Scope) -> set[Column]:
    clauses = [scope.expression.args.get(name) for name in ("where", "group", "having", "qualify")]
    joins = [join.args.get("on") for join in scope.expression.args.get("joins", ()) if join.side != "LEFT"]
    found = [_of_expression(scope, clause) for clause in (*clauses, *joins) if clause is not None]
    source = _row_source(scope)
    return set().union(*found, _of_rows(source) if isinstance(source, Scope) else ())


def _joined_by(scope: Scope) -> dict[str, exp.Expr]:
    """What each joined table or select is joined by."""
    joins = scope.expression.args.get("joins", ())
    return {join.alias_or_name: join.args["on"] for join in joins if join.args.get("on")}


def _row_source(scope: Scope) -> Scope | exp.Table:
    source: Scope | exp.Table = scope.sources[scope.expression.args["from_"].this.alias_or_name]
    return source


def _name(table: exp.Table) -> str:
    return f"{table.db}.{table.name}"


def _is_source(column: Column) -> bool:
    """A column that a contract has, or the day of the build; places and keys of rows come from no heading."""
    schema, _, contract = column.table.partition(".")
    return column == _DAY_OF_BUILD or (schema == "shards" and column.name in CONTRACTS[contract].columns)


def _row(figure: str, part: str, core: Column, source: Column) -> Row:
    contract = None if source == _DAY_OF_BUILD else source.table.partition(".")[2]
    facts = (figure, part, core.table, core.name or None, contract, source.name, _heading(contract, source.name))
    return dict(zip(LINEAGE, facts, strict=True))


def _heading(contract: str | None, column: str) -> str:
    """The Chinese heading of a contract's column; of the day of the build, its name in the documentation."""
    if contract:
        return CONTRACTS[contract].columns[column].title
    return Texts().of("build", [column]).columns[column].meaning.partition(":")[0]
