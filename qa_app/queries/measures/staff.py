"""Measures of who works at centres: offence checks, certificates."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from qa_app.domain.defaults import CHECK_MONTHS
from qa_app.domain.month_grid import months_on
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.records import Record, record_of
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.worker_lacks import check_until
from qa_app.domain.workers import CheckOutcome
from qa_app.queries.measures.ground import Measure, Measured, MeasureGround
from qa_app.queries.measures.staffing import staff_of
from qa_app.queries.workers import Check, InPost, Licence, checks_of, licences_of


def staff_checked(session: Session, ground: MeasureGround, leaf: Leaf) -> Measured:
    """Measure the share of workers in contact with children whose offence check counts.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        leaf: The test; it takes no parameters.

    Returns:
        By centre, for all its areas together: workers, students and volunteers in post who meet
        children (who has no profile is taken to), and of them those whose last answer within 12
        months was clear. A centre of which no check was ever recorded is missing.
    """
    del leaf
    checks = checks_of(session, ground.within, ground.known_at)
    staff = staff_of(session, ground)
    found: dict[tuple[int, str], list[tuple[bool, tuple[Record, ...]]]] = defaultdict(list)
    asked = {one.centre_id for one in staff if checks.get(one.id)}
    for one in staff:
        if one.centre_id in asked and one.meets_children:
            last = _last(checks.get(one.id, ()), ground.as_of)
            is_checked = last is not None and _counts(last, ground.as_of)
            found[one.centre_id, ""].append((is_checked, _records(one, last, _said_of_check)))
    first = months_on(ground.as_of, -CHECK_MONTHS)
    return shares(found, ground, first)


def _last(checks: Iterable[Check], as_of: date) -> Check | None:
    answered = [one for one in checks if one.answered_on is not None and one.answered_on <= as_of]
    return max(answered, key=lambda one: (one.answered_on or date.min, one.id), default=None)


def _counts(check: Check, as_of: date) -> bool:
    if check.outcome is not CheckOutcome.CLEAR or check.answered_on is None:
        return False
    return check_until(check.answered_on) >= as_of


def _said_of_check(one: Check) -> tuple[object, ...]:
    return ("worker_check", one.id, one.asked_on, one.answered_on, one.outcome, one.answered_by)


def staff_certified(session: Session, ground: MeasureGround, leaf: Leaf) -> Measured:
    """Measure the share of workers who hold a certificate that counts for their area.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        leaf: The test; it takes no parameters.

    Returns:
        By centre and area: workers in post, without students and volunteers, and of them those
        with a licence in force that the city's table accepted for their area. A centre of which
        no licence was ever recorded is missing.
    """
    del leaf
    licences = licences_of(session, ground.within, ground.known_at)
    staff = staff_of(session, ground)
    asked = {one.centre_id for one in staff if licences.get(one.id)}
    found: dict[tuple[int, str], list[tuple[bool, tuple[Record, ...]]]] = defaultdict(list)
    for one in staff:
        if one.centre_id in asked and one.is_worker:
            held = [
                licence
                for licence in licences.get(one.id, ())
                if licence.area == one.area and licence.holds_on(ground.as_of)
            ]
            first = held[0] if held else None
            records = _records(one, first, _said_of_licence)
            found[one.centre_id, one.area].append((first is not None, records))
    return shares(found, ground, None)


def _said_of_licence(one: Licence) -> tuple[object, ...]:
    said = (one.area, one.kind, one.level, one.valid_from, one.valid_until)
    return ("worker_licence", one.id, *said)


def _records(
    one: InPost, found: Check | Licence | None, said: Callable[..., tuple[object, ...]]
) -> tuple[Record, ...]:
    post = record_of("worker_post", one.post_id, one.id, one.started_on)
    if found is None:
        return (post,)
    kind, key, *rest = said(found)
    return (post, record_of(str(kind), int(str(key)), *rest))


def shares(
    found: Mapping[tuple[int, str], list[tuple[bool, tuple[Record, ...]]]],
    ground: MeasureGround,
    first: date | None,
) -> Measured:
    """Give the share of people of whom something is true.

    Args:
        found: Centre and area to people: whether it is true, and the records that say so.
        ground: As of when, and whether records are listed.
        first: First day that is looked at; None for the state of the day.

    Returns:
        Centre and area to what was measured.
    """
    return {
        key: Measurement(
            value=Fraction(sum(is_so for is_so, _ in people), len(people)),
            n=len(people),
            count=sum(is_so for is_so, _ in people),
            first_day=first,
            last_day=None if first is None else ground.as_of,
            records=tuple(one for _, records in people for one in records)
            if ground.has_records
            else (),
        )
        for key, people in found.items()
        if people
    }


MEASURES: dict[str, Measure] = {
    "share_staff_checked_12m": staff_checked,
    "share_staff_certified": staff_certified,
}
