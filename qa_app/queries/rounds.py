"""Review rounds: the list, and one round with its centres and rubrics."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_stage import Stage, stage_of_all
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.name_order import name_key
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.rounds import RoundCancelReason, RoundPlan
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.aliases import alias_of
from qa_app.models.places import CentreRow
from qa_app.models.rounds import AuditRoundRow, RoundCentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.reach import centres_within
from qa_app.queries.round_plans import all_within, plan_of
from qa_app.queries.round_readings import ReadingGroup, readings_of_rounds, undrawn_centres
from qa_app.queries.rubric_places import CountingPlace, counting_places


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in the list.

    Attributes:
        id: The round.
        period_from: First day of the period under review.
        period_until: Its last day.
        starts_on: First day of reading.
        ends_on: Last day of reading.
        centre_count: Its centres within reach.
        owner: Who answers for it.
        stage: How far it stands.
        signed_count: Files signed at centres within reach.
        file_count: Files given to be read there.
        undrawn_count: Centres within reach where files are still to be drawn.
        is_cancelled: True when it does not take place.
    """

    id: int
    period_from: date
    period_until: date
    starts_on: date
    ends_on: date
    centre_count: int
    owner: str
    stage: Stage
    signed_count: int
    file_count: int
    undrawn_count: int
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class RoundHead:
    """One round.

    Attributes:
        line: What a list shows.
        plan: The round as it was planned, with centres out of reach left out.
        profile: Code of the team's profile when it was planned.
        revision: Revision of the plan.
        owner: Who answers for it.
        moderator: Who decides where readers differ; None while open.
        readers: Who reads, by name.
        rubrics: Titles of what files are read by, by area.
        regional: Those of them that count at one place only, with the place.
        cancelled_at: When it was cancelled; None while it takes place.
        cancel_reason: Why; None likewise.
        may_plan: True when the actor may change it: every centre lies within reach.
    """

    line: RoundLine
    plan: RoundPlan
    profile: str
    revision: int
    owner: str
    moderator: str | None
    readers: tuple[str, ...]
    rubrics: tuple[BilingualText, ...]
    regional: tuple[tuple[BilingualText, CountingPlace], ...]
    cancelled_at: datetime | None
    cancel_reason: RoundCancelReason | None
    may_plan: bool


def _in_reach(actor: Actor) -> ColumnElement[bool]:
    return exists().where(
        RoundCentreRow.round_id == AuditRoundRow.id,
        CentreRow.id == RoundCentreRow.centre_id,
        centres_within(actor, Permission.ROUND_READ),
    )


def rounds_page(
    session: Session, actor: Actor, *, after: int | None = None
) -> tuple[RoundLine, ...]:
    """List rounds with a centre within reach, the newest first, with four queries.

    Args:
        session: A database session.
        actor: Who asks.
        after: Only rounds older than this one; None starts at the top.

    Returns:
        One row more than a page, when there are more.
    """
    query = (
        select(AuditRoundRow, AccountRow.display_name)
        .join(AccountRow, AccountRow.id == AuditRoundRow.owner_id)
        .where(_in_reach(actor))
        .order_by(AuditRoundRow.id.desc())
        .limit(ROWS_PER_PAGE + 1)
    )
    if after is not None:
        query = query.where(AuditRoundRow.id < after)
    rows = session.execute(query).all()
    return _lines(session, actor, [(row[0], row.display_name) for row in rows])


def round_head(session: Session, actor: Actor, round_id: int) -> RoundHead | None:
    """Find one round.

    Args:
        session: A database session.
        actor: Who asks.
        round_id: The round.

    Returns:
        The round; None when there is none, or none of its centres lies within reach.
    """
    moderator = alias_of(AccountRow)
    row = session.execute(
        select(AuditRoundRow, AccountRow.display_name, moderator.display_name.label("moderator"))
        .join(AccountRow, AccountRow.id == AuditRoundRow.owner_id)
        .outerjoin(moderator, moderator.id == AuditRoundRow.moderator_id)
        .where(AuditRoundRow.id == round_id, _in_reach(actor))
    ).one_or_none()
    if row is None:
        return None
    found: AuditRoundRow = row[0]
    plan = plan_of(session, found)
    (line,) = _lines(session, actor, [(found, row.display_name)])
    names = session.execute(
        select(AccountRow.display_name).where(AccountRow.id.in_(plan.readers))
    ).scalars()
    titles = _titles(session, plan.rubrics)
    places = counting_places(session, plan.rubrics)
    return RoundHead(
        line=line,
        plan=plan,
        profile=found.profile,
        revision=found.revision,
        owner=row.display_name,
        moderator=row.moderator,
        readers=tuple(sorted(names, key=name_key)),
        rubrics=tuple(titles.values()),
        regional=tuple((title, places[one]) for one, title in titles.items() if one in places),
        cancelled_at=found.cancelled_at,
        cancel_reason=None
        if found.cancel_reason is None
        else RoundCancelReason(found.cancel_reason),
        may_plan=all_within(session, actor, plan.centres),
    )


def _titles(session: Session, rubrics: Collection[int]) -> dict[int, BilingualText]:
    rows = session.execute(
        select(RubricVersionRow.id, RubricVersionRow.title_zh, RubricVersionRow.title_en)
        .where(RubricVersionRow.id.in_(rubrics))
        .order_by(RubricVersionRow.area_code, RubricVersionRow.id)
    )
    return {row.id: BilingualText(row.title_zh, row.title_en) for row in rows}


def _lines(
    session: Session, actor: Actor, rows: Iterable[tuple[AuditRoundRow, str]]
) -> tuple[RoundLine, ...]:
    listed = list(rows)
    ids = [row.id for row, _owner in listed]
    counts: Mapping[int, int] = dict(
        session.execute(
            select(RoundCentreRow.round_id, func.count())
            .join(CentreRow, CentreRow.id == RoundCentreRow.centre_id)
            .where(RoundCentreRow.round_id.in_(ids), centres_within(actor, Permission.ROUND_READ))
            .group_by(RoundCentreRow.round_id)
        ).all()
    )
    groups = readings_of_rounds(session, actor, ids)
    waiting = undrawn_centres(session, actor, ids)
    return tuple(
        _line(
            row,
            owner,
            counts.get(row.id, 0),
            groups.get(row.id, ()),
            waiting.get(row.id, 0),
        )
        for row, owner in listed
    )


def _line(
    row: AuditRoundRow,
    owner: str,
    centres: int,
    groups: Iterable[ReadingGroup],
    undrawn: int,
) -> RoundLine:
    told = [one for one in groups if one.stage is not None]
    stages = (one.stage for one in told if one.stage is not None)
    return RoundLine(
        id=row.id,
        period_from=row.period_from,
        period_until=row.period_until,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        centre_count=centres,
        owner=owner,
        stage=stage_of_all(stages, is_all_drawn=not undrawn),
        signed_count=sum(one.count for one in told if one.is_counted),
        file_count=sum(one.count for one in told),
        undrawn_count=undrawn,
        is_cancelled=row.cancelled_at is not None,
    )
