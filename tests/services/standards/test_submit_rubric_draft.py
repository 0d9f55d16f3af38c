import json

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.rubric_draft import DraftSeen
from qa_app.models.journal import JournalRow
from qa_app.models.rubric_drafts import RubricDraftRow
from qa_app.services.standards.submit_rubric_draft import submit_rubric_draft
from tests.drafts import GROUND, Desk, a_desk, handed_in, second_edition, written
from tests.people import NOON


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def entries(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(JournalRow)) or 0


def test_a_draft_without_faults_goes_into_review(session: Session, desk: Desk) -> None:
    seen = handed_in(session, desk, second_edition())
    row = session.get_one(RubricDraftRow, seen.draft_id)
    assert (row.state, row.submitted_by, row.submitted_at) == (
        "in_review",
        desk.author.account_id,
        NOON,
    )
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert entry.action == "rubric:move"
    assert json.loads(entry.detail) == {"rubric": "sample", "step": "submit"}


def test_handing_in_twice_is_once(session: Session, desk: Desk) -> None:
    seen = handed_in(session, desk, second_edition())
    before = entries(session)
    submit_rubric_draft(session, desk.author, seen, GROUND, at=NOON)
    assert entries(session) == before
    with pytest.raises(ConflictError, match="draft_state"):
        submit_rubric_draft(session, desk.second, seen, GROUND, at=NOON)


def test_faults_keep_it_back(session: Session, desk: Desk) -> None:
    seen = written(session, desk, second_edition(title={"zh": "", "en": "x"}, area=7))
    with pytest.raises(InvalidError) as told:
        submit_rubric_draft(session, desk.author, seen, GROUND, at=NOON)
    assert (told.value.code, told.value.params) == ("has_faults", {"count": 2})
    assert session.get_one(RubricDraftRow, seen.draft_id).state == "draft"


def test_the_required_language_is_enough(session: Session, desk: Desk) -> None:
    plain = second_edition(title={"zh": "只有中文"})
    seen = handed_in(session, desk, plain)
    assert session.get_one(RubricDraftRow, seen.draft_id).title_en == ""


def test_others_and_latecomers(session: Session, desk: Desk) -> None:
    seen = written(session, desk, second_edition())
    with pytest.raises(OutOfReachError):
        submit_rubric_draft(session, desk.reader, seen, GROUND, at=NOON)
    with pytest.raises(OutOfReachError):
        submit_rubric_draft(session, desk.author, DraftSeen(10**9, 1), GROUND, at=NOON)
    with pytest.raises(ConflictError, match="draft_stale"):
        submit_rubric_draft(session, desk.second, DraftSeen(seen.draft_id, 1), GROUND, at=NOON)
