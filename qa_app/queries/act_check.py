"""Everything of weight that is recorded, held against the journal; nothing is written."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from qa_app.domain.act_seals import EVERY, ActFault, Held, Kind, Since, Unlike
from qa_app.models.sealing import WrongKeyError
from qa_app.models.transaction import one_moment
from qa_app.queries.act_accounts import hold_accounts
from qa_app.queries.act_records import hold_records
from qa_app.queries.act_register import hold_register
from qa_app.queries.act_reviews import hold_reviews
from qa_app.queries.told_acts import since

_UNREADABLE = (ValueError, TypeError, LookupError, OverflowError, WrongKeyError)
"""What reading raises of values that no version writes, and of texts whose key is not at hand."""
_KIND_OF: dict[Callable[[Session, Held, Since], None], Kind] = {
    hold_reviews: Kind.REVIEW,
    hold_register: Kind.DECISION,
    hold_records: Kind.RECORD,
    hold_accounts: Kind.ACCOUNT,
}


def held_acts(session: Session) -> Held:
    """Hold reviews, the register with its papers, records of sessions, and what accounts may do.

    What is held, both ways: that a row of the journal tells of the act, with its person, time and
    outcome, that the row seals what is recorded, and that what the journal tells of is recorded.
    The journal itself is checked by `queries.journal`.

    Args:
        session: A database session without unsaved changes, with a sealer.

    Returns:
        What was found, as it stands at one moment.
    """
    return _held(session, hold_reviews, hold_register, hold_records, hold_accounts)


def held_reviews(session: Session) -> Held:
    """Hold reviews, pairs and amendments alone.

    Args:
        session: As of `held_acts`.

    Returns:
        As `held_acts`.
    """
    return _held(session, hold_reviews)


def _held(session: Session, *kinds: Callable[[Session, Held, Since], None]) -> Held:
    with one_moment(session):
        held, from_where = Held(), since(session)
        for hold in kinds:
            try:
                hold(session, held, from_where)
            except _UNREADABLE:
                held.unlike.append(Unlike(_KIND_OF[hold], EVERY, ActFault.UNREADABLE))
        return held
