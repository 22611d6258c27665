"""Before a night: what a killed run left half made is cleared away."""

from __future__ import annotations

import shutil

from flows.store.files import write_whole
from flows.store.layout import Warehouse, copies_of
from flows.store.manifests import copy_of, manifest_paths

_HALF_WRITTEN = ".*-*"  # everything is written beside its place under such a name


def clear_remains(warehouse: Warehouse) -> None:
    """Clear half-made builds and half-written files; only the run that holds the lock may.

    Half-made shards stay: any process may be making them, without a lock, and a finished one does not mind them.
    """
    shutil.rmtree(warehouse.scratch, ignore_errors=True)
    copies = copies_of(warehouse.manifests)
    for folder in (warehouse.root, warehouse.archive, warehouse.manifests, copies, warehouse.runs):
        for path in folder.glob(_HALF_WRITTEN):
            path.unlink(missing_ok=True)
    for path in warehouse.archive.glob(f"??/{_HALF_WRITTEN}"):  # of a restore
        path.unlink(missing_ok=True)
    for folder in warehouse.releases.glob(_HALF_WRITTEN):
        shutil.rmtree(folder, ignore_errors=True)
    _complete_manifests(warehouse)


def _complete_manifests(warehouse: Warehouse) -> None:
    """A run that was killed between a manifest and its copy, writing or forgetting them, leaves one of the two."""
    for path in manifest_paths(warehouse.manifests):
        for one, other in ((path, copy_of(path)), (copy_of(path), path)):
            if not other.exists():
                write_whole(other, one.read_bytes())  # whether they are what was written is looked at next
