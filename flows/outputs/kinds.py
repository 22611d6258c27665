"""Kinds of data as people call them."""

from __future__ import annotations

from flows.building.declared_tables import ENTRIES
from flows.store.declared import CORRECTIONS
from schemas import CONTRACTS

_TITLES = {name: contract.facts.title for name, contract in CONTRACTS.items()} | {ENTRIES: CORRECTIONS}


def kind_titles(names: str | None) -> str:
    """What a file holds: its kinds, which ``files`` joins with +; nothing of a file that was refused."""
    return "、".join(_TITLES[name] for name in names.split("+")) if names else ""
