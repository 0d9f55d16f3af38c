"""Who works at a centre on a day: its own practitioners, and those deployed there."""

from datetime import date

from sqlalchemy import ColumnElement, or_, select

from qa_app.domain.supervision_agreements import AgreementKind
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.places import PractitionerRow


def belongs_to(centre_id: int, day: date) -> ColumnElement[bool]:
    """Give the condition that somebody belongs to a centre on a day.

    Args:
        centre_id: The centre.
        day: The day.

    Returns:
        A condition on `PractitionerRow`: whoever is deployed there belongs there for the time,
        and to their own centre as well; those who left are included.
    """
    deployed = select(SupervisionAgreementRow.practitioner_id).where(
        SupervisionAgreementRow.kind == AgreementKind.DEPLOYMENT.value,
        SupervisionAgreementRow.centre_id == centre_id,
        SupervisionAgreementRow.practitioner_id.is_not(None),
        SupervisionAgreementRow.from_on <= day,
        SupervisionAgreementRow.until_on >= day,
    )
    return or_(PractitionerRow.centre_id == centre_id, PractitionerRow.id.in_(deployed))
