"""A plan is read as it was written, and agreed to by somebody else."""

from datetime import date

from qa_app.domain.due import DueReason, Tier
from qa_app.domain.due_needs import DueNeed, DueWhy, NeedKind
from qa_app.domain.month_plans import (
    UNBENDING,
    Found,
    flaw_of_words,
    found_from,
    found_plain,
    may_agree,
)
from qa_app.domain.month_proposal import ExtraDay, ProposedMonth, Unplaced
from qa_app.domain.plan_rules import Obstacle, PlanRule
from qa_app.domain.profiles import Profile
from qa_app.domain.supervision import SessionType


def test_what_was_found_is_read_as_it_was_written() -> None:
    why = DueWhy(DueReason.BAND_INTERVAL.value, date(2026, 1, 9), 56, "B", 12, 83.3, "high")
    visit = SessionType.FIELD_SUPPORT_VISIT
    need = DueNeed(NeedKind.CENTRE, 3, 3, visit, date(2026, 3, 6), Tier.OVERDUE, why)
    obstacles = (Obstacle(PlanRule.MONTH_HOURS, 2, 40), Obstacle(PlanRule.CONFLICT, 1, 0))
    extra = (ExtraDay(5, (need.key,)),)
    proposal = ProposedMonth((), (Unplaced(need.key, obstacles),), extra, is_proven=False)
    plain = found_plain(proposal, [need])
    assert found_from(plain) == Found(((need, obstacles),), extra, is_proven=False)


def test_somebody_else_agrees_or_the_same_person_in_a_small_team() -> None:
    for profile in Profile:
        assert may_agree(2, 1, profile)
        assert may_agree(1, 1, profile) is (profile is Profile.SMALL)


def test_rules_about_people_and_absence_are_never_set_aside() -> None:
    bending = {
        PlanRule.ROTATION,
        PlanRule.NOT_WORKING,
        PlanRule.LOCAL_DAY_OFF,
        PlanRule.DAY_HOURS,
        PlanRule.MONTH_HOURS,
        PlanRule.CENTRES_A_DAY,
        PlanRule.TRAVEL_GROUP,
    }
    assert set(PlanRule) - UNBENDING == bending


def test_words_with_which_a_rule_is_set_aside() -> None:
    assert flaw_of_words(" ") == "no_words"
    assert flaw_of_words("因" * 201) == "long_words"
    assert flaw_of_words("中心活动" * 50) is None
