"""Propose a decision on screen, or record one from paper; a second person confirms either."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.decision_checks import holds_until
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.recorded_papers import check_recorded_once
from qa_app.domain.register_decisions import (
    DecisionState,
    Proposal,
    Route,
    check_days,
    check_evidence,
    check_paper,
    check_proposal,
)
from qa_app.domain.register_names import check_body
from qa_app.domain.standing_events import DecisionMoved
from qa_app.models.idempotency import Request, once
from qa_app.models.register_decisions import DecisionConditionRow, RegisterDecisionRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import Act, hold_journal
from qa_app.queries.criteria_versions import terms_under
from qa_app.queries.evidence_snapshots import Snapshot
from qa_app.queries.open_evidence import opened
from qa_app.queries.recorded_papers import papers_of_day, recorded_on
from qa_app.queries.register_decisions import text_place
from qa_app.queries.register_names import names_now
from qa_app.queries.register_standings import AreaStanding, held_standing, last_number


@dataclass(frozen=True, slots=True)
class DecisionSent:
    """A decision as its form sends it.

    Attributes:
        centre_id: The centre.
        area_code: The area.
        snapshot_id: The frozen evidence on which it rests.
        proposal: What is decided.
        key: Random key of the form; None when the caller has none.
        reply: Of the digest of the evidence, as a reply form says it; empty without one.
    """

    centre_id: int
    area_code: str
    snapshot_id: int
    proposal: Proposal
    key: str | None = None
    reply: str = ""


def put_forward_decision(
    session: Session, actor: Actor, new: DecisionSent, zone: str, *, at: datetime
) -> int:
    """Put a decision forward; its limits in time are those of the criteria of its evidence.

    Args:
        session: A database session.
        actor: Who proposes decisions, or records those on paper.
        new: The decision; on paper when it has one.
        zone: Local time zone.
        at: The present.

    Returns:
        The decision; the same for the same key of a form.

    Raises:
        OutOfReachError: The area or the evidence is not within reach or not open to the actor
            (`queries.open_evidence`), or they may not.
        InvalidError: Reasons, conditions, days or the paper are not as they must be
            (`domain.register_decisions`), or nobody has named the body that decides on screen
            (`body_not_named`).
        ConflictError: It cannot be decided from where the area stands, the evidence is older than
            that (`evidence_before`), a paper is recorded on this evidence already (`reply_used`),
            this paper is recorded already (`recorded_papers.check_recorded_once`), or the key was
            used for something else (`key_reused`).
    """
    request = Request(actor.account_id, new.key, "register:decide", repr(new))
    given = new.proposal
    is_paper = given.paper is not None
    event = DecisionMoved(
        actor=actor,
        at=at,
        centre_id=new.centre_id,
        step="record" if is_paper else "put_forward",
        route=(Route.PAPER if is_paper else Route.SCREEN).value,
        standing=given.status.value,
    )
    by = Permission.STANDING_RECORD if is_paper else Permission.STANDING_PROPOSE

    def make(act: Act) -> int:
        held = held_standing(session, actor, new.centre_id, new.area_code, by)
        rests_on = opened(session, actor, held.place, new.snapshot_id, new.reply)
        if rests_on is None:
            raise OutOfReachError("snapshot")
        recorded = recorded_on(session, rests_on.id) if is_paper else None
        if recorded is not None:
            raise ConflictError("reply_used", decision=recorded)
        if given.paper is not None:
            # two registrars with one paper come one after the other
            hold_journal(session)
            papers = papers_of_day(session, given.paper.on)
            check_recorded_once(given.paper, new.centre_id, new.area_code, papers)
        until = _checked(session, held, given, rests_on, local_day(at, zone))
        made = _put_down(session, (actor.account_id, at), held, rests_on, given, until)
        act.learn(object_id=made, digest=rests_on.digest)
        return made

    return once(session, request, event, make)


def _checked(
    session: Session,
    held: AreaStanding,
    given: Proposal,
    rests_on: Snapshot,
    today: date,
) -> date | None:
    terms = terms_under(session, rests_on.version)
    if given.paper is None:
        check_body(names_now(session, rests_on.version))
    else:
        check_paper(given.paper)
    check_proposal(given, held.on(today), held.steps, rests_on.plain, terms)
    asked_set = None if held.waiting is None else held.waiting.set_code
    check_evidence(given, rests_on.plain, held.steps, asked_set, today)
    until = holds_until(given, rests_on.set_code, terms)
    check_days(given, today, until, held.steps)
    return until


def _put_down(
    session: Session,
    by: tuple[int | None, datetime],
    held: AreaStanding,
    rests_on: Snapshot,
    given: Proposal,
    until: date | None,
) -> int:
    account_id, at = by
    place, sealer = text_place(held.place.centre_id, at), sealer_of(session)
    paper, reasons = given.paper, given.reasons.strip()
    waiting = held.waiting
    made: int = session.execute(
        insert(RegisterDecisionRow)
        .values(
            centre_id=held.place.centre_id,
            area_code=held.place.area_code,
            set_code=rests_on.set_code,
            route=(Route.SCREEN if paper is None else Route.PAPER).value,
            status=given.status.value,
            computed=rests_on.status.value,
            snapshot_id=rests_on.id,
            reasons=sealer.seal(reasons, place) if reasons else None,
            effective_on=given.effective_on,
            valid_until=until,
            state=DecisionState.PROPOSED.value,
            last_step=last_number(held.steps),
            application_id=None if waiting is None else waiting.id,
            issuing_body=None if paper is None else paper.issuing_body.strip(),
            document_number=None if paper is None else paper.number.strip(),
            document_on=None if paper is None else paper.on,
            scan_digest=None if paper is None else paper.scan_digest,
            proposed_at=at,
            proposed_by=account_id,
        )
        .returning(RegisterDecisionRow.id)
    ).scalar_one()
    rows = [
        {
            "decision_id": made,
            "position": position,
            "body": sealer.seal(one.text.strip(), place),
            "due_on": one.due_on,
        }
        for position, one in enumerate(given.conditions, 1)
    ]
    if rows:
        session.execute(insert(DecisionConditionRow), rows)
    return made
