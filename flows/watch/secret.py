"""A secret of the settings: where it stands, and never shown."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.errors import EnfstatError


class SecretMissing(EnfstatError):
    """The environment or a file does not hold a secret that the settings say it holds."""


@dataclass(frozen=True)
class Secret:
    """An address with a token, a password or a signing secret.

    It is written as text, or as ``{ env = "NAME" }`` or ``{ file = "PATH" }``, and looked up when it is needed, so
    that a run never fails for it. No representation shows it.
    """

    _where: str
    _text: str = field(repr=False)

    @classmethod
    def of(cls, value: Any) -> Secret:
        """The secret that a value of the settings names.

        Raises:
            ValueError: it is neither text nor one of the two tables.
        """
        match value:
            case str():
                return cls("text", value)
            case {"env": str(name), **rest} if not rest:
                return cls("env", name)
            case {"file": str(path), **rest} if not rest:
                return cls("file", path)
        raise ValueError('应为文字,或 { env = "变量名" },或 { file = "文件" }')

    def reveal(self) -> str:
        """The secret itself.

        Raises:
            SecretMissing: it is not where the settings say.
        """
        match self._where:
            case "env":
                found = os.environ.get(self._text, "")
            case "file":
                found = _content(Path(self._text))
            case _:
                found = self._text
        if not found:
            raise SecretMissing(f"设置里说的密码或地址没有找到(来自 {self._where})")
        return found


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SecretMissing(f"读不到存放密码的文件({error.strerror})") from None
