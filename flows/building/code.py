"""The version of the code that makes a build."""

from __future__ import annotations

import hashlib
from pathlib import Path


def code_digest(root: Path) -> str:
    """The version of the code that makes a build: a digest of every file of it."""
    digest = hashlib.sha256()
    for folder in ("flows", "schemas", "sql"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".py", ".sql", ".yml", ".toml", ".csv"):
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
