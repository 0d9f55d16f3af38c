"""Versions that came as files: what follows is kept, and a person decides on the rest."""

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Actor, Role
from qa_app.domain.rubric_diff import ItemKind
from qa_app.models.journal import JournalRow
from qa_app.models.rubric_drafts import ItemComparabilityRow
from qa_app.models.version_links import version_links
from qa_app.services.standards.compare_version import (
    ComparedVersion,
    VersionComparison,
    compare_version,
)
from tests.builders import item, section, words
from tests.drafts import somebody
from tests.people import NOON, OPERATOR, person
from tests.readings import publish_next, published


def reworded(session: Session, version: str = "2.0.0") -> int:
    changed = item("A1", text=words("other words")), item("A2", weight=3), item("A3")
    return publish_next(session, section("A", *changed), version=version)


def say(
    session: Session, actor: Actor, version: int, item: str = "", **said: Any
) -> ComparedVersion:
    return compare_version(session, actor, VersionComparison(version, item, **said), at=NOON)


def kinds(session: Session, version: int) -> dict[str, str]:
    rows = session.scalars(
        select(ItemComparabilityRow).where(ItemComparabilityRow.version_id == version)
    )
    return {row.item_code: row.kind for row in rows}


def journal(session: Session) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(JournalRow.detail)
        .where(JournalRow.action == "rubric:compare_version")
        .order_by(JournalRow.seq)
    )
    return [json.loads(one) for one in rows]


@pytest.fixture
def publisher(session: Session) -> Actor:
    return somebody(session, "second", Role.SENIOR_SUPERVISOR)


def test_the_command_keeps_what_follows_and_leaves_reworded_items_open(session: Session) -> None:
    first = published(session)
    second = reworded(session)
    assert say(session, OPERATOR, second) == ComparedVersion("1.0.0", 1)
    assert kinds(session, second) == {"A2": "same", "A3": "new", "B1": "retired"}
    link = version_links(session, "sample")[second]
    assert (link.base_id, link.comparable) == (first, frozenset({"A2"}))
    # again is once
    assert say(session, OPERATOR, second) == ComparedVersion("1.0.0", 1)
    (entry,) = journal(session)
    assert (entry["rubric"], entry["version"], entry["count"]) == ("sample", "2.0.0", 3)


def test_a_first_version_has_nothing_to_be_compared_with(session: Session) -> None:
    assert say(session, OPERATOR, published(session)) == ComparedVersion()
    assert journal(session) == []


def test_the_version_before_is_the_next_lower_number(session: Session) -> None:
    published(session)
    middle = publish_next(session, section("A", item("A1"), item("A2")), version="1.5.0")
    newest = reworded(session)
    assert say(session, OPERATOR, newest).base == "1.5.0"
    assert version_links(session, "sample")[newest].base_id == middle


def test_a_person_confirms_afterwards_once_and_for_good(session: Session, publisher: Actor) -> None:
    published(session)
    second = reworded(session)
    say(session, OPERATOR, second)
    kept = say(session, publisher, second, "A1", kind=ItemKind.REWORDED, reason=" 只改语序 ")
    assert kept == ComparedVersion("1.0.0", 0)
    assert version_links(session, "sample")[second].comparable == {"A1", "A2"}
    row = session.get_one(
        ItemComparabilityRow,
        {"version_id": second, "base_version_id": second - 1, "item_code": "A1"},
    )
    assert (row.kind, row.reason, row.confirmed_by) == (
        "reworded",
        "只改语序",
        publisher.account_id,
    )
    session.rollback()
    # twice is once; otherwise is refused
    say(session, publisher, second, "A1", kind=ItemKind.REWORDED)
    with pytest.raises(ConflictError, match="already_decided"):
        say(session, publisher, second, "A1", kind=ItemKind.CHANGED)
    assert len(journal(session)) == 2
    assert journal(session)[1]["comparison"] == "reworded"


def test_an_item_of_a_version_nobody_compared_is_confirmed_with_all_that_follows(
    session: Session, publisher: Actor
) -> None:
    published(session)
    second = reworded(session)
    say(session, publisher, second, "A1", kind=ItemKind.CHANGED)
    assert kinds(session, second) == {
        "A1": "changed",
        "A2": "same",
        "A3": "new",
        "B1": "retired",
    }


@pytest.mark.parametrize(
    ("item_code", "said", "error", "code"),
    [
        ("A2", {"kind": ItemKind.REWORDED}, ConflictError, "not_reworded"),
        ("A9", {"kind": ItemKind.REWORDED}, ConflictError, "not_reworded"),
        ("A1", {"kind": ItemKind.SAME}, InvalidError, "not_decidable"),
        ("A1", {}, InvalidError, "not_decidable"),
        ("A1", {"kind": ItemKind.CHANGED, "reason": "x" * 501}, InvalidError, "reason_long"),
    ],
)
def test_refusals(
    session: Session,
    publisher: Actor,
    item_code: str,
    said: dict[str, Any],
    error: type[Exception],
    code: str,
) -> None:
    published(session)
    second = reworded(session)
    with pytest.raises(error, match=code):
        say(session, publisher, second, item_code, **said)
    assert kinds(session, second) == {}


def test_who_may_not(session: Session, publisher: Actor) -> None:
    published(session)
    second = reworded(session)
    with pytest.raises(NotAllowedError):
        say(session, person(Role.AUDITOR), second, "A1", kind=ItemKind.REWORDED)
    with pytest.raises(InvalidError, match="not_decidable"):  # only a person decides
        say(session, OPERATOR, second, "A1", kind=ItemKind.REWORDED)
    with pytest.raises(OutOfReachError):
        say(session, publisher, 999)
