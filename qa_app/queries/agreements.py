"""Agreements of supervision as they are read: one, those of a person, what became of them."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.credit import SHARED, WHOLE
from qa_app.domain.name_order import name_key
from qa_app.domain.people import Actor
from qa_app.domain.session_blocks import Function
from qa_app.domain.supervision_agreements import AgreementKind, EndReason, OverReason, Terms
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.aliases import alias_of
from qa_app.models.journal import JournalRow
from qa_app.models.places import AreaRow, CentreRow, PractitionerRow
from qa_app.models.supervision import SessionStaffRow, SupervisionSessionRow
from qa_app.queries.agreement_reach import agreements_seen
from qa_app.queries.hand_overs import PassedDuty
from qa_app.queries.sessions_seen import times_seen

_CREDITED = tuple(sorted(one.value for one in WHOLE | SHARED))


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An agreement as it is listed.

    Attributes:
        id: It.
        kind: What it is.
        supervisor_id: Who supervises.
        supervisor: Their name.
        is_led: False when their account is disabled.
        practitioner_id: The practitioner; None for a supervisor, or a deployed supervisor.
        account_id: The supervised supervisor; None likewise.
        person: Code of the practitioner or name of the supervisor; empty for a deployed one.
        centre_id: The centre; None for a supervised supervisor.
        centre: Its name; None likewise.
        place_path: Path of its node, or of the branch of a supervised supervisor.
        area_code: Area that the practitioner works in; None for others.
        area: Its name; None likewise.
        started_on: First day in post of the practitioner; None for others.
        ended_on: Last day in post; None while it lasts, and for others.
        terms: What is agreed.
        from_on: First day.
        until_on: Last day; None while it lasts.
        over_reason: Why the supervisor has more people than usual; None without a reason.
        end_reason: Why it ended; None while nobody ended it.
        deputy_of_id: Agreement for which somebody stands in; None for others.
        successor_id: Agreement that took its place; None for none.
        revision: Counts changes, from 1.
    """

    id: int
    kind: AgreementKind
    supervisor_id: int
    supervisor: str
    is_led: bool
    practitioner_id: int | None
    account_id: int | None
    person: str
    centre_id: int | None
    centre: BilingualText | None
    place_path: str
    area_code: str | None
    area: BilingualText | None
    started_on: date | None
    ended_on: date | None
    terms: Terms
    from_on: date
    until_on: date | None
    over_reason: OverReason | None
    end_reason: EndReason | None
    deputy_of_id: int | None
    successor_id: int | None
    revision: int


@dataclass(frozen=True, slots=True)
class AgreementStep:
    """Something that was done with an agreement, as the journal tells it.

    Attributes:
        at: When.
        by: Who did it.
        action: The act.
        detail: What the journal says of it.
    """

    at: datetime
    by: str
    action: str
    detail: Mapping[str, Any]


def in_force(
    day: date, row: type[SupervisionAgreementRow] = SupervisionAgreementRow
) -> ColumnElement[bool]:
    """Give the condition that an agreement holds on a day.

    Args:
        day: The day.
        row: The table, or a second name of it.

    Returns:
        A condition on `row`.
    """
    return and_(row.from_on <= day, or_(row.until_on.is_(None), row.until_on >= day))


def not_over(day: date) -> ColumnElement[bool]:
    """Give the condition that an agreement holds on a day, or will.

    Args:
        day: The day.

    Returns:
        A condition on `SupervisionAgreementRow`; false for those that never held.
    """
    until = SupervisionAgreementRow.until_on
    return or_(until.is_(None), and_(until >= day, until >= SupervisionAgreementRow.from_on))


def in_post(day: date) -> ColumnElement[bool]:
    """Give the condition that a practitioner has not left by a day.

    Args:
        day: The day.

    Returns:
        A condition on `PractitionerRow`; true where there is no practitioner.
    """
    return or_(PractitionerRow.ended_on.is_(None), PractitionerRow.ended_on >= day)


