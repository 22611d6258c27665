"""What must hold of any bytes at all: they are accepted with every row accounted for, or refused in plain words."""

from __future__ import annotations

import io
import json
import re
from dataclasses import asdict
from traceback import format_exception

from flows.errors import FileRefused
from tests.tables.shards import Shard, shard_of

_CHINESE = re.compile("[一-鿿]")
_PROGRAMMERS_WORDS = re.compile(r'Traceback|Error\b|Exception|File "|panicked|0x[0-9a-f]{6}')


def examine(content: bytes) -> tuple[str, str]:
    """What became of a file (``accepted``, the rule of its refusal, or ``broken``), and what is wrong, if anything."""
    try:
        shard = shard_of(content)
        return shard.reading.refusal_rule or "accepted", _wrong_with(shard)
    except FileRefused as refusal:
        return refusal.rule, _wrong_with_words(str(refusal))
    except BaseException as error:  # noqa: BLE001 - a panic is no Exception, and nothing may come through
        return "broken", "".join(format_exception(error))


def _wrong_with(shard: Shard) -> str:
    if shard.reading.refusal is not None:
        return _wrong_with_words(shard.reading.refusal)
    for table in shard.reading.tables:
        if table.read != table.accepted + table.rejected + table.skipped:
            return f"rows not accounted for: {table}"
    if sum(table.accepted for table in shard.reading.tables) != sum(map(len, shard.accepted.values())):
        return f"accepted rows are not those counted: {shard.reading}"
    _write(shard)
    words = [message for message in shard.findings["message"].unique() if message]
    return next(filter(None, map(_wrong_with_words, words)), "")


def _wrong_with_words(text: str) -> str:
    if not _CHINESE.search(text) or _PROGRAMMERS_WORDS.search(text):
        return f"not for the bureau: {text}"
    return ""


def _write(shard: Shard) -> None:
    """What is read must also be storable."""
    json.dumps(asdict(shard.reading), ensure_ascii=False).encode()
    for frame in (*shard.accepted.values(), shard.findings, shard.origins):
        frame.write_parquet(io.BytesIO())
