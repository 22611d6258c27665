"""Zip packages (xlsx, xlsb, ods): the check before anything is inflated, and parts as bounded streams."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from flows.reading.limits import Limits
from flows.reading.refusals import protected, too_large, unreadable

_CHUNK = 2**21
_SMALL_PART = 2**26  # workbook.xml, styles.xml and the like, read in one piece
_ENCRYPTED = 0x1


class Package:
    """A zip package that has passed the pre-flight; part names are matched as the readers do, without case."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Open and check the directory.

        Raises:
            FileRefused: damaged directory, encrypted or doubled parts, or a size beyond the limits.
        """
        self.content = content
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                members = archive.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError) as error:
            raise unreadable("压缩包目录读不出") from error
        _check(members, limits)
        self._members = {_folded(member.filename): member for member in members}

    def __contains__(self, name: str) -> bool:
        return _folded(name) in self._members

    def names(self) -> list[str]:
        """The names of all parts, folded to lower case."""
        return list(self._members)

    def stream(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, a few megabytes at a time."""
        member = self._members.get(_folded(name))
        if member is None:
            raise unreadable(f"缺少部件 {name}")
        try:
            with zipfile.ZipFile(io.BytesIO(self.content)) as archive, archive.open(member) as part:
                while chunk := part.read(_CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
            raise unreadable(f"部件 {name} 解压失败") from error

    def read(self, name: str) -> bytes:
        """A small part in one piece."""
        pieces: list[bytes] = []
        size = 0
        for chunk in self.stream(name):
            pieces.append(chunk)
            size += len(chunk)
            if size > _SMALL_PART:
                raise too_large(f"部件 {name} 过大")
        return b"".join(pieces)

    def replace(self, parts: dict[str, bytes]) -> None:
        """Put other bytes in the place of parts; the old ones stay behind in the archive, no longer listed."""
        buffer = io.BytesIO()
        buffer.write(self.content)
        with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, content in parts.items():
                old = self._members[_folded(name)]
                archive.filelist = [member for member in archive.filelist if member.filename != old.filename]
                archive.NameToInfo.pop(old.filename, None)
                archive.writestr(old.filename, content)
            self._members = {_folded(member.filename): member for member in archive.filelist}
        self.content = buffer.getvalue()


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _check(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.parts:
        raise too_large(f"压缩包内有 {len(members)} 个部件")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise protected()
    if len({_folded(member.filename) for member in members}) != len(members):
        raise unreadable("压缩包内有重名部件")
    total = sum(member.file_size for member in members)
    if total > limits.expanded_bytes:
        raise too_large(f"解压后有 {total / 2**20:,.0f} MB")
    packed = sum(member.compress_size for member in members)
    if total > max(limits.ratio_from_bytes, limits.ratio * packed):
        raise too_large(f"解压后有 {total / 2**20:,.0f} MB，压缩比异常")
