"""`qa tick`: do what is due; run it once a day, or as often as you like."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import click

from qa_app import clock
from qa_app.cli.anchors import hand_out
from qa_app.cli.opening import database, operator, settings
from qa_app.cli.trials import run_trials
from qa_app.config import Settings
from qa_app.delivery.post import Postman
from qa_app.domain.reminders import MessageState
from qa_app.domain.retention import Rule
from qa_app.queries.opening import Session
from qa_app.services.accounts.close_dormant import close_dormant
from qa_app.services.audits.finalise_audits import finalise_audits
from qa_app.services.decisions.expire_standings import expire_standings
from qa_app.services.decisions.reevaluate_standings import reevaluate_standings
from qa_app.services.findings.judge_actions import judge_actions
from qa_app.services.limits.work_out_limits import work_out_limits
from qa_app.services.operations.hold_acts import hold_acts
from qa_app.services.operations.note_tick import note_tick
from qa_app.services.operations.tell_clock import tell_clock
from qa_app.services.privacy.reduce_texts import KeptTimes, reduce_texts
from qa_app.services.privacy.remove_rows import remove_rows
from qa_app.services.reminders.queue_reminders import queue_reminders
from qa_app.services.reminders.send_reminders import Post, Sent, send_reminders
from qa_app.services.reports.make_reports import make_reports
from qa_app.services.supervision.extend_series import Extended, extend_series

T = TypeVar("T")
_ROWS: dict[Rule, int] = {}
_SAID: tuple[str, ...] = ()


@click.command("tick")
def command() -> None:
    """Do what is due: results, actions, limits, reports, reminders; harmless when repeated."""
    chosen = settings()
    with database(chosen) as session:
        now, zone, kept = clock.now(), chosen.timezone, chosen.periods
        who, part = operator(), _Parts(session)
        # first, as what is due is judged by the clock
        stepped = part("clock", lambda: int(tell_clock(session, who, at=now)), 0)
        dormant = part("accounts", lambda: close_dormant(session, who, at=now), 0)
        count = part("results", lambda: finalise_audits(session, who, zone, at=now), 0)
        moved = part("actions", lambda: judge_actions(session, who, zone, at=now), 0)
        limits = part("limits", lambda: work_out_limits(session, who, zone, at=now), 0)
        expired = part("register", lambda: expire_standings(session, who, zone, at=now), 0)
        # after what makes results final
        anew = part("red lines", lambda: reevaluate_standings(session, who, zone, at=now), 0)
        planned = part("series", lambda: extend_series(session, who, zone, at=now), Extended(0, ()))
        # after what makes results final, so that a report holds what became final today
        reports = part("reports", lambda: make_reports(session, who, zone, at=now), 0)
        anchors = part("anchors", lambda: tuple(hand_out(session, chosen)), _SAID)
        reduced = part(
            "texts", lambda: reduce_texts(session, who, KeptTimes(kept, zone), at=now), _ROWS
        )
        removed = part("rows", lambda: remove_rows(session, who, kept, zone, at=now), _ROWS)
        acts = part("acts", lambda: _hold(session), 0)
        trials = part("trials", lambda: run_trials(session, chosen), 0)
        # last, so that a server that is slow keeps nothing else waiting
        sent = part("reminders", lambda: _send(session, chosen), Sent())
        if not part.failed:
            note_tick(session, at=clock.now())
    click.echo(
        f"{count} results became final; {moved} actions were verified or re-opened.\n"
        f"{limits} limits of open cases changed."
    )
    for told, what in (
        (stepped, "step back of the clock was found: look at “State of the system”."),
        (dormant, "accounts were closed that nobody had used for 60 days."),
        (expired, "entries of the register ran out."),
        (anew, "entries of the register were evaluated anew because of a red line."),
        (trials, "drafts of criteria were tried."),
        (acts, "records are not as the journal tells: see `qa acts check`."),
        (reports, "reports of quarters and years were made."),
    ):
        _tell_some(told, what)
    _tell_kept(anchors, reduced, removed)
    _tell_series(planned)
    _tell(sent)
    if part.failed:
        click.echo(f"Not done, to be tried at the next run: {', '.join(part.failed)}.", err=True)
        raise SystemExit(1)


class _Parts:
    """Does one part after the other; one that fails keeps none of the others waiting."""

    def __init__(self, session: Session) -> None:
        self.session, self.failed = session, list[str]()

    def __call__(self, name: str, act: Callable[[], T], nothing: T) -> T:
        try:
            return act()
        except Exception as fault:  # noqa: BLE001 - whatever it is, the other parts are due as well
            self.session.rollback()
            # its text may hold words of people
            click.echo(f"{name}: {type(fault).__name__}", err=True)
            self.failed.append(name)
            return nothing


def _hold(session: Session) -> int:
    held = hold_acts(session, at=clock.now())
    return 0 if held is None else len(held.unlike)


def _send(session: Session, chosen: Settings) -> Sent:
    postman, now = Postman(chosen, clock.now), clock.now()
    post = Post(
        postman.channels, postman.deliver, _token, chosen.timezone, lambda: clock.now() - now
    )
    queue_reminders(session, operator(), postman.channels, chosen.timezone, at=now)
    return send_reminders(session, operator(), post, at=now)


def _token() -> str:
    return f"{clock.random_bits(128):032x}"


def _tell_some(count: int, what: str) -> None:
    if count:
        click.echo(f"{count} {what}")


def _tell_kept(
    anchors: tuple[str, ...], reduced: Mapping[Rule, int], removed: Mapping[Rule, int]
) -> None:
    for line in anchors:
        click.echo(line)
    if reduced:
        click.echo(f"{sum(reduced.values())} texts whose time is over were reduced to codes.")
    if removed:
        click.echo(f"{sum(removed.values())} rows whose time is over were removed.")


def _tell_series(planned: Extended) -> None:
    if planned.added:
        click.echo(f"{planned.added} sessions of series were planned.")
    if planned.stuck:
        click.echo(
            f"{len(planned.stuck)} series cannot go on, as their supervisor may not lead sessions"
            f" there any more: name another ({', '.join(map(str, planned.stuck))})."
        )


def _tell(sent: Sent) -> None:
    # silent where nothing was to be sent: most installations never say a word more
    if not sent.by_state and not sent.lost:
        return
    by = sent.by_state
    later, failed = by.get(MessageState.WAITING, 0), by.get(MessageState.FAILED, 0)
    unknown = sent.lost + by.get(MessageState.UNKNOWN, 0)
    click.echo(
        f"{by.get(MessageState.SENT, 0)} reminders were sent; {later} will be tried again,"
        f" {failed} failed, {unknown} may have arrived."
    )
