import pytest

from qa_app.domain.ratings import good_ratings, place_counted, ratings_of
from qa_app.domain.rubric import Rubric
from qa_app.paths import resource
from qa_app.rubric_files.reader import load_rubric

REGISTER = resource("rubrics").parent / "docs/examples/care_inspectorate/quality_themes.yaml"


@pytest.fixture
def register() -> Rubric:
    return load_rubric(REGISTER, resource("rubrics"))


def test_levels_are_ratings_best_first(register: Rubric) -> None:
    names = [one.name.en for one in ratings_of(register)]
    assert names == ["Excellent", "Very good", "Good", "Adequate", "Weak", "Unsatisfactory"]


@pytest.mark.parametrize(
    ("number", "place"),
    [(1_000_000, 1), (800_000, 2), (600_000, 3), (400_000, 4), (200_000, 5), (0, 6)],
)
def test_a_number_counts_at_its_rating(register: Rubric, number: int, place: int) -> None:
    assert place_counted(register, None, number) == place


def test_what_is_not_rated_counts_nowhere(register: Rubric) -> None:
    assert place_counted(register, None, None) is None
    # no level of the scale
    assert place_counted(register, None, 500_000) is None


def test_of_six_ratings_the_best_three_conform(register: Rubric) -> None:
    assert good_ratings(ratings_of(register)) == 3
    assert good_ratings(()) == 0


def test_bands_are_counted_as_they_are() -> None:
    rubric = load_rubric(resource("rubrics") / "legal_aid.yaml", resource("rubrics"))
    assert ratings_of(rubric) == ()
    assert place_counted(rubric, 2, 800_000) == 2
    assert place_counted(rubric, None, 800_000) is None
