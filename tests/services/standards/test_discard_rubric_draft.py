import json

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.rubric_draft import DraftSeen
from qa_app.models.journal import JournalRow
from qa_app.models.rubric_drafts import RubricDraftRow
from qa_app.services.standards.discard_rubric_draft import discard_rubric_draft
from tests.drafts import Desk, a_desk, handed_in, second_edition, written
from tests.people import NOON


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def test_a_draft_comes_to_nothing_and_makes_room_for_the_next(session: Session, desk: Desk) -> None:
    seen = handed_in(session, desk, second_edition())
    discard_rubric_draft(session, desk.third, seen, at=NOON)
    row = session.get_one(RubricDraftRow, seen.draft_id)
    assert (row.state, row.settled_by, row.settled_at) == (
        "discarded",
        desk.third.account_id,
        NOON,
    )
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert json.loads(entry.detail) == {"rubric": "sample", "step": "discard"}
    assert written(session, desk, second_edition()).draft_id != seen.draft_id


def test_discarding_twice_is_once(session: Session, desk: Desk) -> None:
    seen = written(session, desk, second_edition())
    discard_rubric_draft(session, desk.author, seen, at=NOON)
    before = session.scalar(select(func.count()).select_from(JournalRow))
    discard_rubric_draft(session, desk.author, seen, at=NOON)
    assert session.scalar(select(func.count()).select_from(JournalRow)) == before
    with pytest.raises(ConflictError, match="draft_state"):
        discard_rubric_draft(session, desk.second, seen, at=NOON)


def test_the_database_keeps_it_as_it_is(session: Session, desk: Desk) -> None:
    seen = written(session, desk, second_edition())
    discard_rubric_draft(session, desk.author, seen, at=NOON)
    with pytest.raises(DBAPIError, match="stays as it is"):
        session.execute(update(RubricDraftRow).values(state="draft"))


def test_others_and_latecomers(session: Session, desk: Desk) -> None:
    seen = written(session, desk, second_edition())
    for actor, one in ((desk.reader, seen), (desk.author, DraftSeen(10**9, 1))):
        with pytest.raises(OutOfReachError):
            discard_rubric_draft(session, actor, one, at=NOON)
    with pytest.raises(ConflictError, match="draft_stale"):
        discard_rubric_draft(session, desk.author, DraftSeen(seen.draft_id, 1), at=NOON)
