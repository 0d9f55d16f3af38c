from qa_app.domain.competencies import Level, expected_level, framework_from
from tests.competencies import a_framework


def test_a_framework_is_read_with_what_each_competency_expects() -> None:
    made = framework_from(a_framework())
    assert (made.code, made.area, list(made.competencies)) == ("f", "social_work", ["K1", "K2"])
    first, second = made.competencies.values()
    assert first.levels[Level.PROFICIENT].en == "does it alone"
    assert first.items == {"legal_aid": ("A2", "B1")}
    assert made.modules["M1"].hours == 6
    assert expected_level(first, "statutory") is Level.PROFICIENT
    # its own expectation goes before that of the framework
    assert expected_level(second, "statutory") is Level.LEADING
    assert expected_level(second, "community") is Level.BASIC


def test_nothing_is_expected_without_a_tier() -> None:
    (first, _second) = framework_from(a_framework()).competencies.values()
    assert expected_level(first, "") is None
