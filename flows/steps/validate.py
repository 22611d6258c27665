"""Typed rows → accepted rows and findings: what could not be read, what breaks a rule, what is worth a warning."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from flows.reading.address import column_letters
from flows.reading.sheet import FORMULA_WITHOUT_VALUE
from flows.steps.conform import COLUMN_FAULT_SCHEMA, Conformed
from flows.tables.locate import Place
from schemas.base import ALL_RULES, Column, ContractSpec, Level, Rule
from schemas.pandera_polars import pa

FINDING_SCHEMA = {
    "level": pl.String,
    "contract": pl.String,
    "sheet": pl.String,
    "row": pl.Int32,
    "cell": pl.String,
    "column": pl.String,
    "heading": pl.String,
    "value": pl.String,
    "rule": pl.String,
    "message": pl.String,
    "record_key": pl.String,
}
SKIPPED = "skipped"
_DELETION = "删除"


def validate(conformed: Conformed) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Accepted rows, findings (rejections, warnings) and skipped rows of some rows of one table.

    A row with 删除 needs only its key; a test row is skipped whatever it says; a warning is kept only for a row that
    counts.

    Returns:
        Accepted rows as in :class:`Conformed` without ``at``; findings and skipped rows as in :data:`FINDING_SCHEMA`.
    """
    rows = conformed.rows
    faults = all_faults(conformed).join(conformed.accepted, on=["at", "rule"], how="anti", maintain_order="left")
    is_test = rows["is_test"].fill_null(False)
    is_deletion = (rows["change"] == _DELETION).fill_null(False)
    is_needless = is_deletion.gather(faults["at"]) & ~_concerns_key(conformed, faults)
    faults = faults.filter(~is_test.gather(faults["at"]) & ~is_needless)
    is_rejected = _flags(faults.filter(pl.col("level") == Level.REJECTION.value)["at"], rows.height)
    faults = faults.filter((pl.col("level") == Level.REJECTION.value) | ~is_rejected.gather(faults["at"]))
    accepted = rows.filter(~is_rejected & ~is_test).drop("at")
    return accepted, _located(conformed, faults), _skipped(conformed, rows.filter(is_test))


def all_faults(conformed: Conformed) -> pl.DataFrame:
    """What could not be read, what breaks a rule and what lacks a key, whatever kind of row it is in."""
    return pl.concat([conformed.faults, _broken_rules(conformed), _missing_keys(conformed)])


def _broken_rules(conformed: Conformed) -> pl.DataFrame:
    """Rows that break a rule of the model, as faults.

    A rule over a column that the table lacks is not applied, nor one over a cell that could not be read.
    """
    rows = conformed.rows.select(conformed.table.spec.columns.keys())
    try:
        conformed.table.spec.model.validate(rows, lazy=True)
    except pa.errors.SchemaErrors as failure:
        broken = [rule for error in failure.schema_errors for rule in _rules_of(error, conformed.table.spec, rows)]
        faults = [
            _fault(rule, _without_unreadable(conformed, rule, at.cast(pl.UInt32)))
            for rule, at in broken
            if all(column in conformed.table.places for column in rule.columns)
        ]
        return pl.concat([pl.DataFrame(schema=COLUMN_FAULT_SCHEMA), *faults])
    return pl.DataFrame(schema=COLUMN_FAULT_SCHEMA)


def _rules_of(error: pa.errors.SchemaError, spec: ContractSpec, rows: pl.DataFrame) -> Iterator[tuple[Rule, pl.Series]]:
    """The rules behind a failed check, each with the rows that break it."""
    if error.check_output is None:
        raise error  # a column of the wrong type: a fault of the reader, never of the row
    if getattr(error.check, "name", None) == ALL_RULES:
        yield from ((spec.rules[name], at) for name, at in spec.broken(rows).items())
    else:
        yield _required(spec.columns[error.schema.name]), error.check_output.to_series().not_().arg_true()


def _required(column: Column) -> Rule:
    """The rule that a ``*`` column is filled."""
    message = f"缺少“{column.title}”,这一项必须填写"
    return Rule("required", Level.REJECTION, (column.name,), column.name, message)


def _fault(rule: Rule, at: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"at": at}).select(
        "at",
        pl.lit(rule.level.value).alias("level"),
        pl.lit(rule.name).alias("rule"),
        pl.lit(rule.message).alias("message"),
        pl.lit(rule.marks).alias("column"),
    )


def _without_unreadable(conformed: Conformed, rule: Rule, at: pl.Series) -> pl.Series:
    unreadable = conformed.faults.filter(
        (pl.col("level") == Level.REJECTION.value) & pl.col("column").is_in(rule.columns)
    )["at"]
    return at.filter(~at.is_in(unreadable.implode()))


