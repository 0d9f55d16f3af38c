"""The published list of keys: what it tells, and what is none."""

from datetime import date

from qa_app.domain.key_lists import (
    KeyLoss,
    KeyRevocation,
    PublishedKey,
    is_key_list,
    key_list,
    listed_key,
    taken_at,
)
from qa_app.domain.signatures import public_part
from tests.papers import AT, KEY, LIST, PUBLIC, TODAY


def test_the_list_names_nobody() -> None:
    assert set(LIST) == {"schema", "as_of", "timezone", "keys", "revoked"}
    named = {"code", "algorithm", "public_key", "made_at", "retired_at"}
    assert set(LIST["keys"][0]) == named | {"first_day", "last_day", "revoked"}
    assert key_list([], ["b", "a"], AT)["revoked"] == ["a", "b"]


def test_a_revocation_travels_with_the_list() -> None:
    revoked = KeyRevocation(date(2026, 4, 2), KeyLoss.STOLEN, ("b", "a"))
    key = PublishedKey(KEY, PUBLIC, AT, AT, TODAY, TODAY, revoked)
    (told,) = key_list([key], [], AT)["keys"]
    assert told["revoked"] == {"first_day": "2026-04-02", "why": "stolen", "counted": ["a", "b"]}
    found = listed_key({"keys": [told]}, KEY)
    assert found is not None
    assert (found.first_day, found.last_day) == (TODAY, TODAY)
    assert (found.revoked_from, found.counted) == (date(2026, 4, 2), frozenset({"a", "b"}))


def test_what_is_a_list() -> None:
    assert is_key_list(LIST)
    for wrong in (None, [], {}, {"schema": "qa.keys/2"}, LIST | {"keys": 1}):
        assert not is_key_list(wrong)
    # lists of before did not say on which days a key counts
    assert not is_key_list(LIST | {"schema": "qa.keys/1"})


def test_a_list_of_no_year_does_not_say_when_it_was_taken() -> None:
    assert taken_at(LIST) == AT
    for said in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-12:00", "2026-04-09T12:00:00"):
        assert taken_at(LIST | {"as_of": said}) is None


def test_a_key_is_found_under_its_own_name_only() -> None:
    (told,) = LIST["keys"]
    found = listed_key(LIST, KEY)
    assert found is not None
    assert found.public_key == PUBLIC
    # a list in which another key stands under that name
    other = public_part(bytes(32))
    assert listed_key({"keys": [told | {"public_key": other}]}, KEY) is None
    assert listed_key({"keys": [told | {"public_key": "no"}, 7, {}]}, KEY) is None
    assert listed_key({"keys": "none"}, KEY) is None
    assert listed_key({}, KEY) is None
    # a list that was spoilt
    for name, wrong in (("first_day", "x"), ("last_day", 7), ("revoked", {"first_day": "x"})):
        assert listed_key({"keys": [told | {name: wrong}]}, KEY) is None
