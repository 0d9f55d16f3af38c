import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.rubric_diff import ItemKind
from qa_app.domain.rubric_draft import DraftSeen
from qa_app.models.journal import JournalRow
from qa_app.models.rubric_drafts import RubricDraftRow
from qa_app.services.standards.confirm_comparability import Confirmation, confirm_comparability
from qa_app.services.standards.save_rubric_draft import DraftChange, save_rubric_draft
from tests.builders import a_file, item, section, words
from tests.drafts import FIRST, GROUND, Desk, a_desk, second_edition, written
from tests.people import NOON


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


@pytest.fixture
def seen(session: Session, desk: Desk) -> DraftSeen:
    return written(session, desk, edition("other"))


def edition(text: str) -> dict[str, Any]:
    return second_edition(
        section("A", item("A1", text=words(text)), item("A2"), weight=60), FIRST[1]
    )


def confirm(
    session: Session,
    actor: Actor,
    seen: DraftSeen,
    code: str = "A1",
    kind: ItemKind = ItemKind.REWORDED,
    reason: str = " 只改了语序 ",
    at: Any = NOON,
) -> None:
    confirm_comparability(session, actor, Confirmation(seen, code, kind, reason), GROUND, at=at)


def entries(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(JournalRow)) or 0


def test_a_named_person_decides(session: Session, desk: Desk, seen: DraftSeen) -> None:
    confirm(session, desk.second, seen)
    row = session.get_one(RubricDraftRow, seen.draft_id)
    kept = row.comparability["A1"]
    assert (kept["kind"], kept["reason"], kept["by"], kept["name"], kept["at"]) == (
        "reworded",
        "只改了语序",
        desk.second.account_id,
        "second",
        NOON.isoformat(),
    )
    # a word about an item is no change of the text
    assert (row.revision, row.updated_by) == (seen.revision, desk.author.account_id)
    assert row.writers == [desk.author.account_id, desk.second.account_id]
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert entry.action == "rubric:compare"
    assert json.loads(entry.detail) == {"rubric": "sample", "key": "A1", "comparison": "reworded"}
    confirm(session, desk.author, seen, kind=ItemKind.CHANGED, reason="")
    session.expire_all()
    kept = session.get_one(RubricDraftRow, seen.draft_id).comparability["A1"]
    assert (kept["kind"], kept["name"]) == ("changed", "author")


def test_saying_it_twice_is_once(session: Session, desk: Desk, seen: DraftSeen) -> None:
    confirm(session, desk.second, seen)
    before = entries(session)
    confirm(session, desk.second, seen)
    assert entries(session) == before


def test_after_a_save_it_is_said_anew(session: Session, desk: Desk, seen: DraftSeen) -> None:
    confirm(session, desk.second, seen)
    first = session.get_one(RubricDraftRow, seen.draft_id).comparability["A1"]["digest"]
    later = NOON + timedelta(minutes=1)
    change = DraftChange(seen.draft_id, seen.revision, edition("yet another"))
    revision = save_rubric_draft(session, desk.author, change, at=later)
    confirm(session, desk.second, DraftSeen(seen.draft_id, revision), at=later)
    session.expire_all()
    assert session.get_one(RubricDraftRow, seen.draft_id).comparability["A1"]["digest"] != first


@pytest.mark.parametrize("code", ["A2", "B1", "Z9"])
def test_what_follows_from_the_contents_is_no_matter_of_opinion(
    session: Session, desk: Desk, seen: DraftSeen, code: str
) -> None:
    with pytest.raises(ConflictError, match="not_reworded"):
        confirm(session, desk.second, seen, code)


@pytest.mark.parametrize("kind", [ItemKind.SAME, ItemKind.NEW, ItemKind.RETIRED])
def test_only_two_things_can_be_said(
    session: Session, desk: Desk, seen: DraftSeen, kind: ItemKind
) -> None:
    with pytest.raises(InvalidError, match="not_decidable"):
        confirm(session, desk.second, seen, kind=kind)
    with pytest.raises(InvalidError, match="reason_long"):
        confirm(session, desk.second, seen, reason="x" * 501)


def test_faults_come_first(session: Session, desk: Desk) -> None:
    seen = written(session, desk, edition(""))
    with pytest.raises(InvalidError, match="has_faults"):
        confirm(session, desk.second, seen)


def test_others_and_latecomers(session: Session, desk: Desk, seen: DraftSeen) -> None:
    for actor, one in ((desk.reader, seen), (desk.second, DraftSeen(10**9, 1))):
        with pytest.raises(OutOfReachError):
            confirm(session, actor, one)
    with pytest.raises(ConflictError, match="draft_stale"):
        confirm(session, desk.second, DraftSeen(seen.draft_id, 1))


def test_a_first_version_has_nothing_to_compare(session: Session, desk: Desk) -> None:
    from qa_app.services.standards.start_rubric_draft import NewDraft, start_rubric_draft

    fresh = NewDraft(plain=a_file(id="fresh", area="legal_aid"))
    draft = start_rubric_draft(session, desk.author, fresh, GROUND.library, at=NOON)
    with pytest.raises(ConflictError, match="not_reworded"):
        confirm(session, desk.second, DraftSeen(draft, 1))
