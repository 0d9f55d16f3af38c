import json
import time
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    OutOfReachError,
    RefusedError,
)
from qa_app.domain.people import Actor
from qa_app.domain.rubric_diff import ItemKind
from qa_app.domain.rubric_draft import DraftSeen
from qa_app.domain.rubric_freeze import resolve
from qa_app.models.journal import JournalRow
from qa_app.models.rubric_drafts import ItemComparabilityRow, RubricDraftRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.services.standards.confirm_comparability import Confirmation, confirm_comparability
from qa_app.services.standards.publish_rubric_draft import (
    DraftPublication,
    publish_rubric_draft,
)
from qa_app.services.standards.save_rubric_draft import DraftChange, save_rubric_draft
from qa_app.services.standards.start_rubric_draft import NewDraft, start_rubric_draft
from qa_app.services.standards.submit_rubric_draft import submit_rubric_draft
from tests.builders import LIBRARY, a_file, item, section, words
from tests.drafts import FIRST, GROUND, Desk, a_desk, handed_in, second_edition, written
from tests.one_hand import refuses_one_hand
from tests.people import NOON
from tests.sessions import publish

ZONE = "Asia/Shanghai"
TOMORROW = date(2026, 3, 24)
WEIGHED = (section("A", item("A1", weight=8), item("A2"), weight=60), FIRST[1])


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def publish_draft(
    session: Session, actor: Actor, seen: DraftSeen, start: date = TOMORROW, at: Any = NOON
) -> int:
    return publish_rubric_draft(session, actor, DraftPublication(seen, start, ZONE), GROUND, at=at)


def refused(session: Session, actor: Actor, seen: DraftSeen, start: date = TOMORROW) -> str:
    with pytest.raises(RefusedError) as told:
        publish_draft(session, actor, seen, start)
    assert session.get_one(RubricDraftRow, seen.draft_id).state != "published"
    return told.value.code


def test_a_second_person_publishes_and_the_version_before_ends(
    session: Session, desk: Desk
) -> None:
    plain = second_edition(*WEIGHED)
    seen = handed_in(session, desk, plain)
    refuses_one_hand(
        session, lambda: publish_draft(session, desk.second, seen), desk.second, desk.author
    )
    made = publish_draft(session, desk.second, seen)

    row = session.get_one(RubricVersionRow, made)
    assert (row.rubric_code, row.version, row.status) == ("sample", "2.0.0", "published")
    assert (row.written_by, row.published_by, row.published_at) == ("author", "second", NOON)
    assert (row.base_version_id, row.in_force_from, row.in_force_until) == (
        desk.version,
        TOMORROW,
        None,
    )
    assert json.loads(row.content) == resolve({**plain, "status": "published"}, LIBRARY)
    before = session.get_one(RubricVersionRow, desk.version)
    assert (before.in_force_from, before.in_force_until) == (date(2026, 3, 23), TOMORROW)
    assert before.status == "published"
    draft = session.get_one(RubricDraftRow, seen.draft_id)
    assert (draft.state, draft.version_id) == ("published", made)
    assert (draft.settled_by, draft.settled_at) == (desk.second.account_id, NOON)
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, entry.object_id) == ("rubric:publish", str(made))
    assert json.loads(entry.detail) == {
        "rubric": "sample",
        "version": "2.0.0",
        "fingerprint": row.fingerprint,
        "alone": "",
    }


def test_what_stays_comparable_is_frozen_with_the_version(session: Session, desk: Desk) -> None:
    sections = (
        section("A", item("A1", text=words("other")), item("A3"), weight=60),
        section("B", item("B1", critical="gate"), weight=40),
    )
    seen = handed_in(session, desk, second_edition(*sections))
    said = Confirmation(seen, "A1", ItemKind.REWORDED, "只改了语序")
    confirm_comparability(session, desk.third, said, GROUND, at=NOON)
    made = publish_draft(session, desk.second, seen)
    rows = session.scalars(
        select(ItemComparabilityRow).order_by(ItemComparabilityRow.item_code)
    ).all()
    assert {(r.version_id, r.base_version_id) for r in rows} == {(made, desk.version)}
    assert [(r.item_code, r.kind) for r in rows] == [
        ("A1", "reworded"),
        ("A2", "retired"),
        ("A3", "new"),
        ("B1", "changed"),
    ]
    assert (rows[0].confirmed_by, rows[0].confirmed_at, rows[0].reason) == (
        desk.third.account_id,
        NOON,
        "只改了语序",
    )
    assert {(r.confirmed_by, r.confirmed_at) for r in rows[1:]} == {(None, None)}
    with pytest.raises(DBAPIError, match="frozen with the version"):
        session.execute(update(ItemComparabilityRow).values(kind="same"))
    session.rollback()
    with pytest.raises(DBAPIError, match="frozen with the version"):
        session.execute(text("DELETE FROM item_comparability"))


