"""Who may decide about a result: nobody who took part, proposed it or is tied to it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from qa_app.domain.bars import Judged
from qa_app.domain.objections import Side, side_of
from qa_app.domain.parties import ResultPlace, is_manager, is_worker
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.queries.bars import Tied, judged_of, tied
from qa_app.queries.result_paper import ResultPaper
from qa_app.queries.staff import people_with


@dataclass(frozen=True, slots=True)
class Undecided:
    """What has to be decided about a result, as far as it says who may.

    Attributes:
        place: Where the result belongs.
        took_part: Accounts that had a hand in it.
        proposer_id: Who proposed the amendment that waits; None without one.
        judged: The file, as ties bar from it.
    """

    place: ResultPlace
    took_part: Collection[int]
    proposer_id: int | None
    judged: Judged


def may_decide(person: Actor, ties: Mapping[int, Tied], one: Undecided) -> bool:
    """Tell whether a person may decide about a result now.

    Args:
        person: Who.
        ties: What ties people, the person among them.
        one: The result.

    Returns:
        True for an account that may decide at its centre, is not of its side, took no part, did
        not propose the amendment that waits, and is not barred from the file.
    """
    place = one.place
    if person.account_id is None or person.account_id == one.proposer_id:
        return False
    is_own = is_manager(person, place) or is_worker(person, place)
    return (
        reach_of(person, Permission.OBJECTION_DECIDE).covers(place.centre_id, place.place_path)
        and side_of(person.account_id, one.took_part, is_centre=is_own) is Side.OUTSIDE
        and not ties[person.account_id].bars(one.judged)
    )


def names_of_deciders(session: Session, paper: ResultPaper, on: date) -> tuple[str, ...]:
    """Name those who may decide about a result now.

    Args:
        session: A database session.
        paper: The result, which is in reach of whoever asks.
        on: The local day.

    Returns:
        Active accounts by name, as `may_decide`; empty when there is nobody.
    """
    people = people_with(session, Permission.OBJECTION_DECIDE)
    ties = tied(session, [one.account_id for one in people if one.account_id is not None])
    judged = judged_of(session, paper.audit_id, on)
    one = Undecided(paper.place, paper.took_part, paper.proposer_id, judged)
    return tuple(person.name for person in people if may_decide(person, ties, one))
