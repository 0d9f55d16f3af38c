from fractions import Fraction
from typing import Any

from qa_app.domain.criteria_thaw import check_tests, criteria_from
from qa_app.domain.rubric import Basis, ConfirmedFor, SourceRef, Threshold
from qa_app.domain.text import BilingualText
from qa_app.domain.verdicts import CriterionType
from tests.criteria import TERMS

LAW: dict[str, Any] = {
    "id": "E1",
    "sets": ["full"],
    "group": "safety",
    "type": "stop",
    "en": "One",
    "zh": "一",
    "metric": "state",
    "met": "==none_failed",
    "source": "audits",
    "basis": "law",
    "quote": "应当",
    "addressee": {"zh": "单位"},
    "confirmed_for": {"kinds": ["all"], "article": "MPL#11", "by": "statute"},
    "std": ["MPL#11", "MR2020"],
    "params": {"tag": "timeliness", "window_months": 12},
}


def a_file(*criteria: dict[str, Any]) -> dict[str, Any]:
    sets = {"full": {"zh": "正式期", "en": "Full"}, "half": {"zh": "半"}}
    decision = {"order": [{"status": "endorsed", "when": {"zh": "其他"}}]}
    return {
        "id": "x",
        "version": "1.0.0",
        "sets": sets,
        "criteria": list(criteria),
        "decision": decision,
        **TERMS,
    }


def test_every_field_arrives() -> None:
    whole = criteria_from(a_file(LAW))
    (criterion,) = whole.sets[0].criteria
    assert whole.sets[1].criteria == ()
    assert (criterion.code, criterion.type) == ("E1", CriterionType.STOP)
    assert criterion.text == BilingualText("一", "One")
    assert (criterion.met, criterion.conditional, criterion.min_n) == ("none_failed", None, None)
    assert criterion.item_tag == "timeliness"
    assert criterion.sources == (SourceRef("MPL", "11"), SourceRef("MR2020", None))
    assert criterion.confirmed_for == ConfirmedFor(("all",), "MPL#11", "statute")
    assert criterion.addressee.zh == "单位"


def test_a_variant_replaces_what_it_names_and_keeps_the_rest() -> None:
    other = {"kinds": ["law_firm"], "basis": "proposed", "met": ">=0.5", "min_n": 3}
    (criterion,) = criteria_from(a_file(LAW | {"variants": [other]})).sets[0].criteria
    (variant,) = criterion.variants
    assert variant.met == Threshold(">=", Fraction(1, 2))
    assert (variant.min_n, variant.kinds, variant.text.en) == (3, ("law_firm",), "One")
    # the words of the law do not stand where the law is not the basis
    assert (variant.basis, variant.quote, variant.confirmed_for) == (Basis.PROPOSED, "", None)
    assert criterion.quote == "应当"


def test_tests_that_could_not_be_worked_with() -> None:
    variant = {"params": {"window_months": 6}}
    broken = LAW | {"params": {"tag": ""}, "variants": [variant]}
    found = {(p.path, p.code) for p in check_tests(a_file(broken))}
    at = ("criteria", 0, "variants", 0)
    assert found == {
        (("criteria", 0, "params", "tag"), "not_a_code"),
        ((*at, "params", "window_months"), "not_one_of"),
    }
    assert check_tests(a_file(LAW)) == []


def test_limits_other_than_those_that_run_for_actions_are_refused() -> None:
    remedy = {"conforming_files": 3, "retraining_days": 30}
    kept = {"contained_hours": 24, "plan_days": 7, "remedy": remedy}
    assert check_tests(a_file(LAW | {"params": kept})) == []
    remedy = {"conforming_files": 2, "retraining_days": 60}
    other = {"contained_hours": 48, "plan_days": 8, "remedy": remedy}
    found = {(p.path[3:], p.code) for p in check_tests(a_file(LAW | {"params": other}))}
    assert found == {
        (("contained_hours",), "not_one_of"),
        (("plan_days",), "not_one_of"),
        (("remedy", "conforming_files"), "not_one_of"),
        (("remedy", "retraining_days"), "not_one_of"),
    }


def test_what_evidence_qualifies_and_who_owes_it() -> None:
    entry = LAW | {"qualifies": ["E09"], "owed_by": "audit_programme"}
    (criterion,) = criteria_from(a_file(entry)).sets[0].criteria
    assert (criterion.qualifies, criterion.owed_by) == (("E09",), "audit_programme")
