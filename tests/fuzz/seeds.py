"""The files that are damaged: those of the catalogue of received files that are quickly read."""

from __future__ import annotations

from functools import cache

from tests.received.everything import CATALOGUE


@cache
def seeds() -> dict[str, bytes]:
    """Name → bytes."""
    return {path: file.content() for path, file in CATALOGUE.items() if file.is_small}
