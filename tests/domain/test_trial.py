import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

from qa_app.domain.rules.decision import Status
from qa_app.domain.rules.past_outcomes import Turn
from qa_app.domain.simulation import Passed
from qa_app.domain.simulation_files import Slips
from qa_app.domain.trial import (
    Changed,
    Past,
    Trial,
    digest_of_trial,
    fewest_passing,
    lines_of,
    plain_trial,
    trial_from,
    wants_reason,
)

MOSTLY = Fraction(95, 100)


def passed(area: str, slips: Slips, entered: int, held: int, of: str = "provisional") -> Passed:
    statuses = {
        Status.ENDORSED: entered,
        Status.CONDITIONAL: held,
        Status.DEFERRED: 100 - entered - held,
    }
    return Passed((MOSTLY, slips), of, area, statuses, {"E13": 100 - entered, "E03": 2})


def trial(*found: Passed) -> Trial:
    day = date(2026, 5, 31)
    turn = Turn(day, day, None, Status.DEFERRED, ("E13",), is_standing=True)
    past = Past((day,), "1.0.0", 3, 4, (Changed(7, "legal_aid", "full", turn),), ("lqas_pass",))
    return Trial("f" * 64, {"legal_aid": ("legal_aid", "1.0.0")}, ("psychological",), found, past)


ONE = trial(
    passed("legal_aid", Slips.MIXED, 30, 10),
    passed("social_work", Slips.MIXED, 60, 20),
    passed("legal_aid", Slips.WORST, 10, 20),
    passed("social_work", Slips.WORST, 40, 9),
)


def test_areas_weigh_the_same() -> None:
    mixed, worst = lines_of(ONE)
    assert (mixed.passing, mixed.without_conditions) == (60, 45)
    assert (worst.passing, worst.without_conditions) == (Fraction(79, 2), 25)
    assert mixed.by_area == {"legal_aid": (40, 30), "social_work": (80, 60)}
    # 70 and 40 of 200 centres
    assert mixed.biting == (("E13", Fraction(55)), ("E03", Fraction(2)))


def test_the_worse_slips_decide_whether_enough_pass() -> None:
    assert fewest_passing(ONE) == Fraction(79, 2)
    assert wants_reason(ONE)
    enough = trial(*ONE.passed[:3], passed("social_work", Slips.WORST, 40, 10))
    assert fewest_passing(enough) == 40
    assert not wants_reason(enough)


def test_a_draft_without_that_set_wants_no_reason() -> None:
    other = trial(passed("legal_aid", Slips.MIXED, 1, 0, "full"))
    assert fewest_passing(other) is None
    assert not wants_reason(other)


def test_a_trial_comes_back_as_it_was() -> None:
    plain = plain_trial(ONE)
    assert trial_from(json.loads(json.dumps(plain))) == ONE
    assert digest_of_trial(json.loads(json.dumps(plain))) == digest_of_trial(plain)
    other = plain_trial(replace(ONE, left_out=()))
    assert digest_of_trial(other) != digest_of_trial(plain)
