"""The errors that the project raises on purpose; each says what, where, and the step that mends it."""

from typing import Final


class EnfstatError(Exception):
    """Base of every error that is meant to be read by the people who run the project."""


class FileRefused(EnfstatError):
    """A whole file is refused. Reason and remedy are Chinese text for the bureau.

    `keep` tells whether the refusal follows from the bytes alone and may be stored with the shard; a refusal for time,
    memory, password or permission is tried again on the next run. All facts are also `args`, so it survives pickling.
    """

    def __init__(self, rule: str, reason: str, remedy: str, keep: bool = True) -> None:
        super().__init__(rule, reason, remedy, keep)
        self.rule: Final = rule
        self.reason: Final = reason
        self.remedy: Final = remedy
        self.keep: Final = keep

    def __str__(self) -> str:
        return f"{self.reason}。{self.remedy}"
