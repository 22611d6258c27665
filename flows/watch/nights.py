"""A night with the messages that it calls for, however it is walked."""

from __future__ import annotations

from collections.abc import Callable

from flows.errors import EnfstatError
from flows.sequence import Outcome, RunInProgress
from flows.settings import Settings

Say = Callable[[str], None]


def told_night(perform: Callable[[], Outcome], settings: Settings, say: Say) -> Outcome:
    """Perform a night, however it is walked, and send the messages that it calls for.

    Of a night that another run stands in the way of nothing is told: the other one tells what it comes to, and one
    that hangs is overdue in the end.

    Args:
        perform: the night.
        say: hears of messages that could not be sent.
    """
    try:
        outcome = perform()
    except RunInProgress:
        raise
    except Exception as error:
        tell(settings, say, failure=reason(error))
        raise
    tell(settings, say, is_night=True)
    return outcome


def reason(error: Exception) -> str:
    """Why a run failed. An unexpected error may quote a cell: its text is not sent."""
    if isinstance(error, EnfstatError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}({type(error).__name__})"
    return type(error).__name__


def tell(settings: Settings, say: Say, *, failure: str | None = None, is_night: bool = False) -> None:
    """Look how things stand and send what is news, where somebody is to be told.

    Whatever goes wrong here is said and goes no further: the run has ended as it has.

    Args:
        failure: why the run that has just ended failed.
        is_night: a night has just ended, of which may be told even when there is nothing to be done.
    """
    if not settings.notify.to:
        return
    try:
        from flows.watch.notify import tell_news  # the published database, which is opened for nobody else

        tell_news(settings, say, failure, is_night)
    except Exception as error:  # noqa: BLE001 - see above
        say(f"消息没有发出:{reason(error)}")
