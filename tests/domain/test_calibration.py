from datetime import datetime
from typing import Any

import pytest

from qa_app.domain.calibration import (
    FAR,
    NOTHING_COMPARED,
    CalibrationStanding,
    ComparedAnswer,
    HandedIn,
    Likeness,
    apart,
    asked_items,
    calibration_of,
    compared,
    double_share_pct,
    likeness_of,
)
from qa_app.domain.practice import Agreed, PracticeFile
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.rubric_thaw import thaw
from qa_app.domain.text import BilingualText
from tests.builders import LIBRARY, a_file, item, section, words

WORDS = BilingualText("有记录", "It is recorded")
GOOD = Likeness(10, 9, 0, 10, 7)


def content(*items: Any, version: str = "1.0.0") -> dict[str, Any]:
    return resolve(a_file(version=version, sections=[section("A", *items)]), LIBRARY)


def rubric(*items: Any) -> Rubric:
    made = content(*items)
    return thaw(made, fingerprint_of(made))


def practice(**answers: str) -> PracticeFile:
    agreed = {code: Agreed(option, WORDS) for code, option in answers.items()}
    at = datetime(2026, 3, 2, 10, 0)
    return PracticeFile("p", "r", "1.0.0", WORDS, at, (), (), agreed)


@pytest.mark.parametrize(
    ("mine", "agreed", "levels"),
    [
        ("met", "met", 0),
        ("unmet", "no_record", 0),  # both score nothing: one level
        ("met", "partly", 1),
        ("partly", "no_record", 1),
        ("met", "unmet", 2),
        ("na", "met", FAR),
        (None, "met", FAR),
    ],
)
def test_levels_between_two_answers(mine: str | None, agreed: str, levels: int) -> None:
    assert apart(rubric(item("A1")).items["A1"].scale, mine, agreed) == levels


def test_on_two_levels_the_other_end_is_far() -> None:
    read = [{"id": "notes", "zh": "记录", "en": "Notes"}]
    scale = rubric(item("A1", scale="breach3", read=read)).items["A1"].scale
    assert apart(scale, "none_found", "found") == FAR
    assert apart(scale, "cannot_tell", "found") == FAR


def test_answers_stand_beside_the_agreed_ones_and_are_counted() -> None:
    made = rubric(item("A1", critical="gate"), item("A2"), item("A3"))
    asked = {"A1", "A2"}
    file = practice(A1="met", A2="met", A3="met", Z9="met")
    lines = compared(file, made, asked, {"A1": "met", "A2": "unmet"})
    assert lines == (
        ComparedAnswer("A1", "met", "met", True, 0),
        ComparedAnswer("A2", "unmet", "met", False, 2),
    )
    assert likeness_of(lines) == Likeness(1, 1, 0, 1, 0)


@pytest.mark.parametrize(
    ("likeness", "is_passed"),
    [
        (GOOD, True),
        (Likeness(10, 8, 0, 10, 10), False),  # 80 % of the critical items
        (Likeness(10, 9, 1, 10, 10), False),  # one of them two levels apart
        (Likeness(10, 10, 0, 10, 6), False),  # 60 % of the others
        (Likeness(0, 0, 0, 10, 7), True),
        (NOTHING_COMPARED, True),
    ],
)
def test_the_gate(likeness: Likeness, is_passed: bool) -> None:
    assert likeness.is_passed is is_passed


def test_shares_have_n_and_interval() -> None:
    found = GOOD.critical()
    assert found is not None
    # Wilson for 9 of 10, Newcombe's method 3
    assert (round(found.low, 3), round(found.high, 3)) == (0.596, 0.982)
    assert NOTHING_COMPARED.others() is None


def read(practice_code: str, likeness: Likeness = GOOD) -> HandedIn:
    return HandedIn(practice_code, "1.0.0", likeness)


def test_a_round_is_every_file_once_and_the_first_two_advise() -> None:
    files, bad = ("p", "q"), Likeness(2, 1, 0, 2, 2)
    assert calibration_of(files, ()).standing is CalibrationStanding.NONE
    assert calibration_of(files, (read("p"), read("p"))).standing is CalibrationStanding.NONE
    first = calibration_of(files, (read("p", bad), read("q", bad)))
    assert (first.standing, first.rounds, first.likeness) == (
        CalibrationStanding.ADVISORY,
        1,
        Likeness(4, 2, 0, 4, 4),
    )
    two = [read(one) for one in files] * 2
    assert calibration_of(files, two).standing is CalibrationStanding.ADVISORY
    third = [*two, read("p"), read("q")]
    assert calibration_of(files, third).standing is CalibrationStanding.PASSED
    below = [*two, read("p"), read("q", bad)]
    assert calibration_of(files, below).standing is CalibrationStanding.BELOW
    # a small team calibrates to advise only
    assert calibration_of(files, below, is_advisory=True).standing is CalibrationStanding.ADVISORY
    assert calibration_of((), two).standing is CalibrationStanding.NONE


def test_below_the_gate_three_in_ten_are_read_twice() -> None:
    assert double_share_pct(15, CalibrationStanding.BELOW) == 30
    assert double_share_pct(50, CalibrationStanding.BELOW) == 50
    for standing in (
        CalibrationStanding.NONE,
        CalibrationStanding.ADVISORY,
        CalibrationStanding.PASSED,
    ):
        assert double_share_pct(15, standing) == 15


def test_a_minor_version_asks_only_what_changed() -> None:
    file = practice(A1="met", A2="met")
    contents = {
        "1.0.0": content(item("A1"), item("A2")),
        "1.1.0": content(item("A1"), item("A2", weight=2, text=words("另一要求")), version="1.1.0"),
        "2.0.0": content(item("A1"), item("A2", weight=2, text=words("另一要求")), version="2.0.0"),
    }
    assert asked_items(file, contents, "1.0.0", None) == {"A1", "A2"}
    assert asked_items(file, contents, "1.0.0", "1.0.0") == {"A1", "A2"}
    # the answer agreed for another wording is asked of nobody
    assert asked_items(file, contents, "1.1.0", None) == {"A1"}
    renewed = PracticeFile("p", "r", "1.1.0", WORDS, file.read_at, (), (), file.answers)
    assert asked_items(renewed, contents, "1.1.0", None) == {"A1", "A2"}
    assert asked_items(renewed, contents, "1.1.0", "1.0.0") == {"A2"}
    whole = PracticeFile("p", "r", "2.0.0", WORDS, file.read_at, (), (), file.answers)
    assert asked_items(whole, contents, "2.0.0", "1.1.0") == {"A1", "A2"}
