from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_islands import islands_of
from tests.builders import a_rubric, item, section, words

CLOCKS = [{"id": "came", **words("came")}, {"id": "began", **words("began")}]
FACTS = [
    {"id": "closed", "type": "bool", **words("closed")},
    {
        "id": "risk",
        "type": "history",
        "options": {"high": words("high"), "low": words("low")},
        **words("risk"),
    },
]


def divided(rubric: Rubric) -> list[tuple[tuple[str, ...], bool]]:
    return [(one.codes, one.is_dated) for one in islands_of(rubric)]


def test_sections_are_apart_unless_one_asks_for_an_answer_in_another() -> None:
    limit = {"from": "came", "to": "began", "within": "1wd"}
    rubric = a_rubric(
        section("A", item("A1"), item("A2", applies_if={"answer": "A1", "is": "met"})),
        section("B", item("B1", scale="time3", clock=limit)),
        section("C", item("C1", applies_if={"not": {"answer": "A2", "is": "met"}})),
        section("D", item("D1", applies_if={"fact": "closed", "is": True})),
        section("E", item("E1"), applies_if={"fact": "risk", "ever_in": ["high"]}),
        facts=FACTS,
        clocks=CLOCKS,
    )
    assert divided(rubric) == [
        (("A1", "A2", "C1"), False),
        (("B1",), True),
        (("D1",), False),
        (("E1",), True),
    ]
    assert [one.rubric.sections for one in islands_of(rubric)][1] == (rubric.sections[1],)


def test_a_rhythm_is_another_one_on_another_day() -> None:
    rhythm = {"log": "visits", "start": "came", "every": "7d"}
    rubric = a_rubric(
        section("A", item("A1", scale="freq3", frequency=rhythm)),
        section("B", item("B1")),
        clocks=CLOCKS[:1],
        logs=[{"id": "visits", **words("visits")}],
    )
    assert divided(rubric) == [(("A1",), True), (("B1",), False)]


def test_what_looks_at_the_whole_is_not_divided() -> None:
    parts = section("A", item("A1")), section("B", item("B1"))
    assert len(islands_of(a_rubric(*parts))) == 2
    caps = [{"when": {"answer": "A1", "is": "unmet"}, "at_most": "C"}]
    assert islands_of(a_rubric(*parts, scoring={"caps": caps})) == ()


def test_two_things_of_one_name_are_not_told_apart() -> None:
    measure = {"name": "closed", "met": ">=0.9"}
    parts = section("A", item("A1", measure=measure)), section("B", item("B1"))
    assert islands_of(a_rubric(*parts, facts=FACTS[:1])) == ()
    assert [one.measures for one in islands_of(a_rubric(*parts))] == [{"closed"}, frozenset()]
