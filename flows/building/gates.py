"""What is too large a change to be published unasked."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Gates:
    """Settings of the checks that compare a build with the one published before.

    Attributes:
        moved_share: the share by which a figure of a closed year may move, or one of the running year fall.
        moved_records: up to so many records a movement is never held, however large its share.
        vanished_share: the share of its keys that a file may lose when it is replaced at the same path.
    """

    moved_share: str = "0.05"
    moved_records: int = 5
    vanished_share: str = "0.1"
