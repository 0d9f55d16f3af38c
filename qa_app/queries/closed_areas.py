"""Areas of centres with files for which somebody would have to ask."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, literal_column, not_, select, union
from sqlalchemy.orm import Session

from qa_app.domain.criteria_period import period_until
from qa_app.domain.month_grid import first_day
from qa_app.domain.people import Actor
from qa_app.domain.permissions import reach_over_others
from qa_app.domain.totals import COUNTED_IN_CHARTS
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.openings import opened_to
from qa_app.queries.reach import centres_in, signed_within


def closed_areas(
    session: Session,
    actor: Actor,
    within: ColumnElement[bool],
    as_of: date,
    *,
    at: datetime,
    on: date,
) -> frozenset[tuple[int, str]]:
    """Find where a number that counts items of the files of a year counts a closed one.

    Args:
        session: A database session.
        actor: Who asks.
        within: Condition on `CentreRow`.
        as_of: Last local day of the files; the first is that of the criteria as of it.
        at: The present, for what they were let into.
        on: The local day, for agreements.

    Returns:
        Centre and area of every file read on these days for which they would have to ask, of
        centres whose files they read in general; also of those that no longer count, because a past
        day is told as it was known then.

    Source: ADR 0036.
    """
    opens = and_(signed_within(actor), opened_to(actor, at=at, on=on))
    # each by an index of its own that begins with the centre, whatever else the network read
    reach = centres_in(reach_over_others(actor))
    centres = select(CentreRow.id).where(within, reach).correlate(None)
    counts = (AuditRow.state == literal_column("'signed'"), AuditRow.counted_until.is_not(None))
    found = [
        select(AuditRow.centre_id, AuditRow.area_code)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(
            AuditRow.centre_id.in_(centres),
            one,
            AuditRow.reviewed_on.between(first_day(period_until(as_of).first_month), as_of),
            AuditRow.sample_type.in_(sorted(COUNTED_IN_CHARTS)),
            not_(opens),
        )
        for one in counts
    ]
    rows = session.execute(union(*found))
    return frozenset((row.centre_id, row.area_code) for row in rows)
