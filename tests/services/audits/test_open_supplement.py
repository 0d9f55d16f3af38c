"""Supplementary audits: asked, signed, counted nowhere, and the old one as it was."""

import json
import threading
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.bars import ConflictReason, Tie, TieKind
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.domain.rubric_diff import ItemKind
from qa_app.domain.voiding import VoidReason
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.journal import JournalRow
from qa_app.models.places import PractitionerRow
from qa_app.queries import asked_rubrics
from qa_app.queries.audits import entries_of
from qa_app.queries.linked_trends import linked_trend
from qa_app.queries.recount import drifted_totals
from qa_app.queries.score_check import checked_scores_of
from qa_app.queries.supplements import supplement_offer, supplemented, supplements_of
from qa_app.queries.trends import centre_scope, rubric_trend
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.audits.finalise_audits import finalise_audits
from qa_app.services.audits.open_draft import open_draft
from qa_app.services.audits.open_supplement import open_supplement
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.save_entry import save_entry
from qa_app.services.audits.sign_audit import NotReadyError, sign_audit
from qa_app.services.audits.withdraw_audit import withdraw_audit
from qa_app.services.readers.record_tie import NewTie, record_tie
from qa_app.services.standards.compare_version import VersionComparison, compare_version
from tests.audits import (
    ZONE,
    Desk,
    a_desk,
    change,
    items,
    minutes_later,
    months,
    publish,
    recounted,
)
from tests.builders import item, section, words
from tests.drafts import somebody
from tests.people import NOON, OPERATOR
from tests.readings import declare
from tests.register import official_codes
from tests.supplements import SIGNED, Scene, a_signed_scene

TODAY = date(2026, 3, 23)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_signed_scene(session)


def opened(session: Session, scene: Scene, actor: Actor | None = None) -> int:
    return open_supplement(session, actor or scene.desk.reader, scene.audit, ZONE, at=NOON)


def signed(session: Session, scene: Scene, code: str = "met") -> int:
    made = opened(session, scene)
    answers = [change("A2", "met"), change("A4", code, note="缺"), change("C1", "met")]
    save_entries(session, scene.desk.reader, made, answers, ZONE, at=NOON)
    sign_audit(session, scene.desk.reader, made, ZONE, at=minutes_later(1))
    return made


def last_entry(session: Session) -> JournalRow:
    return session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()


def whole(session: Session, audit_id: int) -> dict[str, Any]:
    session.rollback()
    row = session.get_one(AuditRow, audit_id, populate_existing=True)
    return {column.name: getattr(row, column.name) for column in AuditRow.__table__.columns}


def test_it_asks_only_what_is_new_or_changed(session: Session, scene: Scene) -> None:
    made = opened(session, scene)
    row = whole(session, made)
    assert (row["supplements_id"], row["rubric_version_id"]) == (scene.audit, scene.new)
    assert (row["sample_type"], row["state"]) == ("supplement", "draft")
    assert (row["case_file_id"], row["session_id"], row["draw_id"]) == (scene.desk.file, None, None)
    assert (row["due_on"], row["reader_id"]) == (TODAY + timedelta(7), scene.desk.reader.account_id)
    (told,) = supplements_of(session, scene.audit)
    assert list(told.rubric.items) == ["A2", "A4", "C1"]
    # only the facts that these items need
    assert [fact.code for fact in told.rubric.facts] == ["closed"]
    assert told.rubric.bands == ()
    entry = last_entry(session)
    assert (entry.action, entry.object_id) == ("audit:supplement", str(made))
    assert json.loads(entry.detail) == {"count": 3, "supplements": scene.audit, "version": "2.0.0"}


REWORDED = (
    section("A", item("A1", weight=3, text=words("other words")), item("A2"), item("A4", weight=2)),
)


def reworded(session: Session) -> tuple[Desk, int, int]:
    """Open a supplement while a reworded item waits for a person's word."""
    desk = a_signed(session, section("A", item("A1", weight=3), item("A2")))
    new = publish(session, *REWORDED, version="2.0.0")
    compare_version(session, OPERATOR, VersionComparison(new), at=NOON)
    made = open_supplement(session, desk.reader, desk.audit, ZONE, at=NOON)
    return desk, new, made


