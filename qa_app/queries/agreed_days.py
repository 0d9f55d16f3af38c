"""Agreements about people as they hold day by day."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.agreed_days import AgreedStretch
from qa_app.domain.supervision_agreements import AgreementKind
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.row_lock import Beyond, looking_beyond

Person = tuple[int | None, int | None]
"""A practitioner, or the account of a supervisor; the other one is None."""


@looking_beyond(Beyond.RULES)
def agreed_between(
    session: Session, about: ColumnElement[bool], first: date, last: date
) -> dict[Person, tuple[AgreedStretch, ...]]:
    """Read the agreements about some people that hold on a day of a span, with one query.

    Args:
        session: A database session.
        about: Condition on `SupervisionAgreementRow`: whose; the caller knows that they are in
            reach.
        first: First day.
        last: Last day.

    Returns:
        Person to their agreements, earlier ones first; nobody without one.
    """
    rows = session.execute(
        select(SupervisionAgreementRow)
        .where(
            about,
            SupervisionAgreementRow.from_on <= last,
            or_(
                SupervisionAgreementRow.until_on.is_(None),
                SupervisionAgreementRow.until_on >= first,
            ),
        )
        .order_by(SupervisionAgreementRow.from_on, SupervisionAgreementRow.id)
    ).scalars()
    found: dict[Person, list[AgreedStretch]] = defaultdict(list)
    for row in rows:
        found[row.practitioner_id, row.account_id].append(stretch_of(row))
    return {who: tuple(stretches) for who, stretches in found.items()}


def stretch_of(row: SupervisionAgreementRow) -> AgreedStretch:
    """Read what an agreement says of who, where and when.

    Args:
        row: The agreement.

    Returns:
        The same without its other terms.
    """
    return AgreedStretch(
        row.id,
        AgreementKind(row.kind),
        row.supervisor_id,
        row.centre_id,
        row.from_on,
        row.until_on,
        row.every_days,
        row.deputy_of_id,
        row.place_path,
    )


def people_in(agreements: Collection[SupervisionAgreementRow]) -> ColumnElement[bool]:
    """Give the condition that an agreement is about the people of others.

    Args:
        agreements: The others.

    Returns:
        A condition on `SupervisionAgreementRow`.
    """
    workers = sorted({one.practitioner_id or 0 for one in agreements} - {0})
    accounts = sorted({one.account_id or 0 for one in agreements} - {0})
    return or_(
        SupervisionAgreementRow.practitioner_id.in_(workers),
        SupervisionAgreementRow.account_id.in_(accounts),
    )
