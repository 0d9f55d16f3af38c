from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.audit_stage import Stage
from qa_app.domain.people import Actor
from qa_app.domain.round_results import ResultKind
from qa_app.models.audits import AuditRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.queries.round_parts import RoundPart, round_centres
from qa_app.queries.rounds import round_head, rounds_page
from qa_app.services.audits.draw_sample import draw_sample
from tests.audits import ZONE
from tests.people import NOON
from tests.rounds import a_round, a_visit
from tests.sessions import Scene, a_scene, some_files
from tests.statements import counted


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def a_drawn_round(session: Session, scene: Scene) -> int:
    some_files(session, scene.centre, 20)
    made = a_round(session, scene)
    visit, who = a_visit(session, scene, made), scene.supervisor.account_id or 0
    draw_sample(session, scene.supervisor, visit, None, who, lambda: "s", zone=ZONE, at=NOON)
    return made


def the_part(session: Session, scene: Scene, made: int) -> RoundPart:
    (centre,) = round_centres(session, scene.supervisor, made)
    (part,) = centre.parts
    return part


def change(session: Session, *ids: int, **values: Any) -> None:
    session.execute(update(AuditRow).where(AuditRow.id.in_(ids)).values(**values))
    session.commit()


SIGNED: dict[str, Any] = {
    "state": "signed",
    "result_state": "provisional",
    "started_at": NOON,
    "signed_at": NOON,
    "shared_at": NOON,
    "band": "B",
    "band_position": 2,
}


def test_a_round_stands_as_far_as_the_last_of_its_readings(session: Session, scene: Scene) -> None:
    made = a_round(session, scene)
    assert rounds_page(session, scene.supervisor)[0].stage is Stage.PLANNED
    assert round_centres(session, scene.supervisor, made)[0].parts == ()
    some_files(session, scene.centre, 20)
    visit, who = a_visit(session, scene, made), scene.supervisor.account_id or 0
    assert rounds_page(session, scene.supervisor)[0].stage is Stage.PLANNED
    drawn = draw_sample(
        session, scene.supervisor, visit, None, who, lambda: "s", zone=ZONE, at=NOON
    ).audit_ids
    assert rounds_page(session, scene.supervisor)[0].stage is Stage.DRAWN
    change(session, drawn[0], started_at=NOON)
    assert rounds_page(session, scene.supervisor)[0].stage is Stage.IN_REVIEW
    change(session, *drawn, **{**SIGNED, "shared_at": None})
    assert rounds_page(session, scene.supervisor)[0].stage is Stage.SUBMITTED
    change(session, *drawn, shared_at=NOON)
    assert rounds_page(session, scene.supervisor)[0].stage is Stage.SHARED
    change(session, *drawn, result_state="final")
    line = rounds_page(session, scene.supervisor)[0]
    assert (line.stage, line.signed_count, line.file_count) == (Stage.FINAL, 5, 5)
    part = the_part(session, scene, made)
    assert part.result is not None
    assert (part.result.kind, part.result.conforming_count) == (ResultKind.COUNTS, 5)


def a_pair(session: Session, first: int, **values: Any) -> None:
    row = session.get_one(AuditRow, first)
    copied = {
        name: getattr(row, name)
        for name in (
            "centre_id", "area_code", "rubric_version_id", "case_file_id", "session_id",
            "draw_id", "sample_type", "assessors", "created_at",
        )
    }  # fmt: skip
    second = session.execute(
        insert(AuditRow).values(**copied, state="draft", reading="second").returning(AuditRow.id)
    ).scalar_one()
    session.execute(
        insert(ReadingPairRow).values(
            centre_id=row.centre_id,
            rubric_version_id=row.rubric_version_id,
            draw_id=row.draw_id,
            first_id=first,
            second_id=second,
            state="open",
            seed="",
            ticket="",
            chosen_at=NOON,
        )
    )
    session.commit()


def test_a_blind_second_reading_leaves_no_trace_until_both_are_done(
    session: Session, scene: Scene
) -> None:
    made = a_drawn_round(session, scene)
    before = the_part(session, scene, made)
    drawn = session.scalars(select(AuditRow.id).order_by(AuditRow.id)).all()
    a_pair(session, drawn[0])
    assert the_part(session, scene, made) == before
    change(session, *drawn[1:], **SIGNED)
    change(session, drawn[0], started_at=NOON)
    being_read = the_part(session, scene, made)
    # nobody but its reader, to whom it is signed, finds that it is not being read any more
    gone = {"state": "locked", "shared_at": None, "reader_id": scene.reader.account_id}
    change(session, drawn[0], **{**SIGNED, **gone})
    assert the_part(session, scene, made) == being_read
    assert (being_read.stage, being_read.twice_count) == (Stage.IN_REVIEW, 0)
    change(session, drawn[0], **{**SIGNED, "shared_at": None})
    session.execute(update(ReadingPairRow).values(state="complete", completed_at=NOON))
    session.commit()
    done = the_part(session, scene, made)
    assert (done.stage, done.twice_count, done.signed_count) == (Stage.MODERATION, 1, 5)


@pytest.mark.parametrize("is_paired", [True, False])
def test_a_reader_finds_a_file_they_signed_counted_paired_or_not(
    session: Session, scene: Scene, is_paired: bool
) -> None:
    """Or what is missing would tell them which of their files is read twice."""
    made = a_drawn_round(session, scene)
    drawn = session.scalars(select(AuditRow.id).order_by(AuditRow.id)).all()
    if is_paired:
        a_pair(session, drawn[0])
    me = scene.supervisor.account_id
    change(session, *drawn[1:], **{**SIGNED, "reader_id": me})
    hidden = {"state": "locked", "shared_at": None} if is_paired else {}
    change(session, drawn[0], **{**SIGNED, "reader_id": me, **hidden})
    part = the_part(session, scene, made)
    assert (part.stage, part.signed_count, part.file_count) == (Stage.SHARED, 5, 5)
    assert part.result is not None
    assert part.result.conforming_count == 5
    line = rounds_page(session, scene.supervisor)[0]
    assert (line.stage, line.signed_count) == (Stage.SHARED, 5)
    # to others it is one that is still being read
    other = Actor(scene.reader.account_id, "other", scene.supervisor.grants)
    told = rounds_page(session, other)[0]
    assert (told.stage, told.signed_count) == (
        (Stage.IN_REVIEW, 4) if is_paired else (Stage.SHARED, 5)
    )


def test_only_centres_within_reach_are_told(session: Session, scene: Scene) -> None:
    made = a_drawn_round(session, scene)
    assert round_head(session, scene.elsewhere, made) is None
    assert round_centres(session, scene.elsewhere, made) == ()
    assert rounds_page(session, scene.elsewhere) == ()
    head = round_head(session, scene.reader, made)
    assert head is not None
    assert (head.may_plan, head.line.centre_count) == (False, 1)


def test_a_round_asks_as_much_for_many_readings_as_for_few(session: Session, scene: Scene) -> None:
    made = a_drawn_round(session, scene)
    session.rollback()
    with counted(session) as statements:
        round_centres(session, scene.supervisor, made)
    assert len([one for one in statements if one.startswith("SELECT")]) <= 7
