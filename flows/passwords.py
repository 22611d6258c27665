"""The passwords of locked workbooks, by the folder under raw/ in which they lie.

They are kept apart from the settings, in a file that only the service account reads, and stand in nothing that is
written or shown: no log, manifest, build, message or representation of an object.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from flows.errors import EnfstatError
from flows.store.layout import Warehouse
from flows.store.manifests import latest

_PLACE = re.compile(r"line \d+, column \d+")


class BadPasswords(EnfstatError):
    """The password file cannot be used; the message quotes nothing of it."""


@dataclass(frozen=True)
class Passwords:
    """Folder under raw/ (``.`` is raw/ itself) → the passwords of the workbooks in it and below."""

    by_folder: Mapping[PurePosixPath, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def of(self, paths: Iterable[str]) -> Candidates:
        """The passwords for bytes that lie at these paths, those of the nearest folders first."""
        folders = [folder for path in sorted(paths) for folder in _folder(path).parents]
        nearest = sorted(dict.fromkeys(folders), key=lambda folder: -len(folder.parts))
        return Candidates(tuple(dict.fromkeys(word for folder in nearest for word in self.by_folder.get(folder, ()))))


@dataclass(frozen=True)
class Candidates:
    """Passwords to be tried on one file, in this order."""

    words: tuple[str, ...] = field(default=(), repr=False)


NO_PASSWORDS: Mapping[str, Candidates] = MappingProxyType({})


def known_passwords(
    password_file: Path, warehouse: Warehouse, present: Mapping[str, str] = MappingProxyType({})
) -> Mapping[str, Candidates]:
    """sha256 → the passwords for it, wherever it lies or lay.

    Args:
        present: path under raw → sha256 of what lies there now, beside what the last manifest knows.
    """
    passwords = load_passwords(password_file)
    if not passwords.by_folder:
        return NO_PASSWORDS
    places = [(sighting.path, sighting.sha256) for sighting in latest(warehouse.manifests).sightings]
    paths: dict[str, set[str]] = {}
    for path, sha256 in [*places, *present.items()]:
        if sha256:
            paths.setdefault(sha256, set()).add(path)
    return {sha256: passwords.of(where) for sha256, where in paths.items()}


def load_passwords(path: Path) -> Passwords:
    """The passwords of a TOML file: ``"folder/under/raw" = "password"``, or a list of several.

    Raises:
        BadPasswords: others than its owner can read the file, or it is not of this form.
    """
    try:
        if path.stat().st_mode & 0o077:
            raise BadPasswords(f"密码文件 {path} 可被他人读取;请执行 chmod 600 {path} 后重新运行")
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Passwords()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        place = _PLACE.search(str(error))
        raise BadPasswords(f"密码文件 {path} 不是合法的 TOML({place[0] if place else '编码应为 UTF-8'})") from None
    return Passwords({_folder(name): _words(name, value, path) for name, value in facts.items()})


def _folder(name: str) -> PurePosixPath:
    """A path as it is compared: systems write accents and the like in one character or in two."""
    return PurePosixPath(unicodedata.normalize("NFC", name.replace("\\", "/")).strip("/") or ".")


def _words(folder: str, value: Any, path: Path) -> tuple[str, ...]:
    words = value if isinstance(value, list) else [value]
    if not all(isinstance(word, str) and word for word in words):
        raise BadPasswords(f"密码文件 {path} 里文件夹“{folder}”的密码应是加引号的文字,或由它们组成的列表")
    return tuple(words)
