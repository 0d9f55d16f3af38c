"""The shipped practice files fit the rubrics, are scored by the engine, and name nobody."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pytest

from qa_app.domain.asked import HOLISTIC_KEY
from qa_app.domain.draft import Draft
from qa_app.domain.identity_guard import identity_in
from qa_app.domain.practice import Agreed, PracticeFile, agreed_codes, files_for, read_as
from qa_app.domain.rubric import Rubric
from qa_app.domain.scoring_result import CodeSource, State, Status
from qa_app.domain.working_days import WorkingCalendar
from qa_app.paths import resource
from qa_app.rubric_files.holidays import read_holidays
from qa_app.rubric_files.practice import read_practice_files
from qa_app.rubric_files.reader import load_rubric

SHIPPED = resource("rubrics")
FILES = read_practice_files(SHIPPED / "practice")
# worked by hand from the agreed answers: red lines crossed, must-pass items failed
CAME_TO = {
    "legal_aid_1": (0, 0),
    "legal_aid_2": (1, 2),
    "sw_case_management_1": (0, 0),
    "sw_case_management_2": (2, 1),
    "psychological_support_1": (0, 0),
    "psychological_support_2": (1, 0),
    "family_education_1": (0, 0),
    "family_education_2": (3, 1),
}


@lru_cache
def rubric_of(code: str) -> Rubric:
    return load_rubric(SHIPPED / f"{code}.yaml", SHIPPED)


@lru_cache
def calendar() -> WorkingCalendar:
    return read_holidays(SHIPPED / "holidays.yaml")[0].calendar()


def faults_of(practice: PracticeFile, rubric: Rubric) -> tuple[tuple[str, str], ...]:
    """Find items and what is wrong with their agreed answers."""
    faults = []
    draft = read_as(practice, rubric, agreed_codes(practice), calendar())
    for code, agreed in practice.answers.items():
        if not agreed.why.zh or not agreed.why.en:
            faults.append((code, "words"))
        faults += [(code, fault) for fault in _faults_of_answer(draft, code, agreed)]
    faults += [
        (code, "open")
        for code, told in draft.told.items()
        if told.state is State.OPEN and code not in practice.answers
    ]
    if rubric.holistic is not None and HOLISTIC_KEY not in practice.answers:
        faults.append((HOLISTIC_KEY, "open"))
    return tuple(faults)


def _faults_of_answer(draft: Draft, code: str, agreed: Agreed) -> Iterable[str]:
    rubric = draft.rubric
    if code == HOLISTIC_KEY:
        scale = None if rubric.holistic is None else rubric.holistic.scale
    else:
        scale = None if code not in rubric.items else rubric.items[code].scale
    if scale is None:
        yield "unknown"
    elif agreed.code not in {option.code for option in scale.options}:
        yield "option"
    elif code != HOLISTIC_KEY and (
        draft.told[code].source is not CodeSource.READER or code in draft.found
    ):
        yield "needless"


def test_there_are_eight_two_for_each_area_of_a_resource_centre() -> None:
    areas = Counter(rubric_of(one.rubric).area for one in FILES)
    assert {one.code for one in FILES} == {
        code for name in {one.rubric for one in FILES} for code in files_for(name)
    }
    assert areas == {"legal_aid": 2, "social_work": 2, "psychological": 2, "family_education": 2}


@pytest.mark.parametrize("practice", FILES, ids=lambda one: one.code)
def test_each_answers_every_item_in_force_and_no_other(practice: PracticeFile) -> None:
    rubric = rubric_of(practice.rubric)
    assert practice.version == rubric.version
    assert faults_of(practice, rubric) == ()
    draft = read_as(practice, rubric, agreed_codes(practice), calendar())
    assert draft.score.status is Status.COMPLETE
    assert (len(draft.score.stop), len(draft.score.gate)) == CAME_TO[practice.code]
    assert HOLISTIC_KEY in practice.answers


@pytest.mark.parametrize("practice", FILES, ids=lambda one: one.code)
def test_each_tells_what_it_holds_in_both_languages_and_names_nobody(
    practice: PracticeFile,
) -> None:
    texts = [practice.title, *practice.holds, *(one.why for one in practice.answers.values())]
    assert len(practice.holds) >= 5
    for text in texts:
        assert text.zh
        assert text.en
        assert identity_in(text.zh) is None
        assert identity_in(text.en) is None
    assert "虚构" in practice.holds[0].zh
    assert "Invented" in practice.holds[0].en


def test_both_files_of_an_area_differ_in_what_they_come_to() -> None:
    bands: dict[str, set[str | None]] = {}
    for one in FILES:
        draft = read_as(one, rubric_of(one.rubric), agreed_codes(one), calendar())
        bands.setdefault(one.rubric, set()).add(draft.score.band)
    assert all(len(found) == 2 for found in bands.values()), bands


def test_a_folder_that_is_not_there_holds_none_and_other_files_are_refused(tmp_path: Path) -> None:
    assert read_practice_files(tmp_path / "none") == ()
    (tmp_path / "other.yaml").write_text("schema: qa.phrases/1\n", "utf-8")
    with pytest.raises(ValueError, match=r"other\.yaml"):
        read_practice_files(tmp_path)
