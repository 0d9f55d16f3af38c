"""A dossier says everything that its verdicts follow from, and no record."""

import hashlib
import json
from dataclasses import replace
from fractions import Fraction

import pytest

from qa_app.domain.dossiers import checked_dossier, dossier_payload, plain_dossier
from qa_app.domain.papers_check import Outcome
from qa_app.domain.rules.evaluation import (
    SCHEMA,
    Asked,
    digest_of_evaluation,
    evaluate,
    evidence_of,
    recomputed,
)
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.tree import rule_from
from qa_app.domain.signatures import signature_of
from qa_app.domain.verdicts import CriterionType
from tests.domain.rules.cases import SUBJECT
from tests.dossiers import CRITERIA, a_dossier, an_evaluation, facts_of
from tests.papers import KEY, LIST, SEED


def _file(payload: str, signature: str | None = None, key: str = KEY) -> str:
    return json.dumps(
        {
            "algorithm": "Ed25519",
            "key": key,
            "payload": payload,
            "signature": signature or signature_of(SEED, payload),
        }
    )


def test_it_holds_no_record_and_still_proves_itself() -> None:
    plain = an_evaluation()
    assert "records" in json.dumps(plain)
    told = plain_dossier(facts_of(plain))
    assert "records" not in json.dumps(told)
    assert recomputed(told["evaluation"]) == told["evaluation"]
    assert told["evaluation"]["status"] == plain["status"]
    assert set(told["criteria"]) == {one["code"] for one in plain["criteria"]}
    assert all(text["zh"] and text["en"] for text in told["criteria"].values())


def test_what_was_kept_in_the_first_format_reads_and_proves_itself_as_it_did() -> None:
    # digests as the product gave them before there was a second format
    kept = {**an_evaluation(), "schema": "qa.evaluation/1"}
    assert digest_of_evaluation(kept) == (
        "90cbb6f5096de691409d21fe1ec328f4b3cf42760630f92b0397fd8eaf2ddc1d"
    )
    assert recomputed(kept) == kept
    for is_whole, digest in (
        (True, "f29984a4b01dd3444fe5fe7150fdc30333a2dc39e29e588d95e02b5bd66818bd"),
        (False, "d99779c3b6be23f91eaef7c810a055583cf6a145669ef6dcfd1ccafb6eeeed3f"),
    ):
        payload = dossier_payload(facts_of(kept, is_whole=is_whole))
        assert hashlib.sha256(payload.encode()).hexdigest() == digest
        assert checked_dossier(_file(payload), LIST).outcome is Outcome.GENUINE
    unknown = dossier_payload(facts_of({**kept, "schema": "qa.evaluation/3"}))
    assert checked_dossier(_file(unknown), LIST).outcome is Outcome.UNREADABLE
    # it had listed every record, however many
    for one in kept["criteria"]:
        for found in one["found"]:
            found["records"] = [["audit", str(number), "a" * 64] for number in range(300)]
    assert recomputed(kept) == kept
    assert recomputed({**kept, "schema": SCHEMA}) != {**kept, "schema": SCHEMA}


def test_the_interval_of_a_mean_is_kept_beside_the_evidence_and_told_to_who_reads_numbers() -> None:
    leaf = {"metric": "mean_score_last_two_rounds", "met": ">=80", "min_n": 5}
    asked = (Asked("E09", CriterionType.MUST, rule_from(leaf)),)
    around = Fraction(74), Fraction(177, 2)
    fresh, old = (
        evaluate(
            SUBJECT,
            CRITERIA.decision,
            asked,
            lambda _one, _leaf, ends=ends: Measurement(Fraction(81), 6, around=ends),
        )
        for ends in (around, None)
    )
    found, before = evidence_of(fresh), evidence_of(old)
    assert found.intervals == {"E09": [("74/1", "177/2")]}
    assert before.intervals == {}
    # the digest is that of the evaluation alone, as on every day before
    assert digest_of_evaluation(found.plain) == digest_of_evaluation(before.plain)
    whole = facts_of({**found.plain})
    told = plain_dossier(replace(whole, intervals=found.intervals))
    assert told["intervals"] == {"E09": [("74/1", "177/2")]}
    assert "intervals" not in plain_dossier(whole)
    others = replace(whole, intervals=found.intervals, is_whole=False)
    assert "177/2" not in json.dumps(plain_dossier(others))


