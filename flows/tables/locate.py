"""Finding the table in a sheet: by its headings, never by the names of file, folder or sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.errors import FileRefused
from flows.reading.sheet import Cells, Merge, Sheet
from flows.tables.headings import (
    columns_by_heading,
    contracts_by_heading,
    missing_columns,
    nearest_heading,
    read_heading,
)
from schemas import CONTRACTS
from schemas.base import ContractSpec

_CHUNK = 256
_HEADINGS_THAT_MAKE_A_ROW = 3
_ROWS_ABOVE_A_TABLE = 100  # merged headings are looked for no further down

Row = Sequence[str | None]


@dataclass(frozen=True)
class Place:
    """Where a column stands: index among the sheet's columns, heading as written, yuan per unit it names."""

    index: int
    written: str
    unit: int | None


@dataclass(frozen=True)
class Table:
    """A table found in a sheet. ``heading_at`` and ``first_data_at`` are indexes into the sheet's cells.

    ``places`` lists, for each contract column that the table has, where it stands, in the order in which headings win.
    """

    sheet: Sheet
    spec: ContractSpec
    heading_at: int
    first_data_at: int
    places: dict[str, list[Place]]
    headings: dict[int, str]
    unknown_headings: tuple[str, ...]
    title_rows: tuple[tuple[str, ...], ...]

    @property
    def doubled_headings(self) -> list[str]:
        """Headings of the contract that stand there more than once, as written first."""
        names = [[read_heading(place.written).name for place in places] for places in self.places.values()]
        doubled = {name for found in names for name in found if found.count(name) > 1}
        first = {read_heading(text).name: text.strip() for text in reversed(self.headings.values())}
        return [text for name, text in first.items() if name in doubled]


def find_table(sheet: Sheet) -> Table | None:
    """The table of a sheet, or None when the sheet has no heading row.

    Raises:
        FileRefused: the heading row completes no contract, or completes two equally well.
    """
    at = next((at for at, row in _rows(sheet.cells) if _is_heading_row(row)), None)
    found = _heading_rows(sheet, at) if at is not None else _heading_in_two_rows(sheet)
    if found is None:
        return None
    first, last = found
    headings = _headings(sheet, first, last)
    spec = _contract_of(sheet, list(headings.values()))
    places = _places(spec, headings)
    known = {place.index for column in places.values() for place in column}
    return Table(
        sheet=sheet,
        spec=spec,
        heading_at=first,
        first_data_at=last + 1,
        places=places,
        headings=headings,
        unknown_headings=tuple(text for index, text in headings.items() if index not in known),
        title_rows=tuple(tuple(_filled(row).values()) for row in map(sheet.cells.row, range(first))),
    )


def _rows(cells: Cells) -> Iterator[tuple[int, Row]]:
    """The rows of a sheet with their index, decoded a chunk at a time: a heading is mostly near the top."""
    for start in range(0, cells.height, _CHUNK):
        yield from enumerate(cells.slice(start, _CHUNK).iter_rows(), start)


def _is_heading_row(row: Row) -> bool:
    """At least three cells, or all filled cells if fewer, are headings of one contract."""
    names = [read_heading(text).name for text in row if text and text.strip()]
    known = Counter(contract for name in names for contract in contracts_by_heading().get(name, ()))
    return bool(known) and max(known.values()) >= min(_HEADINGS_THAT_MAKE_A_ROW, len(names))


def _heading_rows(sheet: Sheet, at: int) -> tuple[int, int]:
    """First and last row of the heading, one or two rows: ``at`` and a row merged into it from above or below."""
    if at and _is_merged_down(sheet, at - 1):
        return at - 1, at
    if at + 1 < sheet.cells.height and _is_second_heading_row(sheet, at):
        return at, at + 1
    return at, at


def _heading_in_two_rows(sheet: Sheet) -> tuple[int, int] | None:
    """A heading of which neither row is one by itself, known by a cell merged over both (缴款 over 日期 and 金额)."""
    tops = sorted({merge.first_row - sheet.first_row for merge in sheet.merges if merge.last_row > merge.first_row})
    last = min(_ROWS_ABOVE_A_TABLE, sheet.cells.height - 1)
    within = (at for at in tops if 0 <= at < last and _is_merged_down(sheet, at))
    return next(((at, at + 1) for at in within if _is_heading_row(list(_headings(sheet, at, at + 1).values()))), None)


def _is_merged_down(sheet: Sheet, at: int) -> bool:
    """Whether a filled cell of a row is merged with the cell below it; frames around blank cells say nothing."""
    filled = _filled(sheet.cells.row(at))
    return any(
        merge.first_row == sheet.first_row + at
        and merge.last_row > merge.first_row
        and merge.first_column - sheet.first_column in filled
        for merge in sheet.merges
    )


