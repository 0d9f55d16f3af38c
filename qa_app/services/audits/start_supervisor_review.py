"""Begin a review of a supervisor's quarter; what records answer is in it from the start."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, insert
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.quarters import Quarter, subject_label
from qa_app.domain.supervisor_review_events import SupervisorReviewOpened
from qa_app.domain.totals import SampleType
from qa_app.models.agreement_rows import hold_people
from qa_app.models.period_drafts import keep_period_draft
from qa_app.models.record_entries import keep_given
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervisor_reviews import SupervisorReviewRow
from qa_app.models.transaction import transaction
from qa_app.queries.rubric_places import counts_at_centre
from qa_app.queries.rubrics import rubric_by_id
from qa_app.queries.staff import StaffLine
from qa_app.queries.standing_reviews import StandingReviewError, refuse_standing
from qa_app.queries.supervisor_reviews import (
    centre_to_file,
    entries_from_records,
    quarter_version,
    supervisor_to_review,
)


@dataclass(frozen=True, slots=True)
class NewReview:
    """What is to be reviewed.

    Attributes:
        rubric_code: The rubric.
        supervisor_id: The supervisor.
        quarter: The quarter.
    """

    rubric_code: str
    supervisor_id: int
    quarter: Quarter


def start_supervisor_review(
    session: Session, actor: Actor, new: NewReview, zone: str, *, at: datetime
) -> int:
    """Begin a review; beginning it again gives the same.

    Args:
        session: A database session.
        actor: Who reviews: it is theirs alone until it is signed, and never handed on.
        new: What is reviewed.
        zone: Local time zone.
        at: The present.

    Returns:
        The draft.

    Raises:
        OutOfReachError: There is no such supervisor whose whole work lies within reach, or the
            actor reviews no supervisors.
        InvalidError: The quarter is not over (`quarter_running`); the rubric is none in force
            that is read so (`unknown_rubric`), or it does not count where they work
            (`unfit_rubric`); it is the actor's own quarter (`own_quarter`) or their supervisor's
            (`own_supervisor`); there is no centre to file it under (`no_centre`).
        ConflictError: That quarter is reviewed (`quarter_signed`), or somebody else has it in
            hand (`quarter_begun`).
    """
    if not may(actor, Permission.SUPERVISOR_REVIEW) or not may(actor, Permission.AUDIT_SCORE):
        raise OutOfReachError("account")
    event = SupervisorReviewOpened(
        actor=actor, at=at, to_account=new.supervisor_id, on=new.quarter.first, count=0
    )
    local = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
    try:
        with transaction(session, event) as act:
            # who is held here is reviewed by one person at a time
            hold_people(session, (new.supervisor_id,), None)
            person = supervisor_to_review(session, actor, new.supervisor_id, local.date())
            version = _version(session, actor, new, local.date())
            centre_id = centre_to_file(session, actor, new.supervisor_id, new.quarter)
            if not counts_at_centre(session, version.id, centre_id):
                raise InvalidError("unfit_rubric")
            place, on = (centre_id, SampleType.QUARTER), (local.date(), at)
            audit_id = keep_period_draft(session, actor, version, place, on)
            _tie(session, new, person, audit_id)
            count = _given(session, actor, new, version, audit_id, local, zone, at)
            act.learn(object_id=audit_id, centre_id=centre_id, count=count)
    except StandingReviewError as found:
        return found.audit_id
    return audit_id


def _version(session: Session, actor: Actor, new: NewReview, today: date) -> RubricVersionRow:
    if new.quarter.last >= today:
        raise InvalidError("quarter_running")
    version = quarter_version(session, new.rubric_code, new.quarter, today)
    row = SupervisorReviewRow
    same = (row, and_(row.supervisor_id == new.supervisor_id, row.first_on == new.quarter.first))
    refuse_standing(session, actor, version, same, ("quarter_signed", "quarter_begun"))
    return version


def _tie(session: Session, new: NewReview, person: StaffLine, audit_id: int) -> None:
    session.execute(
        insert(SupervisorReviewRow).values(
            audit_id=audit_id,
            supervisor_id=new.supervisor_id,
            first_on=new.quarter.first,
            label=subject_label(person.name, new.quarter),
        )
    )


def _given(  # noqa: PLR0913, PLR0917 - what is computed, for whom and when
    session: Session,
    actor: Actor,
    new: NewReview,
    version: RubricVersionRow,
    audit_id: int,
    local: datetime,
    zone: str,
    at: datetime,
) -> int:
    rubric = rubric_by_id(session, version.id)
    if rubric is None:
        raise OutOfReachError("rubric")
    entries = entries_from_records(session, rubric, new.supervisor_id, new.quarter, local, zone)
    keep_given(session, actor.account_id, audit_id, entries, at)
    return sum(one.kind is EntryKind.COMPUTED for one in entries)
