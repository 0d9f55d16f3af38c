"""What a city calls the register, the act, the paper and the bodies."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.register_names import names_with
from qa_app.domain.register_terms import Names
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.register_decisions import RegisterNamesRow
from qa_app.models.transaction import locked
from qa_app.queries.criteria_versions import terms_under


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


def agreed_names(session: Session) -> dict[str, BilingualText]:
    """Read the names that hold.

    Args:
        session: A database session.

    Returns:
        Text by name; empty before any were agreed, so that those of the criteria hold.
    """
    row = session.execute(
        select(RegisterNamesRow.names)
        .where(RegisterNamesRow.is_agreed.is_(True))
        .order_by(RegisterNamesRow.answered_at.desc(), RegisterNamesRow.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    return {} if row is None else _texts(row)


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
