"""Zip packages (xlsx, xlsb, ods): what the directory tells before anything is expanded, and bounded reading of parts."""

import io
import posixpath
import zipfile
from collections.abc import Iterator

from lxml import etree

from flows.errors import FileRefused
from flows.reading.limits import Limits, too_large
from flows.reading.recognise import SAVE_AS_XLSX, UNLOCK, text_head

_CHUNK_BYTES = 4 << 20
_SMALL_PART_BYTES = 32 << 20
_ENCRYPTED = 0x1  # bit 0 of the general purpose flags (APPNOTE 4.4.4)
_SKIPPED = ("xl/media/", "xl/embeddings/", "xl/drawings/", "docProps/", "Pictures/", "Thumbnails/")


class Package:
    """A zip package whose directory has passed the pre-flight; part names are found without regard to case."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Open a package.

        Raises:
            FileRefused: password, twice the same part, too many parts, or more expanded bytes than allowed.
        """
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        infos = [info for info in self._archive.infolist() if not info.is_dir()]
        _check_directory(infos, len(content), limits)
        self._infos = {_folded(info.filename): info for info in infos}
        if len(self._infos) < len(infos):
            raise FileRefused("duplicate-parts", "工作簿内部有同名的部件，内容不能确定", SAVE_AS_XLSX)

    def __contains__(self, name: str) -> bool:
        return _folded(name) in self._infos

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part in pieces of a few MiB; a part that is longer than the directory says fails its checksum."""
        with self._archive.open(self._infos[_folded(name)]) as part:
            while chunk := part.read(_CHUNK_BYTES):
                yield chunk

    def small(self, name: str) -> bytes:
        """A whole part that has no reason to be large."""
        if self._infos[_folded(name)].file_size > _SMALL_PART_BYTES:
            raise too_large(f"工作簿内部的部件 {name} 过大")
        return b"".join(self.chunks(name))

    def check_parts(self, but: frozenset[str]) -> None:
        """Expand every part that a parser may read, once and without keeping it, and look at its beginning.

        Raises:
            FileRefused: rule `document-type`: a part declares a document type, which no spreadsheet program writes.
            zipfile.BadZipFile: a part is not what the directory says.
        """
        skipped = {_folded(name) for name in but}
        for name, info in self._infos.items():
            if name in skipped or info.filename.startswith(_SKIPPED):
                continue
            for at, chunk in enumerate(self.chunks(name)):
                if at == 0:
                    refuse_document_type(chunk)


def refuse_document_type(head: bytes) -> None:
    """Refuse XML with a DOCTYPE: entities expand without bound or fetch files, and no spreadsheet program writes them.

    Raises:
        FileRefused: rule `document-type`.
    """
    if "<!DOCTYPE" in text_head(head):
        raise FileRefused("document-type", "文件内部含有文档类型声明（DOCTYPE），可能带有恶意内容", SAVE_AS_XLSX)


def xml_of(content: bytes) -> etree._Element:
    """Parse a small XML part without entities, network or unbounded depth."""
    refuse_document_type(content)
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def relationships(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """The relationships of a part: id to (last word of the type, name of the target part)."""
    folder, name = posixpath.split(part)
    source = f"{folder}/_rels/{name}.rels"
    if source not in package:
        return {}
    return {
        relation.get("Id", ""): (
            relation.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join(f"/{folder}", relation.get("Target", ""))).lstrip("/"),
        )
        for relation in xml_of(package.small(source)).iter("{*}Relationship")
    }


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _check_directory(infos: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    if len(infos) > limits.parts:
        raise too_large(f"工作簿内部有 {len(infos)} 个部件，超过 {limits.parts} 个的上限")
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise FileRefused("password-protected", "文件设有打开密码，无法读取", UNLOCK, keep=False)
    expanded = sum(info.file_size for info in infos)
    if expanded > limits.expanded_bytes:
        raise too_large(f"文件展开后有 {expanded >> 20} MiB，超过 {limits.expanded_bytes >> 20} MiB 的上限")
    if expanded > limits.ratio_from_bytes and expanded > packed * limits.ratio:
        raise too_large(f"文件展开后是原来的 {expanded // packed} 倍，超过 {limits.ratio} 倍的上限，疑为压缩炸弹")