def test_the_first_version_of_a_rubric_follows_none(session: Session, desk: Desk) -> None:
    fresh = a_file(id="fresh", area="legal_aid")
    draft = start_rubric_draft(session, desk.author, NewDraft(plain=fresh), LIBRARY, at=NOON)
    seen = DraftSeen(draft, 1)
    submit_rubric_draft(session, desk.author, seen, GROUND, at=NOON)
    made = publish_draft(session, desk.second, seen, date(2025, 1, 1))
    row = session.get_one(RubricVersionRow, made)
    assert (row.base_version_id, row.in_force_from) == (None, date(2025, 1, 1))
    assert session.scalar(select(func.count()).select_from(ItemComparabilityRow)) == 0


def test_only_chinese_is_enough(session: Session, desk: Desk) -> None:
    sections = [
        {
            "id": "A",
            "weight": 1,
            "title": {"zh": "甲"},
            "items": [{"id": "A1", "text": {"zh": "会见"}, "basis": "standard"}],
        }
    ]
    plain = {**a_file(id="county", area="legal_aid"), "title": {"zh": "县"}, "sections": sections}
    draft = start_rubric_draft(session, desk.author, NewDraft(plain=plain), LIBRARY, at=NOON)
    submit_rubric_draft(session, desk.author, DraftSeen(draft, 1), GROUND, at=NOON)
    row = session.get_one(
        RubricVersionRow, publish_draft(session, desk.second, DraftSeen(draft, 1))
    )
    assert (row.title_zh, row.title_en) == ("县", "")


def test_who_had_it_in_hand_leaves_it_to_another(session: Session, desk: Desk) -> None:
    seen = handed_in(session, desk, second_edition(*WEIGHED))
    with pytest.raises(NotAllowedError, match="second_person"):
        publish_draft(session, desk.author, seen)
    with pytest.raises(OutOfReachError):
        publish_draft(session, desk.reader, seen)
    with pytest.raises(OutOfReachError):
        publish_draft(session, desk.second, DraftSeen(10**9, 1))


def test_a_co_author_does_not_publish_after_others_wrote_again(
    session: Session, desk: Desk
) -> None:
    seen = written(session, desk, second_edition())
    for actor, plain in (
        (desk.second, second_edition(*WEIGHED)),
        (desk.author, second_edition(*WEIGHED, title=words("anew"))),
    ):
        change = DraftChange(seen.draft_id, seen.revision, plain)
        seen = DraftSeen(seen.draft_id, save_rubric_draft(session, actor, change, at=NOON))
    submit_rubric_draft(session, desk.author, seen, GROUND, at=NOON)
    writers = session.get_one(RubricDraftRow, seen.draft_id).writers
    assert writers == [desk.author.account_id, desk.second.account_id]
    session.rollback()
    with pytest.raises(NotAllowedError, match="second_person"):
        publish_draft(session, desk.second, seen)
    publish_draft(session, desk.third, seen)


def test_whoever_decided_on_an_item_does_not_publish(session: Session, desk: Desk) -> None:
    sections = (section("A", item("A1", text=words("other")), item("A2"), weight=60), FIRST[1])
    seen = handed_in(session, desk, second_edition(*sections))
    said = Confirmation(seen, "A1", ItemKind.REWORDED)
    confirm_comparability(session, desk.second, said, GROUND, at=NOON)
    # neither while their word counts nor after somebody else's took its place
    with pytest.raises(NotAllowedError, match="second_person"):
        publish_draft(session, desk.second, seen)
    confirm_comparability(session, desk.author, said, GROUND, at=NOON)
    with pytest.raises(NotAllowedError, match="second_person"):
        publish_draft(session, desk.second, seen)
    publish_draft(session, desk.third, seen)


def test_who_sends_what_stands_already_wrote_nothing(session: Session, desk: Desk) -> None:
    plain = second_edition(*WEIGHED)
    seen = written(session, desk, plain)
    save_rubric_draft(
        session, desk.second, DraftChange(seen.draft_id, seen.revision, plain), at=NOON
    )
    submit_rubric_draft(session, desk.author, seen, GROUND, at=NOON)
    publish_draft(session, desk.second, seen)