def confirm_later(session: Session, new: int) -> None:
    """Find A1 comparable after all, as another process that remembers nothing sees it."""
    person = somebody(session, "publisher", Role.SENIOR_SUPERVISOR)
    said = VersionComparison(new, "A1", ItemKind.REWORDED, "only words")
    compare_version(session, person, said, at=minutes_later(2))
    asked_rubrics._kept.clear()


def test_what_it_asks_stays_when_an_item_is_found_comparable_since(session: Session) -> None:
    desk, new, made = reworded(session)
    save_entry(session, desk.reader, made, change("A1", "unmet", note="缺"), ZONE, at=NOON)
    confirm_later(session, new)
    assert whole(session, made)["supplement_asks"] == '["A1", "A4"]'
    (told,) = supplements_of(session, desk.audit)
    assert list(told.rubric.items) == ["A1", "A4"]
    save_entry(session, desk.reader, made, change("A4", "met"), ZONE, at=minutes_later(3))
    sign_audit(session, desk.reader, made, ZONE, at=minutes_later(4))
    assert checked_scores_of(session, ZONE, [made]).drifted == ()


def test_a_signed_one_keeps_its_score_when_an_item_is_found_comparable_since(
    session: Session,
) -> None:
    desk, new, made = reworded(session)
    answers = [change("A1", "unmet", note="缺"), change("A4", "met")]
    save_entries(session, desk.reader, made, answers, ZONE, at=NOON)
    sign_audit(session, desk.reader, made, ZONE, at=minutes_later(1))
    confirm_later(session, new)
    assert checked_scores_of(session, ZONE, [made]).drifted == ()
    (told,) = supplements_of(session, desk.audit)
    assert told.codes == {"A1": "unmet", "A4": "met"}
    # one that is opened after the word asks less; the void one keeps what it asked
    session.rollback()
    ask_void(session, desk.reader, made, VoidReason.WRONG_FILE.value, at=minutes_later(3))
    confirm_void(session, desk.second, made, ZONE, at=minutes_later(4))
    open_supplement(session, desk.reader, desk.audit, ZONE, at=minutes_later(5))
    first, second = supplements_of(session, desk.audit)
    assert (list(first.rubric.items), list(second.rubric.items)) == (["A1", "A4"], ["A4"])
    assert checked_scores_of(session, ZONE, [made]).drifted == ()


def test_the_database_keeps_what_a_signed_one_asked(session: Session, scene: Scene) -> None:
    made = signed(session, scene)
    with pytest.raises(DBAPIError):
        session.execute(
            update(AuditRow).where(AuditRow.id == made).values(supplement_asks='["A1"]')
        )
    session.rollback()


def test_facts_that_both_ask_are_taken_over_and_answers_are_not(
    session: Session, scene: Scene
) -> None:
    made = opened(session, scene)
    assert [(one.kind.value, one.key, one.value) for one in entries_of(session, made)] == [
        ("fact", "closed", True)
    ]
    draft = open_draft(session, scene.desk.reader, made, "workspace", zone=ZONE, at=NOON)
    assert draft.supplements_id == scene.audit


def test_the_earlier_answers_are_told_beside_it(session: Session, scene: Scene) -> None:
    made = opened(session, scene)
    told = supplemented(session, scene.audit, scene.new, whole(session, made)["supplement_asks"])
    assert (told.version, told.is_void) == ("1.0.0", False)
    assert [(line.code, line.answer.en) for line in told.lines] == [("A1", "met"), ("A3", "na")]


def test_opening_it_again_gives_the_same_and_notes_nothing(session: Session, scene: Scene) -> None:
    made = opened(session, scene)
    seq = last_entry(session).seq
    assert opened(session, scene) == made
    assert last_entry(session).seq == seq
    signed(session, scene)
    assert opened(session, scene) == made
    assert session.scalar(select(func.count()).select_from(AuditRow)) == 2


