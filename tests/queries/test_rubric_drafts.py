import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import system_actor
from qa_app.domain.rubric_draft import DraftAct, DraftHands, DraftSeen, DraftState
from qa_app.queries.rubric_drafts import (
    draft_by_id,
    draft_to_change,
    drafts_page,
    drafts_to_publish,
    may_see_drafts,
    names_of_publishers,
    names_of_writers,
    open_draft_of,
    open_drafts,
)
from qa_app.services.standards.discard_rubric_draft import discard_rubric_draft
from qa_app.services.standards.save_rubric_draft import DraftChange, save_rubric_draft
from qa_app.services.standards.start_rubric_draft import NewDraft, start_rubric_draft
from tests.builders import LIBRARY, words
from tests.drafts import Desk, a_desk, handed_in, second_edition, written
from tests.people import NOON


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def begin(session: Session, desk: Desk, code: str) -> int:
    new = NewDraft(code=code, area="legal_aid")
    return start_rubric_draft(session, desk.author, new, LIBRARY, at=NOON)


def test_a_draft_tells_who_had_it_in_hand(session: Session, desk: Desk) -> None:
    seen = handed_in(session, desk, second_edition())
    draft = draft_by_id(session, desk.second, seen.draft_id)
    assert draft is not None
    assert (draft.line.created_by, draft.line.submitted_by) == ("author", "author")
    assert (draft.line.state, draft.line.waits_for_me) == (DraftState.IN_REVIEW, True)
    assert (draft.revision, draft.base_version_id) == (2, desk.version)
    assert draft.plain == second_edition()
    own = draft_by_id(session, desk.author, seen.draft_id)
    assert own is not None
    assert not own.line.waits_for_me


def test_who_wrote_it_and_who_may_publish_it(session: Session, desk: Desk) -> None:
    seen = written(session, desk, second_edition())
    change = DraftChange(seen.draft_id, seen.revision, second_edition(title=words("anew")))
    save_rubric_draft(session, desk.second, change, at=NOON)
    draft = draft_by_id(session, desk.third, seen.draft_id)
    assert draft is not None
    assert names_of_writers(session, desk.third, draft.hands) == ("author", "second")
    assert names_of_publishers(session, desk.author, seen.draft_id) == ("third",)
    assert names_of_publishers(session, desk.reader, seen.draft_id) == ()
    assert names_of_writers(session, desk.reader, draft.hands) == ()
    assert names_of_writers(session, desk.author, DraftHands()) == ()


def test_drafts_are_for_those_who_write_and_publish(session: Session, desk: Desk) -> None:
    seen = handed_in(session, desk, second_edition())
    assert [may_see_drafts(actor) for actor in (desk.author, desk.reader)] == [True, False]
    assert draft_by_id(session, desk.reader, seen.draft_id) is None
    assert drafts_page(session, desk.reader) == ()
    assert open_drafts(session, desk.reader) == {}
    assert drafts_to_publish(session, desk.reader) == ()
    assert may_see_drafts(system_actor("operator"))


def test_lists_of_open_and_settled_drafts(session: Session, desk: Desk) -> None:
    first = begin(session, desk, "one")
    second = begin(session, desk, "two")
    assert [line.id for line in drafts_page(session, desk.author)] == [second, first]
    assert [line.id for line in drafts_page(session, desk.author, before=second)] == [first]
    discard_rubric_draft(session, desk.author, DraftSeen(first, 1), at=NOON)
    assert [line.id for line in drafts_page(session, desk.author)] == [second]
    assert [line.id for line in drafts_page(session, desk.author, settled=True)] == [first]
    assert open_draft_of(session, "one") is None
    assert open_draft_of(session, "two") == second
    assert set(open_drafts(session, desk.second)) == {"two"}


def test_a_page_holds_one_row_more_when_there_are_more(session: Session, desk: Desk) -> None:
    for number in range(27):
        begin(session, desk, f"r{number}")
    assert len(drafts_page(session, desk.author)) == 26


def test_what_waits_for_whom(session: Session, desk: Desk) -> None:
    seen = handed_in(session, desk, second_edition())
    begin(session, desk, "other")
    assert [line.id for line in drafts_to_publish(session, desk.second)] == [seen.draft_id]
    assert drafts_to_publish(session, desk.author) == ()


def test_a_row_is_given_only_to_those_who_may_change_it(session: Session, desk: Desk) -> None:
    seen = written(session, desk, second_edition())
    row = draft_to_change(session, desk.second, seen, DraftAct.SAVE)
    assert row.id == seen.draft_id
    session.rollback()
    with pytest.raises(OutOfReachError):
        draft_to_change(session, desk.reader, seen, DraftAct.SAVE)
    with pytest.raises(ConflictError, match="draft_state"):
        draft_to_change(session, desk.second, seen, DraftAct.PUBLISH)
    stale = DraftSeen(seen.draft_id, 1)
    with pytest.raises(ConflictError) as told:
        draft_to_change(session, desk.second, stale, DraftAct.SAVE)
    assert told.value.params["revision"] == 2
