from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.replacements import ReplaceReason
from qa_app.domain.sample_design import DrawMethod, SampleDesign, StratumBy
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, DrawnFileRow
from qa_app.models.rounds import FileReplacementRow
from qa_app.queries.draws import candidates, draw_of
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.replace_file import Replacement, replace_file
from tests.audits import ZONE
from tests.people import NOON
from tests.rounds import a_round, a_visit
from tests.sessions import Scene, a_scene, a_session, some_files

LOST = ReplaceReason.NOT_FOUND


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def drawn(session: Session, scene: Scene, count: int = 12, wanted: int = 4) -> tuple[int, ...]:
    some_files(session, scene.centre, count)
    made, who = a_session(session, scene), scene.supervisor.account_id or 0
    sample = draw_sample(
        session, scene.supervisor, made, wanted, who, lambda: "4f1c", zone=ZONE, at=NOON
    )
    return sample.audit_ids


def replace(
    session: Session, scene: Scene, audit_id: int, by: Actor | None = None, why: Any = LOST
) -> Replacement:
    return replace_file(session, by or scene.supervisor, audit_id, why, at=NOON)


def audit(session: Session, audit_id: int | None) -> AuditRow:
    return session.get_one(AuditRow, audit_id, populate_existing=True)


def reserves(session: Session) -> list[int]:
    query = select(DrawnFileRow.case_file_id).where(DrawnFileRow.is_reserve)
    return list(session.scalars(query.order_by(DrawnFileRow.position)))


def test_the_next_reserve_is_read_instead_and_the_reason_is_kept(
    session: Session, scene: Scene
) -> None:
    first, second, *_ = drawn(session, scene)
    made = replace(session, scene, first)
    old, new = audit(session, first), audit(session, made.audit_id)
    assert (old.state, old.void_reason) == ("dropped", None)
    own, left = reserves(session)
    assert (new.state, new.case_file_id) == ("draft", own)
    # a reserve that stands in for a file is offered no more
    draw = draw_of(session, new.session_id or 0)
    assert draw is not None
    assert draw.reserves == (session.get_one(CaseFileRow, left).reference,)
    for name in ("draw_id", "session_id", "reader_id", "sample_type", "due_on", "assessors"):
        assert getattr(new, name) == getattr(old, name), name
    again = replace(session, scene, second, why=ReplaceReason.SEALED_SINCE)
    assert audit(session, again.audit_id).case_file_id == reserves(session)[1]
    kept = session.scalars(select(FileReplacementRow).order_by(FileReplacementRow.id)).all()
    assert [one.reason for one in kept] == ["not_found", "sealed_since"]
    with pytest.raises(DatabaseError):
        session.execute(update(FileReplacementRow).values(reason="other"))


def test_without_a_reserve_the_sample_gets_smaller(session: Session, scene: Scene) -> None:
    first, *_ = drawn(session, scene, count=4)
    made = replace(session, scene, first)
    assert made.audit_id is None
    assert session.scalars(select(FileReplacementRow.by_file_id)).all() == [None]


def test_a_reserve_of_ones_own_is_passed_over_and_counted(session: Session, scene: Scene) -> None:
    first, *_ = drawn(session, scene)
    own, next_ = reserves(session)
    session.execute(
        update(CaseFileRow)
        .where(CaseFileRow.id == own)
        .values(practitioner_id=scene.reader.practitioner_id)
    )
    session.execute(update(AuditRow).values(reader_id=scene.reader.account_id))
    session.commit()
    made = replace(session, scene, first)
    assert audit(session, made.audit_id).case_file_id == next_
    assert [one.reason for one in made.steps] == [LOST, ReplaceReason.BARRED]


def test_strata_keep_to_their_own_reserves(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 6, risk="high")
    some_files(session, scene.centre, 6, start=7, risk="low")
    design = SampleDesign(DrawMethod.STRATIFIED, (StratumBy.RISK,), number=4)
    made = a_visit(session, scene, a_round(session, scene, design=design))
    who = scene.supervisor.account_id or 0
    sample = draw_sample(
        session, scene.supervisor, made, None, who, lambda: "4f1c", zone=ZONE, at=NOON
    )
    risks = dict(session.execute(select(CaseFileRow.id, CaseFileRow.risk)).all())
    assert [risks[audit(session, one).case_file_id] for one in sample.audit_ids] == [
        "high", "high", "low", "low",
    ]  # fmt: skip
    came = replace(session, scene, sample.audit_ids[3])
    assert risks[audit(session, came.audit_id).case_file_id] == "low"


def test_what_was_begun_or_signed_or_replaced_stays(session: Session, scene: Scene) -> None:
    first, second, *_ = drawn(session, scene)
    session.execute(update(AuditRow).where(AuditRow.id == first).values(started_at=NOON))
    session.commit()
    with pytest.raises(ConflictError, match="not_untouched"):
        replace(session, scene, first)
    replace(session, scene, second)
    with pytest.raises(ConflictError, match="not_untouched"):
        replace(session, scene, second)


def test_only_who_draws_there_replaces(session: Session, scene: Scene) -> None:
    first, *_ = drawn(session, scene)
    for who in (scene.elsewhere, scene.reader):
        with pytest.raises(OutOfReachError):
            replace(session, scene, first, by=who)
    with pytest.raises(OutOfReachError):
        replace(session, scene, 999)


def test_only_what_stood_in_the_sample_is_not_drawn_again(session: Session, scene: Scene) -> None:
    first, *others = drawn(session, scene)
    made = replace(session, scene, first)
    stood = {audit(session, one).case_file_id for one in (*others, made.audit_id)}
    listed = candidates(
        session,
        scene.centre,
        "legal_aid",
        (date(2026, 1, 1), date(2026, 4, 30)),
        no_repeat_since=NOON - timedelta(days=365),
        session_id=0,
    )
    assert {file_id for file_id, one in listed if one.is_drawn_before} == stood
    assert len(listed) == 12
