"""What a save is answered, looked at by the sections that it touches, is what the whole says."""

import json
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import override

from qa_app.domain.audit_entries import PLACES, KeptValues, entries_of_values
from qa_app.domain.case_plain import CaseInputError, case_from
from qa_app.domain.draft import scored_draft
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_islands import islands_of
from qa_app.rubric_files.reader import load_rubric
from qa_app.web.audits import states
from qa_app.web.audits.states import Reading, standing, standing_of
from tests.builders import CHINA_2026, a_rubric, item, section, words
from tests.conftest import ROOT
from tests.oracle.evaluator import Oracle
from tests.oracle.random_cases import Cases
from tests.oracle.random_rubrics import Rubrics

NOON = datetime(2026, 3, 23, 12, 0)
CODES = ("A1", "A2", "B1", "B2", "C1", "C2")
LIMIT = {"from": "came", "to": "began", "within": "1wd"}
MEASURE = {"name": "share", "met": ">=0.9", "partly": ">=0.5"}
KINDS: list[dict[str, Any]] = [{}, {}, {"scale": "time3", "clock": LIMIT}, {"measure": MEASURE}]
BESIDE: dict[tuple[str, str], tuple[Any, ...]] = {
    ("fact", "closed"): (True, False, None),
    ("fact", "risk"): (
        [{"from": "2026-03-01", "is": "high"}],
        [{"from": "2026-03-24", "is": "low"}],
        None,
    ),
    ("clock", "came"): ("2026-03-23T08:00", "2025-12-30", None),  # no table covers 2025
    ("clock", "began"): ("2026-03-23T09:00", "2026-03-24", None),
    ("measure", "share"): ("0.95", "0.2", None),
}


_BACKGROUND: dict[str, Any] = {
    "facts": [
        {"id": "closed", "type": "bool", **words("closed")},
        {
            "id": "risk",
            "type": "history",
            "options": {"high": words("high"), "low": words("low")},
            **words("risk"),
        },
    ],
    "clocks": [{"id": name, **words(name)} for name in ("came", "began")],
}


