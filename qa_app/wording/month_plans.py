"""Rules and tiers of a month's plan in words."""

from qa_app.domain.due import Tier
from qa_app.domain.plan_rules import PlanRule
from qa_app.wording.catalogue import message as _

RULES: dict[PlanRule, str] = {
    PlanRule.OWN_CENTRE: _("belongs to the centre, or did within 12 months"),
    PlanRule.CONFLICT: _("declared a conflict of interest"),
    PlanRule.ROTATION: _("led the last visits there one after another: somebody else goes"),
    PlanRule.NO_REACH: _("may not lead sessions there"),
    PlanRule.NOT_AGREED: _("does not supervise this person by agreement"),
    PlanRule.CENTRE_CLOSED: _("the centre closes by then"),
    PlanRule.NOT_WORKING: _("no working day"),
    PlanRule.LOCAL_DAY_OFF: _("the centre is closed on that day"),
    PlanRule.ABSENT: _("away on that day"),
    PlanRule.DAY_HOURS: _("the day is full"),
    PlanRule.MONTH_HOURS: _("the hours of the month are used up"),
    PlanRule.CENTRES_A_DAY: _("no more centres fit in that day"),
    PlanRule.TRAVEL_GROUP: _("lies on another journey than the rest of that day"),
}
"""What a rule of the plan says of a supervisor and a day."""

TIERS: dict[Tier, str] = {
    Tier.OPEN_CRITICAL: _("open red line"),
    Tier.NEVER_VISITED: _("never visited"),
    Tier.OVERDUE: _("overdue"),
    Tier.CONCERN: _("gives cause for concern"),
    Tier.DUE_SOON: _("due this month"),
    Tier.LATER: _("due later"),
}
"""How urgent something is."""
