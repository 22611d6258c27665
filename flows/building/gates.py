"""What is not published unasked."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Gates:
    """Settings of the checks that compare a build with the one published before, and look at what is new since.

    They hold nothing on a first load, nor where a backlog is loaded.

    Attributes:
        moved_share: the share by which a figure of a closed year may move, or one of the running year fall.
        moved_records: up to so many records a movement is never held, however large its share.
        vanished_share: the share of its keys that a file may lose when it is replaced at the same path.
        rejected_share: the share of the records of one contract, in the files newly in force, that may be rejected.
        rejected_rows: up to so many rejected records are never held, however large their share.
        stale_days: contract that is required -> so many days may have passed since the last month that it covers.
    """

    moved_share: str = "0.05"
    moved_records: int = 5
    vanished_share: str = "0.1"
    rejected_share: str = "0.1"
    rejected_rows: int = 20
    stale_days: Mapping[str, int] = field(default_factory=dict)
