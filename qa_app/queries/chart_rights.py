"""Who may write on which charts, and who may let limits begin anew there."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Reach, Role
from qa_app.domain.permissions import Permission, reach_of
from qa_app.models.chart_marks import BaselineRow, ChartNoteRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.trends import Scope, ScopeKind, centre_scope, network_scope, place_scope

_OF_CENTRE = frozenset({Role.CENTRE_MANAGER, Role.CASEWORKER})


def chart_scope(
    session: Session, actor: Actor, kind: ScopeKind, object_id: int, today: date | None = None
) -> Scope | None:
    """Find whose charts are meant.

    Args:
        session: A database session.
        actor: Who asks.
        kind: A centre or a place.
        object_id: Which one; place 0 is the whole network.
        today: Local day, as for `centre_scope`; it is not needed to look at rights.

    Returns:
        The scope; None when there is none, or it is out of reach.
    """
    if kind is ScopeKind.CENTRE:
        return centre_scope(session, actor, object_id, today)
    if kind is ScopeKind.PLACE:
        if object_id:
            return place_scope(session, actor, object_id, today)
        return network_scope(actor, today)
    return None


def scope_of_key(
    session: Session, actor: Actor, key: str, today: date | None = None
) -> Scope | None:
    """Find whose charts something stands on.

    Args:
        session: A database session.
        actor: Who asks.
        key: Name of the scope among the totals.
        today: Local day, as for `chart_scope`.

    Returns:
        The scope; None when it is out of reach.
    """
    kind, _, number = key.partition(":")
    if not number:
        return network_scope(actor, today)
    found = ScopeKind.CENTRE if kind == "c" else ScopeKind.PLACE
    return chart_scope(session, actor, found, int(number), today)


def may_note(actor: Actor, scope: Scope) -> bool:
    """Tell whether somebody writes notes on a scope's charts.

    Args:
        actor: Who wants to.
        scope: Whose charts, within reach.

    Returns:
        True for managers of the centre and supervisors whose reach covers all of the scope.
    """
    return _covers(reach_of(actor, Permission.CHART_NOTE), scope)


def may_take_off(actor: Actor, scope: Scope) -> bool:
    """Tell whether somebody takes off notes that others wrote.

    Args:
        actor: Who wants to.
        scope: Whose charts, within reach.

    Returns:
        True for supervisors whose reach covers all of the scope; a centre takes off its own only.
    """
    return _covers(actor.reach_as((Role.SENIOR_SUPERVISOR,)), scope)


def may_rebase(actor: Actor, scope: Scope) -> bool:
    """Tell whether somebody lets limits of a scope begin anew, or go on.

    Args:
        actor: Who wants to.
        scope: Whose charts, within reach.

    Returns:
        True for those whose right covers all of the scope and who do not belong to the centre.
    """
    return _covers(reach_of(actor, Permission.CHART_REBASE), scope) and not (
        scope.kind is ScopeKind.CENTRE and _covers(actor.reach_as(_OF_CENTRE), scope)
    )


def _covers(reach: Reach, scope: Scope) -> bool:
    if scope.kind is ScopeKind.CENTRE:
        return reach.covers(scope.object_id, scope.place_path)
    if scope.kind is ScopeKind.PLACE:
        # a centre in reach is no place in reach
        return reach.covers(0, scope.place_path)
    return reach.is_everything


def scope_of_note(session: Session, actor: Actor, note_id: int) -> Scope | None:
    """Find on whose charts a note stands.

    Args:
        session: A database session.
        actor: Who asks.
        note_id: The note, taken off or not.

    Returns:
        The scope; None when there is no such note within reach.
    """
    key = session.execute(
        select(ChartNoteRow.scope).where(ChartNoteRow.id == note_id)
    ).scalar_one_or_none()
    return None if key is None else scope_of_key(session, actor, key)


def chart_of_baseline(
    session: Session, actor: Actor, baseline_id: int, today: date | None = None
) -> tuple[Scope, str, str] | None:
    """Find on which chart limits began anew.

    Args:
        session: A database session.
        actor: Who asks.
        baseline_id: The baseline, taken back or not.
        today: Local day, as for `chart_scope`.

    Returns:
        Scope, rubric and section; None when there is no such baseline within reach.
    """
    row = session.execute(
        select(BaselineRow.scope, BaselineRow.section, RubricVersionRow.rubric_code)
        .join(RubricVersionRow, RubricVersionRow.id == BaselineRow.rubric_version_id)
        .where(BaselineRow.id == baseline_id)
    ).one_or_none()
    scope = None if row is None else scope_of_key(session, actor, row.scope, today)
    return None if row is None or scope is None else (scope, row.rubric_code, row.section)
