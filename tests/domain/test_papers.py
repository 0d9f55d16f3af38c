"""Numbers, tokens, check codes, signed text, and what anyone is told."""

from dataclasses import fields, replace
from datetime import date

import pytest

from qa_app.domain.papers import (
    TOKEN_BITS,
    PublicStanding,
    check_code,
    digest_of_check,
    digest_of_token,
    facts_from,
    paper_number,
    paper_token,
    plain_paper,
    public_standing,
    read_token,
    told_as_argued,
)
from qa_app.domain.rules.decision import Status
from tests.papers import FACTS, PAYLOAD, TODAY, TOKEN


def test_a_number_is_as_the_papers_of_the_city() -> None:
    assert paper_number("YN-KM", 2026, 123) == "YN-KM-2026-000123"


def test_a_token_holds_all_its_bits_and_is_read_as_people_write() -> None:
    assert paper_token(0) == "0" * 26
    assert paper_token((1 << TOKEN_BITS) - 1) == "7" + "Z" * 25
    assert read_token(TOKEN) == TOKEN
    assert read_token(TOKEN.lower()) == TOKEN
    assert read_token(TOKEN.replace("0", "O")) == TOKEN
    for wrong in ("", TOKEN[:-1], TOKEN + "0", TOKEN[:-1] + "U", "令" * 26, "../" * 9):
        assert read_token(wrong) is None


def test_a_check_code_is_typed_in_any_width_and_case() -> None:
    number, code = FACTS.number, check_code(TOKEN)
    assert len(code) == 11
    assert code[5] == "-"
    expected = digest_of_check(number, code)
    assert digest_of_check(" yn-km-2026-000123 ", code.lower().replace("-", " ")) == expected
    assert digest_of_check("ＹＮ－ＫＭ－２０２６－０００１２３", code) == expected
    assert digest_of_check("YN-KM-2026-000124", code) != expected
    # what can be no number finds nothing, and costs the same
    assert digest_of_check("", "") == digest_of_check("x" * 10_000, "无") != expected


def test_a_token_is_known_by_its_digest_alone() -> None:
    assert digest_of_token(TOKEN) == FACTS.token_digest
    assert TOKEN not in PAYLOAD


def test_a_paper_of_before_says_nothing_of_the_computed_result() -> None:
    plain = plain_paper(FACTS)
    assert plain["departs_from"] == {"zh": "暂缓", "en": "Deferred"}
    assert plain["reasons"] == FACTS.reasons
    del plain["departs_from"], plain["reasons"]
    assert facts_from(plain) == replace(FACTS, departs_from=None, reasons="")


def test_a_paper_comes_back_as_it_was() -> None:
    assert facts_from(plain_paper(FACTS)) == FACTS
    for one in fields(FACTS):
        assert getattr(FACTS, one.name) is not None


@pytest.mark.parametrize(
    ("status", "until", "is_revoked", "told"),
    [
        (Status.ENDORSED, date(2026, 4, 1), False, PublicStanding.VALID),
        (Status.CONDITIONAL, date(2027, 1, 1), False, PublicStanding.VALID),
        (Status.ENDORSED, date(2026, 3, 31), False, PublicStanding.EXPIRED),
        (Status.EXPIRED, date(2027, 1, 1), False, PublicStanding.EXPIRED),
        (Status.SUSPENDED, date(2027, 1, 1), False, PublicStanding.SUSPENDED),
        (Status.SUSPENDED, date(2027, 1, 1), True, PublicStanding.SUSPENDED),
        (Status.WITHDRAWN, date(2027, 1, 1), False, PublicStanding.REMOVED),
        (Status.NOT_ENDORSED, date(2027, 1, 1), False, PublicStanding.REMOVED),
        (None, date(2027, 1, 1), False, PublicStanding.REMOVED),
        (Status.ENDORSED, date(2027, 1, 1), True, PublicStanding.VOID),
    ],
)
def test_what_anyone_is_told(
    status: Status | None, until: date, is_revoked: bool, told: PublicStanding
) -> None:
    days = (date(2026, 3, 1), until)
    found = public_standing(status, days, TODAY, is_revoked=is_revoked, is_overtaken=False)
    assert found is told


@pytest.mark.parametrize(
    ("status", "first", "is_revoked", "is_overtaken", "told"),
    [
        (Status.CONDITIONAL, TODAY, False, True, PublicStanding.SUPERSEDED),
        (Status.CONDITIONAL, TODAY, True, True, PublicStanding.VOID),
        (Status.SUSPENDED, TODAY, False, True, PublicStanding.SUSPENDED),
        (Status.WITHDRAWN, TODAY, False, True, PublicStanding.REMOVED),
        # set aside, and nothing before it: nobody removed the centre
        (None, TODAY, False, True, PublicStanding.SUPERSEDED),
        (None, TODAY, True, True, PublicStanding.VOID),
        (None, date(2026, 4, 2), False, False, PublicStanding.NOT_YET),
        (Status.ENDORSED, date(2026, 4, 2), False, False, PublicStanding.NOT_YET),
        (Status.SUSPENDED, date(2026, 4, 2), False, False, PublicStanding.SUSPENDED),
        (Status.ENDORSED, date(2026, 4, 2), True, False, PublicStanding.VOID),
        (Status.ENDORSED, date(2026, 4, 2), False, True, PublicStanding.SUPERSEDED),
    ],
)
def test_another_decision_takes_its_place_and_one_may_begin_later(
    status: Status | None, first: date, is_revoked: bool, is_overtaken: bool, told: PublicStanding
) -> None:
    days = (first, date(2027, 1, 1))
    found = public_standing(status, days, TODAY, is_revoked=is_revoked, is_overtaken=is_overtaken)
    assert found is told


def test_a_panel_is_told_of_where_what_is_told_follows_from_its_decision() -> None:
    told = {
        (standing, by_standing, by_own)
        for standing in PublicStanding
        for by_standing in (True, False)
        for by_own in (True, False)
        if told_as_argued(standing, is_standing_argued=by_standing, is_own_argued=by_own)
    }
    holding = (PublicStanding.VALID, PublicStanding.SUSPENDED, PublicStanding.REMOVED)
    expected = {(one, True, own) for one in holding for own in (True, False)}
    assert told == expected | {(PublicStanding.NOT_YET, by, True) for by in (True, False)}
