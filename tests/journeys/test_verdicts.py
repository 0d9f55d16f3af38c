"""The evaluator of the self-proving dossier says what the server says, in a browser offline."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from qa_app.domain.dossiers import plain_dossier
from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.evaluation import evaluate, plain_evaluation
from qa_app.domain.rules.measurement import Measurement, interval_of, plain_measurement
from qa_app.domain.rules.metrics import METRICS
from qa_app.domain.rules.tree import Leaf, plain_rule
from tests.domain.rules.cases import SUBJECT, TABLE, a_case, measured
from tests.dossiers import facts_of

_EVENTS = "share_complaints_on_time"
SCRIPT = Path(__file__).parents[2] / "qa_app" / "reports" / "verdicts.js"


def _kept(seed: int) -> dict[str, Any]:
    case = a_case(seed)
    return plain_evaluation(evaluate(SUBJECT, TABLE, case[0], measured(case)))


def _without_numbers(plain: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = plain_dossier(facts_of(plain, is_whole=False))["evaluation"]
    assert '"stated"' in json.dumps(told) or not any(
        found["n"] for one in plain["criteria"] for found in one["found"]
    )
    return told


def test_every_interval_is_the_servers(chromium: Browser) -> None:
    metrics = sorted(METRICS)
    pairs = [(count, n) for n in range(1, 41) for count in range(n + 1)]
    pairs += [(1, 999_983), (999_982, 999_983), (81, 263), (123_456, 654_321)]
    half = Threshold(">=", Fraction(1, 2))
    leaves = [Leaf(_EVENTS, half)] * len(pairs)
    found = [Measurement(Fraction(count, n), n, count) for count, n in pairs]
    for metric in metrics:
        leaves += [Leaf(metric, half, min_n=5)] * 4
        found += [
            Measurement(Fraction(3, 4), 12, 9),
            Measurement(Fraction(3, 4), 4, 3),
            Measurement(Fraction(-6), 20, low=Fraction(-9), high=Fraction(-1, 3)),
            Measurement(Fraction(4, 5), 12, 9, is_vacuous=True, low=Fraction(3, 5)),
        ]
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.evaluate(f"() => {{ {SCRIPT.read_text('utf-8')}; globalThis.verdicts = verdicts; }}")
    told = page.evaluate(
        "some => some.map(([leaf, found]) => {"
        " const ends = verdicts.intervalOf(leaf, found);"
        " return ends && ends.map(end => `${end.over}/${end.under}`); })",
        [
            [plain_rule(leaf), plain_measurement(one)]
            for leaf, one in zip(leaves, found, strict=True)
        ],
    )
    context.close()
    again = [None if ends is None else tuple(Fraction(end) for end in ends) for ends in told]
    assert again == [interval_of(leaf, one) for leaf, one in zip(leaves, found, strict=True)]
    assert None in again


@pytest.mark.parametrize("centres", [500, pytest.param(5000, marks=pytest.mark.nightly)])
def test_every_verdict_is_the_servers(chromium: Browser, centres: int) -> None:
    kept = [_kept(seed) for seed in range(centres)]
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.evaluate(f"() => {{ {SCRIPT.read_text('utf-8')}; globalThis.verdicts = verdicts; }}")
    # with every number, and without those that are held back: the verdicts are the same
    told, without = (
        page.evaluate(
            "some => some.map(one => verdicts.recomputed(JSON.parse(one)))",
            [json.dumps(plain, ensure_ascii=False) for plain in some],
        )
        for some in (kept, [_without_numbers(plain) for plain in kept])
    )
    context.close()
    assert without == told
    wanted = ("code", "type", "verdict", "without_gaps", "waits_for")
    for plain, one in zip(kept, told, strict=True):
        expected = [{name: each[name] for name in wanted} for each in plain["criteria"]]
        assert one == {"criteria": expected, "row": plain["row"], "status": plain["status"]}
    assert {plain["status"] for plain in kept} >= {"endorsed", "deferred", "not_endorsed"}