def agreement_of(session: Session, actor: Actor, agreement_id: int) -> AgreementLine | None:
    """Find an agreement.

    Args:
        session: A database session.
        actor: Who asks.
        agreement_id: It.

    Returns:
        The agreement; None when there is none that the actor may see.
    """
    found = _lines(session, actor, SupervisionAgreementRow.id == agreement_id)
    return found[0] if found else None


def agreements_of_supervisor(
    session: Session, actor: Actor, account_id: int, day: date
) -> tuple[AgreementLine, ...]:
    """List whom somebody supervises, today and later.

    Args:
        session: A database session.
        actor: Who asks.
        account_id: The supervisor.
        day: Today.

    Returns:
        What the actor may see, by centre and person.
    """
    return _lines(
        session, actor, SupervisionAgreementRow.supervisor_id == account_id, not_over(day)
    )


def agreements_about(
    session: Session, actor: Actor, practitioner_id: int | None, account_id: int | None
) -> tuple[AgreementLine, ...]:
    """List every agreement about a person, of now and of before.

    Args:
        session: A database session.
        actor: Who asks.
        practitioner_id: A practitioner; None for a supervisor.
        account_id: A supervisor; None for a practitioner.

    Returns:
        What the actor may see, latest first; nothing for nobody.
    """
    about = []
    if practitioner_id is not None:
        about.append(SupervisionAgreementRow.practitioner_id == practitioner_id)
    if account_id is not None:
        about.append(SupervisionAgreementRow.account_id == account_id)
    if not about:
        return ()
    found = _lines(session, actor, or_(*about))
    return tuple(sorted(found, key=lambda one: (one.from_on, one.id), reverse=True))


def agreements_passed(
    session: Session, actor: Actor, account_id: int, agreements: Collection[int]
) -> tuple[PassedDuty, ...]:
    """List agreements that passed from a supervisor to a successor.

    Args:
        session: A database session.
        actor: Who asks.
        account_id: From whom.
        agreements: The agreements that ended.

    Returns:
        Those of them that the actor may see, with who supervises now.
    """
    if not agreements:
        return ()
    ended = _lines(session, actor, SupervisionAgreementRow.id.in_(sorted(agreements)))
    following = {one.successor_id for one in ended if one.supervisor_id == account_id}
    found = _lines(
        session,
        actor,
        SupervisionAgreementRow.id.in_(sorted(one for one in following if one is not None)),
    )
    return tuple(PassedDuty(None, one.person, one.centre, one.supervisor, one.id) for one in found)


def steps_of(session: Session, agreement_id: int) -> tuple[AgreementStep, ...]:
    """Read what was done with an agreement that is known to be in reach.

    Args:
        session: A database session.
        agreement_id: It.

    Returns:
        In order.
    """
    rows = session.execute(
        select(JournalRow.at, JournalRow.actor_name, JournalRow.action, JournalRow.detail)
        .where(
            JournalRow.object_type == "supervision_agreement",
            JournalRow.object_id == str(agreement_id),
        )
        .order_by(JournalRow.seq)
    )
    return tuple(
        AgreementStep(row.at, row.actor_name, row.action, json.loads(row.detail)) for row in rows
    )


def names_of(session: Session, accounts: Collection[int]) -> dict[int, str]:
    """Read the names of accounts that steps of an agreement in reach name.

    Args:
        session: A database session.
        accounts: The accounts.

    Returns:
        Account to the name shown.
    """
    query = select(AccountRow.id, AccountRow.display_name)
    return dict(session.execute(query.where(AccountRow.id.in_(sorted(accounts)))).all())


