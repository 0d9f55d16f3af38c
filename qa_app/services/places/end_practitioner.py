"""Note that a worker has left, or is back."""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.events import PlacesChanged
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.workers import LeftWhy
from qa_app.models.leavers import expect_no_more
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.required_counts import counting_required
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.transaction import transaction
from qa_app.models.worker_posts import change_post
from qa_app.queries.reach import centres_within


@looking_beyond(Beyond.ADMINISTRATION)
def end_practitioner(  # noqa: PLR0913 - why somebody left is an argument, as everything from outside
    session: Session,
    actor: Actor,
    practitioner_id: int,
    ended_on: date | None,
    zone: str,
    *,
    at: datetime,
    why: LeftWhy = LeftWhy.OTHER,
) -> None:
    """Set a worker's last day in post; at later sessions they are expected no more.

    Args:
        session: A database session.
        actor: Who notes it.
        practitioner_id: The worker.
        ended_on: The last day; None when the worker is in post.
        zone: Local time zone.
        at: The present.
        why: Why they left; of no meaning without a last day.

    Raises:
        NotAllowedError: The actor may not change the register.
        OutOfReachError: There is no such worker within reach.
        InvalidError: The last day lies before the first (`ends_before_start`).
    """
    if not may(actor, Permission.PLACE_EDIT):
        raise NotAllowedError("place:edit")
    event = PlacesChanged(
        actor=actor, at=at, what="practitioner", count=1, object_id=practitioner_id
    )
    with transaction(session, event) as act:
        row = session.execute(
            select(PractitionerRow.centre_id, PractitionerRow.started_on)
            .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
            .where(
                PractitionerRow.id == practitioner_id,
                centres_within(actor, Permission.PLACE_EDIT),
            )
        ).one_or_none()
        if row is None:
            raise OutOfReachError("practitioner")
        if ended_on is not None and ended_on < row.started_on:
            raise InvalidError("ends_before_start")
        if ended_on is not None:
            today = local_day(at, zone)
            expect_no_more(session, practitioner_id, ended_on, today, actor.account_id, at)
        left = (ended_on, why.value if ended_on is not None else "")
        with counting_required(session, [practitioner_id]):
            # from here on whoever notes another last day waits, so each ends what the last began
            change_post(session, practitioner_id, left, actor.account_id, at)
            session.execute(
                update(PractitionerRow)
                .where(PractitionerRow.id == practitioner_id)
                .values(ended_on=ended_on)
            )
        act.learn(centre_id=row.centre_id)
