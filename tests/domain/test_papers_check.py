"""Forged, altered, revoked, expired: each is told, away from any server."""

import json
from dataclasses import replace
from datetime import date

import pytest

from qa_app.domain.journal import canonical_json
from qa_app.domain.papers import digest_of_paper, plain_paper, signed_file
from qa_app.domain.papers_check import Outcome, checked_paper
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


def test_a_paper_of_a_day_on_which_its_key_did_not_sign_is_not_valid() -> None:
    # the key signed from 1 April to 3 May by the list; the paper says 1 April
    (key,) = LIST["keys"]
    for first, last, outcome in (
        ("2026-04-01", "2026-04-01", Outcome.GENUINE),
        ("2026-04-02", "2026-05-03", Outcome.OUTSIDE_KEY),
        ("2026-03-01", "2026-03-31", Outcome.OUTSIDE_KEY),
    ):
        keys = LIST | {"keys": [key | {"first_day": first, "last_day": last}]}
        assert checked_paper(FILE, keys, TODAY).outcome is outcome, first


@pytest.mark.parametrize(
    ("first_day", "counted", "outcome"),
    [
        # issued on 1 April: from that day on nothing counts, whatever the list holds
        ("2026-04-01", [digest_of_paper(PAYLOAD)], Outcome.KEY_REVOKED),
        # before that day what was issued here counts, and what a thief dates back does not
        ("2026-04-02", [digest_of_paper(PAYLOAD)], Outcome.GENUINE),
        ("2026-04-02", [], Outcome.KEY_REVOKED),
        ("2026-04-02", ["ab" * 32], Outcome.KEY_REVOKED),
    ],
)
def test_what_a_revoked_key_signed(first_day: str, counted: list[str], outcome: Outcome) -> None:
    (key,) = LIST["keys"]
    revoked = {"first_day": first_day, "why": "stolen", "counted": counted}
    keys = LIST | {"keys": [key | {"last_day": "2026-05-03", "revoked": revoked}]}
    found = checked_paper(FILE, keys, TODAY)
    assert (found.outcome, found.facts) == (outcome, FACTS)


def test_a_list_that_does_not_say_when_its_key_counts_proves_nothing() -> None:
    (key,) = LIST["keys"]
    for name in ("first_day", "last_day", "revoked"):
        keys = LIST | {"keys": [{part: one for part, one in key.items() if part != name}]}
        assert checked_paper(FILE, keys, TODAY).outcome is Outcome.FORGED, name
