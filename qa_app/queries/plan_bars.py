"""Who may not go where when a month is planned, and by which rule."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.domain.bars import BarKind, Judged
from qa_app.domain.due_needs import DueNeed, NeedKind, takes_turns
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.plan_rules import PlanRule
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.queries.bars import Tied, tied

_RULES = {
    BarKind.OWN_CASE: PlanRule.CONFLICT,
    BarKind.DECLARED_WORKER: PlanRule.CONFLICT,
    BarKind.DECLARED_CENTRE: PlanRule.CONFLICT,
    BarKind.OWN_CENTRE: PlanRule.OWN_CENTRE,
}
_IN_POST = frozenset({BarKind.OWN_CENTRE, BarKind.SUPERVISEE})
"""What does not keep anybody from supervising a person: working there, or supervising them."""


@dataclass(frozen=True, slots=True)
class Place:
    """A centre where something is due.

    Attributes:
        id: The centre.
        path: Path of its node.
        closed_on: First day on which it is closed; None while nobody closed it.
        visitors: Who led its last visits, the latest first.
    """

    id: int
    path: str
    closed_on: date | None
    visitors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Barred:
    """Who may not meet what.

    Attributes:
        of: Key of a need to accounts and the rule that bars them.
        agreed: Keys of needs whose agreement still exists.
    """

    of: Mapping[str, Mapping[int, PlanRule]]
    agreed: frozenset[str]


def barred(
    session: Session,
    people: Sequence[Actor],
    places: Mapping[int, Place],
    needs: Sequence[DueNeed],
    agreements: Mapping[int, Any],
    last: date,
) -> Barred:
    """Tell who may not meet which need, with three queries whatever their number.

    Args:
        session: A database session.
        people: Supervisors.
        places: Centres by number.
        needs: What is due.
        agreements: Agreements that needs are due for.
        last: Last day of the month: a tie that begins by then bars as well.

    Returns:
        The rules. Working at a centre bars its visits, not supervision by agreement.
    """
    ties = tied(session, [one.account_id or 0 for one in people])
    workers = {key: row.practitioner_id for key, row in agreements.items()}
    may = _agreed_supervisors(session, agreements, last)
    of: dict[str, dict[int, PlanRule]] = {}
    for need in needs:
        place = places[need.centre_id]
        worker = need.id if need.kind is NeedKind.PRACTITIONER else None
        if need.kind is NeedKind.AGREEMENT:
            worker = workers.get(need.id)
        judged = Judged(place.id, worker, last, is_for_endorsement=False)
        found = {}
        for person in people:
            account = person.account_id or 0
            rule = _rule(person, place, need, judged, ties[account])
            if rule is None and need.kind is NeedKind.AGREEMENT:
                rule = None if account in may[need.id] else PlanRule.NOT_AGREED
            if rule is not None:
                found[account] = rule
        _take_turns(found, people, place, need)
        of[need.key] = found
    keys = {one.key for one in needs if one.kind is NeedKind.AGREEMENT and one.id in agreements}
    return Barred(of, frozenset(keys))


def _rule(
    person: Actor, place: Place, need: DueNeed, judged: Judged, ties: Tied
) -> PlanRule | None:
    if place.closed_on is not None and place.closed_on <= judged.on:
        return PlanRule.CENTRE_CLOSED
    if not reach_of(person, Permission.SESSION_PLAN).covers(place.id, place.path):
        return PlanRule.NO_REACH
    for bar in ties.bars(judged):
        if need.kind is NeedKind.CENTRE or bar.kind not in _IN_POST:
            return _RULES.get(bar.kind)
    return None


def _take_turns(
    found: dict[int, PlanRule], people: Sequence[Actor], place: Place, need: DueNeed
) -> None:
    if need.kind is not NeedKind.CENTRE:
        return
    free = {one.account_id or 0 for one in people} - set(found)
    for one in free:
        if takes_turns(place.visitors, len(free) - 1) == one:
            found[one] = PlanRule.ROTATION
            return


def _agreed_supervisors(
    session: Session, agreements: Mapping[int, Any], last: date
) -> Mapping[int, Collection[int]]:
    may: dict[int, set[int]] = defaultdict(set)
    for key, row in agreements.items():
        may[key].add(row.supervisor_id)
    if not agreements:
        return may
    month = last.replace(day=1)
    rows = session.execute(
        select(SupervisionAgreementRow.deputy_of_id, SupervisionAgreementRow.supervisor_id).where(
            SupervisionAgreementRow.deputy_of_id.in_(sorted(agreements)),
            SupervisionAgreementRow.from_on <= last,
            or_(
                SupervisionAgreementRow.until_on.is_(None),
                SupervisionAgreementRow.until_on >= month,
            ),
        )
    )
    for row in rows:
        may[row.deputy_of_id].add(row.supervisor_id)
    return may
