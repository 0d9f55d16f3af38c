"""Everything of weight that is recorded, held against the journal; nothing is written."""

from sqlalchemy.orm import Session

from qa_app.domain.act_seals import Held
from qa_app.models.transaction import one_moment
from qa_app.queries.act_records import hold_records
from qa_app.queries.act_register import hold_register
from qa_app.queries.act_reviews import hold_reviews
from qa_app.queries.told_acts import since


def held_acts(session: Session) -> Held:
    """Hold reviews, decisions and the register, papers, objections and records of sessions.

    What is held, both ways: that a row of the journal tells of the act, with its person, time and
    outcome, that the row seals what is recorded, and that what the journal tells of is recorded.
    The journal itself is checked by `queries.journal`.

    Args:
        session: A database session without unsaved changes, with a sealer.

    Returns:
        What was found, as it stands at one moment.
    """
    with one_moment(session):
        held, from_where = Held(), since(session)
        hold_reviews(session, held, from_where)
        hold_register(session, held, from_where)
        hold_records(session, held, from_where)
        return held


def held_reviews(session: Session) -> Held:
    """Hold reviews, pairs and amendments alone.

    Args:
        session: As of `held_acts`.

    Returns:
        As `held_acts`.
    """
    with one_moment(session):
        held = Held()
        hold_reviews(session, held, since(session))
        return held
