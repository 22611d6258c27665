"""What the reading of one file may take, and the building of the database."""

from dataclasses import dataclass

BUILD_MEMORY_BYTES = 1 << 30


@dataclass(frozen=True)
class ReadingLimits:
    """Limits of a child process that reads files. ``workers``: how many read at the same time."""

    workers: int = 2
    seconds: int = 120
    memory_bytes: int = 1 << 30
