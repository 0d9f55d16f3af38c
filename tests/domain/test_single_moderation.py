from dataclasses import replace

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.rubric import Holistic, Option, Scale
from qa_app.domain.single_moderation import (
    Cause,
    CauseKind,
    SingleFacts,
    bands_apart,
    causes_from,
    causes_of,
    check_upheld,
    plain_causes,
)
from qa_app.domain.text import BilingualText
from tests.audits import SECTIONS
from tests.builders import a_rubric

WORDS = BilingualText("级", "grade")
GRADES = Scale("peer5", "holistic", tuple(Option(str(n), None, WORDS, rank=n) for n in range(1, 6)))
MAPPED = (("A", ("1",)), ("B", ("2",)), ("C", ("3",)), ("D", ("4", "5")))
PLAIN = a_rubric(*SECTIONS)
JUDGED = replace(PLAIN, holistic=Holistic(GRADES, True, 2, "moderate", MAPPED))
NOTHING = SingleFacts((), (), "A", None, (), earlier=3)


def kinds(rubric=PLAIN, **facts) -> list[str]:
    return [one.kind.value for one in causes_of(rubric, replace(NOTHING, **facts))]


def test_nobody_needs_to_look_without_a_cause() -> None:
    assert kinds() == []


@pytest.mark.parametrize(
    ("facts", "cause"),
    [
        ({"stop": ("B1",)}, Cause(CauseKind.STOP, ("B1",))),
        ({"gate": ("A2", "A3")}, Cause(CauseKind.GATE, ("A2", "A3"))),
        ({"flagged": ("A1",)}, Cause(CauseKind.FLAG, ("A1",))),
        ({"earlier": 0}, Cause(CauseKind.FIRST_READINGS, number=1)),
        ({"earlier": 2}, Cause(CauseKind.FIRST_READINGS, number=3)),
    ],
)
def test_each_cause(facts: dict[str, object], cause: Cause) -> None:
    found = causes_of(PLAIN, replace(NOTHING, **facts))
    assert found == (cause,)
    assert causes_from(plain_causes(found)) == found


@pytest.mark.parametrize(
    ("answered", "seconds", "told"),
    [
        # three seconds for each of forty answers are two minutes
        (40, 119, 119),
        (40, 120, None),
        (10, 29, 29),
        (10, 30, None),
        (10, 0, 1),
        # nine answers may be nine keys
        (9, 0, None),
        # filled in on paper
        (40, None, None),
    ],
)
def test_what_was_filled_in_faster_than_it_is_read(
    answered: int, seconds: int | None, told: int | None
) -> None:
    found = causes_of(PLAIN, replace(NOTHING, answered=answered, seconds=seconds))
    assert found == (() if told is None else (Cause(CauseKind.PACE, number=told),))


def test_the_gravest_comes_first() -> None:
    found = kinds(JUDGED, stop=("B1",), gate=("A2",), judgement="3", flagged=("A1",), earlier=0)
    assert found == ["stop", "gate", "judgement", "flag", "first_readings"]


@pytest.mark.parametrize(
    ("band", "judgement", "apart"),
    [
        ("A", "1", 0),
        ("A", "2", 1),
        ("A", "3", 2),
        ("D", "1", 3),
        ("D", "5", 0),  # two grades stand for D
        (None, "1", None),
        ("A", None, None),
        ("A", "9", None),
    ],
)
def test_bands_between_judgement_and_score(
    band: str | None, judgement: str | None, apart: int | None
) -> None:
    assert [one.code for one in JUDGED.bands] == ["A", "B", "C", "D"]
    assert bands_apart(JUDGED, band, judgement) == apart
    is_far = apart is not None and apart >= 2
    assert ("judgement" in kinds(JUDGED, band=band, judgement=judgement)) is is_far


def test_the_rubric_may_say_how_far() -> None:
    strict = replace(JUDGED, holistic=Holistic(GRADES, True, 1, "moderate", MAPPED))
    silent = replace(JUDGED, holistic=Holistic(GRADES, True, 0, "moderate", MAPPED))
    assert kinds(strict, judgement="2") == ["judgement"]
    assert kinds(silent, judgement="2") == []
    assert kinds(silent, judgement="3") == ["judgement"]
    # grades that are bands themselves need no map
    same = replace(JUDGED, holistic=Holistic(GRADES, True, 2, "moderate"))
    assert bands_apart(same, "A", "C") == 2
    assert bands_apart(PLAIN, "A", "C") is None


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (" ", "reason_missing"),
        ("\u200b\u202e\u2060", "reason_missing"),
        ("x" * 1001, "text_too_long"),
        ("电话13812345678", "phone"),
        ("姓名：王某", "likely_name"),
    ],
)
def test_a_reason_is_given_without_names(reason: str, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        check_upheld(reason)
    assert refused.value.code == code
    assert check_upheld(" 看过第3页 ") == "看过第3页"
