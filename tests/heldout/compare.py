"""Expected against printed: every difference as a line of text, so that a failure shows them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from .expected import Answer, Part, Ref
from .lines import REJECTED
from .render import RawFile
from .scenario import Scenario, account_of
from .tables import Placed

Row = dict[str, Any]
TOLERANCE = {"share": Fraction(1, 10**6), "ratio": Fraction(1, 10**6), "mean": Fraction(1, 200)}


# -- figures ---------------------------------------------------------------------------------------------------------
def figure_differences(answers: dict[str, Answer], rows: dict[str, Row], label: object) -> list[str]:
    """Where value, numerator, denominator or status are not as expected."""
    result = [f"{label} {name}: missing" for name in answers if name not in rows]
    for name, answer in answers.items():
        if name in rows:
            result += [f"{label} {name}: {text}" for text in _differences(answer, rows[name])]
    return result


def _differences(answer: Answer, row: Row) -> list[str]:
    result = []
    if row["status"] not in answer.statuses:
        result.append(f"status {row['status']}, not {'/'.join(sorted(answer.statuses))}")
    if not _same(answer.value, row["value"], TOLERANCE.get(answer.measure, Fraction(0))):
        result.append(f"value {row['value']}, not {_shown(answer.value)}")
    if "missing_months" in row and answer.statuses <= {"部分", "正常"} and len(answer.statuses) == 1:
        missing = [f"{year}-{month:02d}" for year, month in sorted(answer.missing)]
        if row["missing_months"] != missing:
            result.append(f"missing months {row['missing_months']}, not {missing}")
    if answer.statuses == {"无数据"}:
        return result  # whether the parts are null or 0 is open
    for part in ("numerator", "denominator"):
        if not _same(getattr(answer, part), row[part]):
            result.append(f"{part} {row[part]}, not {_shown(getattr(answer, part))}")
    return result


def _same(expected: Fraction | None, printed: str | None, tolerance: Fraction = Fraction(0)) -> bool:
    if expected is None or printed is None:
        return expected is None and printed is None
    assert isinstance(printed, str), "decimal strings, not numbers"
    return abs(Fraction(printed) - expected) <= tolerance


def _shown(number: Fraction | None) -> str:
    return "null" if number is None else f"{number} ({float(number):.6f})"


def through_differences(answers: dict[str, Answer], rows: dict[str, Row], label: object) -> list[str]:
    """As above for the year up to a month, without statuses, which the specification defines for whole years."""
    shown = {name: answer for name, answer in answers.items() if answer.statuses != {"无数据"}}
    for answer in shown.values():
        answer.statuses = frozenset({"正常", "部分", "无对象"})
    return figure_differences(shown, rows, label)


# -- traces ----------------------------------------------------------------------------------------------------------
def trace_differences(scenario: Scenario, answer: Answer, rows: list[Row]) -> list[str]:
    """Whether the trace adds up, and names exactly the records that count."""
    result = _sums(answer, rows)
    places = scenario.places()
    parts = [part for part in answer.parts if answer.measure != "ratio" or (part.numerator or part.denominator)]
    by_ref = {ref: part for part in parts for ref in part.refs}
    met: Counter[frozenset[Ref]] = Counter()
    for row in rows:
        part = _part_at(places, by_ref, row)
        if part is None:
            if answer.measure != "ratio":
                result.append(f"{answer.name}: {row} is no record that counts")
            continue
        met[part.refs] += 1
        if answer.measure != "ratio" and row["occurred_on"][:10] != str(part.occurred_on):
            result.append(f"{answer.name}: {row} should be of {part.occurred_on}")
    result += [
        f"{answer.name}: {sorted(part.refs, key=str)} {met[part.refs]} times" for part in parts if met[part.refs] != 1
    ]
    return result


def _part_at(places: dict[tuple[str, str | None, int], set[Ref]], by_ref: dict[Ref, Part], row: Row) -> Part | None:
    for sheet in (row["sheet"], None):
        for ref in places.get((row["file"], sheet, row["row"]), ()):
            for known in (ref, (ref[0], ref[1], None)):
                if known in by_ref:
                    return by_ref[known]
    return None


def _sums(answer: Answer, rows: list[Row]) -> list[str]:
    """The records' parts against the figure."""

    def total(name: str) -> Fraction:
        return sum((Fraction(row[name]) for row in rows if row[name] is not None), Fraction(0))

    checks: list[tuple[str, Fraction, Fraction | None]] = []
    match answer.measure:
        case "count":
            checks.append(("records", Fraction(len(rows)), answer.value))
        case "sum":
            checks.append(("value", total("value"), sum((part.numerator for part in answer.parts), Fraction(0))))
        case "share":
            checks.append(("value", total("value"), answer.numerator))
            checks.append(("records", Fraction(len(rows)), answer.denominator))
        case _:
            checks.append(("numerator", total("numerator"), answer.numerator))
            checks.append(("denominator", total("denominator"), answer.denominator))
    return [
        f"{answer.name}: trace's {name} is {found}, not {wanted}" for name, found, wanted in checks if found != wanted
    ]