def test_the_same_evidence_gives_the_same_bytes() -> None:
    assert dossier_payload(facts_of(an_evaluation())) == dossier_payload(facts_of(an_evaluation()))


def test_words_of_the_area_stand_where_criteria_have_variants() -> None:
    plain = an_evaluation()
    lawyers = {**plain, "kind": "law_firm"}
    told = plain_dossier(replace(facts_of(plain), evaluation=lawyers))["criteria"]["E01"]
    assert told["zh"].startswith("律师事务所执业许可证")


@pytest.mark.parametrize("seed", range(20))
def test_without_numbers_the_verdicts_are_the_same(seed: int) -> None:
    plain = an_evaluation(seed)
    told = plain_dossier(facts_of(plain, is_whole=False))
    assert told["is_whole"] is False
    for one, whole in zip(told["evaluation"]["criteria"], plain["criteria"], strict=True):
        assert one["verdict"] == whole["verdict"]
        assert one["without_gaps"] == whole["without_gaps"]
        for part, measured in zip(one["found"], whole["found"], strict=True):
            rule = json.dumps(one["rule"])
            is_counted = bool(measured["n"] or measured.get("count"))
            is_paper = "centre_document_valid" in rule and not is_counted
            if "agreement_ac2" in rule or is_paper:
                # over all centres at once, or a paper
                assert "stated" not in part
                continue
            assert part["stated"] in {"met", "conditional", "not_met", "cannot_tell"}
            assert set(part) <= {"stated", "first_day", "last_day"}
    assert recomputed(told["evaluation"]) == told["evaluation"]
    payload = a_dossier(seed, is_whole=False).payload
    found = checked_dossier(_file(payload), LIST)
    assert (found.outcome, found.differing) == (Outcome.GENUINE, ())


def test_of_files_to_ask_for_answers_to_items_alone_are_stated() -> None:
    told = plain_dossier(replace(facts_of(an_evaluation()), is_closed=True))["evaluation"]
    stated = {
        one["code"] for one in told["criteria"] if any("stated" in part for part in one["found"])
    }
    # E13 mandatory reports, E15 time limits that files show
    assert stated == {"E13", "E15"}
    assert recomputed(told) == told


def test_a_verdict_that_does_not_follow_from_what_is_stated_is_told() -> None:
    payload = a_dossier(is_whole=False).payload
    plain = json.loads(payload)
    at = next(
        place
        for place, one in enumerate(plain["evaluation"]["criteria"])
        if one["verdict"] == "not_met" and "stated" in one["found"][0]
    )
    plain["evaluation"]["criteria"][at]["verdict"] = "met"
    lied = checked_dossier(_file(json.dumps(plain)), LIST)
    assert plain["evaluation"]["criteria"][at]["code"] in lied.differing


@pytest.mark.parametrize("seed", range(20))
def test_a_genuine_one(seed: int) -> None:
    payload = a_dossier(seed).payload
    found = checked_dossier(_file(payload), LIST)
    assert (found.outcome, found.differing) == (Outcome.GENUINE, ())


def test_what_was_changed_is_told() -> None:
    payload = a_dossier().payload
    plain = json.loads(payload)
    plain["evaluation"]["criteria"][0]["verdict"] = "met"
    changed = json.dumps(plain)
    found = checked_dossier(_file(changed, signature_of(SEED, payload)), LIST)
    assert (found.outcome, found.differing, found.plain) == (Outcome.ALTERED, ("E01",), None)
    # who holds the key can sign a lie: then the verdicts betray it
    lied = checked_dossier(_file(changed), LIST)
    assert (lied.outcome, lied.differing) == (Outcome.GENUINE, ("E01",))
    assert checked_dossier(_file(payload), {"keys": []}).outcome is Outcome.FORGED


@pytest.mark.parametrize("file", ["", "{}", "[1]", _file("{}"), _file("7"), "[" * 9999])
def test_what_is_none(file: str) -> None:
    assert checked_dossier(file, LIST).outcome is Outcome.UNREADABLE
