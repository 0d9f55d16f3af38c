"""What was typed into the forms of decisions, and a paper that was recorded before."""

from collections.abc import Iterable
from datetime import date

from qa_app.domain.errors import ConflictError, InvalidError, RefusedError
from qa_app.domain.recorded_papers import check_recorded_once
from qa_app.domain.register_decisions import Paper
from qa_app.domain.rules.decision import Status
from qa_app.extensions import database
from qa_app.queries.evidence_snapshots import Snapshot
from qa_app.queries.recorded_papers import papers_of_day, recorded_on
from qa_app.queries.register_decisions import decisions
from qa_app.queries.register_standings import AreaStanding
from qa_app.queries.standing_evidence import is_overtaken
from qa_app.web.days import typed_day
from qa_app.web.guard import current_actor
from qa_app.web.settings import local_today


def read_day(text: str, field: str) -> date:
    """Read a day that was typed.

    Args:
        text: As typed.
        field: Where.

    Returns:
        The day.

    Raises:
        InvalidError: It is none, or far from any that can be meant (`unknown_day`).
    """
    try:
        return typed_day(text)
    except ValueError as fault:
        raise InvalidError("unknown_day", field=field) from fault


def read_status(text: str) -> Status:
    """Read what was chosen.

    Args:
        text: As sent.

    Returns:
        The status.

    Raises:
        InvalidError: It is none (`unknown_choice`).
    """
    try:
        return Status(text)
    except ValueError as fault:
        raise InvalidError("unknown_choice") from fault


def used_before(snapshot_id: int) -> tuple[RefusedError, ...]:
    """Tell that a paper is recorded on frozen evidence already.

    Args:
        snapshot_id: The evidence.

    Returns:
        The refusal, which leads to its decision; nothing where a paper may be recorded on it.
    """
    recorded = recorded_on(database(), snapshot_id)
    return () if recorded is None else (ConflictError("reply_used", decision=recorded),)


def spent_before(one: AreaStanding, rests_on: Snapshot) -> tuple[RefusedError, ...]:
    """Tell that no paper can be recorded on frozen evidence, before anything is typed.

    Args:
        one: The area.
        rests_on: The evidence.

    Returns:
        The refusal: a paper is recorded on it, or the area was decided on since; it leads to that
        decision. Nothing where a paper may be recorded on it.
    """
    used = used_before(rests_on.id)
    if used or not is_overtaken(rests_on, one, local_today()):
        return used
    newest = decisions(
        *(database(), current_actor(), 1),
        centre_id=one.place.centre_id,
        area_code=one.place.area_code,
    )
    return tuple(ConflictError("reply_overtaken", decision=each.id) for each in newest)


def recorded_before(one: AreaStanding, paper: Paper | None) -> tuple[RefusedError, ...]:
    """Tell in the preview that a paper is recorded already.

    Args:
        one: The area about which it is recorded now.
        paper: The paper; None on screen.

    Returns:
        The refusal; nothing where it may be recorded.
    """
    if paper is None:
        return ()
    place = one.place
    try:
        recorded = papers_of_day(database(), paper.on)
        check_recorded_once(paper, place.centre_id, place.area_code, recorded)
    except ConflictError as fault:
        return (fault,)
    return ()


def earlier_of(faults: Iterable[RefusedError]) -> int:
    """Find the decision to which refusals of a paper lead.

    Args:
        faults: The refusals.

    Returns:
        The decision; 0 where they lead to none.
    """
    named = (fault.params.get("decision") for fault in faults)
    return next((one for one in named if isinstance(one, int)), 0)