def days_held(
    session: Session, lines: Collection[AgreementLine], since: date
) -> dict[int, tuple[date, ...]]:
    """Read on which days the people of some agreements were supervised, with two queries.

    Args:
        session: A database session.
        lines: Agreements; the caller knows that they are in reach.
        since: First day looked at.

    Returns:
        Agreement to the days of sessions held whose time counts as supervision, in order;
        whoever led them.
    """
    counted = (
        SupervisionSessionRow.type.in_(_CREDITED),
        SupervisionSessionRow.planned_on >= since,
    )
    workers = {one.practitioner_id for one in lines if one.practitioner_id is not None}
    accounts = {one.account_id for one in lines if one.account_id is not None}
    of_worker: dict[int, set[date]] = defaultdict(set)
    of_account: dict[int, set[date]] = defaultdict(set)
    seen = times_seen(sorted(workers), *counted)
    for person, day in session.execute(select(seen.c.practitioner_id, seen.c.on)):
        of_worker[person].add(day)
    for row in session.execute(
        select(SessionStaffRow.account_id, SupervisionSessionRow.planned_on)
        .join(SupervisionSessionRow, SupervisionSessionRow.id == SessionStaffRow.session_id)
        .where(
            SessionStaffRow.account_id.in_(sorted(accounts)),
            SupervisionSessionRow.state == "held",
            *counted,
        )
    ):
        of_account[row.account_id].add(row.planned_on)
    return {
        one.id: tuple(sorted(of_worker[one.practitioner_id or 0] | of_account[one.account_id or 0]))
        for one in lines
    }


def terms_of(row: SupervisionAgreementRow) -> Terms:
    """Read the terms of a stored agreement.

    Args:
        row: The agreement.

    Returns:
        Its terms; a function that it does not name has no share.
    """
    shares = {one: int(row.functions.get(one.value, 0)) for one in Function}
    return Terms(row.every_days, row.minutes, shares)


def _lines(
    session: Session, actor: Actor, *conditions: ColumnElement[bool]
) -> tuple[AgreementLine, ...]:
    supervised = alias_of(AccountRow)
    rows = session.execute(
        select(
            SupervisionAgreementRow,
            AccountRow.display_name,
            AccountRow.is_active,
            supervised.display_name.label("supervised"),
            PractitionerRow.code,
            PractitionerRow.area_code,
            PractitionerRow.started_on,
            PractitionerRow.ended_on,
            AreaRow.name_zh.label("area_zh"),
            AreaRow.name_en.label("area_en"),
            CentreRow.name_zh,
            CentreRow.name_en,
            CentreRow.code.label("centre_code"),
        )
        .join(AccountRow, AccountRow.id == SupervisionAgreementRow.supervisor_id)
        .outerjoin(supervised, supervised.id == SupervisionAgreementRow.account_id)
        .outerjoin(PractitionerRow, PractitionerRow.id == SupervisionAgreementRow.practitioner_id)
        .outerjoin(AreaRow, AreaRow.code == PractitionerRow.area_code)
        .outerjoin(CentreRow, CentreRow.id == SupervisionAgreementRow.centre_id)
        .where(agreements_seen(actor), *conditions)
        .order_by(SupervisionAgreementRow.from_on, SupervisionAgreementRow.id)
    )
    return tuple(_line(row) for row in sorted(rows, key=_place_in_list))


def _place_in_list(row: Any) -> tuple[Any, ...]:
    # who supervises others has no centre and no code: after the others, by name
    has_centre = row.centre_code is not None
    return not has_centre, row.centre_code or "", row.code or "", name_key(row.supervised or "")


def _line(row: Any) -> AgreementLine:
    found: SupervisionAgreementRow = row[0]
    has_centre, has_area = found.centre_id is not None, row.area_code is not None
    return AgreementLine(
        id=found.id,
        kind=AgreementKind(found.kind),
        supervisor_id=found.supervisor_id,
        supervisor=row.display_name,
        is_led=row.is_active,
        practitioner_id=found.practitioner_id,
        account_id=found.account_id,
        person=row.code or row.supervised or "",
        centre_id=found.centre_id,
        centre=BilingualText(row.name_zh, row.name_en) if has_centre else None,
        place_path=found.place_path,
        area_code=row.area_code,
        area=BilingualText(row.area_zh, row.area_en) if has_area else None,
        started_on=row.started_on,
        ended_on=row.ended_on,
        terms=terms_of(found),
        from_on=found.from_on,
        until_on=found.until_on,
        over_reason=OverReason(found.over_reason) if found.over_reason else None,
        end_reason=EndReason(found.end_reason) if found.end_reason else None,
        deputy_of_id=found.deputy_of_id,
        successor_id=found.successor_id,
        revision=found.revision,
    )