@st.composite
def rubrics(draw: st.DrawFn) -> Rubric:
    """Three sections whose items lean on facts, histories, dates, numbers and other answers."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=6, max_size=6))
    items = dict(zip(CODES, kinds, strict=True))
    rated = [code for code, kind in items.items() if "clock" not in kind]
    asked = draw(st.sampled_from([0, 0, 1, 2]))  # the more are asked for, the less is apart
    leaves: list[dict[str, Any]] = [
        {"fact": "closed", "is": True},
        {"fact": "risk", "ever_in": ["high"]},
        *({"answer": code, "in": ["met", "partly"]} for code in rated[:asked]),
    ]
    one = st.sampled_from(leaves)
    condition = st.one_of(
        st.none(),
        st.none(),
        one,
        st.lists(one, min_size=2, max_size=2).map(lambda two: {"any": two}),
        one.map(lambda leaf: {"not": leaf}),
    )

    def an_item(code: str) -> dict[str, Any]:
        applies = draw(condition)
        return item(code, **items[code], **({"applies_if": applies} if applies else {}))

    parts = []
    for name in "ABC":
        applies = draw(st.one_of(st.none(), st.none(), condition))
        assessor = draw(st.sampled_from(["centre", "centre", "judicial"]))
        fields = {"assessor": assessor} | ({"applies_if": applies} if applies else {})
        parts.append(section(name, an_item(f"{name}1"), an_item(f"{name}2"), **fields))
    return a_rubric(
        *parts,
        **_BACKGROUND,
    )


def assert_alike(reading: Reading, kept: KeptValues, language: str) -> None:
    rubric, assessors, at, calendar = reading
    whole = scored_draft(rubric, entries_of_values(kept), assessors, at, calendar)
    assert standing_of(reading, kept, language) == standing(whole, language)


@settings(max_examples=30, deadline=None)
@given(rubrics(), st.integers(0, 10**9))
def test_every_save_is_answered_as_the_whole_says(rubric: Rubric, seed: int) -> None:
    chance = random.Random(seed)  # Hypothesis would let nearly every choice be the first
    kept: dict[tuple[str, str], str] = {}
    for _ in range(10):
        if chance.random() < 0.6:
            code = chance.choice(CODES)
            options = [one.code for one in rubric.items[code].scale.options]
            place, value = ("answer", code), chance.choice([*options, None])
        else:
            place = chance.choice(list(BESIDE))
            value = chance.choice(BESIDE[place])
        kept.pop(place, None)
        if value is not None and (place[0] != "measure" or _measured(rubric)):
            kept[place] = json.dumps(value)
        for at in (NOON, NOON + timedelta(days=4)):  # limits pass, histories begin
            reading = Reading(rubric, ("centre",), at, CHINA_2026)
            assert_alike(reading, kept, chance.choice(["zh", "en"]))


class Emptied(dict[Any, Any]):
    """What is kept while another thread, which found it full, empties it all the time."""

    @override
    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key, value)
        self.clear()


def test_a_save_is_answered_while_another_empties_what_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rubric = a_rubric(section("A", item("A1")), section("B", item("B1")))
    monkeypatch.setattr(states, "_kept_parts", Emptied())
    kept = {("answer", "A1"): json.dumps("met")}
    assert_alike(Reading(rubric, ("centre",), NOON, CHINA_2026), kept, "en")


def test_what_is_kept_of_one_reader_is_not_told_to_another_who_stands_for_somebody_else() -> None:
    parts = section("A", item("A1")), section("B", item("B1"), assessor="supervisor")
    rubric = a_rubric(*parts)
    kept = {("answer", "A1"): json.dumps("met")}
    for assessors in (("centre",), ("centre", "supervisor"), ("supervisor",)):
        assert_alike(Reading(rubric, assessors, NOON, CHINA_2026), kept, "en")


def test_days_go_by_and_years_are_lacking() -> None:
    rubric = a_rubric(
        section("A", item("A1")),
        section("B", item("B1", scale="time3", clock=LIMIT)),
        section("C", item("C1", applies_if={"fact": "risk", "is": "high"})),
        section("D", item("D1", scale="time3", clock=LIMIT | {"within": "24h"})),
        **_BACKGROUND,
    )
    assert len(islands_of(rubric)) == 4
    came, risk = ("clock", "came"), ("fact", "risk")
    histories = [{"from": "2026-03-01", "is": "high"}, {"from": "2026-03-24", "is": "low"}]
    items: list[Any] = []
    for kept in (
        {came: json.dumps("2026-03-23T08:00"), risk: json.dumps(histories)},
        {came: json.dumps("2025-12-30"), risk: json.dumps(histories)},  # no table covers 2025
    ):
        for at in (NOON, NOON + timedelta(days=4)):
            reading = Reading(rubric, ("centre",), at, CHINA_2026)
            assert_alike(reading, kept, "en")
            items.append(standing_of(reading, kept, "en")["items"])
    # the risk falls and C1 is off; of dates in a year that is lacking nothing is told
    modes = [{code: told[:2] for code, told in one.items()} for one in items]
    due, over, waits = ["found", "not_due"], ["found", "missing"], ["wait", None]
    assert modes == [
        {"B1": due, "D1": due},
        {"B1": over, "C1": ["off", None], "D1": over},
        {"B1": waits, "D1": waits},
        {"B1": waits, "C1": ["off", None], "D1": waits},
    ]


def _measured(rubric: Rubric) -> bool:
    return any(one.measure for one in rubric.items.values())


@pytest.mark.parametrize("name", ["legal_aid", "sw_case_management", "supervision_practice"])
def test_shipped_rubrics_are_answered_as_the_whole_says(name: str) -> None:
    file = ROOT / "rubrics" / f"{name}.yaml"
    assert held(load_rubric(file, ROOT / "rubrics"), file, 12) > 3


@pytest.mark.nightly
def test_all_of_many_rubrics_are_answered_as_the_whole_says(tmp_path: Path) -> None:
    found = 0
    for number in range(60):
        file = tmp_path / f"r{number}.yaml"
        file.write_text(Rubrics(f"standing-{number}").text(), "utf-8")
        found += held(load_rubric(file, ROOT / "rubrics"), file, 20)
    assert found > 100


def held(rubric: Rubric, file: Path, count: int) -> int:
    """Compare at lines that fit the rubric; gives how many."""
    cases, found = Cases(Oracle.of(file), "standing"), 0
    for _ in range(count):
        line = cases.line()
        try:
            case_from(rubric, {key: value for key, value in line.items() if key != "id"})
        except CaseInputError:
            continue
        kept = {
            (kind.value, key): json.dumps(value)
            for kind, place in PLACES.items()
            for key, value in (line.get(place) or {}).items()
            if value is not None
        }
        if line.get("sample") is not None:
            kept["sample", "sample"] = json.dumps(line["sample"])
        at = datetime.fromisoformat(line["read_at"])
        assessors = tuple(line.get("assessors") or ["centre"])
        assert_alike(Reading(rubric, assessors, at, CHINA_2026), kept, "zh")
        found += 1
    return found


def test_what_is_shipped_is_divided() -> None:
    found = islands_of(load_rubric(ROOT / "rubrics" / "legal_aid.yaml", ROOT / "rubrics"))
    assert len(found) > 1
