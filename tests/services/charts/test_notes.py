"""Notes on charts: put there, changed, taken off, each by whom it is for."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.chart_notes import NoteKind
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.domain.text import BilingualText
from qa_app.models.chart_marks import ChartNoteRow
from qa_app.models.journal import JournalRow
from qa_app.queries.chart_cuts import marks_of
from qa_app.queries.trends import ScopeKind, centre_scope
from qa_app.services.charts.add_note import add_note
from qa_app.services.charts.change_note import change_note
from qa_app.services.charts.remove_note import remove_note
from tests.audits import ZONE
from tests.charts import BACK, LATER, NOTE, ChartScene, a_chart

NEW = BilingualText("风险评估培训（两天）", "")


@pytest.fixture
def scene(session: Session) -> ChartScene:
    return a_chart(session)


def put(session: Session, scene: ChartScene, actor: Actor, **fields: object) -> int:
    note = replace(NOTE, **fields)  # type: ignore[arg-type]
    return add_note(session, actor, scene.where, note, ZONE, at=LATER)


def shown(session: Session, scene: ChartScene, code: str | None = "sample") -> list[int]:
    scope = centre_scope(session, scene.supervisor, scene.centre)
    assert scope is not None
    return [one.note.id for one in marks_of(session, scope, code)]


def journal(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(select(JournalRow.action, JournalRow.detail).order_by(JournalRow.seq))
    return [(row.action, row.detail) for row in rows if row.action == "chart:note"]


def test_managers_and_supervisors_write(session: Session, scene: ChartScene) -> None:
    made = [put(session, scene, who) for who in (scene.manager, scene.supervisor)]
    assert shown(session, scene) == made
    acts = journal(session)
    assert len(acts) == 2
    assert '"kind":"training"' in acts[0][1]
    assert "培训" not in acts[0][1]


def test_nobody_else_writes(session: Session, scene: ChartScene) -> None:
    for role in (Role.AUDITOR, Role.CASEWORKER, Role.MODERATOR, Role.JUDICIAL_READER):
        with pytest.raises(OutOfReachError):
            put(session, scene, Actor(1, "x", (Grant(role, Reach(is_everything=True)),)))
    elsewhere = Reach(centre_ids=frozenset({scene.other}))
    with pytest.raises(OutOfReachError):
        put(session, scene, Actor(1, "x", (Grant(Role.CENTRE_MANAGER, elsewhere),)))
    with pytest.raises(OutOfReachError):
        add_note(session, scene.manager, (ScopeKind.PLACE, scene.place), NOTE, ZONE, at=LATER)
    with pytest.raises(OutOfReachError):
        add_note(session, scene.supervisor, (ScopeKind.PLACE, 0), NOTE, ZONE, at=LATER)
    assert journal(session) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": BilingualText()}, "text_missing"),
        ({"text": BilingualText("社工张伟接任组长", "")}, "likely_name"),
        ({"on": date(2027, 3, 2)}, "day_unfit"),
        ({"rubric_code": "no_such_rubric"}, "unknown_rubric"),
    ],
)
def test_bad_notes_are_refused(session: Session, scene: ChartScene, fields, code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        put(session, scene, scene.manager, **fields)
    assert shown(session, scene, None) == []


def test_a_note_sent_twice_stands_once(session: Session, scene: ChartScene) -> None:
    first = put(session, scene, scene.manager, key="k1")
    assert put(session, scene, scene.manager, key="k1") == first
    assert shown(session, scene) == [first]
    with pytest.raises(ConflictError, match="key_reused"):
        put(session, scene, scene.manager, key="k1", kind=NoteKind.STAFF)


def test_a_kept_name_keeps_its_reason(session: Session, scene: ChartScene) -> None:
    made = put(
        session,
        scene,
        scene.manager,
        text=BilingualText("社工张伟接任组长", ""),
        name_reason="公开任命的岗位",
    )
    assert session.get_one(ChartNoteRow, made).name_reason == "公开任命的岗位"
    assert "公开任命" not in journal(session)[0][1]


def test_places_and_their_centres_share_notes(session: Session, scene: ChartScene) -> None:
    where = ScopeKind.PLACE, scene.place
    made = add_note(session, scene.supervisor, where, NOTE, ZONE, at=LATER)
    assert shown(session, scene) == [made]
    other = centre_scope(session, Actor(None, "os:x", is_system=True), scene.other)
    assert other is not None
    assert marks_of(session, other) == ()


def test_only_who_wrote_it_changes_the_words(session: Session, scene: ChartScene) -> None:
    made = put(session, scene, scene.manager)
    with pytest.raises(OutOfReachError):
        change_note(session, scene.supervisor, made, (NEW, 1, ""), ZONE, at=LATER)
    change_note(session, scene.manager, made, (NEW, 1, ""), ZONE, at=LATER)
    assert session.get_one(ChartNoteRow, made).text_zh == NEW.zh
    session.rollback()
    with pytest.raises(ConflictError, match="note_changed"):
        change_note(session, scene.manager, made, (NEW, 1, ""), ZONE, at=LATER)
    with pytest.raises(InvalidError, match="text_missing"):
        change_note(session, scene.manager, made, (BilingualText(), 2, ""), ZONE, at=LATER)
    with pytest.raises(OutOfReachError):
        change_note(session, scene.manager, made + 99, (NEW, 1, ""), ZONE, at=LATER)
    assert len(journal(session)) == 2


def test_taken_off_with_a_reason_and_kept_on_record(session: Session, scene: ChartScene) -> None:
    made = put(session, scene, scene.manager)
    with pytest.raises(InvalidError, match="reason_short"):
        remove_note(session, scene.manager, made, ("wrong", 1), at=LATER)
    remove_note(session, scene.manager, made, (BACK, 1), at=LATER)
    assert shown(session, scene) == []
    row = session.get_one(ChartNoteRow, made)
    assert (row.removed_why, row.removed_by, row.text_zh) == (
        BACK,
        scene.manager.account_id,
        NOTE.text.zh,
    )
    session.rollback()
    with pytest.raises(ConflictError, match="note_removed"):
        remove_note(session, scene.manager, made, (BACK, 1), at=LATER)
    with pytest.raises(ConflictError, match="note_changed"):
        change_note(session, scene.manager, made, (NEW, 1, ""), ZONE, at=LATER)
    assert '"change":"remove"' in journal(session)[-1][1]


def test_words_that_changed_meanwhile_are_not_taken_off_unseen(
    session: Session, scene: ChartScene
) -> None:
    made = put(session, scene, scene.manager)
    change_note(session, scene.manager, made, (NEW, 1, ""), ZONE, at=LATER)
    with pytest.raises(ConflictError, match="note_changed"):
        remove_note(session, scene.supervisor, made, (BACK, 1), at=LATER)
    assert shown(session, scene) != []
    session.rollback()
    remove_note(session, scene.supervisor, made, (BACK, 2), at=LATER)
    assert shown(session, scene) == []


def test_a_centre_takes_off_its_own_notes_only(session: Session, scene: ChartScene) -> None:
    made = put(session, scene, scene.supervisor)
    with pytest.raises(OutOfReachError):
        remove_note(session, scene.manager, made, (BACK, 1), at=LATER)
    remove_note(session, scene.second, made, (BACK, 1), at=LATER)
    assert shown(session, scene) == []
    with pytest.raises(OutOfReachError):
        remove_note(session, scene.second, made + 99, (BACK, 1), at=LATER)
