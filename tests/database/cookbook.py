"""The questions of the cookbook with their queries, as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

COOKBOOK = Path(__file__).parents[2] / "docs" / "cookbook.md"
QUESTIONS: list[tuple[str, str]] = re.findall(
    r"^### (\d+\. .+?)\n+```sql\n(.+?)```", COOKBOOK.read_text("utf-8"), re.DOTALL | re.MULTILINE
)
