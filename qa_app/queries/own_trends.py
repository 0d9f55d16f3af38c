"""Whose own trend somebody may look at: theirs, and of whom they supervise by agreement."""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.charting import Cut, CutReason
from qa_app.domain.month_grid import month_of
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.queries.agreements import in_force
from qa_app.queries.chart_cuts import cuts_of_scopes
from qa_app.queries.reach import centres_within
from qa_app.queries.trends import RubricTrend, Scope, ScopeKind, whole_file_trends


def own_scope(session: Session, actor: Actor, practitioner_id: int, today: date) -> Scope | None:
    """Find a practitioner whose own trend somebody may look at.

    Args:
        session: A database session.
        actor: Who asks.
        practitioner_id: The practitioner.
        today: Local day.

    Returns:
        The scope of their own files, under the name of their centre; None for everybody but the
        practitioner and who supervises them by an agreement that holds today. A manager of the
        centre is not among them, nor who only leads a session or reads the files.
    """
    row = session.execute(
        select(PractitionerRow.code, CentreRow.name_zh, CentreRow.name_en)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(PractitionerRow.id == practitioner_id, _sees(actor, today))
    ).one_or_none()
    if row is None:
        return None
    name = BilingualText(row.name_zh, row.name_en)
    return Scope(
        ScopeKind.WORKER,
        practitioner_id,
        name,
        sees_files=True,
        code=row.code,
        running=month_of(today),
    )


def _sees(actor: Actor, today: date) -> ColumnElement[bool]:
    if actor.account_id is None:
        return false()
    agreement = SupervisionAgreementRow
    agreed = exists().where(
        agreement.practitioner_id == PractitionerRow.id,
        agreement.supervisor_id == actor.account_id,
        in_force(today),
    )
    is_own = and_(
        PractitionerRow.id == (actor.practitioner_id or 0),
        centres_within(actor, Permission.LEARNING_READ),
    )
    return or_(is_own, and_(agreed, centres_within(actor, Permission.LEARNING_WRITE)))


def own_trends(session: Session, scope: Scope) -> tuple[RubricTrend, ...]:
    """Read what a practitioner's own files show, by rubric and quarter.

    Args:
        session: A database session.
        scope: From `own_scope`.

    Returns:
        Series of whole files for each rubric, by code; sealed rubrics left out.
    """
    found = whole_file_trends(session, scope)
    return tuple(one for one in found if one.current.access != "sealed")


def cuts_of_own(session: Session, scope: Scope, rubric_code: str) -> tuple[Cut, ...]:
    """Find where the files of a practitioner's centre began to be drawn or read otherwise.

    Args:
        session: A database session.
        scope: From `own_scope`.
        rubric_code: Which rubric.

    Returns:
        The cuts of the centre's own chart, as files of all its practitioners are drawn and read
        together; baselines that somebody set for the centre left out.
    """
    centre = select(PractitionerRow.centre_id).where(PractitionerRow.id == scope.object_id)
    key = f"c:{session.execute(centre).scalar_one()}"
    found = cuts_of_scopes(session, (key,), rubric_code)(key, "")
    return tuple(one for one in found if one.reason is not CutReason.REBASED)
