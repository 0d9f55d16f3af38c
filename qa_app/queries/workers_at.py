"""The people of centres: who lacks what, how many came and left, who works elsewhere."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from qa_app.domain.caseloads import nearest_rank, per_full_time
from qa_app.domain.defaults import (
    TRAINING_HOURS,
    TRAINING_MONTHS,
    TRAINING_POST_MONTHS,
    TURNOVER_MONTHS,
)
from qa_app.domain.month_grid import months_on
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.supervision_agreements import AgreementKind
from qa_app.domain.text import BilingualText
from qa_app.domain.trained_hours import HoursAsked
from qa_app.domain.worker_lacks import Lacking, Standing, lacks_of
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.places import AreaRow, CentreRow, PractitionerRow
from qa_app.models.recorded import known
from qa_app.models.worker_rows import WorkerPostRow
from qa_app.queries.agreements import in_force
from qa_app.queries.caseloads import last_counts
from qa_app.queries.reach import centres_within, open_on
from qa_app.queries.worker_reach import workers_seen
from qa_app.queries.workers import (
    Attended,
    Check,
    InPost,
    Licence,
    attended_by,
    checks_of,
    in_post,
    licences_of,
)

HOURS_ASKED = HoursAsked(TRAINING_HOURS, TRAINING_MONTHS, TRAINING_POST_MONTHS)
"""Hours of training that pages hold workers against."""

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkerAtCentre:
    """A worker in post with what they lack.

    Attributes:
        worker: The worker.
        lacks: What they lack, the gravest first.
        minutes: Minutes of training on child victims in the window.
        open_count: Cases in hand by the last case list; None without one.
    """

    worker: InPost
    lacks: tuple[Lacking, ...]
    minutes: int
    open_count: int | None


@dataclass(frozen=True, slots=True)
class Turnover:
    """Who came and left in the months before a day.

    Attributes:
        first_day: First day of the window.
        came: Workers whose first day lies in it.
        left: Workers whose last day lies in it.
        before: Workers in post on the day before it.
        now: Workers in post at its end.
    """

    first_day: date
    came: int
    left: int
    before: int
    now: int

    @property
    def share(self) -> Fraction | None:
        """Those who left, of the mean of workers before and now; None without any."""
        both = self.before + self.now
        return Fraction(2 * self.left, both) if both else None


@dataclass(frozen=True, slots=True)
class CaseloadsSeen:
    """Cases in hand by the last list: its day, open cases that nobody has, 90th percentile by area.

    Areas without workers who have cases are missing.
    """

    counted_on: date
    without_worker: int
    percentile: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class PeopleCentre:
    """A centre whose people somebody sees, with its place."""

    id: int
    code: str
    name: BilingualText
    place_id: int
    place_path: str


def people_centres(
    session: Session,
    actor: Actor,
    today: date,
    only: int | None = None,
    permission: Permission = Permission.PRACTITIONER_READ,
) -> tuple[PeopleCentre, ...]:
    """List the centres whose people somebody sees.

    Args:
        session: A database session.
        actor: Who asks.
        today: Local day.
        only: One centre; None for all that are open, without imported providers.
        permission: What they want to do there.

    Returns:
        By code.
    """
    query = (
        select(
            CentreRow.id,
            CentreRow.code,
            CentreRow.name_zh,
            CentreRow.name_en,
            CentreRow.place_id,
            CentreRow.place_path,
        )
        .where(
            centres_within(actor, permission),
        )
        .order_by(CentreRow.code)
    )
    if only is None:
        query = query.where(open_on(today), CentreRow.source == "")
    else:
        query = query.where(CentreRow.id == only)
    return tuple(
        PeopleCentre(
            row.id, row.code, BilingualText(row.name_zh, row.name_en), row.place_id, row.place_path
        )
        for row in session.execute(query)
    )


def people_of(
    session: Session,
    within: ColumnElement[bool],
    tables: Collection[str],
    today: date,
    at: datetime,
) -> tuple[WorkerAtCentre, ...]:
    """List workers in post with what they lack, with seven queries.

    Args:
        session: A database session.
        within: Condition on `CentreRow` and `PractitionerRow` that keeps it within reach.
        tables: Areas for which the city accepts certificates.
        today: Local day.
        at: The present.

    Returns:
        By centre and code.
    """
    staff = in_post(session, within, today, at)
    checks, licences = checks_of(session, within, at), licences_of(session, within, at)
    trained = attended_by(session, within, at)
    centres = sorted({one.centre_id for one in staff})
    counts = last_counts(session, CentreRow.id.in_(centres), today, at)
    there = _in_post_still(session, staff, today, at)
    first = months_on(today, -TRAINING_MONTHS) + _A_DAY
    people = []
    for one in staff:
        minutes = _minutes(trained.get(one.id, ()), first, today)
        standing = _standing(
            one, checks.get(one.id, ()), licences.get(one.id, ()), minutes, (tables, there)
        )
        counted = counts.get(one.centre_id)
        open_count = None
        if counted is not None:
            open_count = sum(
                count for (worker, _), count in counted.open_count.items() if worker == one.id
            )
        people.append(
            WorkerAtCentre(one, lacks_of(standing, HOURS_ASKED, today), minutes, open_count)
        )
    return tuple(people)


def _in_post_still(
    session: Session, staff: Sequence[InPost], today: date, at: datetime
) -> frozenset[int]:
    above = {one.profile.under_id for one in staff if one.profile and one.profile.under_id}
    if not above:
        return frozenset()
    row = WorkerPostRow
    rows = session.execute(
        select(row.practitioner_id, row.left_on).where(
            row.practitioner_id.in_(sorted(above)), known(row, at)
        )
    )
    return frozenset(one for one, left_on in rows if left_on is None or left_on >= today)


def _minutes(attended: Collection[Attended], first: date, last: date) -> int:
    return sum(
        one.minutes for one in attended if one.about_victims and first <= one.held_on <= last
    )


def _standing(
    one: InPost,
    checks: Sequence[Check],
    licences: Sequence[Licence],
    minutes: int,
    ground: tuple[Collection[str], frozenset[int]],
) -> Standing:
    tables, there = ground
    answered = [check for check in checks if check.answered_on is not None]
    last = max(answered, key=lambda check: (check.answered_on or date.min, check.id), default=None)
    last_on = None if last is None else last.answered_on
    waiting = [check for check in checks if check.answered_on is None]
    held = [licence.valid_until or date.max for licence in licences if licence.area == one.area]
    under = one.profile.under_id if one.profile else None
    is_clear = last is not None and last.outcome == "clear"
    return Standing(
        started_on=one.started_on,
        kind=one.profile.kind if one.profile else None,
        meets_children=one.meets_children,
        is_under_somebody=under is None or under in there,
        last_clear=last_on if is_clear else None,
        last_outcome=None if last is None else last.outcome,
        is_asked=any(last_on is None or check.asked_on >= last_on for check in waiting),
        licence_until=max(held, default=None),
        asks_licence=one.area in tables,
        minutes=minutes,
    )


def of_centres(ids: Iterable[int]) -> ColumnElement[bool]:
    """Give the condition that keeps some centres.

    Args:
        ids: The centres, which are known to be in reach.

    Returns:
        A condition on `CentreRow`.
    """
    return CentreRow.id.in_(sorted(ids))


def area_names(session: Session) -> Mapping[str, BilingualText]:
    """Name every area; they are no secret.

    Args:
        session: A database session.

    Returns:
        Code to name.
    """
    rows = session.execute(select(AreaRow.code, AreaRow.name_zh, AreaRow.name_en))
    return {row.code: BilingualText(row.name_zh, row.name_en) for row in rows}


def seen_worker(
    session: Session, actor: Actor, practitioner_id: int, at: datetime
) -> tuple[InPost, BilingualText] | None:
    """Find a worker whom somebody sees, in post or not any more.

    Args:
        session: A database session.
        actor: Who asks.
        practitioner_id: The worker.
        at: The present.

    Returns:
        The worker and the name of their centre; None when there is none within reach.
    """
    row, post = PractitionerRow, WorkerPostRow
    found = session.execute(
        select(row, post.id, CentreRow.name_zh, CentreRow.name_en)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .outerjoin(post, and_(post.practitioner_id == row.id, known(post, at)))
        .where(row.id == practitioner_id, workers_seen(actor))
    ).one_or_none()
    if found is None:
        return None
    one, post_id, name_zh, name_en = found
    worker = InPost(
        one.id, post_id or 0, one.code, one.centre_id, one.area_code, one.started_on, None
    )
    return worker, BilingualText(name_zh, name_en)


def turnover_of(session: Session, centre_id: int, today: date, at: datetime) -> Turnover:
    """Count who came and left in the last `TURNOVER_MONTHS`, with one query.

    Args:
        session: A database session.
        centre_id: The centre, which is known to be in reach.
        today: Local day, the last of the window.
        at: The present.

    Returns:
        The counts; everybody counts alike.
    """
    first = months_on(today, -TURNOVER_MONTHS) + _A_DAY
    row = WorkerPostRow
    posts = session.execute(
        select(row.started_on, row.left_on)
        .join(PractitionerRow, PractitionerRow.id == row.practitioner_id)
        .where(PractitionerRow.centre_id == centre_id, known(row, at))
    ).all()

    def there(day: date) -> int:
        return sum(
            one.started_on <= day and (one.left_on is None or one.left_on >= day) for one in posts
        )

    return Turnover(
        first,
        sum(first <= one.started_on <= today for one in posts),
        sum(one.left_on is not None and first <= one.left_on < today for one in posts),
        there(first - _A_DAY),
        there(today),
    )


def caseloads_of(
    session: Session, centre_id: int, people: Collection[WorkerAtCentre], today: date, at: datetime
) -> CaseloadsSeen | None:
    """Read the cases in hand by the last case list, with one query.

    Args:
        session: A database session.
        centre_id: The centre, which is known to be in reach.
        people: Its workers in post.
        today: Local day.
        at: The present.

    Returns:
        The cases; None without a case list.
    """
    counted = last_counts(session, CentreRow.id == centre_id, today, at).get(centre_id)
    if counted is None:
        return None
    loads: dict[str, list[Fraction]] = defaultdict(list)
    for person in people:
        one = person.worker
        count = counted.open_count.get((one.id, one.area))
        if one.is_worker and count:
            loads[one.area].append(per_full_time(count, one.full_time_percent))
    found = {area: nearest_rank(values) for area, values in loads.items()}
    return CaseloadsSeen(
        counted.counted_on,
        sum(count for (worker, _), count in counted.open_count.items() if worker is None),
        {area: value for area, value in found.items() if value is not None},
    )


def deployed_to(session: Session, centre_id: int, today: date) -> tuple[tuple[int, str], ...]:
    """List who works at a centre for a while, coming from elsewhere.

    Args:
        session: A database session.
        centre_id: The centre, which is known to be in reach.
        today: Local day.

    Returns:
        Worker and code, by code; supervisors who are deployed are no workers.
    """
    row = SupervisionAgreementRow
    rows = session.execute(
        select(PractitionerRow.id, PractitionerRow.code)
        .join(row, row.practitioner_id == PractitionerRow.id)
        .where(
            row.kind == AgreementKind.DEPLOYMENT.value, row.centre_id == centre_id, in_force(today)
        )
        .order_by(PractitionerRow.code, PractitionerRow.id)
    )
    return tuple((one, code) for one, code in rows)
