from dataclasses import replace

import pytest

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.register_names import (
    NAMED,
    UNNAMED_BODY,
    check_agreement,
    check_names,
    names_with,
)
from qa_app.domain.register_terms import Names
from qa_app.domain.text import BilingualText
from qa_app.paths import resource
from qa_app.rubric_files.criteria import read_criteria

GIVEN = {name: BilingualText(f"名{name}", f"name of {name}") for name in NAMED}


@pytest.fixture(scope="module")
def names() -> Names:
    return read_criteria(resource("rubrics") / "endorsement_criteria.yaml").terms.names


def test_a_city_names_everything_but_the_line_that_says_what_results_are_not(names: Names) -> None:
    mine = names_with(names, {**GIVEN, "disclaimer": BilingualText("别的", "other")})
    assert mine.disclaimer == names.disclaimer
    assert mine.paper == GIVEN["paper"]
    assert not mine.is_body_open
    assert names_with(names, {}) == names


def test_the_names_of_the_file_pass_but_the_body_that_it_leaves_open(names: Names) -> None:
    assert names.body == UNNAMED_BODY
    of_file = {name: getattr(names, name) for name in NAMED}
    check_names({**of_file, "body": GIVEN["body"]})
    with pytest.raises(InvalidError, match="name_stands_for") as told:
        check_names(of_file)
    assert told.value.params["name"] == "body"


@pytest.mark.parametrize(
    "body",
    [
        BilingualText("(本市指定的) 办案机关和司法行政部门", "People's Procuratorate of Kunming"),
        BilingualText("昆明市人民检察院", UNNAMED_BODY.en.upper()),
        BilingualText("〔待定〕", "to be named"),
    ],
)
def test_what_stands_for_the_body_in_either_language_names_none(
    names: Names, body: BilingualText
) -> None:
    own = BilingualText("待定", "not known yet")
    with pytest.raises(InvalidError, match="name_stands_for"):
        check_names({**GIVEN, "body": body}, (own,))
    # names that two people agreed on before that was refused
    mine = names_with(replace(names, body=own), {**GIVEN, "body": body})
    assert (mine.body, mine.is_body_open) == (own, True)
    assert mine.register == GIVEN["register"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BilingualText("", "x"), "name_missing"),
        (BilingualText("名", " "), "name_missing"),
        (BilingualText("名" * 121, "x"), "name_long"),
        (BilingualText("认证书", "x"), "name_forbidden"),
        (BilingualText("司法部门告知函", "x"), "name_forbidden"),
    ],
)
def test_names_that_papers_could_not_carry(text: BilingualText, code: str) -> None:
    with pytest.raises(InvalidError, match=code) as told:
        check_names({**GIVEN, "paper": text})
    assert told.value.params["name"] == "paper"


def test_a_second_person_answers_once() -> None:
    check_agreement(1, 2, is_answered=False)
    with pytest.raises(NotAllowedError, match="same_person"):
        check_agreement(1, 1, is_answered=False)
    with pytest.raises(ConflictError, match="names_answered"):
        check_agreement(1, 2, is_answered=True)
