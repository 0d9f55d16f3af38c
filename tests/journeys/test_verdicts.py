"""The evaluator of the self-proving dossier says what the server says, in a browser offline."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from qa_app.domain.rules.evaluation import evaluate, plain_evaluation
from tests.domain.rules.cases import SUBJECT, TABLE, a_case, measured

SCRIPT = Path(__file__).parents[2] / "qa_app" / "reports" / "verdicts.js"


def _kept(seed: int) -> dict[str, Any]:
    case = a_case(seed)
    return plain_evaluation(evaluate(SUBJECT, TABLE, case[0], measured(case)))


@pytest.mark.parametrize("centres", [500, pytest.param(5000, marks=pytest.mark.nightly)])
def test_every_verdict_is_the_servers(chromium: Browser, centres: int) -> None:
    kept = [_kept(seed) for seed in range(centres)]
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.evaluate(f"() => {{ {SCRIPT.read_text('utf-8')}; globalThis.verdicts = verdicts; }}")
    told = page.evaluate(
        "some => some.map(one => verdicts.recomputed(JSON.parse(one)))",
        [json.dumps(plain, ensure_ascii=False) for plain in kept],
    )
    context.close()
    wanted = ("code", "type", "verdict", "without_gaps", "waits_for")
    for plain, one in zip(kept, told, strict=True):
        expected = [{name: each[name] for name in wanted} for each in plain["criteria"]]
        assert one == {"criteria": expected, "row": plain["row"], "status": plain["status"]}
    assert {plain["status"] for plain in kept} >= {"endorsed", "deferred", "not_endorsed"}
