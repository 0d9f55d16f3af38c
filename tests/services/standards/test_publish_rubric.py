import json
from datetime import datetime
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import Engine, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.expertise import Area
from qa_app.domain.people import Role
from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.rubric_thaw import thaw
from qa_app.domain.text import BilingualText
from qa_app.models.journal import JournalRow
from qa_app.models.places import AreaRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.triggers import FROZEN_RUBRIC
from qa_app.queries.rubrics import rubric_by_id
from qa_app.services.standards.publish_rubric import Published, publish_rubric
from tests.builders import LIBRARY, a_file, item, section, words
from tests.people import NOON, OPERATOR, person

PLAY = Area("play", BilingualText("游戏支持", "Play"), 12, is_resource_area=True)


def publish(
    session: Session,
    *,
    actor: Any = OPERATOR,
    known: Area | None = PLAY,
    at: datetime = NOON,
    **fields: Any,
) -> Published:
    if fields.get("version", "1.0.0") != "1.0.0":  # a next version says something else
        fields = {"note": words(fields["version"]), **fields}
    content = resolve(a_file(**{"area": "play", **fields}), LIBRARY)
    rubric = thaw(content, fingerprint_of(content))
    return publish_rubric(session, actor, rubric, content, at=at, area=known)


def test_freezes_a_version_with_its_area_and_one_journal_row(session: Session) -> None:
    done = publish(session)
    assert done.is_new
    row = session.get_one(RubricVersionRow, done.version_id)
    assert (row.rubric_code, row.version, row.status) == ("sample", "1.0.0", "published")
    assert (row.item_count, row.published_at, row.published_by) == (1, NOON, "os:operator")
    area = session.get_one(AreaRow, "play")
    assert (area.name_zh, area.name_en, area.position) == ("游戏支持", "Play", 12)
    assert area.is_resource_area
    (entry,) = session.execute(select(JournalRow)).scalars()
    assert (entry.action, entry.actor_name, entry.actor_id) == (
        "rubric:publish",
        "os:operator",
        None,
    )
    assert entry.object_id == str(done.version_id)
    assert json.loads(entry.detail) == {
        "rubric": "sample",
        "version": "1.0.0",
        "fingerprint": row.fingerprint,
        "alone": "shipped",
    }
    kept = rubric_by_id(session, done.version_id)
    assert kept is not None
    assert kept.fingerprint == row.fingerprint


def test_the_same_again_changes_nothing_whatever_the_status_of_the_file(session: Session) -> None:
    done = publish(session)
    again = publish(session, status="published")
    assert again == Published(done.version_id, is_new=False)
    assert len(session.execute(select(JournalRow)).scalars().all()) == 1


def test_another_content_needs_another_version(session: Session) -> None:
    publish(session)
    other = section("A", item("A1"), item("A2"))
    with pytest.raises(ConflictError) as refused:
        publish(session, sections=[other])
    assert refused.value.code == "version_taken"
    assert refused.value.params == {"rubric": "sample", "version": "1.0.0"}
    assert publish(session, sections=[other], version="1.1.0").is_new


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"status": "retired"}, "retired"),
        ({"status": "reference"}, "reference"),
        ({"area": "astronomy"}, "unknown_area"),
    ],
)
def test_what_is_not_published(fields: dict[str, Any], code: str, session: Session) -> None:
    with pytest.raises(InvalidError) as refused:
        publish(session, **fields)
    assert refused.value.code == code
    assert session.execute(select(RubricVersionRow.id)).all() == []
    assert session.get(AreaRow, "play") is None
    assert session.execute(select(JournalRow.seq)).all() == []


def test_a_hidden_reference_may_stand(session: Session) -> None:
    done = publish(session, status="reference", hidden=True)
    assert session.get_one(RubricVersionRow, done.version_id).is_hidden


def test_a_file_written_out_with_later_translations_is_the_same_version(session: Session) -> None:
    done = publish(session, purpose={"zh": "县级使用"})
    session.execute(
        update(RubricVersionRow)
        .where(RubricVersionRow.id == done.version_id)
        .values(translations={"en": {"purpose": "For counties"}})
    )
    session.commit()
    again = publish(session, purpose={"zh": "县级使用", "en": "For counties"})
    assert again == Published(done.version_id, is_new=False)


