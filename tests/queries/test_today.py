from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.queries.today import count_drafts, drafts_to_sign, lately_signed, void_requests
from tests.people import NOON
from tests.sessions import Scene, a_scene, reference, some_files
from tests.statements import counted

UNTIL = date(2026, 3, 30)
SINCE = NOON - timedelta(days=14)


@pytest.fixture
def scene(session: Session) -> Scene:
    made = a_scene(session)
    some_files(session, made.centre, 4, practitioner_id=made.workers["W1"])
    some_files(session, made.centre, 2, start=5, practitioner_id=made.workers["W2"])
    return made


def audit(session: Session, scene: Scene, number: int | None = None, **fields: Any) -> int:
    file = None
    if number is not None:
        file = session.scalars(
            select(CaseFileRow.id).where(CaseFileRow.reference == reference(number))
        ).one()
    values = {
        "centre_id": scene.centre,
        "area_code": "legal_aid",
        "rubric_version_id": scene.rubric,
        "case_file_id": file,
        "reader_id": scene.reader.account_id,
        "sample_type": "random",
        "state": "draft",
        "created_at": NOON,
        **fields,
    }
    made = session.execute(insert(AuditRow).values(**values).returning(AuditRow.id)).scalar_one()
    session.commit()
    return made


def signed(session: Session, scene: Scene, number: int, at: datetime, **fields: Any) -> int:
    return audit(
        session,
        scene,
        number,
        state="signed",
        result_state="provisional",
        signed_at=at,
        shared_at=at,
        band="B",
        **fields,
    )


def test_drafts_come_by_due_date_those_without_one_last(session: Session, scene: Scene) -> None:
    open_end = audit(session, scene, 1)
    soon = audit(session, scene, 2, due_on=date(2026, 3, 30))
    late = audit(session, scene, 3, due_on=date(2026, 3, 1), answered_count=1, started_at=NOON)
    begun = audit(session, scene, 4, due_on=date(2026, 5, 1), started_at=NOON)
    audit(session, scene, 5, due_on=date(2026, 3, 31))
    found = drafts_to_sign(session, scene.reader, UNTIL, 9)
    assert [one.audit_id for one in found] == [late, soon, begun, open_end]
    first = found[0]
    assert (first.reference, first.centre_name.en, first.rubric_title.en) == (
        reference(3),
        "Centre A",
        "sample",
    )
    assert (first.answered_count, first.item_count, first.due_on) == (1, 1, date(2026, 3, 1))
    assert count_drafts(session, scene.reader) == 5
    assert len(drafts_to_sign(session, scene.reader, UNTIL, 2)) == 2


def test_drafts_of_others_and_signed_ones_are_not_mine(session: Session, scene: Scene) -> None:
    audit(session, scene, 1, reader_id=scene.supervisor.account_id)
    signed(session, scene, 2, NOON)
    assert drafts_to_sign(session, scene.reader, UNTIL, 9) == ()
    assert count_drafts(session, scene.reader) == 0


def test_what_others_signed_lately_newest_first(session: Session, scene: Scene) -> None:
    signed(session, scene, 1, SINCE - timedelta(seconds=1))
    old = signed(session, scene, 2, SINCE)
    new = signed(session, scene, 3, NOON)
    audit(session, scene, 4)
    found = lately_signed(session, scene.supervisor, SINCE, 9)
    assert [one.audit_id for one in found] == [new, old]
    assert (found[0].reader, found[0].band, found[0].result_state) == (
        "reader",
        "B",
        "provisional",
    )
    assert found[0].signed_at == datetime(2026, 3, 23, 4, 0, tzinfo=UTC)
    assert lately_signed(session, scene.reader, SINCE, 9) == ()


def test_out_of_reach_is_not_shown(session: Session, scene: Scene) -> None:
    signed(session, scene, 1, NOON)
    assert lately_signed(session, scene.elsewhere, SINCE, 9) == ()


def test_a_caseworker_sees_only_files_they_worked_on(session: Session, scene: Scene) -> None:
    own = signed(session, scene, 1, NOON)
    signed(session, scene, 5, NOON)
    grant = Grant(Role.CASEWORKER, Reach(centre_ids=frozenset({scene.centre})))
    worker = Actor(10**6, "W1", (grant,), practitioner_id=scene.workers["W1"])
    assert [one.audit_id for one in lately_signed(session, worker, SINCE, 9)] == [own]
    nobody = Actor(10**6, "?", (grant,))
    assert lately_signed(session, nobody, SINCE, 9) == ()
    elsewhere = Grant(Role.AUDITOR, Reach(centre_ids=frozenset({scene.other_centre})))
    mixed = replace(worker, grants=(grant, elsewhere))
    assert [one.audit_id for one in lately_signed(session, mixed, SINCE, 9)] == [own]


def test_drafts_go_with_the_reach_they_were_given_in(session: Session, scene: Scene) -> None:
    audit(session, scene, 1)
    moved = replace(scene.reader, grants=scene.elsewhere.grants)
    assert drafts_to_sign(session, moved, UNTIL, 9) == ()
    assert count_drafts(session, moved) == 0


def test_one_query_each_however_many(session: Session, scene: Scene) -> None:
    for number in (1, 2, 3, 4):
        audit(session, scene, number, due_on=UNTIL)
    session.rollback()
    with counted(session) as statements:
        assert len(drafts_to_sign(session, scene.reader, UNTIL, 9)) == 4
        lately_signed(session, scene.supervisor, SINCE, 9)
    assert len(statements) == 2


def test_a_request_to_void_waits_for_others_who_may_confirm(session: Session, scene: Scene) -> None:
    asked = {"void_reason": "wrong_file", "void_asked_by": scene.reader.account_id}
    later = signed(session, scene, 1, NOON, void_asked_at=NOON, **asked)
    first = signed(session, scene, 2, NOON, void_asked_at=SINCE, **asked)
    own = asked | {"void_asked_by": scene.supervisor.account_id}
    signed(session, scene, 3, NOON, void_asked_at=NOON, **own)
    audit(session, scene, 4, state="void", void_asked_at=NOON, **asked)
    signed(session, scene, 5, NOON)
    found = void_requests(session, scene.supervisor, 9)
    assert [one.audit_id for one in found] == [first, later]
    assert (found[0].reference, found[0].centre_name.en, found[0].asked_by, found[0].asked_at) == (
        reference(2),
        "Centre A",
        "reader",
        SINCE,
    )
    assert len(void_requests(session, scene.supervisor, 1)) == 1
    assert void_requests(session, scene.elsewhere, 9) == ()
    assert void_requests(session, scene.reader, 9) == ()  # an auditor may not confirm
