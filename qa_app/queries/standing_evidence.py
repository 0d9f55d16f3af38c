"""Which frozen evidence of an area holds for whoever may not read the centre's files."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from qa_app.domain.register_status import Cause
from qa_app.domain.trust_defaults import EVIDENCE_STANDS_DAYS
from qa_app.queries.evidence_snapshots import Snapshot, newest_of_centre
from qa_app.queries.register_standings import AreaStanding


def that_stands(session: Session, area: AreaStanding, today: date, at: datetime) -> Snapshot | None:
    """Find the evidence at whose instant an area is looked at by every set.

    Of two evaluations at instants that somebody chooses the difference tells what happened between
    them, by whichever set each was made, and of whichever area: complaints, incidents and checks of
    staff are counted of a centre as a whole. So there is one instant for all of them.

    Args:
        session: A database session.
        area: The area.
        today: Local day.
        at: The present.

    Returns:
        What was frozen last of the centre, by whichever set; None where the area was moved since,
        or `EVIDENCE_STANDS_DAYS` have passed since it was evaluated. A paper that waits for its
        second person lets go of nothing: one person could record and take back as many as they
        like.

    Source: docs/adr/0054, item 9.
    """
    newest = newest_of_centre(session, area.place.centre_id)
    if newest is None or is_overtaken(newest, area, today):
        return None
    return newest if at - known_at_of(newest) < timedelta(days=EVIDENCE_STANDS_DAYS) else None


def is_overtaken(one: Snapshot, area: AreaStanding, today: date) -> bool:
    """Tell whether an area was moved since it was evaluated, so that no decision may rest on it.

    Args:
        one: Frozen evidence of its centre.
        area: The area.
        today: Local day.

    Returns:
        True where it was moved later, or what had been decided before took effect since.
    """
    known_at = known_at_of(one)
    return any(
        (step.made_at is not None and known_at < step.made_at)
        or (step.cause is not Cause.EXPIRY and one.as_of < step.effective_on <= today)
        for step in area.steps
    )


def known_at_of(one: Snapshot) -> datetime:
    """Give the instant of frozen evidence.

    Args:
        one: It.

    Returns:
        Nothing that was recorded later went into it.
    """
    return datetime.fromisoformat(one.plain["known_at"])
