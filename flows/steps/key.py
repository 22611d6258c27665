"""The key of the keyed hashes: the warehouse knows its digest, so that no other key is used unnoticed.

The key itself lies outside the warehouse. A run with another key would change every published hash; that is done on
purpose only (:func:`rotate_key`).
"""

from __future__ import annotations

import hashlib
from itertools import count
from pathlib import Path
from typing import Any

from flows.building.keyed import load_key, make_key
from flows.errors import EnfstatError
from flows.store.files import read_sealed, write_sealed
from flows.store.layout import Warehouse


class KeyChanged(EnfstatError):
    """The key is gone, or not the one that the published hashes are made with."""


def key_in_use(key_file: Path, warehouse: Warehouse) -> bytes:
    """The key, made on first use.

    Raises:
        KeyChanged: the warehouse knows another one.
    """
    digest = recorded_digest(warehouse)
    if digest is not None and not key_file.exists():
        raise KeyChanged(f"密钥文件 {key_file} 不见了。{_REMEDY}")
    key = load_key(key_file)
    if digest is None:
        _record(warehouse, key, [])
    elif digest != digest_of_key(key):
        raise KeyChanged(f"密钥文件 {key_file} 不是此前使用的那一把。{_REMEDY}")
    return key


_REMEDY = "请把原来的密钥放回;确实找不回的,用 enfstat rotate-key 换新的(公布的散列值会全部改变,指标不受影响)"


def rotate_key(key_file: Path, warehouse: Warehouse, *, because: str, by: str, at: str) -> Path | None:
    """Make a new key; whoever calls it holds the lock. The next run publishes all hashes anew; no figure depends on it.

    Returns:
        Where the old key lies now, None where there was none: with it, old hashes can still be told apart.

    Raises:
        KeyChanged: nobody says why.
    """
    if not because.strip() or not by.strip():
        raise KeyChanged("更换密钥必须写明理由和经办人")
    old = _free(key_file.with_name(f"{key_file.name}.{at[:10]}.old")) if key_file.exists() else None
    if old is not None:
        key_file.replace(old)
    key = make_key(key_file)
    _record(warehouse, key, [{"at": at, "by": by.strip(), "because": because.strip()}])
    return old


def _free(place: Path) -> Path:
    """That place, or the first beside it where nothing lies: two keys may be replaced in one day."""
    beside = (place.with_name(f"{place.name}.{number}") for number in count(2))
    return place if not place.exists() else next(one for one in beside if not one.exists())


def digest_of_key(key: bytes) -> str:
    """What tells one key from another without telling the key."""
    return hashlib.sha256(key).hexdigest()


def recorded_digest(warehouse: Warehouse) -> str | None:
    """The digest of the key that the warehouse knows; None before the first run."""
    digest: str | None = _recorded(warehouse).get("digest")
    return digest


def _recorded(warehouse: Warehouse) -> dict[str, Any]:
    try:
        return read_sealed(warehouse.key_record)
    except FileNotFoundError:
        return {}


def _record(warehouse: Warehouse, key: bytes, rotation: list[dict[str, str]]) -> None:
    rotations = [*_recorded(warehouse).get("rotations", []), *rotation]
    write_sealed(warehouse.key_record, {"digest": digest_of_key(key), "rotations": rotations})
