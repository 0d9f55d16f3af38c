"""Which reminders are due, to whom and by which way; counts and days, nothing else."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.account_notes import of_notes
from qa_app.domain.actions import Party
from qa_app.domain.defaults import SOON_DAYS
from qa_app.domain.endings import of_endings
from qa_app.domain.month_grid import last_of
from qa_app.domain.people import Actor, Role
from qa_app.domain.permissions import Permission, may
from qa_app.domain.reminders import (
    Channel,
    Reminder,
    ReminderKind,
    of_plan,
    of_reports,
    of_reviews,
    of_sessions,
    of_week,
)
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.month_plans import MonthPlanLineRow, MonthPlanRow
from qa_app.models.records import SupervisionRecordRow
from qa_app.models.reminders import GroupRobotRow, MailAddressRow, OutboxMessageRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.account_notes import notes_to_mail
from qa_app.queries.actions import ActionFilter, ShownActions, count_actions
from qa_app.queries.actors import standing_of
from qa_app.queries.endings import (
    criteria_on,
    endings_for,
    red_lines_for,
    set_asides_for,
    told_of_endings,
)
from qa_app.queries.period_reports import new_reports
from qa_app.queries.record_duties import waits_for_word
from qa_app.queries.reminder_sessions import days_of_centres, days_of_people, told_before
from qa_app.queries.review_reminders import reviews_waiting

_KEYS_AT_ONCE = 400


def messages_due(
    session: Session, channels: Collection[Channel], zone: str, *, at: datetime
) -> tuple[dict[str, Any], ...]:
    """List the messages that are due and not yet in the outbox.

    Args:
        session: A database session.
        channels: Ways by which this installation can send.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        Their columns, for `models.outbox.put_messages`; in order of their keys.
    """
    found, today = [], local_day(at, zone)
    if Channel.MAIL in channels:
        found += _by_mail(session, today, zone, at)
    if Channel.ROBOT in channels:
        found += _by_robot(session, today)
    known = _known(session, [one["key"] for one in found])
    return tuple(
        sorted((one for one in found if one["key"] not in known), key=lambda one: str(one["key"]))
    )


def _known(session: Session, keys: list[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        part = keys[start : start + _KEYS_AT_ONCE]
        query = select(OutboxMessageRow.key).where(OutboxMessageRow.key.in_(part))
        known.update(session.execute(query).scalars())
    return known


def _by_mail(session: Session, today: date, zone: str, at: datetime) -> list[dict[str, Any]]:
    wanted = session.execute(select(MailAddressRow.account_id).where(MailAddressRow.is_on))
    wanted_ids = list(wanted.scalars())
    people = standing_of(session, wanted_ids)
    days, plans = days_of_people(session, people, today), _plans(session, people, today, zone)
    told = told_before(session, people, (), today)
    criteria, ended = criteria_on(session, today), told_of_endings(session, people)
    found = [
        _message(reminder, Channel.MAIL, account_id=account_id)
        for account_id, notes in sorted(notes_to_mail(session, wanted_ids, today).items())
        for reminder in of_notes(
            [(one.id, one.kind, local_day(one.at, zone)) for one in notes], today
        )
    ]
    for account_id, one in sorted(people.items()):
        reminders = [
            *of_sessions(days.get(account_id, {}), told.get((account_id, None), ()), today),
            *of_week(ReminderKind.OVERDUE, _overdue(session, one.actor, today), today),
            *of_reviews(reviews_waiting(session, one.actor, today, zone), today),
            *of_week(ReminderKind.ACKNOWLEDGE, _unanswered(session, one.actor), today),
            *plans.get(account_id, ()),
            *of_reports(new_reports(session, one.actor, today), today),
            *red_lines_for(session, one.actor, today, zone),
            *set_asides_for(session, one.actor, today, zone),
            *of_endings(
                endings_for(session, one.actor, criteria, today, at),
                ended.get(account_id, ()),
                today,
            ),
        ]
        found += [_message(reminder, Channel.MAIL, account_id=account_id) for reminder in reminders]
    return found


def _by_robot(session: Session, today: date) -> list[dict[str, Any]]:
    rows = session.execute(
        select(GroupRobotRow.id, GroupRobotRow.centre_id)
        .where(GroupRobotRow.removed_at.is_(None))
        .order_by(GroupRobotRow.id)
    ).all()
    centres = {row.centre_id for row in rows}
    days = days_of_centres(session, centres, today)
    told = told_before(session, (), [row.id for row in rows], today)
    late: dict[int, int] = {}
    if centres:
        late = dict(session.execute(_late_of(centres, today)).all())
    found = []
    for row in rows:
        reminders = [
            *of_sessions(days.get(row.centre_id, {}), told.get((None, row.id), ()), today),
            *of_week(ReminderKind.OVERDUE, late.get(row.centre_id, 0), today),
        ]
        found += [_message(one, Channel.ROBOT, robot_id=row.id) for one in reminders]
    return found


def _late_of(centres: Collection[int], today: date) -> Select[*tuple[Any, ...]]:
    row = CorrectiveActionRow
    doers = [Party.CENTRE.value, Party.WORKER.value]
    return (
        select(row.centre_id, func.count())
        .where(row.centre_id.in_(centres), row.next_on < today, row.waits_by.in_(doers))
        .group_by(row.centre_id)
    )


def _message(
    reminder: Reminder,
    channel: Channel,
    account_id: int | None = None,
    robot_id: int | None = None,
) -> dict[str, Any]:
    to = f"a{account_id}" if robot_id is None else f"r{robot_id}"
    return {
        "key": f"{reminder.key}:{to}",
        "channel": channel.value,
        "account_id": account_id,
        "robot_id": robot_id,
        "kind": reminder.kind.value,
        "content": reminder.content,
    }


def _overdue(session: Session, actor: Actor, today: date) -> int:
    parties: list[Party] = []
    if actor.has_role(Role.CENTRE_MANAGER):
        parties += [Party.CENTRE, Party.WORKER]
    elif actor.has_role(Role.CASEWORKER):
        parties.append(Party.WORKER)
    if may(actor, Permission.ACTION_CHECK):
        parties.append(Party.SUPERVISOR)
    if not parties:
        return 0
    late = ActionFilter(ShownActions.LATE, tuple(parties), is_ones_own=True)
    return count_actions(session, actor, late, today)


def _unanswered(session: Session, actor: Actor) -> int:
    query = (
        select(func.count())
        .select_from(SupervisionSessionRow)
        .join(SupervisionRecordRow, SupervisionRecordRow.session_id == SupervisionSessionRow.id)
        .where(waits_for_word(actor))
    )
    return session.execute(query).scalar_one()


def _plans(
    session: Session, people: Collection[int], today: date, zone: str
) -> dict[int, list[Reminder]]:
    since = today - timedelta(days=SOON_DAYS)
    rows: Iterator[Any] = iter(
        session.execute(
            select(
                MonthPlanRow.id,
                MonthPlanRow.month,
                MonthPlanRow.published_at,
                MonthPlanLineRow.supervisor_id,
                func.count().label("count"),
            )
            .join(MonthPlanLineRow, MonthPlanLineRow.plan_id == MonthPlanRow.id)
            .where(
                MonthPlanRow.published_at.is_not(None),
                MonthPlanLineRow.session_id.is_not(None),
                MonthPlanLineRow.supervisor_id.in_(sorted(people)),
            )
            .group_by(
                MonthPlanRow.id,
                MonthPlanRow.month,
                MonthPlanRow.published_at,
                MonthPlanLineRow.supervisor_id,
            )
        )
    )
    plans: dict[int, list[Reminder]] = {}
    for row in rows:
        last = last_of(row.month)
        if local_day(row.published_at, zone) >= since and last >= today:
            told = of_plan(row.id, row.month, row.count, last)
            plans.setdefault(row.supervisor_id, []).append(told)
    return plans