def test_it_is_signed_like_an_audit_and_scores_its_own_items(
    session: Session, scene: Scene
) -> None:
    made = opened(session, scene)
    reader = scene.desk.reader
    with pytest.raises(InvalidError):  # not asked here
        save_entry(session, reader, made, change("A1", "met"), ZONE, at=NOON)
    with pytest.raises(NotReadyError) as told:
        sign_audit(session, reader, made, ZONE, at=NOON)
    assert [lack.item for lack in told.value.lacks] == ["A2", "A4", "C1"]
    assert signed(session, scene, "unmet") == made
    row = whole(session, made)
    # section A: A2 1 of 1, A4 0 of 2, a third; section C whole; both weigh alike: 2/3
    assert (row["score_millionths"], row["band"], row["band_position"]) == (666_667, None, None)
    assert (row["state"], row["result_state"]) == ("signed", "provisional")
    plain = json.loads(row["explanation"])
    assert plain["codes"] == {"A2": "met", "A4": "unmet", "C1": "met"}
    assert plain["rubric"]["version"] == "2.0.0"


def test_nothing_of_it_counts_anywhere_and_the_old_one_stays(
    session: Session, scene: Scene
) -> None:
    before = whole(session, scene.audit), months(session), items(session)
    scope = centre_scope(session, scene.desk.second, scene.desk.centre)
    assert scope is not None
    trend = rubric_trend(session, scope, "sample")
    made = signed(session, scene)
    steps = [
        lambda: None,
        lambda: withdraw_audit(session, scene.desk.reader, made, at=minutes_later(2)),
        lambda: sign_audit(session, scene.desk.reader, made, ZONE, at=minutes_later(3)),
        lambda: ask_void(
            session, scene.desk.reader, made, VoidReason.WRONG_FILE.value, at=minutes_later(4)
        ),
        lambda: confirm_void(session, scene.desk.second, made, ZONE, at=minutes_later(5)),
    ]
    for step in steps:
        step()
        assert (whole(session, scene.audit), months(session), items(session)) == before
        assert recounted(session) == (before[1], before[2])
        assert drifted_totals(session) == ()
        now = rubric_trend(session, scope, "sample")
        assert now == trend
        assert now is not None
        assert linked_trend(session, scope, now).breaks == ()
    # after a void one there may be another
    assert opened(session, scene) != made


def test_it_becomes_final_without_moving_a_total(session: Session, scene: Scene) -> None:
    made = signed(session, scene)
    session.execute(update(AuditRow).where(AuditRow.id == scene.audit).values(result_state="final"))
    session.rollback()
    finalise_audits(session, OPERATOR, ZONE, at=NOON + timedelta(days=40))
    assert whole(session, made)["result_state"] == "final"
    assert recounted(session) == (months(session), items(session))
    assert {row[1] for row in months(session)} == {scene.desk.rubric}


def test_a_signature_that_is_supplemented_is_not_withdrawn(session: Session, scene: Scene) -> None:
    # its own reader opens one only once nothing can be taken back any more
    at = SIGNED + timedelta(minutes=20)
    with pytest.raises(ConflictError, match="withdrawable"):
        open_supplement(session, scene.desk.reader, scene.audit, ZONE, at=at)
    open_supplement(session, scene.desk.second, scene.audit, ZONE, at=at)
    with pytest.raises(ConflictError, match="supplemented"):
        withdraw_audit(session, scene.desk.reader, scene.audit, at=at)


def test_one_for_each_audit_and_version_whoever_asks(session: Session, scene: Scene) -> None:
    made = opened(session, scene)
    with pytest.raises(ConflictError, match="supplement_there"):
        opened(session, scene, scene.desk.second)
    assert supplement_offer(session, scene.desk.second, scene.audit, TODAY) is None
    # who may no longer read there leaves it to another
    session.execute(
        update(AccountRow)
        .where(AccountRow.id == scene.desk.reader.account_id)
        .values(is_active=False)
    )
    session.commit()
    assert opened(session, scene, scene.desk.second) == made
    assert whole(session, made)["reader_id"] == scene.desk.second.account_id


