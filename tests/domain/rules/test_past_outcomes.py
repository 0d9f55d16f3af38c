from datetime import date
from fractions import Fraction

from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.decision import (
    PROPOSED,
    DecisionTable,
    Enough,
    Row,
    Status,
)
from qa_app.domain.rules.evaluation import Asked
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.past_outcomes import (
    Judge,
    Outcome,
    Turn,
    commonest,
    is_worse,
    turns_of,
)
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.verdicts import CriterionType, Verdict

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
IN, OUT, LATER = Status.ENDORSED, Status.NOT_ENDORSED, Status.DEFERRED
DAYS = [date(2026, month, 28) for month in range(1, 6)]
TABLE = DecisionTable(
    (
        Row(OUT, Enough(1, frozenset({CriterionType.MUST}), frozenset({NOT_MET}))),
        Row(IN, None),
    )
)


def said(status: Status, **verdicts: Verdict) -> Outcome:
    return Outcome(status, verdicts)


def test_stretches_of_difference() -> None:
    good, poor = said(IN, E1=MET, E2=MET), said(OUT, E1=MET, E2=NOT_MET)
    outcomes = [
        (DAYS[0], good, good),
        (DAYS[1], good, poor),
        (DAYS[2], good, poor),
        (DAYS[3], good, good),
        (DAYS[4], good, said(LATER, E1=NOT_MET)),
    ]
    assert turns_of(outcomes) == (
        Turn(DAYS[1], DAYS[2], IN, OUT, ("E2",), is_standing=False),
        Turn(DAYS[4], DAYS[4], IN, LATER, ("E1",), is_standing=True),
    )


def test_another_reason_is_another_stretch() -> None:
    good = said(IN, E1=MET, E2=MET)
    first, second = said(OUT, E1=NOT_MET, E2=MET), said(OUT, E1=MET, E2=NOT_MET)
    found = turns_of([(DAYS[0], good, first), (DAYS[1], good, second)])
    assert [one.biting for one in found] == [("E1",), ("E2",)]


def test_a_criterion_that_is_asked_no_more_bites_when_it_was_not_met() -> None:
    now, then = said(OUT, E1=NOT_MET, E2=MET), said(IN, E3=MET)
    assert turns_of([(DAYS[0], now, then)])[0].biting == ("E1",)


def test_only_the_decision_table_may_differ() -> None:
    found = turns_of([(DAYS[0], said(LATER, E1=NOT_MET), said(OUT, E1=NOT_MET))])
    assert found == (Turn(DAYS[0], DAYS[0], LATER, OUT, (), is_standing=True),)


def test_nothing_in_force_is_told_as_such() -> None:
    found = turns_of([(DAYS[0], None, said(OUT, E1=NOT_MET, E2=MET))])
    assert found == (Turn(DAYS[0], DAYS[0], None, OUT, ("E1",), is_standing=True),)


def test_equal_outcomes_make_no_turn() -> None:
    assert turns_of([(day, said(IN, E1=MET), said(IN, E2=MET)) for day in DAYS]) == ()
    assert turns_of([]) == ()


def test_harder_and_milder() -> None:
    assert is_worse(IN, OUT, PROPOSED) is True
    assert is_worse(LATER, IN, PROPOSED) is False
    assert is_worse(None, IN, PROPOSED) is None
    assert is_worse(IN, IN, PROPOSED) is None


def test_the_commonest_reason_comes_first() -> None:
    turns = [
        Turn(DAYS[0], DAYS[0], IN, OUT, biting, is_standing=False)
        for biting in (("E2", "E1"), ("E2",), ("E3",))
    ]
    assert commonest(turns) == (("E2", 2), ("E1", 1), ("E3", 1))


def test_the_same_verdicts_are_judged_once() -> None:
    leaf = Leaf("mean_score_last_two_rounds", Threshold(">=", Fraction(80)))
    evidence = Leaf("share_audits_done", Threshold(">=", Fraction(1)))
    judge = Judge(
        TABLE,
        (
            Asked("E1", CriterionType.MUST, leaf),
            Asked("E8", CriterionType.EVIDENCE, evidence, frozenset({"E1"})),
        ),
    )
    values = {leaf.metric: Fraction(85), evidence.metric: Fraction(1)}

    def outcome() -> Outcome:
        return judge.outcome(lambda one: Measurement(values[one.metric], 20))

    first = outcome()
    assert first == said(IN, E1=MET)
    values[leaf.metric] = Fraction(91)
    assert outcome() is first
    values[leaf.metric] = Fraction(70)
    assert outcome() == said(OUT, E1=NOT_MET)
    # without the evidence nobody can tell
    values[evidence.metric] = Fraction(0)
    assert outcome() == said(IN, E1=Verdict.CANNOT_TELL)
