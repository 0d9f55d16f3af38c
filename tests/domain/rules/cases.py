"""Random criteria with what was measured for them, for the laws of evaluation."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import strategies as st

from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.decision_thaw import decision_from
from qa_app.domain.rules.evaluation import Asked, Subject
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.records import Record
from qa_app.domain.rules.tree import Leaf, Not, Of, Rule, Same, leaves_in
from qa_app.domain.verdicts import CriterionType
from qa_app.rubric_files.reader import read_plain

FILE = Path(__file__).parents[3] / "rubrics" / "endorsement_criteria.yaml"
TABLE = decision_from(read_plain(FILE).plain["decision"])
Case = tuple[list[Asked], dict[str, list[Measurement]]]
SUBJECT = Subject(
    "KM01",
    "social_work",
    "social_work_agency",
    "full",
    ("judicial_cooperation_list", "1.0.0", "f" * 64),
    date(2026, 9, 30),
    datetime(2026, 9, 30, 16, tzinfo=UTC),
)


def _share(chance: Random) -> Fraction:
    return Fraction(chance.randint(0, 20), 20)


def _test(chance: Random) -> Threshold:
    return Threshold(chance.choice([">=", "<=", ">", "<", "=="]), _share(chance))


def _leaf(chance: Random) -> Leaf:
    if not chance.randrange(5):
        return Leaf("mandatory_report_state", "none_failed", "remedied")
    return Leaf(
        chance.choice(["share_staff_certified", "share_audits_done"]),
        _test(chance),
        chance.choice([None, _test(chance)]),
        chance.choice([None, chance.randint(0, 6)]),
    )


def _rule(chance: Random, codes: list[str], depth: int = 0) -> Rule:
    kind = chance.randrange(10) if depth < 3 else 9
    if kind < 2:
        parts = tuple(_rule(chance, codes, depth + 1) for _ in range(chance.randint(1, 3)))
        return Of(chance.randint(1, len(parts)), parts)
    if kind == 2:
        return Not(_rule(chance, codes, depth + 1))
    if kind == 3 and codes:
        return Same(chance.choice(codes))
    return _leaf(chance)


def measurement(chance: Random, leaf: Leaf) -> Measurement:
    """Make up what may be measured for a test."""
    value: Fraction | str = _share(chance)
    if leaf.metric == "mandatory_report_state":
        value = chance.choice(["none_failed", "remedied", "unremedied"])
    return Measurement(
        value=chance.choice([None, value, value, value]),
        n=chance.randint(0, 8),
        count=chance.choice([None, chance.randint(0, 8)]),
        gap=chance.choice(["", "", "", "", "no_file"]),
        is_vacuous=not chance.randrange(10),
        is_mild=not chance.randrange(5),
        low=chance.choice([None, _share(chance)]),
        last_day=chance.choice([None, SUBJECT.as_of]),
        records=chance.choice([(), (Record("audit", "1", "a" * 64),)]),
    )


def a_case(seed: int) -> Case:
    """Make up criteria, none in a circle, and what was measured for each of their tests."""
    chance = Random(seed)
    codes = [f"E{place:02}" for place in range(chance.randint(1, 12))]
    criteria = []
    for place, code in enumerate(codes):
        kind = chance.choice(list(CriterionType))
        is_evidence = kind is CriterionType.EVIDENCE
        qualifies = chance.sample(codes, chance.randint(0, len(codes))) if is_evidence else []
        rule = _rule(chance, codes[:place])
        criteria.append(Asked(code, kind, rule, frozenset(qualifies)))
    return criteria, {
        one.code: [measurement(chance, leaf) for leaf in leaves_in(one.rule)] for one in criteria
    }


def measured(case: Case) -> Callable[[Asked, Leaf], Measurement]:
    """Give each test of a case what was measured for it, in their order."""
    left = {code: iter(some) for code, some in case[1].items()}
    return lambda one, _: next(left[one.code])


SEEDS = st.integers(0, 2**32)


def plain_leaf(metric: str, met: str, **more: Any) -> dict[str, Any]:
    """Write a test as a file does."""
    return {"metric": metric, "met": met, **more}
