import json

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.rubric_draft import DraftSeen
from qa_app.models.journal import JournalRow
from qa_app.models.rubric_drafts import RubricDraftRow
from qa_app.services.standards.return_rubric_draft import return_rubric_draft
from qa_app.services.standards.submit_rubric_draft import submit_rubric_draft
from tests.drafts import GROUND, Desk, a_desk, handed_in, second_edition, written
from tests.people import NOON


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def test_a_draft_goes_back_with_its_reason(session: Session, desk: Desk) -> None:
    seen = handed_in(session, desk, second_edition())
    return_rubric_draft(session, desk.second, seen, " A2 的依据要写明 ", at=NOON)
    row = session.get_one(RubricDraftRow, seen.draft_id)
    assert (row.state, row.return_reason, row.submitted_by) == ("draft", "A2 的依据要写明", None)
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert json.loads(entry.detail) == {"rubric": "sample", "step": "return"}
    submit_rubric_draft(session, desk.author, seen, GROUND, at=NOON)
    assert session.get_one(RubricDraftRow, seen.draft_id).return_reason == ""


def test_returning_twice_is_once(session: Session, desk: Desk) -> None:
    seen = handed_in(session, desk, second_edition())
    return_rubric_draft(session, desk.second, seen, "x", at=NOON)
    before = session.scalar(select(func.count()).select_from(JournalRow))
    return_rubric_draft(session, desk.second, seen, "x", at=NOON)
    assert session.scalar(select(func.count()).select_from(JournalRow)) == before
    with pytest.raises(ConflictError, match="draft_state"):
        return_rubric_draft(session, desk.third, seen, "x", at=NOON)


@pytest.mark.parametrize(
    ("reason", "code"),
    [(" ", "reason_missing"), ("\u200b", "reason_missing"), ("x" * 501, "reason_long")],
)
def test_it_takes_a_reason(session: Session, desk: Desk, reason: str, code: str) -> None:
    seen = handed_in(session, desk, second_edition())
    with pytest.raises(InvalidError) as told:
        return_rubric_draft(session, desk.second, seen, reason, at=NOON)
    assert told.value.code == code


def test_others_find_no_draft_and_an_open_one_does_not_go_back(
    session: Session, desk: Desk
) -> None:
    seen = written(session, desk, second_edition())
    with pytest.raises(ConflictError, match="draft_state"):
        return_rubric_draft(session, desk.second, seen, "x", at=NOON)
    for actor, one in ((desk.reader, seen), (desk.author, DraftSeen(10**9, 1))):
        with pytest.raises(OutOfReachError):
            return_rubric_draft(session, actor, one, "x", at=NOON)
