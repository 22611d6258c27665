"""The refusals that several readers share, in the words of the bureau."""

from flows.errors import FileRefused
from flows.reading.recognise import UNLOCK

_EXPORT_AGAIN = "请从业务系统重新导出，或用 Excel、WPS 打开后另存为 xlsx，再放入收件目录"
_SPLIT = "请删去多余的行列或拆分成较小的文件，另存为 xlsx 后再放入收件目录"


def unreadable(what: str) -> FileRefused:
    """A file that claims a format and does not keep to it: truncated, damaged or badly written."""
    return FileRefused("unreadable-workbook", f"文件损坏或不完整：{what}", _EXPORT_AGAIN)


def too_large(what: str) -> FileRefused:
    """A file that expands past a limit."""
    return FileRefused("too-large", f"文件超出限额：{what}", _SPLIT)


def entities_declared() -> FileRefused:
    """XML that declares a document type or entities: no spreadsheet program writes that."""
    return FileRefused("xml-entities", "文件含有 XML 实体声明（DOCTYPE），可能是恶意文件", _EXPORT_AGAIN)


def protected() -> FileRefused:
    """A workbook behind a password. Not kept: a password may be configured later."""
    return FileRefused("password-protected", "工作簿设有打开密码，无法读取", UNLOCK, keep=False)
