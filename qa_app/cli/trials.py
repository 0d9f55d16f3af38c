"""Run trials of drafts of criteria that somebody asked for on screen."""

from functools import partial
from threading import Event, Thread

import click

from qa_app import clock
from qa_app.cli.opening import operator
from qa_app.config import Settings
from qa_app.queries.criteria_trials import waiting_trials
from qa_app.queries.opening import Session, opened
from qa_app.queries.try_criteria import TrialSize
from qa_app.services.criteria.note_trial import note_trial
from qa_app.services.criteria.run_criteria_trial import run_criteria_trial

_SECONDS = 5.0


def run_trials(session: Session, chosen: Settings) -> int:
    """Run the trials that wait, one after the other.

    Args:
        session: A database session.
        chosen: The installation's settings.

    Returns:
        How many came to their end. One that fails is noted as such, to be asked for again; one
        whose process was killed waits again after a while.
    """
    count = 0
    for draft_id in waiting_trials(session, clock.now()):
        session.rollback()
        told = [0, 0]

        def tell(done: int, parts: int, of: int, told: list[int]) -> None:
            told[:] = done, parts
            note_trial(session, of, done, parts, at=clock.now())

        size = TrialSize(clock.today(chosen.timezone), chosen.timezone)
        act = partial(tell, of=draft_id, told=told)
        try:
            run_criteria_trial(session, operator(), draft_id, size, act, at=clock.now())
            count += 1
        except Exception as fault:  # noqa: BLE001 - whoever asked is told, and the others wait too
            session.rollback()
            click.echo(f"trial {draft_id}: {type(fault).__name__}", err=True)
            note_trial(session, draft_id, told[0], told[1], is_failed=True, at=clock.now())
    return count


def watch_trials(chosen: Settings, stop: Event, seconds: float = _SECONDS) -> Thread:
    """Run the trials that wait, again and again, beside a server of one process.

    Args:
        chosen: The installation's settings.
        stop: Ends it.
        seconds: How long is waited between two looks.

    Returns:
        The thread, which runs.
    """

    def watch() -> None:
        keys = chosen.field_key, chosen.field_keys_old
        while not stop.wait(seconds):
            try:
                with opened(chosen.database_url, *keys) as session:
                    run_trials(session, chosen)
            except Exception as fault:  # noqa: BLE001 - the database may be away for a while
                click.echo(f"trials: {type(fault).__name__}", err=True)

    thread = Thread(target=watch, name="trials", daemon=True)
    thread.start()
    return thread
