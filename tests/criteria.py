"""Criteria to start a test from, written out here and not read from the shipped file."""

from fractions import Fraction
from typing import Any

from qa_app.domain.criteria import Criterion
from qa_app.domain.endorsement import Evidence, HalfYear
from qa_app.domain.item_pairs import Pairs
from qa_app.domain.rubric import Basis, Threshold
from qa_app.domain.rules.decision import Status
from qa_app.domain.text import BilingualText
from qa_app.domain.verdicts import CriterionType

H1_2025, H2_2025, H1_2026 = 4050, 4051, 4052
"""Half-years since year 0: 2025 * 2, and on."""


def at_least(number: str) -> Threshold:
    return Threshold(">=", Fraction(number))


NONE = Threshold("==", Fraction(0))


def a_criterion(code: str = "E09", **fields: Any) -> Criterion:
    values: dict[str, Any] = {
        "code": code,
        "sets": ("full",),
        "group": "quality",
        "type": CriterionType.MUST,
        "text": BilingualText(code, code),
        "metric": "mean_score_last_two_rounds",
        "met": at_least("80"),
        "conditional": at_least("70"),
        "min_n": 5,
        "source": "audits",
        "basis": Basis.PROPOSED,
    }
    return Criterion(**(values | fields))


E09 = a_criterion()
E11 = a_criterion(
    "E11",
    metric="open_band_d_files",
    met=NONE,
    conditional=None,
    min_n=None,
    params={"running_in_time": "conditional"},
)
E12 = a_criterion(
    "E12",
    metric="open_stop_findings",
    met=NONE,
    conditional=None,
    min_n=None,
    type=CriterionType.STOP,
    params={"contained_hours": 24, "plan_days": 7, "contained": "conditional"},
)
E13 = a_criterion(
    "E13",
    metric="mandatory_report_state",
    met="none_failed",
    conditional="remedied",
    min_n=0,
    item_tag="mandatory_report",
    type=CriterionType.STOP,
)
E15 = a_criterion(
    "E15",
    metric="share_tag_on_time_12m",
    met=at_least("0.85"),
    conditional=at_least("0.7"),
    item_tag="timeliness",
    type=CriterionType.SCORE,
)
E19 = a_criterion(
    "E19",
    metric="share_actions_on_time_12m",
    met=at_least("0.8"),
    conditional=at_least("0.6"),
)
E17 = a_criterion(
    "E17",
    metric="agreement_ac2",
    met=at_least("0.6"),
    conditional=at_least("0.4"),
    min_n=10,
    type=CriterionType.EVIDENCE,
    qualifies=("E09", "E10", "E16"),
    owed_by="audit_programme",
)
E18 = a_criterion(
    "E18",
    metric="share_double_rated_12m",
    met=at_least("0.1"),
    conditional=at_least("0.05"),
    min_n=None,
    type=CriterionType.EVIDENCE,
    qualifies=("E09", "E10", "E16"),
    owed_by="audit_programme",
)
ANSWERED = (E09, E11, E12, E13, E15)


def files(half: int, *percents: str, rubric: str = "sw") -> HalfYear:
    scores = [int(Fraction(percent) * 10_000) for percent in percents]
    squares = sum(score**2 for score in scores)
    return HalfYear(rubric, half, len(scores), sum(scores), squares)


def read(count: int = 6, **fields: Any) -> Evidence:
    return Evidence(**({"file_count": count, "banded_count": count} | fields))


def tagged(tag: str, **counts: int) -> dict[str, Pairs]:
    return {tag: Pairs(has_item=True, **counts)}


NAMED = {"zh": "名", "en": "Name"}
TERMS: dict[str, Any] = {
    "title": {"zh": "标准", "en": "Criteria"},
    "names": dict.fromkeys(
        (
            "register",
            "act_list",
            "act_defer",
            "act_remove",
            "paper",
            "body",
            "appeal",
            "disclaimer",
        ),
        NAMED,
    ),
    "states": dict.fromkeys(Status, NAMED),
    "levels": dict.fromkeys(
        ("met", "conditional", "failed", "cannot_tell", "not_collected"), NAMED
    ),
    "validity": {
        "candidate_months": 12,
        "provisional_months": 12,
        "endorsed_months": 24,
        "conditional_months": 6,
        "conditional_max_rounds": 2,
        "review_every_months": 12,
    },
    "suspension": {
        "max_months": 6,
        "lift_to": "conditional",
        "lift_when": NAMED,
        "at_end": NAMED,
        "notify": ["centre"],
    },
    "appeal": {
        "days_to_give_notice": 30,
        "days_to_file": 60,
        "panel": 3,
        "panel_rule": NAMED,
        "grounds": ["bias"],
        "effect": NAMED,
    },
    "evidence_rule": NAMED,
}
"""What a file says besides its sets, criteria and decision table."""
