"""Who answers for a case file, and whose workers a senior supervisor looks after."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, or_
from sqlalchemy.orm import QueryableAttribute

from qa_app.domain.people import Actor, Role
from qa_app.domain.supervision_agreements import AgreementKind
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.aliases import alias_of
from qa_app.models.cases import CaseFileRow
from qa_app.queries.agreements import in_force
from qa_app.queries.reach import centres_in

_Before = alias_of(SupervisionAgreementRow)


def looks_after(actor: Actor, on: date, worker: QueryableAttribute[Any]) -> ColumnElement[bool]:
    """Give the condition that somebody supervises a worker, or that nobody else does.

    Nobody comes to it by their own hand alone: an agreement that they made for themselves while
    a colleague supervised the worker, or after they had ended the colleague's, does not count,
    and that colleague counts on. So another person names them, or they ask for each file.

    Args:
        actor: The senior supervisor.
        on: The local day.
        worker: The column that names the practitioner; NULL where nobody is named.

    Returns:
        A condition on the row of that column; it knows nothing of reach.

    Source: ADR 0047, "What nobody brings about alone".
    """
    me, one = actor.account_id, SupervisionAgreementRow
    before = exists().where(
        _Before.practitioner_id == one.practitioner_id,
        _Before.id < one.id,
        _others(_Before, me, on),
    )
    mine = exists().where(
        one.practitioner_id == worker,
        one.supervisor_id == me,
        in_force(on),
        or_(one.created_by.is_distinct_from(me), not_(before)),
    )
    others = exists().where(one.practitioner_id == worker, _others(one, me, on))
    return or_(mine, not_(others))


def answers_for(actor: Actor, on: date) -> ColumnElement[bool]:
    """Give the condition that somebody answers for a case file, and so for who else opens it.

    Args:
        actor: Who.
        on: The local day.

    Returns:
        A condition on `CaseFileRow` and `CentreRow`: the manager of its centre; and of a file
        that is not sealed whoever supervises its worker, or every senior supervisor of the place
        where nobody does.
    """
    supervises = and_(
        centres_in(actor.reach_as({Role.SENIOR_SUPERVISOR})),
        looks_after(actor, on, CaseFileRow.practitioner_id),
        CaseFileRow.is_sealed.is_(False),
    )
    return or_(centres_in(actor.reach_as({Role.CENTRE_MANAGER})), supervises)


def _others(row: type[SupervisionAgreementRow], me: int | None, on: date) -> ColumnElement[bool]:
    # a colleague supervises the worker, or would if it had not been ended by who asks
    ended = and_(row.kind == AgreementKind.STANDING.value, row.ended_by == me)
    return and_(row.supervisor_id != me, or_(in_force(on, row), ended))
