from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

import pytest

from qa_app.domain import events
from qa_app.domain.events import Event, HolidayChanged, SignedIn, SignInRefused
from qa_app.domain.people import system_actor
from qa_app.domain.rubric_events import RubricPublished

NOON = datetime(2026, 3, 23, 4, 0, tzinfo=UTC)
ACTOR = system_actor("root")
KINDS = [
    kind
    for kind in vars(events).values()
    if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
]


def test_an_event_tells_only_what_is_its_own() -> None:
    published = RubricPublished(
        actor=ACTOR, at=NOON, object_id=4, rubric="legal_aid", version="1.0.0", fingerprint="ab"
    )
    told = {"rubric": "legal_aid", "version": "1.0.0", "fingerprint": "ab", "alone": ""}
    assert published.detail() == told
    assert SignedIn(actor=ACTOR, at=NOON, object_id=1).detail() == {}


def test_days_are_written_as_text() -> None:
    changed = HolidayChanged(
        actor=ACTOR, at=NOON, region="CN", on=date(2026, 2, 14), change="worked"
    )
    assert changed.detail()["on"] == "2026-02-14"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_act_has_a_name_of_its_own(kind: Any) -> None:
    subject, verb = kind.action.split(":")
    assert subject.replace("_", "").isalpha()
    assert verb.replace("_", "").isalpha()
    assert kind.object_type
    assert [other for other in KINDS if other.action == kind.action] == [kind]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_event_has_room_for_free_text(kind: Any) -> None:
    # fields hold codes, numbers, dates and digests
    names = {field.name for field in fields(kind)}
    assert not names & {"note", "text", "comment", "login_name", "password", "value", "name"}


def test_a_name_tried_is_kept_as_a_digest() -> None:
    refused = SignInRefused(actor=ACTOR, at=NOON, login_digest="ab", why="unknown")
    assert refused.detail() == {"login_digest": "ab", "why": "unknown"}
