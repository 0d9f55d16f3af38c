"""Who may not go where when a month is planned, and by which rule."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from qa_app.domain.agreed_days import agreed_on
from qa_app.domain.bars import BarKind, Judged
from qa_app.domain.due_needs import OF_WORKERS, DueNeed, NeedKind, takes_turns
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.plan_rules import PlanRule
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.queries.agreed_days import agreed_between, people_in
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
        not_agreed: Key of a need to accounts and days of the month on which it is agreed with
            others; whoever has no day at all is barred.
    """

    of: Mapping[str, Mapping[int, PlanRule]]
    agreed: frozenset[str]
    not_agreed: Mapping[str, Mapping[int, frozenset[date]]]


def barred(
    session: Session,
    people: Sequence[Actor],
    places: Mapping[int, Place],
    needs: Sequence[DueNeed],
    agreements: Mapping[int, SupervisionAgreementRow],
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
    may = _days_agreed(session, needs, agreements, last)
    month = frozenset(last.replace(day=number + 1) for number in range(last.day))
    not_agreed: dict[str, dict[int, frozenset[date]]] = {}
    of: dict[str, dict[int, PlanRule]] = {}
    for need in needs:
        place = places[need.centre_id]
        worker = need.id if need.kind in OF_WORKERS else None
        if need.kind is NeedKind.AGREEMENT:
            worker = workers.get(need.id)
        judged = Judged(place.id, worker, last, is_for_endorsement=False)
        found = {}
        for person in people:
            account = person.account_id or 0
            rule = _rule(person, place, need, judged, ties[account])
            if rule is None and need.kind is NeedKind.AGREEMENT:
                rule = None if may.get(need.key, {}).get(account) else PlanRule.NOT_AGREED
            if rule is not None:
                found[account] = rule
        _take_turns(found, people, place, need)
        of[need.key] = found
        not_agreed[need.key] = {
            account: month - days for account, days in may.get(need.key, {}).items()
        }
    keys = {one.key for one in needs if _is_agreed(one, agreements)}
    return Barred(of, frozenset(keys), not_agreed)


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


def _days_agreed(
    session: Session,
    needs: Sequence[DueNeed],
    agreements: Mapping[int, SupervisionAgreementRow],
    last: date,
) -> Mapping[str, Mapping[int, frozenset[date]]]:
    month = last.replace(day=1)
    days = [month + timedelta(days=number) for number in range(last.day)]
    own = {need.key: agreements[need.id] for need in needs if _is_agreed(need, agreements)}
    about = agreed_between(session, people_in(own.values()), month, last) if own else {}
    found: dict[str, dict[int, frozenset[date]]] = {}
    for need in needs:
        if need.key not in own:
            continue
        stretches = about.get((own[need.key].practitioner_id, own[need.key].account_id), ())
        of_need: dict[int, set[date]] = defaultdict(set)
        for day in days:
            for one in agreed_on(stretches, day):
                if one.centre_id in {None, need.centre_id}:
                    of_need[one.supervisor_id].add(day)
        found[need.key] = {who: frozenset(held) for who, held in of_need.items()}
    return found


def _is_agreed(need: DueNeed, agreements: Mapping[int, SupervisionAgreementRow]) -> bool:
    return need.kind is NeedKind.AGREEMENT and need.id in agreements
