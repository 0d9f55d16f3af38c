import json
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    OutOfReachError,
    RefusedError,
)
from qa_app.domain.plain_json import plain_from_json
from qa_app.domain.rubric_freeze import resolve
from qa_app.models.journal import JournalRow
from qa_app.models.rubric_drafts import RubricDraftRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.services.standards.start_rubric_draft import NewDraft, start_rubric_draft
from tests.builders import LIBRARY
from tests.drafts import Desk, a_desk, second_edition
from tests.people import NOON
from tests.sessions import publish


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def start(session: Session, actor: Any, **fields: Any) -> int:
    return start_rubric_draft(session, actor, NewDraft(**fields), LIBRARY, at=NOON)


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(RubricDraftRow)) or 0


def last_entry(session: Session) -> JournalRow:
    return session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()


def test_a_version_is_taken_over_word_for_word(session: Session, desk: Desk) -> None:
    made = start(session, desk.author, version_id=desk.version)
    row = session.get_one(RubricDraftRow, made)
    assert (row.rubric_code, row.version, row.state) == ("sample", "1.1.0", "draft")
    assert (row.base_version_id, row.revision) == (desk.version, 1)
    assert (row.created_by, row.updated_by) == (desk.author.account_id,) * 2
    assert row.writers == [desk.author.account_id]
    assert (row.created_at, row.title_zh) == (NOON, "sample")
    kept = json.loads(session.get_one(RubricVersionRow, desk.version).content)
    again = resolve(plain_from_json(row.content), LIBRARY)
    assert again == {**kept, "version": "1.1.0"}
    entry = last_entry(session)
    assert (entry.action, entry.object_id) == ("rubric:start", str(made))
    assert json.loads(entry.detail) == {"rubric": "sample", "source": "version"}


def test_an_older_content_still_follows_the_highest_version(session: Session, desk: Desk) -> None:
    publish(session, area="legal_aid", version="1.5.0")
    second = publish(session, area="legal_aid", version="2.0.0")
    row = session.get_one(RubricDraftRow, start(session, desk.author, version_id=desk.version))
    assert (row.version, row.base_version_id) == ("2.1.0", second)
    assert len(plain_from_json(row.content)["sections"]) == 2


def test_a_rubric_begins_empty(session: Session, desk: Desk) -> None:
    made = start(session, desk.author, code="fresh", area="legal_aid")
    row = session.get_one(RubricDraftRow, made)
    assert (row.rubric_code, row.version, row.base_version_id) == ("fresh", "1.0.0", None)
    assert plain_from_json(row.content)["area"] == "legal_aid"
    assert json.loads(last_entry(session).detail) == {"rubric": "fresh", "source": "empty"}


def test_a_file_begins_a_draft_with_all_its_faults(session: Session, desk: Desk) -> None:
    plain = second_edition(sections="none", title={"zh": "新版"})
    row = session.get_one(RubricDraftRow, start(session, desk.author, plain=plain))
    assert (row.rubric_code, row.version, row.title_zh) == ("sample", "2.0.0", "新版")
    assert row.base_version_id == desk.version
    assert plain_from_json(row.content) == plain
    assert json.loads(last_entry(session).detail)["source"] == "file"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"code": "no good", "area": "legal_aid"}, "not_a_code"),
        ({"code": "", "area": "legal_aid"}, "not_a_code"),
        ({"code": "sample", "area": "legal_aid"}, "code_taken"),
        ({"plain": {}}, "not_a_code"),
        ({"plain": {"id": 7}}, "not_a_code"),
        ({"plain": {"id": "x", "a": "\x00"}}, "draft_unreadable"),
        ({"plain": {"id": "x", "a": [0] * 60_000}}, "draft_too_large"),
    ],
)
def test_what_cannot_begin(session: Session, desk: Desk, fields: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidError) as told:
        start(session, desk.author, **fields)
    assert told.value.code == code
    assert count(session) == 0


def test_only_those_who_write_rubrics_begin_one(session: Session, desk: Desk) -> None:
    with pytest.raises(NotAllowedError):
        start(session, desk.reader, version_id=desk.version)
    with pytest.raises(OutOfReachError):
        start(session, desk.author, version_id=10**9)


def test_a_rubric_has_one_open_draft(session: Session, desk: Desk) -> None:
    made = start(session, desk.author, version_id=desk.version)
    with pytest.raises(ConflictError) as told:
        start(session, desk.second, plain=second_edition())
    assert (told.value.code, told.value.params) == ("draft_open", {"draft": made})
    assert start(session, desk.second, code="other", area="legal_aid") != made


def test_the_same_form_twice_begins_one_draft(session: Session, desk: Desk) -> None:
    made = start(session, desk.author, version_id=desk.version, key="k1")
    assert start(session, desk.author, version_id=desk.version, key="k1") == made
    with pytest.raises(ConflictError, match="key_reused"):
        start(session, desk.author, code="other", area="legal_aid", key="k1")
    assert count(session) == 1


def test_of_two_at_once_one_begins(engine: Engine, session: Session, desk: Desk) -> None:
    barrier, told = Barrier(2), []

    def run(actor: Any) -> None:
        with Session(engine) as own:
            barrier.wait()
            try:
                told.append(start(own, actor, version_id=desk.version))
            except RefusedError as fault:
                told.append(fault.code)

    threads = [Thread(target=run, args=(actor,)) for actor in (desk.author, desk.second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "draft_open" in told
    assert count(session) == 1
