from datetime import date, timedelta
from typing import Any

import pytest

from qa_app.domain.people import Actor, Role, system_actor
from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_draft import (
    DraftAct,
    DraftHands,
    DraftState,
    empty_plain,
    head_of,
    may_do,
    refusal_of,
    refusal_of_start_day,
    wrote,
)
from tests.builders import LIBRARY, words
from tests.people import person

AUTHOR = person(Role.SENIOR_SUPERVISOR, account_id=1)
EDITOR = person(Role.SENIOR_SUPERVISOR, account_id=2)
SUBMITTER = person(Role.SENIOR_SUPERVISOR, account_id=3)
SECOND = person(Role.SENIOR_SUPERVISOR, account_id=4)
READER = person(Role.AUDITOR, account_id=5)
HANDS = DraftHands((1, 2), 3)


@pytest.mark.parametrize(
    ("act", "states"),
    [
        (DraftAct.SAVE, {DraftState.DRAFT}),
        (DraftAct.CONFIRM, {DraftState.DRAFT, DraftState.IN_REVIEW}),
        (DraftAct.SUBMIT, {DraftState.DRAFT}),
        (DraftAct.RETURN, {DraftState.IN_REVIEW}),
        (DraftAct.PUBLISH, {DraftState.IN_REVIEW}),
        (DraftAct.DISCARD, {DraftState.DRAFT, DraftState.IN_REVIEW}),
    ],
)
def test_each_act_belongs_to_its_states(act: DraftAct, states: set[DraftState]) -> None:
    assert {state for state in DraftState if may_do(act, state, SECOND, HANDS)} == states
    for state in set(DraftState) - states:
        assert refusal_of(act, state, SECOND, HANDS) == ("draft_state", False)


@pytest.mark.parametrize("actor", [AUTHOR, EDITOR, SUBMITTER])
def test_who_had_it_in_hand_does_not_publish_it(actor: Actor) -> None:
    assert wrote(actor, HANDS)
    refusal = refusal_of(DraftAct.PUBLISH, DraftState.IN_REVIEW, actor, HANDS)
    assert refusal == ("second_person", True)
    assert may_do(DraftAct.RETURN, DraftState.IN_REVIEW, actor, HANDS)


def test_whoever_joins_stays_among_the_writers() -> None:
    hands = DraftHands().joined_by(AUTHOR).joined_by(EDITOR).joined_by(AUTHOR)
    assert hands == DraftHands((1, 2))
    # who wrote first and not last is refused as well
    assert [wrote(one, hands) for one in (AUTHOR, EDITOR, SECOND)] == [True, True, False]


def test_others_have_no_part_in_drafts() -> None:
    for act in DraftAct:
        refusal = refusal_of(act, DraftState.IN_REVIEW, READER, HANDS)
        right = "rubric:publish" if act is DraftAct.PUBLISH else "rubric:write"
        assert refusal == (right, True)


def test_the_system_has_no_hand_in_a_draft() -> None:
    assert not wrote(system_actor("operator"), DraftHands())
    assert DraftHands().joined_by(system_actor("operator")) == DraftHands()


@pytest.mark.parametrize(
    ("plain", "head"),
    [
        ({}, ("1.0.0", "", "")),
        ({"version": "2.0.0", "title": {"zh": " 甲 ", "en": "A"}}, ("2.0.0", "甲", "A")),
        ({"version": "two", "title": "A"}, ("1.0.0", "", "")),
        ({"version": 2, "title": {"zh": 3, "en": "x" * 300}}, ("1.0.0", "", "x" * 200)),
    ],
)
def test_lists_tell_what_can_be_read(plain: dict[str, Any], head: tuple[str, str, str]) -> None:
    found = head_of(plain, "1.0.0")
    assert (found.version, found.title_zh, found.title_en) == head


def test_an_empty_rubric_lacks_its_words_and_nothing_else() -> None:
    plain = empty_plain("sample", "1.0.0", "social_work")
    found = check_rubric(plain, LIBRARY)
    assert {(one.code, one.path) for one in found if one.severity == "error"} == {
        ("text_missing", ("title",)),
        ("text_missing", ("sections", 0, "title")),
        ("text_missing", ("sections", 0, "items", 0, "text")),
    }
    plain["title"] = plain["sections"][0]["title"] = words("x")
    plain["sections"][0]["items"][0]["text"] = words("x")
    assert [one for one in check_rubric(plain, LIBRARY) if one.severity == "error"] == []


TODAY = date(2026, 3, 23)


@pytest.mark.parametrize(
    ("start", "standing", "code"),
    [
        (TODAY, None, None),
        (date(2020, 1, 1), None, None),
        (TODAY + timedelta(days=366), None, None),
        (TODAY + timedelta(days=367), None, "too_far_ahead"),
        (TODAY, date(2026, 3, 22), None),
        (TODAY - timedelta(days=1), date(2026, 3, 1), "already_read"),
        (TODAY, TODAY, "not_after"),
        (TODAY + timedelta(days=5), TODAY + timedelta(days=5), "not_after"),
    ],
)
def test_from_when_a_version_may_be_in_force(
    start: date, standing: date | None, code: str | None
) -> None:
    assert refusal_of_start_day(start, TODAY, standing) == code
