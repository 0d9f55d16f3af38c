"""Ask somebody what they think, on the centre's device or on paper; or say that it was unsafe."""

from datetime import datetime, timedelta

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.defaults import ASKING_MINUTES
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.feedback import NewAsking, Way, basis_of, check_bounds
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.references import read_reference
from qa_app.domain.service_events import FeedbackAsked
from qa_app.domain.service_threads import Form
from qa_app.models.accounts import LoginSessionRow
from qa_app.models.idempotency import Request, once
from qa_app.models.service_records import AskingRow
from qa_app.models.transaction import Act, hold_journal
from qa_app.queries.feedback import asked_before, unsafe_facts_of
from qa_app.queries.service_records import service_centre


def open_asking(
    session: Session,
    actor: Actor,
    form: Form,
    asking: NewAsking,
    zone: str,
    *,
    at: datetime,
) -> int:
    """Open an asking; which case it was is looked at and never kept.

    Args:
        session: A database session.
        actor: Manager of the centre.
        form: The centre, and the key of the form.
        asking: Who is asked, how, and what speaks for its being safe.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The asking, the same for the same key.

    Raises:
        OutOfReachError: There is no such centre where the actor may record.
        InvalidError: The centre does not work in the area (`unknown_area`), it has no such case
            (`unknown_case`), asking is not safe (`feedback.basis_of`), or as many were asked as
            can be there (`feedback.check_bounds`).
        ConflictError: The key was used for something else (`key_reused`).
    """
    # on the device each token is an asking of its own
    key = form.key if asking.device is None else None
    request = Request(actor.account_id, key, "feedback:ask", f"{form.centre_id}\n{asking!r}")
    event = FeedbackAsked(actor=actor, at=at, centre_id=form.centre_id, step=asking.way.value)
    return once(session, request, event, lambda act: _add(session, act, asking, zone))


def _add(session: Session, act: Act, asking: NewAsking, zone: str) -> int:
    actor, at, centre_id = act.event.actor, act.event.at, act.event.centre_id or 0
    centre = service_centre(session, actor, centre_id, Permission.SERVICE_RECORD)
    if centre is None:
        raise OutOfReachError("centre")
    if asking.area not in centre.areas:
        raise InvalidError("unknown_area")
    basis = basis_of(asking, _facts(session, centre_id, asking))
    if asking.way is not Way.UNSAFE:
        # two who ask at one moment are counted one after the other
        hold_journal(session)
        today = local_day(at, zone)
        check_bounds(asked_before(session, actor.account_id, centre_id, asking, today))
    device = asking.device if asking.way is Way.DEVICE else None
    until = at + timedelta(minutes=ASKING_MINUTES)
    made: int = session.execute(
        insert(AskingRow)
        .values(
            centre_id=centre_id,
            area_code=asking.area,
            asked_on=local_day(at, zone),
            asked=asking.asked.value,
            way=asking.way.value,
            basis=basis.value,
            language=asking.language,
            token_digest=None if device is None else device.token_digest,
            open_until=None if device is None else until,
            recorded_at=at,
            recorded_by=actor.account_id,
        )
        .returning(AskingRow.id)
    ).scalar_one()
    if device is not None and device.session_id is not None:
        session.execute(
            update(LoginSessionRow)
            .where(
                LoginSessionRow.id == device.session_id,
                LoginSessionRow.account_id == actor.account_id,
                LoginSessionRow.ended_at.is_(None),
            )
            .values(ended_at=at, end_reason="signed_out")
        )
    act.learn(object_id=made)
    return made


def _facts(session: Session, centre_id: int, asking: NewAsking) -> frozenset[str]:
    if not asking.reference.strip():
        return frozenset()
    reference = read_reference(asking.reference)
    facts = None if reference is None else unsafe_facts_of(session, centre_id, reference)
    if facts is None:
        raise InvalidError("unknown_case")
    return facts
