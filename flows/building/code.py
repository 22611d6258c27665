"""The version of the code that makes a build."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

LOCK_FILE = "requirements.lock"
_ENDINGS = (".py", ".sql", ".yml", ".toml", ".csv", ".html", ".css", ".js")


def code_files(root: Path) -> dict[str, str]:
    """Every file of the code that makes a build: path in the checkout → sha256.

    Declared corrections lie in the checkout by default and are no code: they are archived like the exports.
    """
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("flows", "schemas", "sql")
        for path in sorted((root / folder).rglob("*"))
        if path.suffix in _ENDINGS and path.parent != root / "schemas" / "corrections"
    }


def code_digest(files: Mapping[str, str]) -> str:
    """The version of the code: a digest of the digests of its files."""
    return hashlib.sha256(json.dumps(dict(files), sort_keys=True).encode()).hexdigest()


def lock_digest(root: Path) -> str:
    """The version of the libraries: a digest of the lock file."""
    return hashlib.sha256((root / LOCK_FILE).read_bytes()).hexdigest()
