"""The list of referrals with its table."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.permissions import Permission
from qa_app.domain.referrals import with_limits
from qa_app.domain.register_lists import LineStanding
from qa_app.domain.service_lists import REFERRALS
from qa_app.domain.service_threads import thread_of
from qa_app.domain.working_days import NATIONAL_REGION
from qa_app.models.service_records import ReferralRow
from qa_app.queries.holidays import working_calendar
from qa_app.queries.referrals import referral_from
from qa_app.queries.register_lists import ListTable


def _completed(session: Session, one: LineStanding) -> Mapping[str, Any]:
    # what a file does not hold: the thread that its versions share, and the limits of its steps
    thread, values = None, one.values
    if one.replaces is not None:
        of = select(ReferralRow.thread).where(ReferralRow.id == one.replaces)
        thread = session.execute(of).scalar_one()
    place = f"{values['centre_id']}\n{values['area_code']}\n{values['reference']}"
    calendar = working_calendar(session, NATIONAL_REGION)
    limited = with_limits(referral_from(ReferralRow(**values)), calendar)
    return {
        "thread": thread or thread_of(None, place),
        "accept_due_on": limited.accept_due_on,
        "start_due_on": limited.start_due_on,
        "meet_due_on": limited.meet_due_on,
    }


LIST_TABLES: Final = (
    ListTable(
        REFERRALS,
        ReferralRow,
        Permission.SERVICE_READ,
        Permission.SERVICE_RECORD,
        attributes={"area": "area_code"},
        completes=_completed,
    ),
)
"""With who reads it and who takes it in."""
