"""Typed rows + edits → typed rows: a declared correction read as if the cell had held the right text.

A corrected row is keyed, validated and compared like any other, so a correction that breaks a rule is a rejection.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import polars as pl

from flows.corrections.edits import Edit, cleaned, converted
from flows.steps.conform import ACCEPTED_SCHEMA, COLUMN_FAULT_SCHEMA, Conformed, with_keys
from flows.steps.validate import all_faults

DONE_SCHEMA = {
    "edit": pl.String,
    "contract": pl.String,
    "sheet": pl.String,
    "row": pl.Int32,
    "found": pl.String,
    "outcome": pl.String,
}
CHANGED, OTHER_VALUE, UNBROKEN = "changed", "other value", "unbroken"


@dataclass(frozen=True)
class _Match:
    """The rows that an edit names: those in which the expected stands, and those in which something else does."""

    edit: Edit
    at: list[int]
    others: list[int]


def amend(conformed: Conformed, edits: Iterable[Edit]) -> tuple[Conformed, pl.DataFrame]:
    """The rows as the edits have them, and what each edit found.

    All edits look at the rows as they were, so their order changes nothing.

    Returns:
        The rows, and by :data:`DONE_SCHEMA` one line for each edit and row that has its key: the text that stood in
        the cell, and whether the row was ``changed`` (or its fault accepted), holds an ``other value`` than expected,
        or keeps the rule (``unbroken``) that was to be accepted.
    """
    of_table = sorted(
        (edit for edit in edits if edit.contract == conformed.table.spec.name), key=lambda edit: edit.name
    )
    matches = [_match(conformed, edit) for edit in of_table]
    for match in matches:
        if match.edit.value is not None and match.at:
            conformed = _set(conformed, match.edit, match.edit.value, match.at)
    keyed = with_keys(conformed.table.spec, conformed.rows, conformed.texts)
    conformed = replace(conformed, rows=keyed)
    wanted = pl.DataFrame(
        [(at, match.edit.accept) for match in matches if match.edit.accept for at in match.at],
        schema=ACCEPTED_SCHEMA,
        orient="row",
    )
    accepted = wanted.join(all_faults(conformed), on=["at", "rule"], how="semi")
    broken = set(accepted.iter_rows())
    done = [line for match in matches for line in _lines(conformed, match, broken)]
    return replace(conformed, accepted=accepted), pl.DataFrame(done, schema=DONE_SCHEMA, orient="row")


def _match(conformed: Conformed, edit: Edit) -> _Match:
    where = [pl.col("record_key") == edit.record_key]
    where += [pl.col(name).eq_missing(_literal(conformed, name, text)) for name, text in edit.where]
    named: list[int] = conformed.rows.filter(where)["at"].to_list()
    if edit.expected is None:
        return _Match(edit, named, [])
    is_expected = _holds(conformed, edit.column, edit.expected)
    return _Match(edit, [at for at in named if is_expected[at]], [at for at in named if not is_expected[at]])


def _holds(conformed: Conformed, column: str, expected: str) -> pl.Series:
    """In which rows the expected text stands, or what is read as the same; a cell that nobody can read is not blank."""
    spec_column = conformed.table.spec.columns[column]
    blank = pl.repeat(None, conformed.rows.height, dtype=pl.String, eager=True)  # the table lacks the column
    written = conformed.texts.get_column(column, default=blank)
    is_written = written.eq_missing(pl.Series([cleaned(spec_column, expected)], dtype=pl.String))
    is_read = conformed.rows.select(pl.col(column) == _literal(conformed, column, expected)).to_series()
    return is_written | is_read.fill_null(False)


def _literal(conformed: Conformed, column: str, text: str) -> pl.Expr:
    return pl.lit(converted(conformed.table.spec.columns[column], text).values).first()


def _set(conformed: Conformed, edit: Edit, text: str, at: Sequence[int]) -> Conformed:
    """The rows with another text in one column, read as a cell of it is."""
    column = conformed.table.spec.columns[edit.column]
    read = converted(column, text)
    is_set = conformed.rows["at"].is_in(at)
    rows = conformed.rows.with_columns(
        pl.when(is_set).then(pl.lit(read.values).first()).otherwise(pl.col(edit.column)).alias(edit.column)
    )
    texts = conformed.texts
    if edit.column in texts.columns:
        right = pl.lit(cleaned(column, text), dtype=pl.String)
        texts = texts.with_columns(pl.when(is_set).then(right).otherwise(pl.col(edit.column)).alias(edit.column))
    is_mended = pl.col("at").is_in(at) & (pl.col("column") == edit.column)
    kept = conformed.faults.filter(~is_mended)
    found = [
        read.faults.with_columns(pl.lit(row, dtype=pl.UInt32).alias("at"), column=pl.lit(edit.column)) for row in at
    ]
    faults = pl.concat([kept, *(fault.select(COLUMN_FAULT_SCHEMA.keys()) for fault in found)])
    return replace(conformed, rows=rows, texts=texts, faults=faults)


def _lines(conformed: Conformed, match: _Match, broken: set[tuple[int, str]]) -> Iterable[tuple[object, ...]]:
    table, edit = conformed.table, match.edit
    for at in (*match.at, *match.others):
        outcome = OTHER_VALUE if at in match.others else CHANGED
        if outcome == CHANGED and edit.accept and (at, edit.accept) not in broken:
            outcome = UNBROKEN
        row, found = conformed.rows["row"][at], _written(conformed, edit, at)
        yield edit.name, table.spec.name, table.sheet.name, row, found, outcome


def _written(conformed: Conformed, edit: Edit, at: int) -> str | None:
    """What stands in the cell of the file."""
    places = conformed.table.places.get(edit.column)
    if not places:
        return None
    chosen = conformed.chosen.get(edit.column)
    place = places[chosen[at] if chosen is not None else 0]
    text: str | None = conformed.written.to_series(place.index)[at]
    return text
