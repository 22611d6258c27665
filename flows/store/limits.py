"""What the reading of one file may take."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadingLimits:
    """Limits of a child process that reads files. ``workers``: how many read at the same time."""

    workers: int = 2
    seconds: int = 120
    memory_bytes: int = 1 << 30
