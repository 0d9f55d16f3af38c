"""What a city calls the register, the act, the paper and the bodies."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.register_decisions import DecisionState
from qa_app.domain.register_names import names_with, with_body_of
from qa_app.domain.register_terms import Names
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.register_decisions import RegisterNamesRow
from qa_app.models.transaction import locked
from qa_app.queries.criteria_versions import terms_under
from qa_app.queries.register_decisions import Decision


@dataclass(frozen=True, slots=True)
class ProposedNames:
    """Names that wait for a second person.

    Attributes:
        id: They.
        names: Text by name.
        proposed_at: When.
        proposed_by: By whom.
        proposer: Their name.
        is_answered: True when somebody answered.
    """

    id: int
    names: dict[str, BilingualText]
    proposed_at: datetime
    proposed_by: int
    proposer: str
    is_answered: bool = False


Agreed = tuple[tuple[datetime, dict[str, BilingualText]], ...]
"""What was agreed on and since when, the newest first; nobody changes what is agreed."""


def agreed_names(session: Session) -> dict[str, BilingualText]:
    """Read the names that hold.

    Args:
        session: A database session.

    Returns:
        Text by name; empty before any were agreed, so that those of the criteria hold.
    """
    return next((names for _since, names in agreed_over_time(session)), {})


def agreed_over_time(session: Session) -> Agreed:
    """Read all names that were agreed on.

    Args:
        session: A database session.

    Returns:
        They, the newest first.
    """
    rows = session.execute(
        select(RegisterNamesRow.answered_at, RegisterNamesRow.names)
        .where(RegisterNamesRow.is_agreed.is_(True))
        .order_by(RegisterNamesRow.answered_at.desc(), RegisterNamesRow.id.desc())
    )
    return tuple((since, _texts(names)) for since, names in rows if since is not None)


def names_as_decided(names: Names, agreed: Agreed, at: datetime) -> Names:
    """Give what register and paper are called now, and the body that something was decided by.

    Args:
        names: Names of the criteria.
        agreed: What was agreed on over time.
        at: When it was decided, or put forward.

    Returns:
        The names of the criteria with what the city agreed on over them, the body as of then.
    """
    then = next((given for since, given in agreed if since <= at), {})
    now = agreed[0][1] if agreed else {}
    return with_body_of(names_with(names, now), names_with(names, then))


def names_for(session: Session, one: Decision) -> Names:
    """Give the names under which a decision is told.

    Args:
        session: A database session.
        one: The decision.

    Returns:
        Those that hold now, but the body that decided; of what is not decided the body for which it
        was put forward.
    """
    at = one.proposed_at
    if one.state is DecisionState.DECIDED and one.decided_at is not None:
        at = one.decided_at
    names = terms_under(session, one.version).names
    return names_as_decided(names, agreed_over_time(session), at)


def names_now(session: Session, criteria: tuple[str, str]) -> Names:
    """Give what register, paper and body are called now.

    Args:
        session: A database session.
        criteria: Code and version of the criteria.

    Returns:
        The names of that version, with what the city agreed on over them.
    """
    return names_with(terms_under(session, criteria).names, agreed_names(session))


def waiting_names(session: Session) -> tuple[ProposedNames, ...]:
    """List names that wait for a second person.

    Args:
        session: A database session.

    Returns:
        The longest waiting first.
    """
    rows = session.execute(
        select(RegisterNamesRow, AccountRow.display_name)
        .join(AccountRow, AccountRow.id == RegisterNamesRow.proposed_by)
        .where(RegisterNamesRow.is_agreed.is_(None))
        .order_by(RegisterNamesRow.id)
    ).all()
    return tuple(
        ProposedNames(row.id, _texts(row.names), row.proposed_at, row.proposed_by, name)
        for row, name in rows
    )


def held_names(session: Session, names_id: int) -> ProposedNames:
    """Find names that somebody is about to answer, and keep others from answering them.

    Args:
        session: A session inside `transaction`.
        names_id: Which ones.

    Returns:
        They.

    Raises:
        OutOfReachError: There are none.
    """
    query = select(RegisterNamesRow).where(RegisterNamesRow.id == names_id)
    row = session.execute(locked(session, query, RegisterNamesRow)).scalar_one_or_none()
    if row is None:
        raise OutOfReachError("register_names")
    is_answered = row.is_agreed is not None
    return ProposedNames(
        row.id, _texts(row.names), row.proposed_at, row.proposed_by, "", is_answered
    )


def _texts(plain: dict[str, dict[str, str]]) -> dict[str, BilingualText]:
    return {name: BilingualText(text["zh"], text["en"]) for name, text in plain.items()}
