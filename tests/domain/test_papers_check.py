"""Forged, altered, revoked, expired: each is told, away from any server."""

import json
from dataclasses import replace
from datetime import date

import pytest

from qa_app.domain.journal import canonical_json
from qa_app.domain.papers import digest_of_paper, plain_paper, signed_file
from qa_app.domain.papers_check import Outcome, checked_paper, is_key_list
from qa_app.domain.signatures import key_code, public_part, signature_of
from tests.papers import FACTS, FILE, KEY, LIST, PAYLOAD, SEED, TODAY


def test_a_genuine_one() -> None:
    found = checked_paper(FILE, LIST, TODAY)
    assert (found.outcome, found.facts, found.payload) == (Outcome.GENUINE, FACTS, PAYLOAD)


def test_each_field_altered_is_seen() -> None:
    plain = json.loads(PAYLOAD)
    for name, value in plain.items():
        other = value + 1 if isinstance(value, int) else "x" if isinstance(value, str) else {}
        changed = canonical_json({**plain, name: other})
        file = signed_file(changed, KEY, json.loads(FILE)["signature"])
        assert checked_paper(file, LIST, TODAY).outcome is Outcome.ALTERED, name


def test_another_key_is_a_forgery_whatever_it_calls_itself() -> None:
    seed = bytes(32)
    own = key_code(public_part(seed))
    payload = canonical_json(plain_paper(replace(FACTS, key=own)))
    assert (
        checked_paper(signed_file(payload, own, signature_of(seed, payload)), LIST, TODAY).outcome
        is Outcome.FORGED
    )
    borrowed = signed_file(PAYLOAD, KEY, signature_of(seed, PAYLOAD))
    assert checked_paper(borrowed, LIST, TODAY).outcome is Outcome.ALTERED
    # a paper that names one key and was signed by another known one
    mixed = signed_file(payload, KEY, signature_of(SEED, payload))
    assert checked_paper(mixed, LIST, TODAY).outcome is Outcome.UNREADABLE


@pytest.mark.parametrize(
    ("today", "outcome"),
    [
        (date(2026, 3, 31), Outcome.NOT_YET),
        (date(2026, 9, 30), Outcome.GENUINE),
        (date(2026, 10, 1), Outcome.EXPIRED),
    ],
)
def test_its_days(today: date, outcome: Outcome) -> None:
    assert checked_paper(FILE, LIST, today).outcome is outcome


def test_revoked_comes_before_expired() -> None:
    revoked = LIST | {"revoked": [digest_of_paper(PAYLOAD)]}
    assert checked_paper(FILE, revoked, date(2030, 1, 1)).outcome is Outcome.REVOKED


@pytest.mark.parametrize(
    "file", ["", "{", "[]", "7", '{"algorithm":"Ed25519"}', "[" * 100_000, '{"algorithm":"none"}']
)
def test_what_is_no_paper(file: str) -> None:
    assert checked_paper(file, LIST, TODAY).outcome is Outcome.UNREADABLE


def test_what_is_a_list() -> None:
    assert is_key_list(LIST)
    for wrong in (None, [], {}, {"schema": "qa.keys/1"}, LIST | {"keys": 1}):
        assert not is_key_list(wrong)
