import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.plain_json import plain_from_json
from qa_app.domain.rubric_draft import DraftSeen
from qa_app.models.journal import JournalRow
from qa_app.models.rubric_drafts import RubricDraftRow
from qa_app.services.standards.discard_rubric_draft import discard_rubric_draft
from qa_app.services.standards.save_rubric_draft import DraftChange, save_rubric_draft
from qa_app.services.standards.start_rubric_draft import NewDraft, start_rubric_draft
from tests.builders import LIBRARY
from tests.drafts import Desk, a_desk, handed_in, second_edition
from tests.people import NOON

LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


@pytest.fixture
def draft(session: Session, desk: Desk) -> int:
    return start_rubric_draft(
        session, desk.author, NewDraft(version_id=desk.version), LIBRARY, at=NOON
    )


def save(session: Session, actor: Any, draft: int, revision: int, plain: Any) -> int:
    return save_rubric_draft(session, actor, DraftChange(draft, revision, plain), at=LATER)


def test_the_whole_content_is_replaced(session: Session, desk: Desk, draft: int) -> None:
    plain = second_edition(title={"zh": "第二版", "en": ""}, sections=[])
    assert save(session, desk.second, draft, 1, plain) == 2
    row = session.get_one(RubricDraftRow, draft)
    assert (row.revision, row.version, row.title_zh) == (2, "2.0.0", "第二版")
    assert (row.created_by, row.updated_by) == (desk.author.account_id, desk.second.account_id)
    assert row.updated_at == LATER
    assert plain_from_json(row.content) == plain
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, entry.object_id) == ("rubric:save", str(draft))
    detail = json.loads(entry.detail)
    assert (detail["rubric"], detail["revision"]) == ("sample", 2)


def test_a_number_that_cannot_be_read_leaves_the_last_one(
    session: Session, desk: Desk, draft: int
) -> None:
    save(session, desk.author, draft, 1, second_edition(version="two"))
    assert session.get_one(RubricDraftRow, draft).version == "1.1.0"


def test_whoever_comes_second_gets_both(session: Session, desk: Desk, draft: int) -> None:
    theirs, mine = second_edition(note={"zh": "甲"}), second_edition(note={"zh": "乙"})
    save(session, desk.second, draft, 1, theirs)
    with pytest.raises(ConflictError) as told:
        save(session, desk.author, draft, 1, mine)
    assert told.value.code == "draft_stale"
    assert told.value.params["revision"] == 2
    assert plain_from_json(str(told.value.params["theirs"])) == theirs
    assert session.get_one(RubricDraftRow, draft).updated_by == desk.second.account_id


def test_the_same_content_again_is_no_second_save(session: Session, desk: Desk, draft: int) -> None:
    plain = second_edition()
    assert save(session, desk.author, draft, 1, plain) == 2
    before = session.scalar(select(func.count()).select_from(JournalRow))
    assert save(session, desk.author, draft, 1, plain) == 2
    assert session.scalar(select(func.count()).select_from(JournalRow)) == before


@pytest.mark.parametrize(
    ("plain", "code"),
    [
        ({"id": "other"}, "code_fixed"),
        ({}, "code_fixed"),
        ({"id": "sample", "a": "\x00"}, "draft_unreadable"),
        ({"id": "sample", "a": [0] * 60_000}, "draft_too_large"),
        ({"id": "sample", "a": "要" * 100_000}, "draft_too_large"),
    ],
)
def test_what_is_not_kept(
    session: Session, desk: Desk, draft: int, plain: dict[str, Any], code: str
) -> None:
    with pytest.raises(InvalidError) as told:
        save(session, desk.author, draft, 1, plain)
    assert told.value.code == code
    assert session.get_one(RubricDraftRow, draft).revision == 1


def test_others_find_no_draft(session: Session, desk: Desk, draft: int) -> None:
    with pytest.raises(OutOfReachError):
        save(session, desk.reader, draft, 1, second_edition())
    with pytest.raises(OutOfReachError):
        save(session, desk.author, 10**9, 1, second_edition())


def test_a_draft_in_review_or_at_its_end_is_not_changed(session: Session, desk: Desk) -> None:
    seen = handed_in(session, desk, second_edition())
    with pytest.raises(ConflictError, match="draft_state"):
        save(session, desk.author, seen.draft_id, seen.revision, second_edition(note={"zh": "x"}))
    discard_rubric_draft(session, desk.author, DraftSeen(seen.draft_id, 2), at=NOON)
    with pytest.raises(ConflictError, match="draft_state"):
        save(session, desk.author, seen.draft_id, seen.revision, second_edition())


def test_the_right_to_publish_alone_is_none_to_write(
    session: Session, desk: Desk, draft: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa_app.domain import permissions
    from qa_app.domain.people import Role
    from qa_app.domain.permissions import Permission

    grants = {**permissions.GRANTS, Role.AUDITOR: frozenset({Permission.RUBRIC_PUBLISH})}
    monkeypatch.setattr(permissions, "GRANTS", grants)
    with pytest.raises(NotAllowedError, match="rubric:write"):
        save(session, desk.reader, draft, 1, second_edition())
