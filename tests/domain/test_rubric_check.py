import copy
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_app.domain.problems import Severity
from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_freeze import fingerprint_of, freeze, resolve
from qa_app.domain.rubric_thaw import thaw
from tests.builders import LIBRARY, a_file, item, section, words

NAMED = {"id": "x", **words("x")}
RISK = {"id": "risk", "type": "history", "options": {"high": words("高")}, **words("风险")}


def rich() -> dict[str, Any]:
    """A file that uses nearly every field."""
    return a_file(
        section(
            "A",
            item("A1", critical="stop", applies_if={"fact": "risk", "ever_in": ["high"]}),
            item(
                "A2",
                scale="time3",
                basis="law",
                quote="应当",
                addressee=words("机构"),
                confirmed_for={"kinds": ["all"], "article": "MPL#11", "by": "statute"},
                clock={
                    "from": "a",
                    "to": "b",
                    "within": "24h",
                    "late_until": "3d",
                    "within_if": [{"when": {"fact": "n", "gte": 2}, "within": "12h"}],
                },
            ),
            item(
                "A3",
                scale="freq3",
                frequency={
                    "log": "met",
                    "start": "a",
                    "end": "b",
                    "by_fact": "risk",
                    "every": {"high": "7d"},
                },
            ),
            item(
                "A4", scale="breach3", read=[NAMED], critical="gate", weight=Fraction(1, 2), tags=[]
            ),
            item("A5", measure={"name": "share", "met": ">=0.9", "partly": ">=0.6"}),
        ),
        section(
            "B",
            item(
                "B1",
                per_case=True,
                share={"met": Fraction(9, 10), "partly": Fraction(7, 10)},
                applies_if={"all": [{"fact": "girl", "is": True}, {"answer": "A1", "is": "met"}]},
            ),
            assessor="judicial",
            applies_if={"not": {"fact": "n", "is": 0}},
        ),
        facts=[RISK, {"id": "n", "type": "int", **words("数")}],
        clocks=[{"id": "a", **words("甲")}, {"id": "b", **words("乙")}],
        logs=[{"id": "met", **words("面谈")}],
        case_sample={
            "unit": "case",
            "size": "lqas",
            "facts": [{"id": "girl", "type": "bool", **words("女")}],
        },
    )


def found(plain: Any, severity: Severity) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(p.code, p.path) for p in check_rubric(plain, LIBRARY) if p.severity is severity]


def test_the_rich_file_is_in_order() -> None:
    assert check_rubric(rich(), LIBRARY) == []


@pytest.mark.parametrize("field", ["quote", "addressee", "confirmed_for"])
def test_the_law_needs_its_sentence_its_addressee_and_for_whom_it_is_confirmed(field: str) -> None:
    plain = rich()
    del plain["sections"][0]["items"][1][field]
    faults = [(p.code, p.path, p.params) for p in check_rubric(plain, LIBRARY)]
    assert faults == [("law_needs", LAW, {"field": field})]


