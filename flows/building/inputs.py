"""What a build is made of: the manifest, the day it speaks for, the settings that change a figure, and the code."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.building.gates import Gates
from flows.store.layout import READING_VERSION
from flows.store.limits import BUILD_MEMORY_BYTES
from flows.store.manifests import Entry, Manifest
from flows.store.readings import Reading
from flows.store.releases import Release

if TYPE_CHECKING:  # they load the contracts, which a night with nothing new does without
    from flows.corrections.names import Name
    from flows.corrections.standing import Standing


@dataclass(frozen=True)
class Inputs:
    """Everything that a build depends on. Equal inputs give an equal ``build_id``, and so no new build.

    What it is compared with (``compared_with`` and the two after it) is no part of its identity: once it is published,
    it must be known again.

    Attributes:
        unread: paths whose bytes could not be had this time, with the reason.
        compared_with: the build that is published; None where nothing is, or where a backlog is loaded: nothing is
            compared then.
        counted_before: sha256 of the files in force in that build.
        replaced: (entry in force now, sha256 that it replaced) since then.
        not_applicable: figures of which the bureau has no power.
        powers: acts of the annual tables that no export holds and the bureau has the power for.
        organ, annual_form, workbook_years: of the workbooks that lie beside the database.
        pages_years, pages_records: of the pages that lie there.
        own_calendar: a CSV of working days of the bureau's own.
        code: digest of the code; ``code_files``: path → sha256 of each file of it; ``lock``: digest of the lock file.
        key_mark: digest of the key of the keyed hashes.
        releases: what was released so far; the database shows it beside its own figures.
        corrections, names: what the manifest says is declared beside the exports, read.
        amended: sha256 → the folder of the shard of a file that was read with declared corrections; its reading is in
        ``readings``. None of the three is part of the identity: they follow from the manifest.
        memory_bytes: what the database may take while it is built; no part of the identity either.
    """

    manifest: Manifest
    readings: Mapping[str, Reading]
    as_of: date
    code: str
    key_mark: str
    unread: Mapping[str, str] = field(default_factory=dict)
    compared_with: str | None = None
    counted_before: frozenset[str] = frozenset()
    replaced: Sequence[tuple[Entry, str]] = ()
    gates: Gates = field(default_factory=Gates)
    not_applicable: tuple[str, ...] = ()
    powers: tuple[str, ...] = ()
    organ: str = ""
    annual_form: str = "zhejiang"
    workbook_years: int = 0
    pages_years: int = 0
    pages_records: int = 0
    own_calendar: Path | None = None
    code_files: Mapping[str, str] = field(default_factory=dict)
    lock: str = ""
    releases: Sequence[Release] = ()
    corrections: Sequence[Standing] = ()
    names: Sequence[Name] = ()
    amended: Mapping[str, Path] = field(default_factory=dict)
    memory_bytes: int = BUILD_MEMORY_BYTES

    @property
    def shards(self) -> dict[str, list[str]]:
        """Contract → sha256 of the files in force that hold rows of it."""
        held: dict[str, list[str]] = {}
        for entry in self.manifest.in_force:
            for contract in dict.fromkeys(table.contract for table in self.readings[entry.sha256].tables):
                held.setdefault(contract, []).append(entry.sha256)
        return held

    @property
    def largest_table_rows(self) -> int:
        """How many rows the files in force hold of the contract of which they hold most."""
        rows: Counter[str] = Counter()
        for entry in self.manifest.in_force:
            for table in self.readings[entry.sha256].tables:
                rows[table.contract] += table.accepted
        return max(rows.values(), default=0)

    @property
    def settings(self) -> dict[str, Any]:
        """What the figures depend on besides the files: the day, the code and the settings. Kept with the build."""
        return {
            "as_of": str(self.as_of),
            "code": self.code,
            "lock": self.lock,
            "key": self.key_mark,
            "reading_version": READING_VERSION,
            "gates": vars(self.gates),
            "not_applicable": list(self.not_applicable),
            "powers": list(self.powers),
            "declared": self.manifest.declarations,
            "calendar": _calendar(self.own_calendar),
        }

    @cached_property
    def build_id(self) -> str:
        """A name for these inputs: the day and a digest of all of them."""
        facts = self.settings | {
            "entries": [_facts(entry) for entry in self.manifest.entries],
            "gone": sorted({entry.sha256 for entry in self.manifest.entries} - set(self.manifest.present.values())),
            "workbooks": (self.organ, self.annual_form, self.workbook_years),
            "pages": (self.pages_years, self.pages_records),
            "unread": dict(sorted(self.unread.items())),
            "releases": {release.name: release.fingerprint for release in self.releases},
        }
        digest = hashlib.sha256(json.dumps(facts, default=str, sort_keys=True).encode()).hexdigest()
        return f"{self.as_of:%Y%m%d}-{digest[:16]}"


def _calendar(own: Path | None) -> str | None:
    if own is None:
        return None
    # A night with nothing new does without the calendar of the State Council, which loads with it.
    from flows.building.calendar import own_text

    return own_text(own)


def _facts(entry: Entry) -> dict[str, Any]:
    return {name: str(value) for name, value in vars(entry).items()}
