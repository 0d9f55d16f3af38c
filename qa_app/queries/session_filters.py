"""Whom and what the lists of sessions can be narrowed to."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from qa_app.domain.defaults import PEOPLE_TO_FILTER_MOST
from qa_app.domain.name_order import name_key
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.supervision import SessionType
from qa_app.models.accounts import AccountRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.queries.reach import centres_within


@dataclass(frozen=True, slots=True)
class SessionFilter:
    """Which sessions a list is narrowed to; None leaves a question open.

    Attributes:
        centre_id: Only this centre.
        type: Only this type.
        supervisor_id: Only those that this account leads.
        practitioner_id: Only those at which this practitioner is expected.
    """

    centre_id: int | None = None
    type: SessionType | None = None
    supervisor_id: int | None = None
    practitioner_id: int | None = None

    def condition(self) -> ColumnElement[bool]:
        """Give the condition that a session passes.

        Returns:
            A condition on `SupervisionSessionRow`; true for every session without a question.
        """
        row = SupervisionSessionRow
        asked: list[ColumnElement[bool]] = []
        if self.centre_id is not None:
            asked.append(row.centre_id == self.centre_id)
        if self.type is not None:
            asked.append(row.type == self.type.value)
        if self.supervisor_id is not None:
            asked.append(row.supervisor_id == self.supervisor_id)
        if self.practitioner_id is not None:
            expected = select(SessionPersonRow.session_id).where(
                SessionPersonRow.practitioner_id == self.practitioner_id
            )
            asked.append(row.id.in_(expected))
        return and_(true(), *asked)


@dataclass(frozen=True, slots=True)
class FilterPeople:
    """Who may be chosen.

    Attributes:
        supervisors: Account and name of who leads sessions within reach, by name.
        practitioners: Practitioner and code, of the chosen centre; empty without one.
    """

    supervisors: tuple[tuple[int, str], ...]
    practitioners: tuple[tuple[int, str], ...]


def filter_people(
    session: Session,
    actor: Actor,
    centre_id: int | None,
    *,
    supervisor_id: int | None = None,
    practitioner_id: int | None = None,
) -> FilterPeople:
    """List the people that sessions can be narrowed to, with two queries.

    Args:
        session: A database session.
        actor: Who asks.
        centre_id: Only people of this centre; None lists supervisors of all within reach.
        supervisor_id: An account that is listed in any case, if it led a session within reach.
        practitioner_id: A practitioner, likewise, if one of a centre within reach.

    Returns:
        At most `PEOPLE_TO_FILTER_MOST` of each kind, and those asked for.
    """
    within = centres_within(actor, Permission.SESSION_READ)
    row = SupervisionSessionRow
    leads = select(row.supervisor_id).join(CentreRow, CentreRow.id == row.centre_id).where(within)
    if centre_id is not None:
        leads = leads.where(row.centre_id == centre_id)
    is_wide = centre_id is None and reach_of(actor, Permission.SESSION_READ).is_everything
    # over the whole network the first session of each account will do; a few centres are read by
    # themselves, or every session of every account elsewhere would be looked at in vain
    led = (
        leads.where(row.supervisor_id == AccountRow.id).exists()
        if is_wide
        else AccountRow.id.in_(leads)
    )
    supervisors = session.execute(
        select(AccountRow.id, AccountRow.display_name)
        .where(led)
        .order_by((AccountRow.id != supervisor_id), AccountRow.id)
        .limit(PEOPLE_TO_FILTER_MOST + 1)
    )
    asked = PractitionerRow.id == practitioner_id
    chosen = asked if centre_id is None else or_(asked, PractitionerRow.centre_id == centre_id)
    practitioners = session.execute(
        select(PractitionerRow.id, PractitionerRow.code)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(within, chosen)
        .order_by((PractitionerRow.id != practitioner_id), PractitionerRow.code)
        .limit(PEOPLE_TO_FILTER_MOST + 1)
    )
    return FilterPeople(
        tuple(
            sorted(
                ((one.id, one.display_name) for one in supervisors),
                key=lambda one: name_key(one[1]),
            )
        ),
        tuple(sorted(((one.id, one.code) for one in practitioners), key=lambda one: one[1])),
    )