def nodes(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if isinstance(value, dict):
        for name, entry in value.items():
            yield from nodes(entry, (*path, name))
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            yield from nodes(entry, (*path, position))


def changed(plain: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    plain = copy.deepcopy(plain)
    holder: Any = plain
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return plain


B1, A1 = ("sections", 1, "items", 0), ("sections", 0, "items", 0)
LAW = ("sections", 0, "items", 1)
RHYTHM = ("sections", 0, "items", 2, "frequency")


@pytest.mark.parametrize(
    ("path", "value", "code", "at"),
    [
        (("hidden",), "no", "not_a_flag", ("hidden",)),
        (("access",), "secret", "not_one_of", ("access",)),
        (("title",), "标题", "not_a_text", ("title",)),
        (("title",), {"zh": "甲", "fr": "a"}, "unknown_language", ("title", "fr")),
        (("title",), {"en": "only"}, "text_missing", ("title",)),
        (("title",), {"zh": "\u200b"}, "text_missing", ("title",)),
        (("sections",), [], "too_few_entries", ("sections",)),
        (("sections", 1, "id"), "A", "declared_twice", ("sections", 1, "id")),
        (("sections", 1, "assessor"), "me", "not_one_of", ("sections", 1, "assessor")),
        (
            ("sections", 1, "applies_if"),
            {"fact": "girl", "is": True},
            "case_fact_outside",
            ("sections", 1, "applies_if", "fact"),
        ),
        ((*A1, "applies_if"), {"fact": "risk", "has": "high"}, "test_does_not_fit", None),
        ((*A1, "applies_if"), {"fact": "risk", "gte": 1}, "test_does_not_fit", None),
        ((*A1, "applies_if"), {"fact": "risk", "ever_in": []}, "not_a_list", None),
        ((*A1, "applies_if"), {"fact": "n", "ever_in": [1]}, "test_does_not_fit", None),
        ((*A1, "applies_if"), {"answer": "Z9", "is": "met"}, "unknown_answer", None),
        ((*A1, "applies_if"), {"answer": "A2", "is": "met"}, "value_does_not_fit", None),
        ((*A1, "applies_if"), {"answer": "A2", "is": ["late"]}, "value_does_not_fit", None),
        ((*A1, "applies_if"), {"applicable": True}, "not_a_condition", (*A1, "applies_if")),
        (
            (*A1, "applies_if"),
            {"count": {"answers": ["A1"], "is": "met"}, "gte": 1},
            "not_a_condition",
            (*A1, "applies_if"),
        ),
        ((*A1, "critical_fail"), [], "too_few_entries", (*A1, "critical_fail")),
        ((*A1, "critical"), "never", "not_one_of", (*A1, "critical")),
        ((*A1, "weight"), Fraction(0), "out_of_bounds", (*A1, "weight")),
        ((*A1, "weight"), 10**13, "out_of_bounds", (*A1, "weight")),
        ((*A1, "weight"), Fraction(1, 10**13), "out_of_bounds", (*A1, "weight")),
        ((*A1, "trips_at"), 2, "only_per_case", (*A1, "trips_at")),
        ((*B1, "share", "met"), Fraction(11, 10), "out_of_bounds", (*B1, "share", "met")),
        ((*B1, "share", "partly"), 1, "out_of_order", (*B1, "share", "partly")),
        ((*LAW, "quote"), "", "law_needs", LAW),
        ((*LAW, "confirmed_for", "kinds"), ["firm"], "not_one_of", None),
        ((*LAW, "clock", "count_from"), "noon", "not_one_of", (*LAW, "clock", "count_from")),
        ((*LAW, "clock", "end_on"), "later", "not_one_of", (*LAW, "clock", "end_on")),
        ((*LAW, "clock", "responsible"), "you", "not_one_of", None),
        ((*LAW, "clock", "late_until"), "3 days", "not_a_span", (*LAW, "clock", "late_until")),
        ((*LAW, "clock", "within_if", 0, "when"), {}, "not_a_condition", None),
        ((*LAW, "clock", "any_of"), [], "too_few_entries", None),
        ((*RHYTHM, "every"), "7wd", "rhythm_unclear", (*RHYTHM, "every")),
        ((*RHYTHM, "every", "low"), "30d", "value_does_not_fit", (*RHYTHM, "every", "low")),
        ((*RHYTHM, "every", "high"), "0d", "not_in_days", (*RHYTHM, "every", "high")),
        ((*RHYTHM, "every"), {}, "missing_field", (*RHYTHM, "every")),
        ((*RHYTHM, "by_fact"), "n", "unknown_history", (*RHYTHM, "by_fact")),
        ((*RHYTHM, "log"), "calls", "unknown_log", (*RHYTHM, "log")),
        ((*RHYTHM, "tenure_from"), "a", "rhythm_unclear", RHYTHM),
        ((*RHYTHM, "minimum"), 0, "out_of_bounds", (*RHYTHM, "minimum")),
        (("sections", 0, "items", 3, "read"), [], "too_few_entries", None),
        (("sections", 0, "items", 4, "measure", "met"), "0.9", "not_a_threshold", None),
        (("sections", 0, "items", 4, "scale"), "maturity4", "does_not_fit_scale", None),
        (("case_sample", "size"), "some", "not_one_of", ("case_sample", "size")),
        (("case_sample", "size"), 0, "not_one_of", ("case_sample", "size")),
        (("facts", 0, "options"), {}, "options_missing", ("facts", 0)),
        (("facts", 1, "options"), {"x": words("x")}, "options_forbidden", None),
    ],
)
def test_errors(
    path: tuple[str | int, ...], value: Any, code: str, at: tuple[str | int, ...] | None
) -> None:
    problems = found(changed(rich(), path, value), Severity.ERROR)
    assert code in {one for one, _ in problems}
    if at is not None:
        assert (code, at) in problems


def test_warnings() -> None:
    plain = changed(rich(), (*A1, "critical_fail"), ["unmet", "no_record", "na"])
    plain["logs"].append(NAMED)
    plain["facts"].append({"id": "y", "type": "bool", **words("y")})
    plain["clocks"].append({"id": "z", **words("z")})
    plain["sections"].append(section("C", *(item(f"C{n}", critical="gate") for n in range(4))))
    plain["sections"][0]["items"][4]["std"] = ["MPL", "EXPERT", "MPL#11"]
    assert set(found(plain, Severity.WARNING)) == {
        ("never_used", ("facts", 2, "id")),
        ("never_used", ("clocks", 2, "id")),
        ("never_used", ("logs", 1, "id")),
        ("clause_missing", ("sections", 0, "items", 4, "std", 0)),
        ("stop_on_no_record", (*A1, "critical")),
        ("never_trips", (*A1, "critical_fail", 2)),
        ("many_critical", ("sections",)),
    }
    assert found(plain, Severity.ERROR) == []


@pytest.mark.parametrize(
    ("holistic", "code", "at"),
    [
        ({"scale": "mpu"}, "unknown_scale", "scale"),
        ({"scale": "nowhere"}, "unknown_scale", "scale"),
        ({"scale": "peer", "differ_by": 2}, "missing_field", None),
        ({"scale": "peer", "map": {"E": ["1"]}}, "unknown_band", "map"),
        ({"scale": "peer", "map": {"A": ["1"], "B": [3]}}, "unknown_option", "map"),
        ({"scale": "peer", "then": "quarrel"}, "not_one_of", "then"),
        (
            {"scale": "peer", "map": {"A": [1], "B": [2]}, "differ_by": 0},
            "out_of_bounds",
            "differ_by",
        ),
        ({"scale": "peer", "map": {"A": [1], "B": [2]}, "differ_by": 2}, None, None),
    ],
)
def test_the_judgement_of_the_whole(
    holistic: dict[str, Any], code: str | None, at: str | None
) -> None:
    peer = {"kind": "holistic", "options": [{"code": str(n), "rank": n} for n in (1, 2)]}
    library = replace(LIBRARY, scales={**LIBRARY.scales, "peer": peer})
    problems = check_rubric({**a_file(), "holistic": holistic}, library)
    found_at = [(p.code, p.path[1] if len(p.path) > 1 else None) for p in problems]
    assert found_at == ([] if code is None else [(code, at)])


def test_critical_fail_defaults() -> None:
    rubric = freeze(
        a_file(
            section(
                "A",
                item("A1", critical="stop"),
                item("A2", critical="gate"),
                item("A3", critical="gate", scale="breach3", read=[NAMED]),
                item("A4", critical="stop", critical_fail=["unmet", "na"]),
            )
        ),
        LIBRARY,
    )
    fails = [set(one.critical_fail) for one in rubric.items.values()]
    assert fails == [{"unmet"}, {"unmet", "no_record"}, {"found"}, {"unmet"}]


def test_end_on_follows_the_basis() -> None:
    def end_on(**fields: Any) -> str:
        plain = rich()
        plain["sections"][0]["items"][1].update(fields)
        return freeze(plain, LIBRARY).items["A2"].clocks[0].end_on

    assert end_on() == "next_working_day"
    assert end_on(basis="proposed") == "same_day"


def test_thaw_undoes_resolve_whatever_the_order_of_keys() -> None:
    content = resolve(rich(), LIBRARY)
    fingerprint = fingerprint_of(content)
    rubric = thaw(content, fingerprint)
    assert thaw(json.loads(json.dumps(content)), fingerprint) == rubric
    assert fingerprint_of(json.loads(json.dumps(content, sort_keys=True))) == fingerprint


@given(seed=st.integers())
def test_the_order_of_keys_leaves_the_fingerprint(seed: int) -> None:
    mixer = random.Random(seed)

    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            names = list(value)
            mixer.shuffle(names)
            return {name: shuffled(value[name]) for name in names}
        return [shuffled(entry) for entry in value] if isinstance(value, list) else value

    assert freeze(shuffled(rich()), LIBRARY).fingerprint == freeze(rich(), LIBRARY).fingerprint


@pytest.mark.parametrize(
    ("path", "value", "is_same"),
    [
        (("status",), "published", True),
        (("title", "en"), "Another", True),
        ((*A1, "text", "en"), "Another", True),
        (("facts", 0, "options", "high", "en"), "Tall", True),
        (("title", "zh"), "另一个", False),
        ((*A1, "weight"), 2, False),
        ((*LAW, "clock", "within"), "23h", False),
        (("version",), "1.0.1", False),
    ],
)
def test_what_the_fingerprint_covers(path: tuple[Any, ...], value: Any, is_same: bool) -> None:
    start = freeze(rich(), LIBRARY).fingerprint
    assert (freeze(changed(rich(), path, value), LIBRARY).fingerprint == start) is is_same


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 10)
    | st.fractions(0, 2, max_denominator=9)
    | st.sampled_from(["", "x", "met", "risk", "A1", "１", "7d", "0d", ">=1", "*", "high", "mpu"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                [
                    "all",
                    "any",
                    "not",
                    "fact",
                    "answer",
                    "item",
                    "count",
                    "is",
                    "in",
                    "gte",
                    "zh",
                    "x",
                ]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=5,
)
PATHS = list(nodes(rich()))


@settings(max_examples=600, deadline=None)
@given(path=st.sampled_from(PATHS), junk=JUNK)
def test_no_value_anywhere_makes_the_check_fail(path: tuple[Any, ...], junk: Any) -> None:
    plain = changed(rich(), path, junk)
    if found(plain, Severity.ERROR) == []:
        content = resolve(plain, LIBRARY)
        assert thaw(content, fingerprint_of(content)).sections


@settings(max_examples=300, deadline=None)
@given(junk=JUNK)
def test_no_condition_makes_the_check_fail(junk: Any) -> None:
    plain = changed(rich(), (*A1, "applies_if"), junk)
    if found(plain, Severity.ERROR) == []:
        freeze(plain, LIBRARY)


@pytest.mark.parametrize("plain", [None, [], "x", 3, {}, {"scoring": None}, {"scoring": []}])
def test_anything_at_the_top_is_only_an_error(plain: Any) -> None:
    assert found(plain, Severity.ERROR)