def _missing_keys(conformed: Conformed) -> pl.DataFrame:
    """Rows whose key is incomplete although no single column of it is required."""
    columns = _key_columns(conformed)
    needed = [name for name in columns if conformed.table.spec.columns[name].rejects_row]
    missing = conformed.rows.filter(pl.col("record_key").is_null() & ~pl.any_horizontal(pl.col(needed).is_null()))
    rule = Rule("required", Level.REJECTION, tuple(columns), columns[0], "缺少能够识别这条记录的编号或名称,请补填")
    return _fault(rule, _without_unreadable(conformed, rule, missing["at"]))


def _concerns_key(conformed: Conformed, faults: pl.DataFrame) -> pl.Series:
    """Whether faults lie in what a row is known by: in the second choices (a name for want of an id) only at need."""
    first = [part if isinstance(part, str) else part[0] for part in conformed.table.spec.facts.key]
    is_unknown = conformed.rows["record_key"].is_null().gather(faults["at"])
    return faults["column"].is_in(first) | (is_unknown & faults["column"].is_in(_key_columns(conformed)))


def _key_columns(conformed: Conformed) -> list[str]:
    """The columns that make the key, the second choices among them."""
    facts = conformed.table.spec.facts
    parts = [(part,) if isinstance(part, str) else part for part in facts.key]
    return [name for part in parts for name in part] + list(facts.key_else)


def _flags(at: pl.Series, height: int) -> pl.Series:
    return pl.repeat(False, height, dtype=pl.Boolean, eager=True).scatter(at.unique(), True)


def _located(conformed: Conformed, faults: pl.DataFrame) -> pl.DataFrame:
    """Faults with the cell that a person finds in Excel, its heading and what is written there."""
    parts = [
        _at_place(conformed, group, column, at, place)
        for column in faults["column"].unique(maintain_order=True)
        for group in [faults.filter(pl.col("column") == column)]
        for at, place in enumerate(conformed.table.places.get(column, [None]))
    ]
    found = pl.concat([pl.DataFrame(schema=FINDING_SCHEMA), *parts])
    return found.unique(maintain_order=True).sort("row", "column", "rule", maintain_order=True)


def _at_place(
    conformed: Conformed, faults: pl.DataFrame, column: str, number: int, place: Place | None
) -> pl.DataFrame:
    """The faults of one column in the rows that took their value from this place of it."""
    chosen = conformed.chosen.get(column)
    if chosen is not None:
        faults = faults.filter(chosen.gather(faults["at"]) == number)
    elif number:
        return pl.DataFrame(schema=FINDING_SCHEMA)
    rows = conformed.rows.select("row", "record_key")[faults["at"]]
    letters = column_letters(place.index + conformed.table.sheet.first_column) if place else None
    blank = pl.repeat(None, faults.height, dtype=pl.String, eager=True)
    written = conformed.written.to_series(place.index).gather(faults["at"]) if place else blank
    return pl.DataFrame(
        {"level": faults["level"], "row": rows["row"], "rule": faults["rule"], "message": faults["message"]}
    ).select(
        "level",
        pl.lit(conformed.table.spec.name).alias("contract"),
        pl.lit(conformed.table.sheet.name).alias("sheet"),
        "row",
        (pl.lit(letters, dtype=pl.String) + pl.col("row").cast(pl.String)).alias("cell"),
        pl.lit(column).alias("column"),
        pl.lit(place.written if place else None, dtype=pl.String).alias("heading"),
        written.replace(FORMULA_WITHOUT_VALUE, None).alias("value"),
        "rule",
        "message",
        rows["record_key"],
    )


def _skipped(conformed: Conformed, tests: pl.DataFrame) -> pl.DataFrame:
    """Rows that are no data, and rows marked as test data, as findings."""
    reason = pl.DataFrame({"row": tests["row"]}).with_columns(rule=pl.lit("test-row"), message=pl.lit("测试数据"))
    rows = pl.concat([conformed.skipped.select("row", "rule", "message"), reason])
    place = {"contract": conformed.table.spec.name, "sheet": conformed.table.sheet.name, "level": SKIPPED}
    literals = [pl.lit(value).alias(name) for name, value in place.items()]
    blank = [
        pl.lit(None, dtype=pl.String).alias(name) for name in FINDING_SCHEMA if name not in {*rows.columns, *place}
    ]
    return rows.select(*literals, pl.all(), *blank).select(FINDING_SCHEMA.keys()).sort("row")
