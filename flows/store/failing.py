"""When the disk under the warehouse gives out: full, over quota, or read-only."""

from __future__ import annotations

import errno

from flows.errors import EnfstatError

_REASONS = {
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件大小超过系统限制",
    errno.EROFS: "文件系统是只读的",
}
# As the C library says it: libraries pass on the text, not the number.
_SAID = {
    "No space left on device": errno.ENOSPC,
    "Disk quota exceeded": errno.EDQUOT,
    "File too large": errno.EFBIG,
    "Read-only file system": errno.EROFS,
}


class StoreFailed(EnfstatError):
    """The warehouse could not be written; what is published stays as it is."""


def store_failed(error: BaseException) -> StoreFailed | None:
    """The error as it is told to people; None where the disk has nothing to do with it."""
    number = error.errno if isinstance(error, OSError) else None
    said = next((number for text, number in _SAID.items() if text in str(error)), None)
    reason = _REASONS.get(number or 0) or _REASONS.get(said or 0)
    return StoreFailed(f"{reason},本次没有完成,已发布的内容不变。请腾出空间或恢复写入后再运行") if reason else None