def test_two_at_once_open_one(session: Session, engine: Engine, scene: Scene) -> None:
    session.rollback()
    made: list[int] = []

    def open_one() -> None:
        with Session(engine, info=dict(session.info)) as other:
            made.append(open_supplement(other, scene.desk.reader, scene.audit, ZONE, at=NOON))

    threads = [threading.Thread(target=open_one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = session.scalar(
        select(func.count()).select_from(AuditRow).where(AuditRow.supplements_id.is_not(None))
    )
    assert found == 1
    assert len(set(made)) == 1


@pytest.mark.parametrize("who", ["manager", "elsewhere"])
def test_others_find_no_such_audit(session: Session, scene: Scene, who: str) -> None:
    with pytest.raises(OutOfReachError):
        opened(session, scene, getattr(scene.desk, who))
    assert supplement_offer(session, getattr(scene.desk, who), scene.audit, TODAY) is None


def test_no_such_audit_and_a_draft(session: Session, scene: Scene) -> None:
    made = opened(session, scene)
    for audit in (10**9, made):
        with pytest.raises(OutOfReachError):
            open_supplement(session, scene.desk.reader, audit, ZONE, at=NOON)


def test_nobody_supplements_their_own_work(session: Session, scene: Scene) -> None:
    worker = session.scalars(select(PractitionerRow.id).limit(1)).one()
    session.execute(update(CaseFileRow).values(practitioner_id=worker))
    reader = scene.desk.reader.account_id
    session.execute(
        update(AccountRow).where(AccountRow.id == reader).values(practitioner_id=worker)
    )
    session.commit()
    grant = Grant(Role.AUDITOR, Reach(centre_ids=frozenset({scene.desk.centre})))
    actor = replace(scene.desk.reader, grants=(grant,), practitioner_id=worker)
    assert barred(session, scene, actor) == "barred_own"


def barred(session: Session, scene: Scene, actor: Actor) -> str:
    seq = last_entry(session).seq
    with pytest.raises(ConflictError) as told:
        opened(session, scene, actor)
    assert supplement_offer(session, actor, scene.audit, TODAY) is None
    assert last_entry(session).seq == seq
    session.rollback()
    return told.value.code


def test_who_declared_a_conflict_opens_none(session: Session, scene: Scene) -> None:
    reader = scene.desk.reader
    conflict = Tie(TieKind.CONFLICT, scene.desk.centre, None, TODAY, reason=ConflictReason.FAMILY)
    record_tie(session, reader, NewTie(reader.account_id or 0, conflict), at=NOON)
    assert barred(session, scene, reader) == "barred"
    # nothing bars the other one
    made = opened(session, scene, scene.desk.second)
    assert whole(session, made)["reader_id"] == scene.desk.second.account_id


def test_a_supplement_and_an_imported_inspection_are_not_supplemented(
    session: Session, scene: Scene
) -> None:
    made = signed(session, scene)
    with pytest.raises(InvalidError, match="unfit"):
        open_supplement(session, scene.desk.reader, made, ZONE, at=minutes_later(60))
    assert supplement_offer(session, scene.desk.reader, made, TODAY) is None


def test_a_void_audit_is_not_supplemented(session: Session, scene: Scene) -> None:
    ask_void(session, scene.desk.reader, scene.audit, VoidReason.WRONG_FILE.value, at=NOON)
    confirm_void(session, scene.desk.second, scene.audit, ZONE, at=NOON)
    with pytest.raises(ConflictError, match="void"):
        opened(session, scene)
    assert supplement_offer(session, scene.desk.reader, scene.audit, TODAY) is None


def a_signed(session: Session, *sections: dict[str, Any], **fields: Any) -> Desk:
    desk = a_desk(session, *sections, **fields)
    answers = [change(one["id"], "met") for part in sections for one in part["items"]]
    save_entries(session, desk.reader, desk.audit, answers, ZONE, at=SIGNED)
    sign_audit(session, desk.reader, desk.audit, ZONE, at=SIGNED)
    return desk


def refused(session: Session, desk: Desk) -> str:
    with pytest.raises(InvalidError) as told:
        open_supplement(session, desk.reader, desk.audit, ZONE, at=NOON)
    assert supplement_offer(session, desk.reader, desk.audit, TODAY) is None
    return told.value.code


def test_without_anything_new_there_is_nothing_to_ask(session: Session) -> None:
    parts = (section("A", item("A1"), item("A2")),)
    desk = a_signed(session, *parts)
    assert refused(session, desk) == "no_newer"
    new = publish(session, *parts, version="2.0.0", note={"zh": "新", "en": "new"})
    assert refused(session, desk) == "undeclared"
    declare(session, new, desk.rubric, A1="same", A2="same")
    assert refused(session, desk) == "nothing_new"
    # one that asks more, and counts in the district beside the centre's
    official_codes(session)
    publish(session, *parts, section("B", item("B1")), version="3.0.0", region="CN-530102")
    assert refused(session, desk) == "no_newer"
