"""Published and exactly worked cases, run through the product's own functions."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from qa_app.domain.verification.cases import FUNCTIONS, Mismatch, mismatches
from tests.conftest import ROOT

CASES = json.loads((ROOT / "tests/domain/verification/cases.json").read_text("utf-8"))["cases"]
BY_ID = {case["id"]: case for case in CASES}
SHARED = Path(os.environ.get("SHARED_DIR", ROOT.parent / "shared")) / "statistics/cases.json"


@pytest.mark.parametrize("name", BY_ID)
def test_published(name: str) -> None:
    assert mismatches(BY_ID[name]) == ()


def test_every_function_has_a_case() -> None:
    assert {case["function"] for case in CASES} == set(FUNCTIONS)
    assert len(BY_ID) == len(CASES) > 117


@pytest.mark.skipif(
    not SHARED.is_file(),
    reason="the reference cases are not there: set SHARED_DIR to the folder that holds statistics/",
)
def test_the_shared_file() -> None:
    cases = json.loads(SHARED.read_text("utf-8"))["cases"]
    assert len(cases) == 117
    assert [case["id"] for case in cases if mismatches(case)] == []


def changed(name: str, **fields: Any) -> dict[str, Any]:
    return {**BY_ID[name], **fields}


@pytest.mark.parametrize(
    ("case", "key"),
    [
        ({"function": "spc.nothing", "inputs": {}, "expected": {}}, ""),
        ({"function": "spc.xmr", "inputs": {"values": [1]}, "expected": {"upl": 0}}, "upl"),
        ({"function": "spc.xmr", "inputs": {"values": [1]}, "expected": {"mean": True}}, "mean"),
        ({"function": "spc.xmr", "inputs": {"values": [1]}, "expected": {"other": 1}}, "other"),
        ({"function": "spc.xmr", "inputs": {"wrong": 1}, "expected": {"mean": 1}}, "mean"),
        ({"function": "spc.xmr", "inputs": {"values": [1]}, "expected": {}}, "expected"),
        (
            {
                "function": "spc.xmr",
                "inputs": {"values": [1]},
                "expected": {"mean": 1},
                "tolerance": "little",
            },
            "tolerance",
        ),
        (
            {"function": "spc.p_chart", "inputs": {"num": [1], "den": [2]}, "expected": {"p": []}},
            "p",
        ),
        (
            {
                "function": "spc.p_chart",
                "inputs": {"num": [1], "den": [2]},
                "expected": {"p[3]": 0.5},
            },
            "p[3]",
        ),
        (
            {
                "function": "disclosure.suppress_counts",
                "inputs": {"counts": {"a": 9}},
                "expected": {"cells": {"a": 8}},
            },
            "cells",
        ),
        (
            {
                "function": "intervals.wilson",
                "inputs": {"x": 3, "n": 2},
                "expected": {"error": "other"},
            },
            "error",
        ),
        (
            {
                "function": "scoring.display_percent",
                "inputs": {"percent": 1},
                "expected": "1",
            },
            "",
        ),
    ],
)
def test_a_difference_is_named(case: dict[str, Any], key: str) -> None:
    (wrong,) = mismatches(case)
    assert isinstance(wrong, Mismatch)
    assert wrong.key == key


def test_tolerance() -> None:
    case = {"function": "spc.xmr", "inputs": {"values": [1.005]}, "expected": {"mean": 1}}
    assert mismatches(case | {"tolerance": 0.01}) == ()
    assert mismatches(case | {"tolerance": 0.001}) != ()


def test_an_error_that_is_expected() -> None:
    case = {"function": "intervals.wilson", "inputs": {"x": 3, "n": 2}}
    assert mismatches(case | {"expected": {"error": "out_of_range"}}) == ()
    assert mismatches(case | {"expected": {"low": 0.5}}) != ()
