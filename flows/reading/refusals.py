"""The refusals that several readers share, in the words of the bureau."""

from flows.errors import FileRefused

_EXPORT_AGAIN = "请从业务系统重新导出，或用 Excel、WPS 打开后另存为 xlsx，再放入收件目录"
_UNLOCK = "请在 Excel 中取消打开密码（文件—信息—保护工作簿）并另存为 xlsx，或请管理员在密码文件里登记所在文件夹的密码"
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
    """A workbook behind a password. Not kept: a password may be given later."""
    return FileRefused("password-protected", "工作簿设有打开密码，无法读取", _UNLOCK, keep=False)


def wrong_password() -> FileRefused:
    """A workbook that none of the passwords given for its folders opens."""
    return FileRefused("password-wrong", "工作簿设有打开密码，密码文件里登记的密码打不开", _UNLOCK, keep=False)