def test_an_area_without_a_name_must_be_known(session: Session) -> None:
    with pytest.raises(InvalidError, match="unknown_area"):
        publish(session, known=None)
    publish(session)
    assert publish(session, known=None, version="1.1.0").is_new


def test_only_the_command_line_publishes(session: Session) -> None:
    with pytest.raises(NotAllowedError):
        publish(session, actor=person(Role.SENIOR_SUPERVISOR))


OTHER = {
    "base_version_id": 1,
    "is_hidden": True,
    "item_count": 9,
    "published_at": NOON.replace(year=2027),
}


@pytest.mark.parametrize("column", FROZEN_RUBRIC)
def test_the_database_refuses_to_change_a_version(column: str, session: Session) -> None:
    done = publish(session)
    publish(session, version="2.0.0", known=None)
    statement = (
        update(RubricVersionRow)
        .where(RubricVersionRow.id == done.version_id)
        .values({column: OTHER.get(column, "legal_aid")})
    )
    with pytest.raises(DBAPIError, match="a published rubric version is frozen"):
        session.execute(statement)


def test_the_database_refuses_to_delete_a_version(session: Session) -> None:
    publish(session)
    with pytest.raises(DBAPIError, match="a published rubric version is frozen"):
        session.execute(text("DELETE FROM rubric_version"))


def test_a_version_may_be_retired_and_translated_later(session: Session) -> None:
    done = publish(session)
    session.execute(
        update(RubricVersionRow)
        .where(RubricVersionRow.id == done.version_id)
        .values(status="retired", translations={"en": {}})
    )
    assert session.get_one(RubricVersionRow, done.version_id).status == "retired"


def test_two_rubrics_of_a_new_area_are_published_at_once(engine: Engine) -> None:
    together, made = Barrier(2), []

    def work(code: str) -> None:
        with Session(engine) as session:
            together.wait()
            made.append(publish(session, id=code).is_new)

    workers = [Thread(target=work, args=(code,)) for code in ("one", "two")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert made == [True, True]


def test_each_version_is_in_force_until_the_next(session: Session) -> None:
    days = {"1.0.0": 10, "2.0.0": 15, "3.0.0": 20, "4.0.0": 20}
    for version, day in days.items():
        publish(session, version=version, at=NOON.replace(day=day))
    rows = session.execute(
        select(
            RubricVersionRow.version,
            RubricVersionRow.in_force_from,
            RubricVersionRow.in_force_until,
        )
    )
    assert {v: (start.day, until and until.day) for v, start, until in rows} == {
        "1.0.0": (10, 15),
        "2.0.0": (15, 20),
        "3.0.0": (20, 20),
        "4.0.0": (20, None),
    }


def refused(session: Session, **fields: Any) -> tuple[str, dict[str, object]]:
    with pytest.raises(InvalidError) as told:
        publish(session, **fields)
    session.rollback()
    return told.value.code, told.value.params


def test_a_file_keeps_the_rules_of_a_draft(session: Session) -> None:
    publish(session, sections=[section("A", item("A1"), item("A2"))])
    publish(session, version="1.1.0", sections=[section("A", item("A1"))])
    standing = {"standing": "1.1.0"}
    assert refused(session, version="1.0.5") == ("version_not_higher", standing)
    one = {"sections": [section("A", item("A1"))], "note": words("1.1.0")}
    assert refused(session, version="1.2.0", **one) == ("nothing_changed", standing)
    back = [section("A", item("A1"), item("A2", text=words("else")))]
    assert refused(session, version="1.2.0", sections=back) == ("code_reused", {"items": "A2"})
    # what stands already is still the same again, and no succession
    assert not publish(session, sections=[section("A", item("A1"), item("A2"))]).is_new
    assert len(session.scalars(select(RubricVersionRow.id)).all()) == 2


def test_a_file_does_not_end_a_version_before_it_begins(session: Session) -> None:
    publish(session, at=NOON.replace(day=25))
    assert refused(session, version="2.0.0", at=NOON.replace(day=24)) == (
        "not_yet_in_force",
        {"standing": "1.0.0", "day": "2026-03-25"},
    )
