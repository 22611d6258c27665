"""Pandera's polars backend, loaded without pandas and Hypothesis.

Pandera takes both along wherever they are installed. Pandas costs every process that reads files as much time as all
its other imports, and fifty megabytes; Hypothesis a sixth of these imports. The contracts are checked on polars frames
that exist; pandas is for notebooks (``flows.notebook``), which load it before or after as they like, Hypothesis for
tests.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder

import polars as pl


class _NotInstalled(MetaPathFinder):
    """Says of packages that they are not there."""

    def __init__(self, *packages: str) -> None:
        self._packages = packages

    def find_spec(self, name: str, /, *_: object) -> None:
        """Nothing is found of them; others are looked for elsewhere."""
        if name in self._packages:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


@contextmanager
def _without(*packages: str) -> Iterator[None]:
    finder = _NotInstalled(*packages)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


with _without("pandas", "hypothesis"):
    import pandera.polars as pa
    from pandera.api.polars.types import PolarsData

    # What its first check looks for, pandas once more. Nothing may be computed here: children are forked after this.
    pa.Check.get_backend(pl.LazyFrame())

__all__ = ["PolarsData", "pa"]
