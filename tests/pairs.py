"""A drawn sample of centre A whose files one person reads, and others who may read them again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.domain.supervision import SessionType
from qa_app.models.audits import AuditRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.moderation.choose_second_readings import choose_second_readings
from qa_app.services.supervision.plan_session import NewSession, plan_session
from tests.audits import SECTIONS, ZONE, change, holidays, publish, someone
from tests.kept import kept
from tests.people import NOON
from tests.register import two_centres
from tests.sessions import DAY, some_files

LATER = NOON + timedelta(days=21)
"""A day after the session of the tests."""

MET = {"A1": "met", "A2": "met", "B1": "met"}


@dataclass(frozen=True)
class Twice:
    """Who reads at centre A; the planner and the moderator read nothing of the sample."""

    centre: int
    session: int
    rubric: int
    planner: Actor
    first: Actor
    second: Actor
    third: Actor
    moderator: Actor
    manager: Actor
    elsewhere: Actor


def moderating(actor: Actor, centre: int) -> Actor:
    reach = Reach(centre_ids=frozenset({centre}))
    grants = (*actor.grants, Grant(Role.MODERATOR, reach))
    return Actor(actor.account_id, actor.name, grants)


@kept
def a_drawn_sample(
    session: Session, files: int = 5, sections: Sequence[Any] = SECTIONS, **fields: Any
) -> Twice:
    a, b = two_centres(session)
    holidays(session)
    rubric = publish(session, *sections, area="legal_aid", **fields)
    some_files(session, a, 8)
    planner = someone(session, "planner", Role.SENIOR_SUPERVISOR, "A", a)
    first = someone(session, "first", Role.AUDITOR, "A", a)
    moderator = someone(session, "moderator", Role.SENIOR_SUPERVISOR, "A", a)
    new = NewSession(
        centre_id=a,
        type=SessionType.CASE_FILE_CHECK,
        planned_on=DAY,
        supervisor_id=planner.account_id or 0,
        rubric_version_id=rubric,
        files_wanted=files,
    )
    made = plan_session(session, planner, new, zone=ZONE, at=NOON)
    draw_sample(
        session, planner, made, files, first.account_id or 0, lambda: "s" * 32, zone=ZONE, at=NOON
    )
    return Twice(
        a,
        made,
        rubric,
        planner,
        first,
        someone(session, "second", Role.AUDITOR, "A", a),
        someone(session, "third", Role.AUDITOR, "A", a),
        moderating(moderator, a),
        someone(session, "manager", Role.CENTRE_MANAGER, "A", a),
        someone(session, "elsewhere", Role.SENIOR_SUPERVISOR, "B", b),
    )


def a_pair(session: Session, twice: Twice) -> ReadingPairRow:
    """Choose one file of five for the second reader."""
    second = twice.second.account_id or 0
    assert (
        choose_second_readings(
            session, twice.planner, twice.session, second, lambda: "p" * 32, zone=ZONE, at=NOON
        )
        == 1
    )
    return the_pair(session)


def the_pair(session: Session) -> ReadingPairRow:
    query = select(ReadingPairRow).order_by(ReadingPairRow.id.desc()).limit(1)
    found = session.execute(query).scalar_one()
    session.expunge(found)
    session.rollback()
    return found


def state_of(session: Session, audit: int) -> str:
    state: str = session.execute(select(AuditRow.state).where(AuditRow.id == audit)).scalar_one()
    session.rollback()
    return state


def read(
    session: Session, reader: Actor, audit: int, codes: Mapping[str, str], **notes: str
) -> None:
    """Answer and sign."""
    changes = [change(key, code, note=notes.get(key, "")) for key, code in codes.items()]
    save_entries(session, reader, audit, changes, ZONE, at=LATER)
    sign_audit(session, reader, audit, ZONE, at=LATER)


def a_complete_pair(session: Session, twice: Twice, **codes: str) -> ReadingPairRow:
    """Both read; the second one differs in `codes`."""
    pair = a_pair(session, twice)
    read(session, twice.first, pair.first_id, MET)
    notes = dict.fromkeys(codes, "案卷里没有找到")
    read(session, twice.second, pair.second_id, {**MET, **codes}, **notes)
    return the_pair(session)