def _headings(sheet: Sheet, first: int, last: int) -> dict[int, str]:
    """Heading text by column index.

    Of a heading in two rows the lower cell names the column, or the upper one where the lower is blank, or both read
    together where only that is known (罚款 over 金额).
    """
    upper = _filled(sheet.cells.row(first))
    if first == last:
        return upper
    lower, groups = _filled(sheet.cells.row(last)), _spread(sheet, first, upper)
    indexes = sorted(upper.keys() | lower.keys())
    return {index: _two_row_name(groups.get(index), lower.get(index)) for index in indexes}


def _filled(row: Row) -> dict[int, str]:
    return {index: text for index, text in enumerate(row) if text and text.strip()}


def _two_row_name(upper: str | None, lower: str | None) -> str:
    candidates = [text for text in (lower, upper and lower and upper + lower, upper) if text]
    known = contracts_by_heading()
    return next((text for text in candidates if read_heading(text).name in known), candidates[0])


def _is_second_heading_row(sheet: Sheet, at: int) -> bool:
    """The next row belongs to the heading: it is merged with it, or holds nothing but further headings."""
    if _is_merged_down(sheet, at):
        return True
    below = _filled(sheet.cells.row(at + 1))
    upper = {read_heading(text).name for text in _filled(sheet.cells.row(at)).values()}
    names = {read_heading(text).name for text in below.values()}
    return bool(names) and names <= contracts_by_heading().keys() and not names & upper


def _spread(sheet: Sheet, at: int, upper: dict[int, str]) -> dict[int, str]:
    """The upper heading of every column, a merged group's text standing over all of its columns."""
    spread = dict(upper)
    for merge in sheet.merges:
        if merge.first_row == sheet.first_row + at:
            text = upper.get(merge.first_column - sheet.first_column)
            for column in range(merge.first_column, merge.last_column + 1):
                spread.setdefault(column - sheet.first_column, text or "")
    return spread


def _contract_of(sheet: Sheet, headings: list[str]) -> ContractSpec:
    """The contract of a heading row: of those complete, the one that knows most of its headings."""
    names = {read_heading(text).name for text in headings}
    known = {
        contract: {columns_by_heading(contract)[name][0] for name in names & columns_by_heading(contract).keys()}
        for contract in CONTRACTS
    }
    counts = {contract: len(names & columns_by_heading(contract).keys()) for contract in CONTRACTS}
    complete = [contract for contract in CONTRACTS if not missing_columns(CONTRACTS[contract], known[contract])]
    if not complete:
        closest = max(CONTRACTS, key=lambda contract: counts[contract])
        raise _incomplete(sheet, CONTRACTS[closest], known[closest], headings)
    most = max(counts[contract] for contract in complete)
    best = [contract for contract in complete if counts[contract] == most]
    if len(best) > 1:
        raise _ambiguous(sheet, best)
    return CONTRACTS[best[0]]


def _incomplete(sheet: Sheet, spec: ContractSpec, present: set[str], headings: list[str]) -> FileRefused:
    unknown = [text for text in headings if read_heading(text).name not in columns_by_heading(spec.name)]
    missing = [_missing_column(spec.columns[name].headings, unknown) for name in missing_columns(spec, present)]
    return FileRefused(
        rule="column-missing",
        reason=f"工作表“{sheet.name}”像是{spec.facts.title},但缺少必备列:{';'.join(missing)}",
        remedy="请按原系统的列名重新导出,或把列名改回后再放入",
    )


def _missing_column(wanted: tuple[str, ...], found: list[str]) -> str:
    nearest = nearest_heading(wanted, found)
    return f"{'/'.join(wanted)}" + (
        f"(文件中与它最相近的列名是“{nearest.strip()}”)" if nearest else "(文件中没有相近的列名)"
    )


def _ambiguous(sheet: Sheet, contracts: list[str]) -> FileRefused:
    titles = "、".join(CONTRACTS[contract].facts.title for contract in contracts)
    return FileRefused(
        rule="contract-ambiguous",
        reason=f"工作表“{sheet.name}”的列名同时符合:{titles},无法判断是哪一种",
        remedy="请补上能区分的列后重新导出",
    )


def _places(spec: ContractSpec, headings: dict[int, str]) -> dict[str, list[Place]]:
    """Where each column of the contract stands; several headings of one column in the order in which they win."""
    known = columns_by_heading(spec.name)
    ranked: dict[str, list[tuple[int, Place]]] = {}
    for index, text in headings.items():
        heading = read_heading(text)
        if heading.name in known:
            name, rank = known[heading.name]
            ranked.setdefault(name, []).append((rank, Place(index, text, heading.unit)))
    return {
        name: [place for _, place in sorted(found, key=lambda item: (item[0], item[1].index))]
        for name, found in ranked.items()
    }


def body_merges(table: Table) -> list[Merge]:
    """The merges that lie in the table's body."""
    first = table.sheet.first_row + table.first_data_at
    return [merge for merge in table.sheet.merges if merge.first_row >= first]
