"""Pandera's polars backend, loaded without pandas.

Pandera takes pandas along wherever it is installed, which costs every process that reads files as much time as all its
other imports, and fifty megabytes. The contracts are checked on polars frames; pandas is for notebooks
(``flows.notebook``), which load it before or after as they like.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder

import polars as pl


class _NotInstalled(MetaPathFinder):
    """Says of a package that it is not there."""

    def __init__(self, package: str) -> None:
        self._package = package

    def find_spec(self, name: str, /, *_: object) -> None:
        """Nothing is found of it; others are looked for elsewhere."""
        if name == self._package:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


@contextmanager
def _without(package: str) -> Iterator[None]:
    finder = _NotInstalled(package)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


with _without("pandas"):
    import pandera.polars as pa
    from pandera.api.polars.types import PolarsData

    # What its first check looks for, pandas once more. Nothing may be computed here: children are forked after this.
    pa.Check.get_backend(pl.LazyFrame())

__all__ = ["PolarsData", "pa"]
