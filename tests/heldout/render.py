"""Lines of an export as files of a folder: how they are split, in which format and name; and files to be refused."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import msoffcrypto

from .books import ENCODINGS, to_csv, to_ods, to_xls, to_xlsx
from .expected import Month
from .lines import Line
from .names import LABELS, Name, dated_name, stated_title, undated_name
from .tables import Placed, Sheet, Style, lay_sheet
from .vocabulary import CONTRACTS, is_complete, known_headings

ENDINGS = {"xlsx": "xlsx", "xls": "xls", "ods": "ods", "csv": "csv", "tsv": "tsv"}
FORMATS = ("xlsx", "xlsx", "xlsx", "xls", "ods", "csv", "csv", "tsv")


@dataclass
class RawFile:
    """One file of the folder and what is known about it."""

    path: str
    content: bytes
    export_on: date | None = None
    contracts: frozenset[str] = frozenset()
    stated: dict[str, set[Month]] = field(default_factory=dict)
    sheets: list[Sheet] = field(default_factory=list)
    is_refused: bool = False
    has_sheet_names: bool = True
    copy_of: str | None = None

    @property
    def placed(self) -> list[Placed]:
        """Every line that stands in the file."""
        return [placed for sheet in self.sheets for placed in sheet.placed]


@dataclass
class Writer:
    """Writes exports into files with ever new names."""

    rng: random.Random
    years: tuple[int, ...]
    taken: set[str] = field(default_factory=set)

    # -- splitting ------------------------------------------------------------------------------------------------
    def export(self, on: date | None, by_contract: dict[str, list[Line]]) -> list[RawFile]:
        """All files of one export time: each contract in a few files, now and then two contracts in one."""
        bundles: list[dict[str, list[Line]]] = []
        for contract, lines in by_contract.items():
            for chunk in self._chunks(lines):
                if bundles and self.rng.random() < 0.2 and contract not in bundles[-1]:
                    bundles[-1][contract] = chunk
                else:
                    bundles.append({contract: chunk})
        return [self.file(on, bundle) for bundle in bundles]

    def _chunks(self, lines: list[Line]) -> list[list[Line]]:
        """One to three parts in any order of rows; what belongs together stays together, in its order."""
        apart: dict[frozenset[str], list[Line]] = {}
        for line in lines:
            apart.setdefault(line.lacks, []).append(line)
        result: list[list[Line]] = []
        for some in apart.values():
            groups: dict[object, list[Line]] = {}
            for number, line in enumerate(some):
                groups.setdefault(line.group or number, []).append(line)
            pieces = list(groups.values())
            self.rng.shuffle(pieces)
            count = self.rng.choice((1, 1, 1, 2))
            parts = [pieces[start::count] for start in range(count)]
            result += [[line for piece in part for line in piece] for part in parts if part]
        return result

    # -- one file -------------------------------------------------------------------------------------------------
    def file(self, on: date | None, bundle: dict[str, list[Line]]) -> RawFile:
        """A file that holds the lines of one contract or of several."""
        kind = self.rng.choice(FORMATS) if len(bundle) == 1 else self.rng.choice(("xlsx", "xls", "ods"))
        name = self._name(next(iter(bundle)), on)
        stated = {contract: set(name.stated) for contract in bundle}
        base_1904 = kind == "xlsx" and self.rng.random() < 0.08
        style = Style(has_merges=kind in ("xlsx", "xls"), base_1904=base_1904)
        sheets = []
        for contract, lines in bundle.items():
            sheets += self._sheets_of(contract, lines, style, stated, is_alone=len(bundle) == 1, kind=kind)
        content = self._bytes(kind, self._with_company(sheets, kind), base_1904)
        path = f"{name.stem}.{self._ending(kind)}"
        return RawFile(path, content, on, frozenset(bundle), stated, sheets, has_sheet_names=kind not in ("csv", "tsv"))

    def _sheets_of(
        self,
        contract: str,
        lines: Sequence[Line],
        style: Style,
        stated: dict[str, set[Month]],
        is_alone: bool,
        kind: str,
    ) -> list[Sheet]:
        """One sheet, or one a month as people do, with any lines in any of them."""
        pages = self.rng.choice((1, 1, 1, 3)) if is_alone and kind in ("xlsx", "xls", "ods") and len(lines) > 4 else 1
        groups: dict[object, list[Line]] = {}
        for number, line in enumerate(lines):
            groups.setdefault(line.group or number, []).append(line)
        pieces = list(groups.values())
        result = []
        for page in range(pages):
            part = [line for piece in pieces[page::pages] for line in piece]
            title, months = stated_title(self.rng, LABELS[contract][0], self.years)
            has_title = is_alone and self.rng.random() < 0.25
            name = (
                f"{page + 1}月"
                if pages > 1
                else self.rng.choice((LABELS[contract][0], f"导出表{contract[:4]}", "Sheet 9"))
            )
            sheet = lay_sheet(self.rng, name, contract, part, style, title if has_title else "")
            sheet.is_hidden = page > 0 and self.rng.random() < 0.2
            if has_title:
                stated[contract] |= months
            result.append(sheet)
        return result

    def _with_company(self, sheets: list[Sheet], kind: str) -> list[Sheet]:
        """Sheets that hold no table, beside those that do; sheet names are made different."""
        company = list(sheets)
        if kind not in ("csv", "tsv") and self.rng.random() < 0.3:
            company.append(Sheet("填写要求", [["本簿按季度填写"], [], ["有问题请与综合科联系", None, "分机 1234"]]))
        if kind not in ("csv", "tsv") and self.rng.random() < 0.2:
            company.append(Sheet("空表"))
        for number, sheet in enumerate(company):
            if sheet.name in {other.name for other in company[:number]}:
                sheet.name = f"{sheet.name}{number}"
                sheet.placed = [Placed(p.line, sheet.name, p.row, p.cells) for p in sheet.placed]
        return company

    def _bytes(self, kind: str, sheets: list[Sheet], base_1904: bool) -> bytes:
        if kind == "xlsx":
            return to_xlsx(sheets, base_1904)
        if kind == "xls":
            return to_xls(sheets)
        if kind == "ods":
            return to_ods(sheets)
        delimiter = "\t" if kind == "tsv" else ","
        return to_csv(sheets[0], self.rng.choice(ENCODINGS), delimiter, self.rng)

    def _ending(self, kind: str) -> str:
        """The right one mostly: the bytes decide, not the name."""
        return self.rng.choice(("xls", "xlsx", "csv")) if self.rng.random() < 0.08 else ENDINGS[kind]

    def _name(self, contract: str, on: date | None) -> Name:
        """A name that no other file has; labels are wrong now and then."""
        while True:
            label = self.rng.choice(LABELS[self.rng.choice(list(LABELS)) if self.rng.random() < 0.1 else contract])
            label += self.rng.choice(("", "甲", "乙", "丙", "丁", "戊"))
            name = (
                undated_name(self.rng, label, self.years) if on is None else dated_name(self.rng, label, on, self.years)
            )
            if name.stem not in self.taken:
                self.taken.add(name.stem)
                return name

    # -- files that must be refused -------------------------------------------------------------------------------
    def refused(self, on: date, contract: str, lines: list[Line]) -> RawFile:
        """A file out of which nothing may come, though it may hold rows that look right."""
        name = self._name(contract, on)
        kind, content = self.rng.choice(
            (
                ("xlsx", self._incomplete(contract, lines)),
                ("xlsx", self._incomplete(contract, lines, beside_good=True)),
                ("xlsx", self._twice_the_same_heading(contract, lines)),
                ("xlsx", self._encrypted(contract, lines)),
                ("xlsx", self.rng.randbytes(3000)),
                ("xls", b""),
                ("csv", b"\x00" * 2048),
                ("xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"),
                ("xls", b"\x89PNG\r\n\x1a\n" + self.rng.randbytes(500)),
                ("xlsx", to_xlsx([Sheet("说明", [["今年没有什么可填"], ["请见附件"]])])),
            )
        )
        return RawFile(f"{name.stem}.{kind}", content, on, is_refused=True)

    def _good_sheet(self, contract: str, lines: list[Line]) -> Sheet:
        return lay_sheet(self.rng, "好的", contract, lines, Style(has_merges=False, is_wild=False))

    def _incomplete(self, contract: str, lines: list[Line], beside_good: bool = False) -> bytes:
        """A table without one needed column, perhaps beside a table that has all."""
        while True:
            sheet = self._good_sheet(contract, lines)
            needed = [column for column in CONTRACTS[contract] if column.is_needed]
            gone = self.rng.choice(needed)
            sheet.name = "缺列"
            drop = {place for place, heading in enumerate(sheet.grid[0]) if heading in gone.headings}
            sheet.grid = [[cell for place, cell in enumerate(row) if place not in drop] for row in sheet.grid]
            headings = {str(heading) for heading in sheet.grid[0]}
            if (
                not any(is_complete(name, headings) for name in CONTRACTS)
                and len(headings & known_headings(contract)) > 2
            ):
                break
        return to_xlsx([self._good_sheet(contract, lines), sheet] if beside_good else [sheet])

    def _twice_the_same_heading(self, contract: str, lines: list[Line]) -> bytes:
        """The very same heading over two columns that differ."""
        sheet = self._good_sheet(contract, lines)
        filled = [
            place for place, cell in enumerate(sheet.grid[1]) if cell is not None and sheet.grid[0][place] != "序号"
        ]
        place = self.rng.choice(filled)
        for number, row in enumerate(sheet.grid):
            row.append(row[place] if number == 0 else "某个别的值")
        return to_xlsx([sheet])

    def _encrypted(self, contract: str, lines: list[Line]) -> bytes:
        """A workbook behind a password."""
        plain = io.BytesIO(to_xlsx([self._good_sheet(contract, lines)]))
        stream = io.BytesIO()
        msoffcrypto.OfficeFile(plain).encrypt("某个口令", stream)
        return stream.getvalue()
