"""Pandera's own switch: validation that is turned off must stop a run, not pass everything."""

from __future__ import annotations

import os

from flows.errors import EnfstatError


class ValidationSwitchedOff(EnfstatError):
    """Pandera's validation is switched off in the environment: no row would be checked."""


def require_validation() -> None:
    """Stop before a run that would accept everything.

    Raises:
        ValidationSwitchedOff: ``PANDERA_VALIDATION_ENABLED`` is set to anything but true.
    """
    if os.environ.get("PANDERA_VALIDATION_ENABLED", "True").strip().lower() not in ("true", "1"):
        raise ValidationSwitchedOff("环境变量 PANDERA_VALIDATION_ENABLED 关闭了数据校验;请去掉该变量后再运行")
