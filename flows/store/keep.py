"""How much of the past the warehouse keeps."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Keep:
    """What is kept of what grows with every night; what a release or a reader needs stays in any case.

    Attributes:
        builds: so many builds that were published, the present one included.
        manifests: so many of the last manifests, and those of the builds. Each holds all that those before it say.
        runs: so many of the last records in the log of runs, and those of builds that somebody had published.
        backups: so many of the last snapshots in the folder of a backup; what was archived or released stays in it in
            any case.
    """

    builds: int = 14
    manifests: int = 200
    runs: int = 2000
    backups: int = 30
