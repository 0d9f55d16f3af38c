"""What is due of a branch and not planned yet, in order of priority, and what it is called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session

from qa_app.domain.due_needs import OF_TEAMS, OF_WORKERS, DueNeed, NeedKind, NeedOnDay, needs_due
from qa_app.domain.people import Actor, Reach
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.aliases import alias_of
from qa_app.models.idempotency import Request, answered
from qa_app.models.places import AreaRow, CentreRow, PractitionerRow
from qa_app.queries.due_sessions import due_above, due_sessions
from qa_app.queries.due_visits import due_visits
from qa_app.queries.due_work import due_work
from qa_app.queries.reach import centres_within, open_on


@dataclass(frozen=True, slots=True)
class DueSpan:
    """What a due list is asked for.

    Attributes:
        today: The present.
        until: Last day that counts.
        place_path: Only this branch of the area tree; None for all within reach.
        centre_id: Only this centre; None likewise.
    """

    today: date
    until: date
    place_path: str | None = None
    centre_id: int | None = None


@dataclass(frozen=True, slots=True)
class NeedName:
    """What a need is called.

    Attributes:
        centre: Name of the centre.
        person: Code of the practitioner, or name of the supervised supervisor; empty for a visit.
        area: Area that the practitioner works in; None for others.
        supervisor: Who supervises by agreement; empty without one.
        team: Codes of the practitioners whom a team's session is for, in order.
    """

    centre: BilingualText
    person: str = ""
    area: BilingualText | None = None
    supervisor: str = ""
    team: tuple[str, ...] = ()


def due_needs(session: Session, actor: Actor, span: DueSpan) -> tuple[DueNeed, ...]:
    """List what is due within reach and not planned yet.

    Args:
        session: A database session.
        actor: Who plans.
        span: What is asked for.

    Returns:
        Visits of centres and sessions of people, in order of priority; with at most twelve
        queries whatever their number.
    """
    within = _centres(actor, span)
    centres = [
        (row.id, row.place_path)
        for row in session.execute(
            select(CentreRow.id, CentreRow.place_path).where(within).order_by(CentreRow.id)
        )
    ]
    if not centres:
        return ()
    candidates = [
        *due_visits(session, within, span.today, span.until),
        *due_sessions(session, within, span.today, span.until),
    ]
    if span.centre_id is None:
        under = _branches(actor, span)
        candidates += due_above(session, under, centres, span.today, span.until)
    return needs_due(candidates, span.today, span.until)


def work_needs(session: Session, actor: Actor, span: DueSpan) -> tuple[DueNeed, ...]:
    """List what workers and their teams are due for beside the plan of the month, not planned yet.

    It is agreed with the people concerned, so that no month is proposed with it; each is put on a
    day.

    Args:
        session: A database session.
        actor: Who plans.
        span: What is asked for.

    Returns:
        In order of priority, by the same tiers as `due_needs`; with five queries at most.
    """
    return needs_due(
        due_work(session, _centres(actor, span), span.today, span.until), span.today, span.until
    )


def _centres(actor: Actor, span: DueSpan) -> ColumnElement[bool]:
    found = (
        centres_within(actor, Permission.SESSION_PLAN)
        & (CentreRow.source == "")
        & open_on(span.today)
    )
    if span.place_path is not None:
        found &= CentreRow.place_path.startswith(span.place_path, autoescape=True)
    if span.centre_id is not None:
        found &= CentreRow.id == span.centre_id
    return found


def _branches(actor: Actor, span: DueSpan) -> ColumnElement[bool]:
    reach, path = reach_of(actor, Permission.SESSION_PLAN), SupervisionAgreementRow.place_path
    found = _under(reach, actor)
    if span.place_path is not None:
        found &= path.startswith(span.place_path, autoescape=True)
    return found


def _under(reach: Reach, actor: Actor) -> ColumnElement[bool]:
    if reach.is_everything:
        return true()
    path = SupervisionAgreementRow.place_path
    # a supervisor whose own supervision is agreed on learns when it is due from whom it is agreed
    own = (
        SupervisionAgreementRow.supervisor_id == actor.account_id
        if actor.account_id is not None
        else false()
    )
    return or_(own, *(path.startswith(one, autoescape=True) for one in sorted(reach.place_paths)))


def need_names(session: Session, needs: Sequence[DueNeed]) -> dict[str, NeedName]:
    """Say what needs are called, with at most three queries.

    Args:
        session: A database session.
        needs: The needs; the caller knows that they are in reach.

    Returns:
        Key of the need to its name.
    """
    workers = sorted({worker for one in needs for worker in one.workers})
    agreements = sorted({one.id for one in needs if one.kind is NeedKind.AGREEMENT})
    centres = _centre_names(session, sorted({one.centre_id for one in needs}))
    people = _practitioners(session, workers)
    agreed = _agreed(session, agreements)
    names = {}
    for one in needs:
        centre = centres[one.centre_id]
        if one.kind is NeedKind.CENTRE or one.kind in OF_TEAMS:
            team = tuple(sorted(people[each][0] for each in one.people))
            names[one.key] = NeedName(centre, team=team)
        elif one.kind in OF_WORKERS:
            names[one.key] = NeedName(centre, *people[one.id])
        else:
            names[one.key] = NeedName(centre, *agreed[one.id])
    return names


def _centre_names(session: Session, ids: Sequence[int]) -> dict[int, BilingualText]:
    if not ids:
        return {}
    query = select(CentreRow.id, CentreRow.name_zh, CentreRow.name_en)
    rows = session.execute(query.where(CentreRow.id.in_(ids)))
    return {row.id: BilingualText(row.name_zh, row.name_en) for row in rows}


def _practitioners(
    session: Session, ids: Sequence[int]
) -> dict[int, tuple[str, BilingualText | None]]:
    if not ids:
        return {}
    rows = session.execute(
        select(PractitionerRow.id, PractitionerRow.code, AreaRow.name_zh, AreaRow.name_en)
        .join(AreaRow, AreaRow.code == PractitionerRow.area_code)
        .where(PractitionerRow.id.in_(ids))
    )
    return {row.id: (row.code, BilingualText(row.name_zh, row.name_en)) for row in rows}


def _agreed(
    session: Session, ids: Sequence[int]
) -> dict[int, tuple[str, BilingualText | None, str]]:
    if not ids:
        return {}
    supervised = alias_of(AccountRow)
    rows = session.execute(
        select(
            SupervisionAgreementRow.id,
            AccountRow.display_name,
            supervised.display_name.label("supervised"),
            PractitionerRow.code,
            AreaRow.name_zh,
            AreaRow.name_en,
        )
        .join(AccountRow, AccountRow.id == SupervisionAgreementRow.supervisor_id)
        .outerjoin(supervised, supervised.id == SupervisionAgreementRow.account_id)
        .outerjoin(PractitionerRow, PractitionerRow.id == SupervisionAgreementRow.practitioner_id)
        .outerjoin(AreaRow, AreaRow.code == PractitionerRow.area_code)
        .where(SupervisionAgreementRow.id.in_(ids))
    )
    return {
        row.id: (
            row.code or row.supervised,
            None if row.code is None else BilingualText(row.name_zh, row.name_en),
            row.display_name,
        )
        for row in rows
    }


def put_before(session: Session, actor: Actor, wanted: NeedOnDay) -> int | None:
    """Look up the session that the same form was answered with: what it asks for is due no more.

    Args:
        session: A database session.
        actor: Who plans.
        wanted: What and where.

    Returns:
        The session; None when this form was not sent before.

    Raises:
        ConflictError: The key was used for something else (`key_reused`).
    """
    done = answered(session, put_request(actor, wanted))
    return None if done is None else int(done)


def put_request(actor: Actor, wanted: NeedOnDay) -> Request:
    """Say what is asked for when something due is put on a day, so that it is known again.

    Args:
        actor: Who plans.
        wanted: What and where.

    Returns:
        The request.
    """
    body = "\n".join(
        str(one)
        for one in (wanted.kind, wanted.id, wanted.day, wanted.supervisor_id, wanted.starts_at)
    )
    return Request(actor.account_id, wanted.key, "session:put", body)
