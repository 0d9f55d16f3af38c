"""A signed review whose red line failed, and everyone who has to do with what follows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.domain.text import BilingualText
from qa_app.domain.training import NewAttendance, NewEvent
from qa_app.models.cases import CaseFileRow, DrawRow
from qa_app.models.findings import CorrectiveActionRow, FindingRow
from qa_app.models.places import PractitionerRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.training_rows import TrainingCourseRow
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.workers.save_training import save_training
from tests.audits import ZONE, Desk, a_case_file, a_desk, a_draft, change, someone
from tests.kept import kept
from tests.people import NOON


@dataclass(frozen=True)
class Followed:
    """What tests of findings start from; `outsider` and `third` took no part."""

    desk: Desk
    worker: Actor
    outsider: Actor
    third: Actor

    @property
    def audit(self) -> int:
        return self.desk.audit


def failing(*codes: str) -> list:
    answers = {"A1": "met", "A2": "met", "B1": "met"} | dict.fromkeys(codes, "unmet")
    return [change(code, value, note="见案卷第3页") for code, value in answers.items()]


def a_worker(session: Session, desk: Desk) -> int:
    """Name somebody of the centre who worked on the desk's file."""
    worker_id = session.execute(
        insert(PractitionerRow)
        .values(
            code="W-01",
            centre_id=desk.centre,
            area_code="social_work",
            started_on=date(2025, 1, 1),
        )
        .returning(PractitionerRow.id)
    ).scalar_one()
    session.execute(
        update(CaseFileRow).where(CaseFileRow.id == desk.file).values(practitioner_id=worker_id)
    )
    session.commit()
    return worker_id


@kept
def a_followed(session: Session) -> Followed:
    """A desk whose file has a worker with an account; nothing is answered yet."""
    desk = a_desk(session)
    worker_id = a_worker(session, desk)
    plain = someone(session, "worker", Role.CASEWORKER, "A", desk.centre, worker_id)
    reach = Reach(centre_ids=frozenset({desk.centre}))
    worker = Actor(
        plain.account_id, "worker", (Grant(Role.CASEWORKER, reach),), practitioner_id=worker_id
    )
    third = someone(session, "third", Role.SENIOR_SUPERVISOR, "A", desk.centre)
    return Followed(desk, worker, desk.second, third)


def sign(session: Session, one: Followed, *codes: str, at: datetime = NOON) -> None:
    save_entries(session, one.desk.reader, one.audit, failing(*codes), ZONE, at=at)
    sign_audit(session, one.desk.reader, one.audit, ZONE, at=at)


def a_draw(session: Session, one: Followed, at: datetime, planned_on: date | None = None) -> int:
    """A draw of the centre's files of which nothing but the time matters.

    Its session was held that day, unless it is still planned for another one.
    """
    who = one.desk.reader.account_id
    session_id = session.execute(
        insert(SupervisionSessionRow)
        .values(
            centre_id=one.desk.centre,
            type="case_file_check",
            planned_on=planned_on or at.date(),
            supervisor_id=one.third.account_id,
            rubric_version_id=one.desk.rubric,
            state="planned" if planned_on else "held",
            created_at=at,
            created_by=who,
        )
        .returning(SupervisionSessionRow.id)
    ).scalar_one()
    draw = session.execute(
        insert(DrawRow)
        .values(
            session_id=session_id,
            rubric_version_id=one.desk.rubric,
            filters={},
            frame=[],
            frame_digest="0" * 64,
            frame_count=0,
            frozen_at=at,
            seed="s" * 32,
            wanted_count=1,
            drawn_at=at,
            drawn_by=who,
        )
        .returning(DrawRow.id)
    ).scalar_one()
    session.commit()
    return draw


def later_reading(
    session: Session,
    one: Followed,
    days: int,
    *codes: str,
    sample_type: str = "random",
    drawn: int | None = None,
    add_reason: str | None = None,
) -> int:
    """Read another file of the centre some days later; the named items fail.

    A sampled file was drawn so many days (`drawn`) after noon, on the day of the reading unless
    told otherwise.
    """
    at = NOON + timedelta(days=days)
    file = a_case_file(session, one.desk.centre, f"KM-26-0000-{days:05}")
    is_drawn = sample_type == "random"
    drawn_at = NOON + timedelta(days=days if drawn is None else drawn)
    audit = a_draft(
        session,
        one.desk.centre,
        one.desk.rubric,
        one.desk.reader,
        file,
        sample_type=sample_type,
        draw_id=a_draw(session, one, drawn_at) if is_drawn else None,
        add_reason=add_reason,
    )
    save_entries(session, one.desk.reader, audit, failing(*codes), ZONE, at=at)
    sign_audit(session, one.desk.reader, audit, ZONE, at=at)
    return audit


def actions(session: Session) -> list[CorrectiveActionRow]:
    session.expire_all()
    found = session.execute(select(CorrectiveActionRow).order_by(CorrectiveActionRow.id)).scalars()
    return list(found)


def findings(session: Session, audit: int) -> list[FindingRow]:
    session.expire_all()
    query = select(FindingRow).where(FindingRow.audit_id == audit).order_by(FindingRow.position)
    return list(session.execute(query).scalars())


def a_training(
    session: Session, who: Actor, code: str, held_on: date, at: datetime, worker: str = "W-01"
) -> int:
    """A training at the centre's place that its worker attended for an hour."""
    name = BilingualText("强制报告", "Mandatory reports")
    if session.execute(select(TrainingCourseRow.id)).first() is None:
        session.execute(
            insert(TrainingCourseRow).values(
                code="C1",
                name_zh=name.zh,
                name_en=name.en,
                about_victims=True,
                makes_trainers=False,
                recorded_at=at,
            )
        )
        session.commit()
    session.rollback()
    place = "PL"
    event = save_training(session, who, NewEvent(code, "C1", "", place, held_on, 120), ZONE, at=at)
    if worker:
        save_training(session, who, NewAttendance(code, "A", worker, 60), ZONE, at=at)
    return event
