"""The floor under everything: what the file format itself costs.

``python -m benchmarks.limits inflate|parse|decode FOLDER``: inflate the worksheets; inflate and parse them with expat;
decode them into columns with fastexcel. Nothing is kept.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

_CHUNK = 1 << 20


def inflate(path: Path) -> None:
    """Inflate every worksheet and drop the bytes."""
    with zipfile.ZipFile(path) as package:
        for name in _sheets(package):
            with package.open(name) as part:
                while part.read(_CHUNK):
                    pass


def parse(path: Path) -> None:
    """Inflate every worksheet and have its XML parsed."""
    from xml.parsers import expat

    with zipfile.ZipFile(path) as package:
        for name in _sheets(package):
            parser = expat.ParserCreate()
            with package.open(name) as part:
                parser.ParseFile(part)


def decode(path: Path) -> None:
    """Read every worksheet into columns of text."""
    import fastexcel

    reader = fastexcel.read_excel(path)
    for name in reader.sheet_names:
        reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_arrow()


def _sheets(package: zipfile.ZipFile) -> list[str]:
    return [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]


if __name__ == "__main__":
    work = {"inflate": inflate, "parse": parse, "decode": decode}[sys.argv[1]]
    for file in sorted(Path(sys.argv[2]).rglob("*.xlsx")):
        work(file)