def test_publishing_twice_is_once(session: Session, desk: Desk) -> None:
    seen = handed_in(session, desk, second_edition(*WEIGHED))
    made = publish_draft(session, desk.second, seen)
    before = session.scalar(select(func.count()).select_from(JournalRow))
    assert publish_draft(session, desk.second, seen) == made
    assert session.scalar(select(func.count()).select_from(JournalRow)) == before
    with pytest.raises(ConflictError, match="draft_state"):
        publish_draft(session, desk.third, seen)


def test_what_was_not_handed_in_or_was_saved_meanwhile(session: Session, desk: Desk) -> None:
    seen = written(session, desk, second_edition(*WEIGHED))
    assert refused(session, desk.second, seen) == "draft_state"
    submit_rubric_draft(session, desk.author, seen, GROUND, at=NOON)
    assert refused(session, desk.second, DraftSeen(seen.draft_id, 1)) == "draft_stale"


def test_everything_is_checked_again_at_the_end(session: Session, desk: Desk) -> None:
    seen = handed_in(session, desk, second_edition(*WEIGHED))
    row = session.get_one(RubricDraftRow, seen.draft_id)
    row.content = row.content.replace('"zh":"A1"', '"zh":""')
    session.commit()
    assert refused(session, desk.second, seen) == "has_faults"
    assert session.scalar(select(func.count()).select_from(RubricVersionRow)) == 1


def test_a_version_that_came_between_asks_for_a_new_look(session: Session, desk: Desk) -> None:
    seen = handed_in(session, desk, second_edition(*WEIGHED))
    publish(session, area="legal_aid", version="1.5.0")
    assert refused(session, desk.second, seen) == "base_moved"


@pytest.mark.parametrize(
    ("fields", "sections", "code"),
    [
        ({"version": "1.0.0"}, WEIGHED, "version_not_higher"),
        ({"version": "1.0.0-rc.1"}, WEIGHED, "version_not_higher"),
        ({}, FIRST, "nothing_changed"),
        (
            {},
            (section("A", item("A1", text=words("x")), item("A2"), weight=60), FIRST[1]),
            "undecided",
        ),
        ({"area": "astronomy"}, WEIGHED, "unknown_area"),
        ({"status": "reference"}, WEIGHED, "reference"),
    ],
)
def test_what_is_not_published(
    session: Session, desk: Desk, fields: dict[str, Any], sections: tuple[Any, ...], code: str
) -> None:
    seen = handed_in(session, desk, second_edition(*sections, **fields))
    assert refused(session, desk.second, seen) == code
    assert session.scalar(select(func.count()).select_from(RubricVersionRow)) == 1


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (date(2026, 3, 22), "already_read"),
        (date(2026, 3, 23), "not_after"),
        (date(2026, 3, 23) + timedelta(days=367), "too_far_ahead"),
    ],
)
def test_the_day_must_do(session: Session, desk: Desk, start: date, code: str) -> None:
    seen = handed_in(session, desk, second_edition(*WEIGHED))
    assert refused(session, desk.second, seen, start) == code


def test_a_code_that_left_is_not_given_to_another_item(session: Session, desk: Desk) -> None:
    publish(
        session,
        area="legal_aid",
        version="1.5.0",
        sections=[section("A", item("A1"), weight=60), FIRST[1]],
    )
    back = section("A", item("A1"), item("A2", text=words("else")), weight=60)
    seen = handed_in(session, desk, second_edition(back, FIRST[1]))
    with pytest.raises(InvalidError) as told:
        publish_draft(session, desk.second, seen)
    assert (told.value.code, told.value.params) == ("code_reused", {"items": "A2"})


def test_of_two_at_once_one_publishes(engine: Engine, session: Session, desk: Desk) -> None:
    seen = handed_in(session, desk, second_edition(*WEIGHED))
    barrier, told = Barrier(2), []

    def run(actor: Actor) -> None:
        with Session(engine) as own:
            barrier.wait()
            try:
                told.append(publish_draft(own, actor, seen))
            except RefusedError as fault:
                told.append(fault.code)

    threads = [Thread(target=run, args=(actor,)) for actor in (desk.second, desk.third)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "draft_state" in told
    assert session.scalar(select(func.count()).select_from(RubricVersionRow)) == 2


def test_a_rubric_of_200_items_is_published_at_once(session: Session, desk: Desk) -> None:
    sections = [
        section(f"S{s}", *(item(f"S{s}-{i}") for i in range(20)), weight=10) for s in range(10)
    ]
    seen = handed_in(session, desk, second_edition(*sections))
    started = time.process_time()
    made = publish_draft(session, desk.second, seen)
    assert time.process_time() - started < 2
    assert session.get_one(RubricVersionRow, made).item_count == 200
    kept = session.scalar(select(func.count()).select_from(ItemComparabilityRow))
    assert kept == 203  # the three of the version before left
