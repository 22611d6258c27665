"""Cells → typed rows: the body of a table read as its contract says, each row and fault with its place in the sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import polars as pl

from flows.cells.text import to_be_cleaned
from flows.errors import FileRefused
from flows.tables.convert import FAULT_SCHEMA, Source, blank_values, clean_cells, convert
from flows.tables.headings import read_heading
from flows.tables.locate import Place, Table
from flows.tables.merges import MergedCells
from flows.tables.no_data import REASONS, no_data_reasons
from schemas.base import Column, ContractSpec, Kind, Level

COLUMN_FAULT_SCHEMA = FAULT_SCHEMA | {"column": pl.String}
ACCEPTED_SCHEMA = {"at": pl.UInt32, "rule": pl.String}
BLOCK_ROWS = 12_000
"""Rows of a block. A block costs some tens of milliseconds whatever its size, and about 3 kB a row of 24 columns."""


@dataclass(frozen=True)
class Conformed:
    """Some rows of one table.

    Attributes:
        rows: ``at`` (index among these rows), ``row`` (Excel), ``record_key``, ``item_key``, ``shown_key``, then the
        contract's columns, typed; a column that the table lacks is null throughout.
        texts: the cleaned text that counts for each column that the table has, aligned with ``rows``.
        faults: what could not be read, and what was kept with a warning: at, level, rule, message, column.
        skipped: rows that are no data: ``row``, ``rule``, ``message``.
        chosen: for columns with several headings, which of their places each row took (index into the table's places).
        written: the cells as they stand in the sheet, merges filled in, aligned with ``rows``.
        accepted: broken rules that somebody declared to be no fault: ``at``, ``rule``.
    """

    table: Table
    rows: pl.DataFrame
    texts: pl.DataFrame
    faults: pl.DataFrame
    skipped: pl.DataFrame
    chosen: dict[str, pl.Series]
    written: pl.DataFrame
    accepted: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ACCEPTED_SCHEMA))


def blocks_of(table: Table, block_rows: int = BLOCK_ROWS) -> Iterator[Block]:
    """The body of a table, a block of rows at a time; at least one block, if of no row.

    Args:
        block_rows: how many rows a block has; it bounds the memory and changes nothing else.
    """
    merged = MergedCells(table)
    for first in range(table.first_data_at, max(table.sheet.cells.height, table.first_data_at + 1), block_rows):
        yield _body(table, merged, first, block_rows)


@dataclass(frozen=True)
class Block:
    """Some rows below the heading: their cells, and these once more with merges filled in."""

    table: Table
    first: int
    cells: pl.DataFrame
    filled: pl.DataFrame

    @property
    def excel_row(self) -> pl.Series:
        """The rows in Excel."""
        first_row = self.table.sheet.first_row + self.first
        return pl.int_range(self.cells.height, dtype=pl.Int32, eager=True).alias("row") + first_row

    def is_number(self, index: int) -> pl.Series:
        """Which cells of a column of the sheet store numbers."""
        return self.table.sheet.number_cells().to_series(index).slice(self.first, self.cells.height)


def _body(table: Table, merged: MergedCells, first: int, length: int | None) -> Block:
    cells = _blanks_as_null(table.sheet.cells.slice(first, length))
    return Block(table, first, cells, merged.fill(cells, table.sheet.first_row + first))


def conform(block: Block) -> Conformed:
    """Read the rows of a block as their contract says.

    Raises:
        FileRefused: the very same heading stands twice over differing values.
    """
    table, cells, excel_row = block.table, block.cells, block.excel_row
    is_there = cells.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    texts = _clean_places(table, block.filled)
    reasons = no_data_reasons(table, cells, _first_texts(table, texts)).rename("rule")
    keep = is_there & reasons.is_null()

    skipped = pl.DataFrame({"row": excel_row, "rule": reasons}).filter(is_there & reasons.is_not_null())
    texts = {place: series.filter(keep) for place, series in texts.items()}
    columns = _Columns(table, texts, lambda index: block.is_number(index).filter(keep))
    values = {name: columns.read(column) for name, column in table.spec.columns.items()}
    rows = pl.DataFrame({"row": excel_row.filter(keep)} | values).with_row_index("at")
    first_texts = _first_texts(table, texts)
    return Conformed(
        table=table,
        rows=with_keys(table.spec, rows, first_texts),
        texts=first_texts,
        faults=pl.concat([pl.DataFrame(schema=COLUMN_FAULT_SCHEMA), *columns.faults]),
        skipped=_with_reasons(skipped),
        chosen=columns.chosen,
        written=block.filled.filter(keep),
    )


def written_rows(table: Table) -> pl.DataFrame:
    """The rows below the heading as they stand in the sheet, merges filled in: ``row`` (Excel), then its columns."""
    block = _body(table, MergedCells(table), table.first_data_at, None)
    return block.filled.insert_column(0, block.excel_row)


def _with_reasons(skipped: pl.DataFrame) -> pl.DataFrame:
    return skipped.with_columns(message=pl.col("rule").replace_strict(REASONS, return_dtype=pl.String))


def _blanks_as_null(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells of nothing but white space are as blank as empty ones."""
    return cells.with_columns(pl.when(pl.all().str.contains(r"\S")).then(pl.all()))


def _clean_places(table: Table, cells: pl.DataFrame) -> dict[Place, pl.Series]:
    """The cleaned text of every place where a contract column stands."""
    standing = [(table.spec.columns[name], place) for name, places in table.places.items() for place in places]
    unclean = to_be_cleaned(cells.select({cells.columns[place.index] for _, place in standing}))
    texts = {place: cells.to_series(place.index) for _, place in standing}
    return {
        place: clean_cells(column, texts[place]) if texts[place].name in unclean else texts[place]
        for column, place in standing
    }


def _first_texts(table: Table, texts: dict[Place, pl.Series]) -> pl.DataFrame:
    """The text that counts for each contract column of the table: of several headings, the first that is filled."""
    return pl.DataFrame(
        [_first_filled([texts[place] for place in places], name) for name, places in table.places.items()]
    )


def _first_filled(texts: list[pl.Series], name: str) -> pl.Series:
    if len(texts) == 1:
        return texts[0].alias(name)
    numbered = pl.DataFrame([series.alias(str(at)) for at, series in enumerate(texts)])
    return numbered.select(pl.coalesce(pl.all()).alias(name)).to_series()


class _Columns:
    """The columns of a table while they are read: typed values out, faults and choices kept."""

    def __init__(self, table: Table, texts: dict[Place, pl.Series], is_number: Callable[[int], pl.Series]) -> None:
        self.table, self.texts, self.is_number = table, texts, is_number
        self.faults: list[pl.DataFrame] = []
        self.chosen: dict[str, pl.Series] = {}
        self.height = len(next(iter(texts.values())))

    def read(self, column: Column) -> pl.Series:
        """The typed values of one column; null throughout where the table lacks it."""
        places = self._distinct_places(self.table.places.get(column.name, []))
        if not places:
            return blank_values(column, self.height)
        if len(places) == 1:
            return self._at(column, places[0])
        return self._first_filled(column, places)

    def _at(self, column: Column, place: Place, is_taken: pl.Series | None = None) -> pl.Series:
        """The values at a place; faults are kept of all rows, or of those that take their value from it."""
        source = Source(place.unit or 1, self.table.sheet.date_1904, lambda: self.is_number(place.index))
        converted = convert(column, self.texts[place], source)
        faults = converted.faults
        if faults.height:
            taken = faults if is_taken is None else faults.filter(is_taken.gather(faults["at"]))
            self.faults.append(taken.with_columns(column=pl.lit(column.name)))
        return converted.values

    def _first_filled(self, column: Column, places: list[Place]) -> pl.Series:
        """Each row takes the first place that is filled; a later one that is filled and differs is a warning."""
        filled = pl.DataFrame([self.texts[place].is_not_null().alias(str(at)) for at, place in enumerate(places)])
        first = [pl.when(pl.col(name)).then(pl.lit(int(name), dtype=pl.UInt32)) for name in filled.columns]
        chosen = filled.select(pl.coalesce(*first, pl.lit(0, dtype=pl.UInt32))).to_series()
        values = [self._at(column, place, chosen == at) for at, place in enumerate(places)]
        result = values[0]
        for at, other in enumerate(values[1:], 1):
            result = result.zip_with(chosen != at, other)
        differs = pl.repeat(False, self.height, dtype=pl.Boolean, eager=True)
        for at, other in enumerate(values):
            differs = differs | (filled[str(at)] & other.ne_missing(result))
        all_places = self.table.places[column.name]
        self.chosen[column.name] = pl.Series([all_places.index(place) for place in places]).gather(chosen)
        self._warn_of_several(column, differs)
        return result.alias(column.name)

    def _warn_of_several(self, column: Column, differs: pl.Series) -> None:
        message = f"“{column.title}”在表中有几列且内容不同,按列名的优先次序取用;请核对后只保留一列"
        at = differs.arg_true().cast(pl.UInt32)
        self.faults.append(
            pl.DataFrame({"at": at}).select(
                "at",
                pl.lit(Level.WARNING.value).alias("level"),
                pl.lit("several-values").alias("rule"),
                pl.lit(message).alias("message"),
                pl.lit(column.name).alias("column"),
            )
        )

    def _distinct_places(self, places: list[Place]) -> list[Place]:
        """One place per heading; the very same heading twice must say the same in every row."""
        kept: dict[str, Place] = {}
        for place in places:
            name = read_heading(place.written).name
            other = kept.setdefault(name, place)
            if other is not place and self.texts[other].ne_missing(self.texts[place]).any():
                raise FileRefused(
                    rule="heading-twice",
                    reason=f"工作表“{self.table.sheet.name}”里列名“{place.written.strip()}”出现了两次,且内容不同",
                    remedy="请删去多余的一列,或改成各自的列名后重新放入",
                )
        return list(kept.values())


def with_keys(spec: ContractSpec, rows: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """The rows with what they are known by.

    ``record_key`` as it is compared, ``item_key`` for the items of one key, ``shown_key`` as it is written, numbers
    of documents as written, ``cover_on`` the days by which the file covers months, ``latest_on`` the latest day in
    the row.
    """
    ids = [name for name, column in spec.columns.items() if column.kind is Kind.ID]
    written = rows.with_columns(texts[name] for name in ids if name in texts.columns)
    documents = [name for name in ids if spec.columns[name].is_document_no]
    days = [name for name, column in spec.columns.items() if column.kind is Kind.DATE]
    return rows.with_columns(
        record_key(spec).alias("record_key"),
        _item_key(spec.facts.item).alias("item_key"),
        written.select(record_key(spec)).to_series().alias("shown_key"),
        pl.concat_list(_cover(spec)).list.drop_nulls().alias("cover_on"),
        pl.max_horizontal(days).alias("latest_on"),
        *(written[name].alias(f"{name}_written") for name in documents),
    )


def _cover(spec: ContractSpec) -> list[pl.Expr]:
    """The days by which a row covers months: its dates, its period, or the date that decides its year."""
    if spec.facts.dated_by is None:
        return [day for name in spec.facts.dates for day in _days_of(spec.columns[name])]
    column, by_value = spec.facts.dated_by
    return [pl.when(pl.col(column) == value).then(pl.col(name)) for value, name in by_value.items()]


def _days_of(column: Column) -> list[pl.Expr]:
    """A date, or every month of a period."""
    text = pl.col(column.name)
    if column.kind is not Kind.PERIOD:
        return [text]
    first, last = ((end + "-01").str.to_date() for end in (text.str.head(7), text.str.tail(7)))
    return [pl.date_ranges(first, last, "1mo")]


def record_key(spec: ContractSpec) -> pl.Expr:
    """The parts of a business key joined with ``|``; null where a part is missing (and so is the other key).

    Of the other key only what a row must have can be missing: an event without a place is known by day and name.
    """
    parts = [pl.col(part) if isinstance(part, str) else pl.coalesce(part) for part in spec.facts.key]
    joined = pl.concat_str([part.cast(pl.String) for part in parts], separator="|")
    if not spec.facts.key_else:
        return joined
    texts = {name: pl.col(name).cast(pl.String) for name in spec.facts.key_else}
    others = [text if spec.columns[name].rejects_row else text.fill_null("") for name, text in texts.items()]
    return pl.coalesce(joined, pl.concat_str(others, separator="|"))


def _item_key(item: tuple[str, ...]) -> pl.Expr:
    if not item:
        return pl.lit("")
    return pl.concat_str([pl.col(part).cast(pl.String).fill_null("") for part in item], separator="|")
