"""For notebooks: the published database as pandas frames, opened read-only with its configuration locked.

    from flows.notebook import Published

    published = Published()                        # the warehouse of the settings; or Published("enforcement.duckdb")
    published.figures(2023)                        # every figure of a year, beside the year before
    published.records("cases_penalized", 2023)     # the records behind a figure, with file, sheet and row
    published.view("案件")                          # any view or table
    published.rejections()                         # what was rejected, and what to do about it

The file is opened by its build, so that a nightly run neither waits for a notebook nor changes what it sees; open it
anew to see a later build. Nothing can be written, no other file read and no setting changed through it. Money is in
yuan, sums of figures in 万元, both as exact ``Decimal``; docs/cookbook.md has questions and their SQL.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from flows.errors import EnfstatError
from flows.published import NothingPublished, UnknownFigure
from flows.settings import load_settings
from flows.store.layout import DATABASE_NAME

_LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "lock_configuration": "true",
}
# Not as floating point where a value is missing.
_NULLABLE = {
    pa.int32(): pd.Int32Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}


class UnknownView(EnfstatError):
    """The published database has no view or table of that name."""


class Published:
    """An open published database. Usable in a ``with``; else it is closed with the notebook.

    Args:
        database: the file; default is that of the settings (``enfstat.toml``, ``ENFSTAT_WAREHOUSE``).

    Raises:
        NothingPublished: there is no such file yet.
    """

    def __init__(self, database: str | Path | None = None) -> None:
        path = Path(database) if database else load_settings().warehouse / DATABASE_NAME
        if not path.exists():
            raise NothingPublished(f"{path} 还没有发布的数据;请先运行 enfstat run")
        self._connection = duckdb.connect(str(path.resolve()), read_only=True, config=_LOCKED)

    def figures(self, year: int) -> pd.DataFrame:
        """The view 年度指标 of one year: value and unit, status, missing months, last year's value and the change."""
        return self.query("select * from 年度指标 where 年度 = $year order by 次序", year=year)

    def records(self, figure: str, year: int) -> pd.DataFrame:
        """The records behind a figure of one year, by its name or Chinese title: file, sheet, row, key, date, value.

        Raises:
            UnknownFigure: no figure has that name.
        """
        known = "select figure from figure_definitions where figure = $figure or title = $figure"
        if self.query(known, figure=figure).empty:
            raise UnknownFigure(f"没有名为“{figure}”的指标;全部指标见 view('指标口径')")
        return self.query(
            "select * exclude (figure, title, year, file_sha256, record_key) from figure_records "
            "where (figure = $figure or title = $figure) and year = $year order by file, sheet, row, key",
            figure=figure,
            year=year,
        )

    def view(self, name: str) -> pd.DataFrame:
        """Every row of a view or table, such as 案件 or core.cases.

        Raises:
            UnknownView: there is none of that name.
        """
        objects = self.query("select distinct 对象 from 数据字典 where 类别 in ('表', '视图')")["对象"]
        if name not in set(objects):
            raise UnknownView(f"没有名为“{name}”的视图或表;全部名称见 view('数据字典')")
        quoted = ".".join(f'"{part}"' for part in name.split("."))
        return self.query(f"select * from {quoted}")

    def rejections(self) -> pd.DataFrame:
        """What was rejected: file, sheet, row, cell, value (personal ones masked), rule, what to do."""
        return self.view("退回记录")

    def query(self, sql: str, **values: Any) -> pd.DataFrame:
        """The rows of a query of one's own; ``$name`` in it stands for a value.

        Amounts stay exact ``Decimal``; days are ``datetime64``; whole numbers and yes/no may be missing (``<NA>``).
        """
        table = self._connection.execute(sql, values).to_arrow_table()
        frame: pd.DataFrame = table.to_pandas(types_mapper=_NULLABLE.get, date_as_object=False)
        return frame

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Published:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
