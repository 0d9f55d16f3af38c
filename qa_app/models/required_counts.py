"""Keeps what the rhythm asks for in step with whatever changes it, in the same transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from qa_app.domain.required_totals import (
    AgreedDays,
    Numbers,
    RequiredKey,
    RequiredPost,
    Seen,
    asked_of,
    met_of,
    required_changes,
)
from qa_app.domain.session_required import OF_ONE_PERSON
from qa_app.domain.session_totals import MonthKey, SessionScope
from qa_app.domain.supervision_agreements import AgreementKind
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.base import table_of
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.session_totals import RequiredMonthRow, SessionMonthRow
from qa_app.models.totals import add_to_totals
from qa_app.models.transaction import lock_rows

_CHUNK = 400
_TYPES = sorted(one.value for one in OF_ONE_PERSON)
_SEEN = ("held", "held_late")


@contextmanager
def counting_required(
    session: Session, practitioner_ids: Collection[int] = ()
) -> Iterator[set[int]]:
    """Let a change of posts or agreements show in the totals of what the rhythm asks for.

    Wrap it around every statement that changes them, after sessions and accounts are locked.

    Args:
        session: A session inside `transaction`.
        practitioner_ids: Practitioners whose post or agreement is about to change; nobody else
            changes what is due to them, or holds one of their sessions, until it ends.

    Yields:
        The practitioners whose totals are brought up to date at the end; the caller adds those
        that it makes.
    """
    session.flush()
    touched = set(practitioner_ids)
    hold_in_post(session, touched)
    before = required_of(session, touched)
    yield touched
    session.flush()
    after = required_of(session, touched)
    _apply(session, required_changes(before, after))


@contextmanager
def counting_seen(session: Session, months: Mapping[MonthKey, Mapping[str, int]]) -> Iterator[None]:
    """Let sessions that are held show in the totals of what the rhythm asks for.

    Args:
        session: A session inside `transaction`.
        months: What is added to the totals of sessions within the block.

    Yields:
        Nothing.
    """
    touched: dict[int, set[date]] = defaultdict(set)
    for key, columns in months.items():
        is_of_one = key.scope == SessionScope.PRACTITIONER.value and key.type in _TYPES
        if is_of_one and any(name in columns for name in _SEEN):
            touched[key.scope_id].add(key.month)
    if not touched:
        yield
        return
    hold_in_post(session, touched)
    people = _in_post(session, touched)
    before = _met(session, people, touched)
    yield
    after = _met(session, people, touched)
    _apply(session, required_changes(before, after))


@looking_beyond(Beyond.RULES)
def hold_in_post(session: Session, practitioner_ids: Collection[int]) -> None:
    """Keep others from changing what is due to practitioners, or was held for them.

    Of two who would, the second reads what the first kept. Sessions and accounts are locked before,
    totals are changed after it, so that nobody waits in a circle.

    Args:
        session: A session inside `transaction`.
        practitioner_ids: The practitioners.
    """
    if not lock_rows(session):
        return
    row = PractitionerRow
    for some in _parts(practitioner_ids):
        query = select(row.id).where(row.id.in_(some)).order_by(row.id)
        session.execute(query.with_for_update(key_share=True)).all()


def required_of(session: Session, practitioner_ids: Collection[int]) -> list[tuple[str, Numbers]]:
    """Tell what practitioners add to the totals, by posts, agreements and totals of sessions.

    Args:
        session: A database session.
        practitioner_ids: The practitioners.

    Returns:
        Path of the place of each with what is asked for, and with what of it was held.
    """
    people = _in_post(session, practitioner_ids)
    seen = _seen(session, people)
    asked = [(one.place_path, asked_of(one)) for one in people.values()]
    return asked + [(one.place_path, met_of(one, seen[key])) for key, one in people.items()]


def replace_required(session: Session, totals: Mapping[RequiredKey, Mapping[str, int]]) -> None:
    """Put totals that were counted anew in the place of all that stand.

    Args:
        session: A session inside `transaction`.
        totals: Total to column to number.
    """
    session.execute(delete(RequiredMonthRow))
    _apply(session, totals)


def _apply(session: Session, changes: Mapping[RequiredKey, Mapping[str, int]]) -> None:
    # in one fixed order, so that two never wait for each other in a circle
    rows = [{**key._asdict(), **changes[key]} for key in sorted(changes)]
    add_to_totals(session, table_of(RequiredMonthRow), rows)


@looking_beyond(Beyond.RULES)
def _in_post(session: Session, ids: Collection[int]) -> dict[int, RequiredPost]:
    person, agreed = PractitionerRow, SupervisionAgreementRow
    days: dict[int, list[AgreedDays]] = defaultdict(list)
    found = {}
    for some in _parts(ids):
        agreements = session.execute(
            select(agreed.practitioner_id, agreed.from_on, agreed.until_on, agreed.every_days)
            .where(
                agreed.practitioner_id.in_(some),
                agreed.kind == AgreementKind.STANDING.value,
                agreed.every_days.is_not(None),
            )
            .order_by(agreed.id)
        )
        for one in agreements:
            terms = AgreedDays(one.from_on, one.until_on, one.every_days)
            days[one.practitioner_id].append(terms)
        posts = session.execute(
            select(person.id, CentreRow.place_path, person.started_on, person.ended_on)
            .join(CentreRow, CentreRow.id == person.centre_id)
            .where(person.id.in_(some))
        )
        for post in posts:
            agreed_days = tuple(days[post.id])
            found[post.id] = RequiredPost(
                post.place_path, post.started_on, post.ended_on, agreed_days
            )
    return found


def _seen(session: Session, ids: Collection[int]) -> dict[int, dict[date, Seen]]:
    row = SessionMonthRow
    found: dict[int, dict[date, Seen]] = defaultdict(dict)
    for some in _parts(ids):
        rows = session.execute(
            select(row.scope_id, row.month, func.sum(row.held), func.sum(row.held_late))
            .where(
                row.scope == SessionScope.PRACTITIONER.value,
                row.scope_id.in_(some),
                row.type.in_(_TYPES),
                row.held > 0,
            )
            .group_by(row.scope_id, row.month)
        )
        for of, month, held, late in rows:
            found[of][month] = Seen(int(held), int(late))
    return found


def _met(
    session: Session, people: Mapping[int, RequiredPost], months: Mapping[int, Collection[date]]
) -> list[tuple[str, Numbers]]:
    seen = _seen(session, people)
    return [
        (
            one.place_path,
            met_of(one, {month: of for month, of in seen[key].items() if month in months[key]}),
        )
        for key, one in people.items()
    ]


def _parts(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]
