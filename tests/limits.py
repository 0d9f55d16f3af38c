"""A centre with open cases whose limits run, and everyone who may or may not see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.dated_events import Happened
from qa_app.domain.moments import Moment
from qa_app.domain.people import Actor, Role
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import PractitionerRow
from qa_app.models.running_limits import RunningLimitRow
from qa_app.services.limits.record_event import record_event
from tests.audits import ZONE, holidays
from tests.builders import item, section, words
from tests.kept import kept
from tests.people import NOON
from tests.register import two_centres
from tests.sessions import at_centre, publish, reference, someone

CRISIS = {"fact": "crisis", "is": True}
CLOSED = {"fact": "closed", "is": True}
EVENTS = [
    {"id": code, "zh": zh, "en": en}
    for code, zh, en in (
        ("received", "收到转介", "Referral received"),
        ("screened", "完成安全筛查", "Safety screen finished"),
        ("planned", "服务计划签字", "Service plan signed"),
        ("closed_on", "结案", "Case closed"),
        ("followed", "结案后回访", "Follow-up after closure"),
        ("asked", "提出法律援助申请", "Legal aid asked for"),
        ("decided", "法律援助决定", "Legal aid decided"),
    )
]
FACTS = [
    {"id": "crisis", "type": "bool", "zh": "是否危机个案", "en": "Crisis case"},
    {"id": "closed", "type": "bool", "zh": "是否结案", "en": "Case closed"},
    {"id": "unused", "type": "bool", "zh": "无关事实", "en": "Asked by no limit"},
]


def clock(start: str, end: str, within: str, **rules: Any) -> dict[str, Any]:
    return {"from": start, "to": end, "within": within, **rules}


SECTIONS = (
    section(
        "A",
        item("A1", scale="time3", clock=clock("received", "screened", "24h")),
        item(
            "A2",
            scale="time3",
            clock=clock(
                "received", "planned", "7wd", within_if=[{"when": CRISIS, "within": "72h"}]
            ),
        ),
        item(
            "A3",
            scale="time3",
            clock=clock("closed_on", "followed", "90d", late_until="120d"),
            applies_if=CLOSED,
        ),
        item(
            "A4",
            scale="time3",
            clock=clock(
                "asked",
                "decided",
                "7d",
                end_on="next_working_day",
                responsible="legal_aid_institution",
            ),
        ),
        item("A5"),
    ),
)
RUBRIC: dict[str, Any] = {"clocks": EVENTS, "facts": FACTS, "area": "social_work"}


def happened(event: str, day: str, at: str | None = None) -> Happened:
    moment = Moment(date.fromisoformat(day), None if at is None else time.fromisoformat(at))
    return Happened(event, moment)


@dataclass(frozen=True)
class Scene:
    """Ids and people: W1 works on the first file, nobody on the second; the third is closed.

    Attributes:
        files: Open case files of centre A, by number; the third was closed years ago.
        other_file: An open file of centre B.
    """

    centre: int
    other_centre: int
    workers: Mapping[str, int]
    rubric: int
    files: tuple[int, ...]
    other_file: int
    manager: Actor
    worker: Actor
    supervisor: Actor
    elsewhere: Actor
    judge: Actor


@kept
def a_scene(session: Session) -> Scene:
    a, b = two_centres(session)
    holidays(session)
    workers: dict[str, int] = dict(
        session.execute(select(PractitionerRow.code, PractitionerRow.id)).all()
    )
    session.rollback()
    # the library gives `publish` its scales; what it says is short and has every kind of limit
    rubric = publish(session, sections=list(SECTIONS), title=words("limits"), **RUBRIC)
    rows = [
        (a, workers["W1"], None),
        (a, None, None),
        (a, workers["W1"], date(2021, 3, 1)),
        (b, None, None),
    ]
    session.execute(
        insert(CaseFileRow),
        [
            {
                "reference": reference(number),
                "centre_id": centre,
                "area_code": "social_work",
                "practitioner_id": worker,
                "opened_on": date(2021, 1, 4),
                "closed_on": closed,
            }
            for number, (centre, worker, closed) in enumerate(rows, 1)
        ],
    )
    session.commit()
    files = list(session.scalars(select(CaseFileRow.id).order_by(CaseFileRow.id)))
    session.rollback()

    def person(name: str, role: Role, centre: str, *centres: int, worker: str = "") -> Actor:
        made = someone(session, name, role, centre, workers.get(worker))
        return at_centre(made, role, *centres)

    return Scene(
        a,
        b,
        workers,
        rubric,
        tuple(files[:3]),
        files[3],
        person("manager", Role.CENTRE_MANAGER, "A", a),
        person("worker", Role.CASEWORKER, "A", a, worker="W1"),
        person("lead", Role.SENIOR_SUPERVISOR, "A", a),
        person("far", Role.SENIOR_SUPERVISOR, "B", b),
        person("judge", Role.JUDICIAL_READER, "A", a),
    )


def record(
    session: Session,
    scene: Scene,
    what: Happened,
    *,
    file: int = 0,
    actor: Actor | None = None,
    at: datetime = NOON,
    replaces: int | None = None,
) -> int:
    made = record_event(
        session,
        actor or scene.manager,
        scene.files[file],
        what,
        ZONE,
        at=at,
        replaces=replaces,
    )
    session.rollback()
    return made


def limits(session: Session, case_id: int) -> dict[str, RunningLimitRow]:
    session.rollback()
    query = select(RunningLimitRow).where(RunningLimitRow.case_file_id == case_id)
    found = {row.item: row for row in session.scalars(query)}
    session.expunge_all()
    session.rollback()
    return found


def local(day: str, at: str) -> datetime:
    """An instant of Shanghai, which is always eight hours ahead, as UTC has it."""
    return (datetime.fromisoformat(f"{day}T{at}") - timedelta(hours=8)).replace(tzinfo=NOON.tzinfo)


def more_files(session: Session, scene: Scene, count: int) -> list[str]:
    """Open files of centre A besides, on which nobody is named."""
    references = [reference(number) for number in range(100, 100 + count)]
    rows = [
        {
            "reference": one,
            "centre_id": scene.centre,
            "area_code": "social_work",
            "opened_on": date(2026, 1, 5),
        }
        for one in references
    ]
    session.execute(insert(CaseFileRow), rows)
    session.commit()
    return references
