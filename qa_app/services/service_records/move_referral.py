"""Take a step with a referral: accepted, declined, assigned, met, started, closed."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.referrals import Taken, moved
from qa_app.domain.service_events import ReferralRecorded
from qa_app.domain.working_days import NATIONAL_REGION
from qa_app.models.service_records import ReferralRow
from qa_app.models.service_versions import next_version
from qa_app.models.transaction import transaction
from qa_app.queries.holidays import working_calendar
from qa_app.queries.referrals import referral_from
from qa_app.queries.service_records import SeenVersion, standing


def move_referral(
    session: Session, actor: Actor, seen: SeenVersion, taken: Taken, zone: str, *, at: datetime
) -> None:
    """Take a step; the version before stays as it was.

    Args:
        session: A database session.
        actor: Manager of the centre.
        seen: The referral as it was shown.
        taken: The step.
        zone: Local time zone of the installation.
        at: The present.

    Raises:
        OutOfReachError: There is no such referral where the actor may record.
        ConflictError: Somebody took a step meanwhile (`changed_meanwhile`).
        InvalidError: The step is refused (`referrals.moved`).
    """
    event = ReferralRecorded(actor=actor, at=at, object_id=seen.thread, step=taken.step.value)
    with transaction(session, event) as act:
        permission = Permission.SERVICE_RECORD
        row = standing(session, actor, ReferralRow, seen.thread, permission, is_locked=True)
        if row is None:
            raise OutOfReachError("referral")
        if row.id != seen.version:
            raise ConflictError("changed_meanwhile")
        calendar = working_calendar(session, NATIONAL_REGION)
        changes = asdict(moved(referral_from(row), taken, local_day(at, zone), calendar))
        changes["area_code"] = changes.pop("area")
        act.learn(centre_id=row.centre_id)
        next_version(session, row, actor.account_id, at, changes)
