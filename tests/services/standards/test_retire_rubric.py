import json
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.supervision import SessionType
from qa_app.models.journal import JournalRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.rubrics import rubric_by_id
from qa_app.services.standards.retire_rubric import retire_rubric
from qa_app.services.supervision.plan_session import NewSession, plan_session
from tests.drafts import Desk, a_desk
from tests.people import NOON, OPERATOR
from tests.sessions import DAY, a_scene, publish

ZONE = "Asia/Shanghai"


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def retire(session: Session, actor: Actor, version: int, reason: str = "新规范施行") -> None:
    retire_rubric(session, actor, version, reason, ZONE, at=NOON + timedelta(days=3))


def test_a_version_leaves_with_its_reason_and_stays_readable(session: Session, desk: Desk) -> None:
    retire(session, desk.second, desk.version)
    row = session.get_one(RubricVersionRow, desk.version)
    assert (row.status, row.retired_by, row.retired_reason) == ("retired", "second", "新规范施行")
    assert (row.retired_at, row.in_force_until) == (NOON + timedelta(days=3), date(2026, 3, 26))
    assert rubric_by_id(session, desk.version) is not None
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, entry.object_id) == ("rubric:retire", str(desk.version))
    assert json.loads(entry.detail) == {"rubric": "sample", "version": "1.0.0"}


def test_no_new_review_is_planned_with_it(session: Session) -> None:
    scene = a_scene(session)
    retire(session, OPERATOR, scene.rubric)
    new = NewSession(
        scene.centre,
        SessionType.CASE_FILE_CHECK,
        DAY,
        scene.supervisor.account_id or 0,
        rubric_version_id=scene.rubric,
        files_wanted=2,
    )
    with pytest.raises(InvalidError, match="not_in_force"):
        plan_session(session, scene.supervisor, new, zone=ZONE, at=NOON)


def test_days_that_ended_before_stay(session: Session, desk: Desk) -> None:
    publish(session, area="legal_aid", version="2.0.0")
    retire(session, desk.second, desk.version)
    assert session.get_one(RubricVersionRow, desk.version).in_force_until == date(2026, 3, 23)


def test_retiring_twice_is_once(session: Session, desk: Desk) -> None:
    retire(session, desk.second, desk.version)
    before = session.scalar(select(func.count()).select_from(JournalRow))
    retire(session, desk.second, desk.version)
    assert session.scalar(select(func.count()).select_from(JournalRow)) == before
    with pytest.raises(ConflictError, match="retired_already"):
        retire(session, desk.third, desk.version)


@pytest.mark.parametrize(
    ("reason", "code"),
    [(" ", "reason_missing"), ("\u200b", "reason_missing"), ("x" * 501, "reason_long")],
)
def test_it_takes_a_reason(session: Session, desk: Desk, reason: str, code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        retire(session, desk.second, desk.version, reason)


def test_others_may_not(session: Session, desk: Desk) -> None:
    with pytest.raises(NotAllowedError):
        retire(session, desk.reader, desk.version)
    with pytest.raises(OutOfReachError):
        retire(session, desk.second, 10**9)
