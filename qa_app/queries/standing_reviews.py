"""A review of a period that stands already: nobody begins a second one."""

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError
from qa_app.domain.people import Actor
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditRow
from qa_app.models.region_reviews import RegionReviewRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervisor_reviews import SupervisorReviewRow
from qa_app.queries.versions_in_force import stretches_beside

PeriodReview = type[RegionReviewRow] | type[SupervisorReviewRow]


class StandingReviewError(Exception):
    """The actor has begun it already; nothing is done and nothing noted."""

    def __init__(self, audit_id: int) -> None:
        """Keep which one it is.

        Args:
            audit_id: The actor's own draft.
        """
        super().__init__(audit_id)
        self.audit_id = audit_id


def refuse_standing(
    session: Session,
    actor: Actor,
    version: RubricVersionRow,
    same: tuple[PeriodReview, ColumnElement[bool]],
    codes: tuple[str, str],
) -> None:
    """Refuse a second review of one period by versions of one rubric.

    Args:
        session: A session inside `transaction` that holds what is reviewed.
        actor: Who would begin one.
        version: The version of the rubric.
        same: The table of such reviews, and what tells those of the period in it.
        codes: Why: it is signed; somebody else has it in hand.

    Raises:
        StandingReviewError: The actor has it in hand.
        ConflictError: It is signed, or another active account has it in hand.
    """
    beside = [one.version_id for one in stretches_beside(session, version)]
    table, is_same = same
    rows = session.execute(
        select(AuditRow.id, AuditRow.state, AuditRow.reader_id)
        .join(AccountRow, AccountRow.id == AuditRow.reader_id)
        .where(
            exists().where(table.audit_id == AuditRow.id, is_same),
            AuditRow.rubric_version_id.in_(beside),
            or_(
                AuditRow.state.in_(("signed", "replaced")),
                (AuditRow.state == "draft") & AccountRow.is_active,
            ),
        )
        .order_by(AuditRow.id)
    ).all()
    signed, begun = codes
    if any(row.state != "draft" for row in rows):
        raise ConflictError(signed)
    own = [row.id for row in rows if row.reader_id == actor.account_id]
    if own:
        raise StandingReviewError(own[0])
    if rows:
        raise ConflictError(begun)
