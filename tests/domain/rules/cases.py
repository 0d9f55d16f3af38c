"""Random criteria with what was measured for them, for the laws of evaluation."""

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.decision_thaw import decision_from
from qa_app.domain.rules.evaluation import Asked, Subject
from qa_app.domain.rules.measurement import Measurement, Record
from qa_app.domain.rules.tree import Leaf, Not, Of, Rule, Same, leaves_in
from qa_app.domain.verdicts import CriterionType
from qa_app.rubric_files.reader import read_plain

FILE = Path(__file__).parents[3] / "rubrics" / "endorsement_criteria.yaml"
TABLE = decision_from(read_plain(FILE).plain["decision"])
SUBJECT = Subject(
    "KM01",
    "social_work",
    "social_work_agency",
    "full",
    ("judicial_cooperation_list", "1.0.0", "f" * 64),
    date(2026, 9, 30),
    datetime(2026, 9, 30, 16, tzinfo=UTC),
)

_SHARES = st.integers(0, 20).map(lambda twentieths: Fraction(twentieths, 20))
_TESTS = st.builds(Threshold, st.sampled_from([">=", "<=", ">", "<", "=="]), _SHARES)
_LEAVES = st.builds(
    Leaf,
    st.sampled_from(["share_staff_certified", "share_audits_done"]),
    _TESTS,
    st.none() | _TESTS,
    st.none() | st.integers(0, 6),
)
_STATES = st.builds(
    Leaf, st.just("mandatory_report_state"), st.just("none_failed"), st.just("remedied")
)


def _rules(codes: list[str]) -> st.SearchStrategy[Rule]:
    leaves: st.SearchStrategy[Rule] = _LEAVES | _STATES
    if codes:
        leaves = leaves | st.builds(Same, st.sampled_from(codes))

    def joined(parts: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
        several = st.lists(parts, min_size=1, max_size=3).flatmap(
            lambda found: st.builds(Of, st.integers(1, len(found)), st.just(tuple(found)))
        )
        return several | st.builds(Not, parts)

    return st.recursive(leaves, joined, max_leaves=4)


@st.composite
def measurements(draw: st.DrawFn, leaf: Leaf) -> Measurement:
    """Draw what may be measured for a test."""
    value: Fraction | str = draw(_SHARES)
    if leaf.metric == "mandatory_report_state":
        value = draw(st.sampled_from(["none_failed", "remedied", "unremedied"]))
    return Measurement(
        value=draw(st.none() | st.just(value)),
        n=draw(st.integers(0, 8)),
        count=draw(st.none() | st.integers(0, 8)),
        gap=draw(st.sampled_from(["", "", "", "no_file"])),
        is_vacuous=draw(st.integers(0, 9)) == 0,
        is_mild=draw(st.integers(0, 4)) == 0,
        low=draw(st.none() | _SHARES),
        last_day=draw(st.none() | st.just(SUBJECT.as_of)),
        records=draw(st.just(()) | st.just((Record("audit", "1", "a" * 64),))),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Asked], dict[str, list[Measurement]]]:
    """Draw criteria, none in a circle, and what was measured for each of their tests."""
    codes = [f"E{n:02}" for n in range(draw(st.integers(1, 7)))]
    criteria = [
        Asked(
            code,
            draw(st.sampled_from(CriterionType)),
            draw(_rules(codes[:place])),
        )
        for place, code in enumerate(codes)
    ]
    criteria = [
        one
        if one.type is not CriterionType.EVIDENCE
        else Asked(one.code, one.type, one.rule, frozenset(draw(st.sets(st.sampled_from(codes)))))
        for one in criteria
    ]
    found = {
        one.code: [draw(measurements(leaf)) for leaf in leaves_in(one.rule)] for one in criteria
    }
    return criteria, found


def plain_leaf(metric: str, met: str, **more: Any) -> dict[str, Any]:
    """Write a test as a file does."""
    return {"metric": metric, "met": met, **more}
