"""Keeps agreements of supervision, each with the tie that keeps a supervisor from judging."""

from datetime import date

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from qa_app.domain.bars import TieKind
from qa_app.domain.supervision_agreements import AgreementKind
from qa_app.models.accounts import AccountRow
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.places import PractitionerRow
from qa_app.models.required_counts import counting_required
from qa_app.models.transaction import lock_rows
from qa_app.models.who_reads import TieRow


def hold_people(session: Session, accounts: tuple[int, ...], practitioner_id: int | None) -> None:
    """Keep others from making agreements with the same people at once.

    Whoever only refers to them does not wait: who changes an agreement or brings sessions in holds
    the practitioner first and writes rows with accounts after it, and would wait in a circle.

    Args:
        session: A session inside `transaction`.
        accounts: Accounts of those who take part.
        practitioner_id: The practitioner who does.
    """
    if not lock_rows(session):
        return
    rows = select(AccountRow.id).where(AccountRow.id.in_(sorted(accounts)))
    session.execute(rows.order_by(AccountRow.id).with_for_update(key_share=True)).all()
    if practitioner_id is not None:
        row = select(PractitionerRow.id).where(PractitionerRow.id == practitioner_id)
        session.execute(row.with_for_update(key_share=True)).all()


def keep_agreement(session: Session, row: SupervisionAgreementRow) -> int:
    """Keep an agreement; who supervises a worker is tied to them from then on.

    Args:
        session: A session inside `transaction`.
        row: The agreement.

    Returns:
        The agreement.
    """
    with counting_required(session, whose_rhythm(row)):
        session.add(row)
    if row.practitioner_id is not None:
        own = select(PractitionerRow.centre_id).where(PractitionerRow.id == row.practitioner_id)
        session.add(
            TieRow(
                account_id=row.supervisor_id,
                kind=TieKind.SUPERVISION.value,
                centre_id=session.execute(own).scalar_one(),
                practitioner_id=row.practitioner_id,
                from_on=row.from_on,
                until_on=row.until_on,
                reason=None,
                recorded_at=row.created_at,
                recorded_by=row.created_by,
            )
        )
    session.flush()
    return row.id


def whose_rhythm(row: SupervisionAgreementRow) -> tuple[int, ...]:
    """Tell of whom an agreement says how often they are to be supervised.

    Args:
        row: The agreement.

    Returns:
        Its practitioner; nobody where it is about a supervisor or holds only for a while.
    """
    is_standing = row.kind == AgreementKind.STANDING.value
    return (row.practitioner_id,) if is_standing and row.practitioner_id is not None else ()


def end_tie_of(session: Session, row: SupervisionAgreementRow, until_on: date) -> None:
    """Let the tie of an agreement end with it.

    Args:
        session: A session inside `transaction`.
        row: The agreement, with its days as they were.
        until_on: Its last day from now on.
    """
    session.execute(
        update(TieRow)
        .where(
            TieRow.account_id == row.supervisor_id,
            TieRow.kind == TieKind.SUPERVISION.value,
            TieRow.practitioner_id == row.practitioner_id,
            TieRow.from_on == row.from_on,
            or_(TieRow.until_on.is_(None), TieRow.until_on > until_on),
        )
        .values(until_on=until_on)
        .execution_options(synchronize_session=False)
    )
