"""When the night runs, and where the server is that shows it: settings, light to load."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Schedule:
    """The schedule of ``enfstat serve``.

    Attributes:
        cron: minute, hour, day, month, weekday in Asia/Shanghai.
        every_seconds: instead of ``cron``, run as often as this.
        port: where the Prefect server listens, on 127.0.0.1 only.
        poll_seconds: how often it is asked whether a run is due.
        history_days: runs and their artifacts go from the server's database when they are older.
    """

    cron: str = "30 4 * * *"
    every_seconds: float | None = None
    port: int = 4200
    poll_seconds: int = 10
    history_days: int = 180
