"""Who may read what in the warehouse: the service account everything, its group what is published, others nothing.

Everything is made for the account alone; what is published is opened to the group afterwards, piece by piece.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.store.layout import Warehouse

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
GROUP_FOLDER, GROUP_FILE = 0o750, 0o440
FOR_THE_ACCOUNT_ALONE = 0o077  # as a umask
_OTHERS = 0o007


@contextmanager
def private_by_default() -> Iterator[None]:
    """Whatever is made meanwhile, by this process or those that it starts, only its own account may use."""
    before = os.umask(FOR_THE_ACCOUNT_ALONE)
    try:
        yield
    finally:
        os.umask(before)


def prepare_folders(warehouse: Warehouse) -> None:
    """Make the folders of a warehouse; those of clear data are closed, whoever opened them."""
    for folder in warehouse.private_folders:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(PRIVATE_FOLDER)
    for folder in (warehouse.builds, warehouse.releases):
        folder.mkdir(parents=True, exist_ok=True)
        open_folder(folder)


def open_folder(folder: Path) -> None:
    """Let the group into a folder and nobody else; a set-group-ID bit stays."""
    mode = stat.S_IMODE(folder.stat().st_mode)
    folder.chmod(mode & ~_OTHERS | GROUP_FOLDER)


def open_build(directory: Path) -> None:
    """Let the group read a build, which nobody edits."""
    for path in directory.rglob("*"):
        if path.is_dir():
            open_folder(path)
        else:
            path.chmod(GROUP_FILE)
    open_folder(directory)
