"""The whole catalogue: every chapter puts its files into it when it is imported."""

from tests.received import broken, cells, formats, tables
from tests.received.catalogue import CATALOGUE, CHAPTERS

__all__ = ["CATALOGUE", "CHAPTERS", "broken", "cells", "formats", "tables"]
