"""A supervisor's quarter with an agreement and a session that was held, ready to be reviewed."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.people import Actor, Role
from qa_app.domain.quarters import Quarter
from qa_app.domain.supervision import SessionType
from qa_app.domain.supervisor_quarter import computed_of
from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.places import AreaRow
from qa_app.queries.audits import entries_of
from qa_app.queries.rubrics import rubric_by_id
from qa_app.rubric_files.areas import read_areas
from qa_app.rubric_files.reader import read_rubric
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.start_supervisor_review import NewReview, start_supervisor_review
from qa_app.services.standards.publish_rubric import publish_rubric
from tests.agreements import Team, a_team, an_agreement
from tests.audits import ZONE, change, holidays
from tests.conftest import ROOT
from tests.people import NOON, OPERATOR
from tests.records import Talk, begin, fill, sign
from tests.sessions import a_session, at_centre, someone

QUARTER = Quarter(2026, 2)
AFTER = datetime(2026, 7, 6, 2, 0, tzinfo=UTC)
"""Ten in the morning in Shanghai, on the first Monday after the quarter."""

PRACTICE = "supervision_practice"
SHIPPED = ROOT / "rubrics"


@dataclass(frozen=True)
class Practice:
    """Who is reviewed and who reviews.

    Attributes:
        team: The people; the city's supervisor reviews the one of centre A.
        talk: The one session of the quarter: 90 minutes with W1, signed by both on the same evening.
    """

    team: Team
    talk: Talk

    @property
    def reviewer(self) -> Actor:
        return self.team.city

    @property
    def new(self) -> NewReview:
        return NewReview(PRACTICE, self.team.lead, QUARTER)


def publish_shipped(session: Session, code: str) -> int:
    file = read_rubric(SHIPPED / f"{code}.yaml", SHIPPED)
    known = set(session.execute(select(AreaRow.code)).scalars())
    session.rollback()
    areas = {one.code: one for one in read_areas(SHIPPED / "areas.yaml", SHIPPED)}
    area = None if file.rubric.area in known else areas[file.rubric.area]
    return publish_rubric(
        session, OPERATOR, file.rubric, file.content, at=NOON, area=area
    ).version_id


def a_practice(session: Session) -> Practice:
    team = a_team(session)
    holidays(session)
    publish_shipped(session, PRACTICE)
    an_agreement(session, team)
    scene = team.scene
    worker = someone(session, "worker", Role.CASEWORKER, "A", scene.workers["W1"])
    made = a_session(
        session,
        scene,
        type=SessionType.INDIVIDUAL,
        rubric_version_id=None,
        files_wanted=0,
        people=(scene.workers["W1"],),
    )
    talk = Talk(scene, made, at_centre(worker, Role.CASEWORKER, scene.centre))
    begin(session, talk)
    fill(session, talk)
    sign(session, talk)
    sign(session, talk, talk.worker)
    return Practice(team, talk)


def a_review(session: Session, practice: Practice, at: datetime = AFTER) -> int:
    return start_supervisor_review(session, practice.reviewer, practice.new, ZONE, at=at)


def entry(session: Session, audit_id: int, kind: EntryKind, key: str) -> Entry | None:
    """An entry as it stands; None for none."""
    session.rollback()
    found = {(one.kind, one.key): one for one in entries_of(session, audit_id)}
    return found.get((kind, key))


def revision(session: Session, audit_id: int, measure: str) -> int:
    session.rollback()
    return session.execute(
        select(AuditEntryRow.revision).where(
            AuditEntryRow.audit_id == audit_id,
            AuditEntryRow.kind == EntryKind.COMPUTED.value,
            AuditEntryRow.key == measure,
        )
    ).scalar_one()


def answer_the_rest(session: Session, practice: Practice, audit_id: int) -> None:
    """Everything that records leave open: the best answer everywhere, with the facts."""
    rubric = rubric_by_id(session, session.get_one(AuditRow, audit_id).rubric_version_id)
    assert rubric is not None
    session.rollback()
    changes = [change("new_workers", 0, kind=EntryKind.FACT)]
    changes.append(change("high_risk_cases", 1, kind=EntryKind.FACT))
    told = {one.item: one for one in computed_of(entries_of(session, audit_id))}
    for code, item in rubric.items.items():
        if item.per_case or (code in told and told[code].is_answered):
            continue
        best = item.scale.options[0].code
        note = "看过全部记录。" if item.read or code in told else ""
        read = tuple(one for one, _text in item.read)
        changes.append(change(code, best, note=note, read=read))
    session.rollback()
    save_entries(session, practice.reviewer, audit_id, changes, ZONE, at=AFTER)


def explained(session: Session, audit_id: int) -> dict[str, dict[str, object]]:
    """What the signed result keeps of what records answered, by measure."""
    session.rollback()
    audit = session.get_one(AuditRow, audit_id)
    kept = json.loads(audit.explanation or "{}")["computed"]
    session.rollback()
    return {one["measure"]: one for one in kept}
