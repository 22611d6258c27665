"""The shape of the published database: its tables, views, macros and comments, and the data that code alone says.

It follows from the code alone and takes longer than to fill it with the data of a small bureau, most of it for the
comment on every column. So it is made once for a version of the code, and a build begins as a copy of it.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from flows.building.database import fill_database
from flows.building.documentation import document
from flows.building.draft import open_draft
from flows.building.inputs import Inputs
from flows.building.loading import create_filled
from flows.store.files import write_whole
from flows.store.layout import DATABASE_NAME, Warehouse
from flows.store.manifests import Manifest

_KEPT = Path(__file__).with_name("__pycache__")  # like everything else that was compiled from the code


@cache
def shape(code: str) -> bytes:
    """The database without data of a version of the code, as a file; it is kept for later runs where that is allowed.

    Args:
        code: digest of the code. Beside it the version of DuckDB tells whether a shape fits.
    """
    kept = _KEPT / f"shape-{code[:16]}-{duckdb.__version__}.duckdb"
    with suppress(OSError):
        return kept.read_bytes()
    made = _made(code)
    with suppress(OSError):  # whoever runs it need not be who may write there
        _keep(made, kept)
    return made


def _made(code: str) -> bytes:
    from flows.building.lineage import LINEAGE, lineage_rows  # the parser of SQL, which no other night needs

    inputs = Inputs(Manifest(), {}, date(2000, 1, 1), code, key_mark="")
    with TemporaryDirectory() as folder:
        database = Path(folder) / DATABASE_NAME
        with open_draft(database, inputs.memory_bytes, is_shape=True) as draft:
            create_filled(draft.connection, "figure_lineage", LINEAGE, lineage_rows())
            fill_database(draft, inputs, Warehouse(Path(folder)), key=b"")
            document(draft.connection)
            draft.finish()
        return database.read_bytes()


def _keep(made: bytes, kept: Path) -> None:
    """Keep a shape; those of earlier code go."""
    for old in kept.parent.glob("shape-*"):
        old.unlink(missing_ok=True)
    write_whole(kept, made)