# -- rejections and accounts -----------------------------------------------------------------------------------------
def rejection_differences(scenario: Scenario, rows: list[Row]) -> list[str]:
    """Rows rejected that should not be, rows not rejected that should be, and cells that are not to blame."""
    found: dict[tuple[str, str | None, int], list[Row]] = {}
    nameless = {file.path for file in scenario.files if not file.has_sheet_names}
    copied = {file.path for file in scenario.files if file.copy_of} | {file.copy_of for file in scenario.files}
    for row in rows:
        if row["row"] is not None and row["file"] not in copied:
            sheet = None if row["file"] in nameless else row["sheet"]
            found.setdefault((row["file"], sheet, row["row"]), []).append(row)
    wanted = {
        (file.path, placed.sheet if file.has_sheet_names else None, placed.row): placed
        for file in scenario.files
        if file.path not in copied
        for placed in file.placed
        if placed.line.verdict == REJECTED
    }
    result = [
        f"{place}: rejected, and should not be: {_said(found[place])}"
        for place in sorted(set(found) - set(wanted), key=str)
    ]
    for place, placed in wanted.items():
        if place not in found:
            result.append(
                f"{place}: not rejected: {placed.line.raw or placed.line.values} {sorted(placed.line.culprits)}"
            )
        else:
            result += _blame_differences(place, placed, found[place])
    return result


def _said(rows: Iterable[Row]) -> list[tuple[str, str, str]]:
    return [(row["rule"], row["cell"], row["message"]) for row in rows]


def _blame_differences(place: object, placed: Placed, rows: list[Row]) -> list[str]:
    line = placed.line
    result = []
    if line.rule is not None and line.rule not in {row["rule"] for row in rows}:
        result.append(f"{place}: rule {_said(rows)}, not {line.rule}")
    allowed = {cell for name in line.culprits for cell in placed.cells.get(name, ())}
    if allowed and not allowed & {row["cell"] for row in rows}:
        result.append(f"{place}: cell {_said(rows)}, not one of {sorted(allowed)}")
    return result


def file_differences(scenario: Scenario, rows: list[Row]) -> list[str]:
    """Status, contract and counts of every file."""
    by_path: dict[str, Row] = {row["file"]: row for row in rows}
    copied = {file.copy_of for file in scenario.files}
    result = []
    for file in scenario.files:
        if file.copy_of or file.path in copied:
            continue
        if file.path not in by_path:
            result.append(f"{file.path}: not listed")
        else:
            result += [f"{file.path}: {text}" for text in _file_differences(file, by_path[file.path])]
    return result


def _file_differences(file: RawFile, row: Row) -> list[str]:
    counts = [row[name] for name in ("read", "accepted", "rejected", "skipped")]
    if file.is_refused:
        is_right = row["status"] == "refused" and counts == [None] * 4 and bool(row["reason"])
        return [] if is_right else [f"should be refused with a reason and without counts: {row}"]
    if row["status"] != "in force":
        return [f"should be in force: {row}"]
    result = []
    if set(str(row["contract"]).split("+")) != set(file.contracts):
        result.append(f"contract {row['contract']}, not {sorted(file.contracts)}")
    account, (read, accepted, rejected, skipped) = account_of(file), counts
    if read != accepted + rejected + skipped:
        result.append(f"read {read} is not {accepted} + {rejected} + {skipped}")
    if not account.accepted[0] <= accepted <= account.accepted[1]:
        result.append(f"accepted {accepted}, not within {account.accepted}")
    if rejected != account.rejected:
        result.append(f"rejected {rejected}, not {account.rejected}")
    if not account.skipped[0] <= skipped <= account.skipped[1]:
        result.append(f"skipped {skipped}, not within {account.skipped}")
    return result
