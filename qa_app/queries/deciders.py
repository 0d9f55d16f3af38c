"""Who may decide about a result: nobody who took part, proposed it or is tied to it."""

from datetime import date

from sqlalchemy.orm import Session

from qa_app.domain.objections import Side, side_of
from qa_app.domain.parties import is_manager, is_worker
from qa_app.domain.permissions import Permission, reach_of
from qa_app.queries.bars import unbarred
from qa_app.queries.result_paper import ResultPaper
from qa_app.queries.staff import people_with


def names_of_deciders(session: Session, paper: ResultPaper, on: date) -> tuple[str, ...]:
    """Name those who may decide about a result now.

    Args:
        session: A database session.
        paper: The result, which is in reach of whoever asks.
        on: The local day.

    Returns:
        Active accounts by name that may decide at its centre, are not of its side, took no part,
        did not propose the amendment that waits, and are not barred from the file; empty when
        there is nobody.
    """
    place = paper.place
    names = {
        one.account_id: one.name
        for one in people_with(session, Permission.OBJECTION_DECIDE)
        if one.account_id is not None
        and one.account_id != paper.proposer_id
        and reach_of(one, Permission.OBJECTION_DECIDE).covers(place.centre_id, place.place_path)
        and side_of(
            one.account_id,
            paper.took_part,
            is_centre=is_manager(one, place) or is_worker(one, place),
        )
        is Side.OUTSIDE
    }
    free = frozenset(unbarred(session, names, paper.audit_id, on))
    return tuple(name for account, name in names.items() if account in free)
