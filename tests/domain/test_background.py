from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.background import POOL_KEY, SAMPLE_KEY, Shape, background_of
from qa_app.domain.text import BilingualText
from tests.builders import a_rubric, item, section, words

CODES = {"p": words("p"), "q": words("q")}
SHARE = {"per_case": True, "share": {"met": 1, "partly": 0}}
RUBRIC = a_rubric(
    section(
        "A",
        item("A1", measure={"name": "share", "met": ">=0.9"}),
        item("A2", **SHARE),
        item("A3", scale="freq3", frequency={"log": "calls", "start": "a", "every": "7d"}, **SHARE),
    ),
    facts=[
        {"id": "yes", "type": "bool", **words("yes")},
        {"id": "number", "type": "int", **words("number")},
        {"id": "some", "type": "multi", "options": CODES, **words("some")},
        {"id": "then", "type": "history", "options": CODES, **words("then")},
    ],
    clocks=[{"id": "a", **words("a")}],
    logs=[{"id": "calls", **words("calls")}, {"id": "hours", "value": "hours", **words("hours")}],
    case_sample={
        "unit": "case",
        "size": "all",
        "from": words("all"),
        "facts": [
            {"id": "girl", "type": "bool", **words("girl")},
            {"id": "kinds", "type": "multi", "options": CODES, **words("kinds")},
        ],
    },
)

OF_EACH = [
    (EntryKind.FACT, "girl"),
    (EntryKind.FACT, "kinds"),
    (EntryKind.CLOCK, "a"),
    (EntryKind.LOG, "calls"),
]
"""All facts of each case; of the events and logs, those that A3 reads."""


def test_everything_is_asked_in_its_order_and_shape() -> None:
    asked = background_of(RUBRIC)
    assert [(one.kind, one.key, one.shape) for one in asked] == [
        (EntryKind.FACT, "yes", Shape.BOOL),
        (EntryKind.FACT, "number", Shape.INT),
        (EntryKind.FACT, "some", Shape.MULTI),
        (EntryKind.FACT, "then", Shape.HISTORY),
        (EntryKind.CLOCK, "a", Shape.MOMENT),
        (EntryKind.LOG, "calls", Shape.LOG),
        (EntryKind.LOG, "hours", Shape.LOG),
        (EntryKind.MEASURE, "share", Shape.NUMBER),
        (EntryKind.POOL, POOL_KEY, Shape.INT),
        (EntryKind.SAMPLE, SAMPLE_KEY, Shape.SAMPLE),
    ]
    by_key = {one.key: one for one in asked}
    assert [code for code, _ in by_key["then"].options] == ["p", "q"]
    assert (by_key["calls"].has_number, by_key["hours"].has_number) == (False, True)
    # a measure is called what its item asks
    assert by_key["share"].label == BilingualText("A1", "A1")


def test_each_sampled_case_is_asked_its_facts_and_what_its_items_read() -> None:
    sample = background_of(RUBRIC)[-1]
    assert [(one.kind, one.key) for one in sample.of_each] == OF_EACH
    # codes that a log gives are not typed in
    assert [one.code for one in sample.items] == ["A2"]


def test_without_per_case_items_there_is_no_sample() -> None:
    assert background_of(a_rubric()) == ()


def test_a_file_says_whether_a_number_is_a_share() -> None:
    measures = {
        "a": ({"met": ">=0.9"}, True),
        "b": ({"met": "<=6"}, False),
        "c": ({"met": "<=0.5", "unit": "number"}, False),
        "d": ({"met": ">=1", "unit": "share"}, True),
    }
    rubric = a_rubric(
        section("A", *(item(one, measure={"name": one, **m}) for one, (m, _) in measures.items()))
    )
    said = {one.key: one.is_share for one in background_of(rubric)}
    assert said == {one: is_share for one, (_, is_share) in measures.items()}
