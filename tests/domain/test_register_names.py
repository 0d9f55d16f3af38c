import pytest

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.register_names import NAMED, check_agreement, check_names, names_with
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


def test_the_names_of_the_file_pass(names: Names) -> None:
    check_names({name: getattr(names, name) for name in NAMED})


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
