"""candidate → published: one rename makes the new build the one that everybody opens."""

from __future__ import annotations

import os
from pathlib import Path

from flows.store.candidates import STABLE_NAMES
from flows.store.files import sync
from flows.store.layout import Warehouse


def published_build(warehouse: Warehouse) -> str | None:
    """The build that is published, or None before the first."""
    try:
        return warehouse.published.readlink().name
    except FileNotFoundError:
        return None


def promote(build_id: str, warehouse: Warehouse) -> None:
    """Point ``published`` at a build. Readers see the old build or the new one, each as a whole.

    ``published`` tells that a build is published, so the stable names, which lead through it, must be there before.
    """
    build = warehouse.candidate(build_id).directory
    for name in STABLE_NAMES:
        if (build / name).exists() and not (warehouse.root / name).is_symlink():
            _link(Path("published") / name, warehouse.root / name)
    _link(Path("builds") / build_id, warehouse.published)
    for name in STABLE_NAMES:
        place = warehouse.root / name
        if not (build / name).exists() and place.is_symlink():  # a build without pages has no start page
            place.unlink()
    sync(warehouse.root)


def _link(target: Path, place: Path) -> None:
    """A relative link, so that a warehouse may be moved; made beside and renamed over the old one."""
    beside = place.with_name(f".{place.name}-{os.getpid()}")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target)
    beside.replace(place)
