"""What a change to the plan of a month comes to, in sentences."""

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.month_proposal import days_late
from qa_app.domain.plan_rules import PlanRule
from qa_app.queries.plan_changes import Weighed
from qa_app.web.double_booking import clashes_words, rule_words
from qa_app.web.month_plan.labels import day_load_sentence, hours_words
from qa_app.web.session_labels import sentences, short_day


def change_words(found: Weighed, what: str) -> tuple[str, ...]:
    """Say what a change comes to: who becomes late, which ways it takes, which rules it stretches.

    Args:
        found: The change.
        what: Whom or what it is for.

    Returns:
        Sentences.
    """
    rules = [*found.forbidden, *found.bent]
    stretched = [
        str(_("Rule stretched: %(rule)s.", rule=_rule_in_numbers(one, found))) for one in rules
    ]
    ways = found.after.visits - found.before.visits
    if ways > 0:
        way = ngettext("%(num)d journey more.", "%(num)d journeys more.", ways)
    elif ways < 0:
        way = ngettext("%(num)d journey less.", "%(num)d journeys less.", -ways)
    else:
        way = str(_("As many journeys as before."))
    begins = "" if found.starts_at is None else f"{found.starts_at:%H:%M}"
    open_hour = str(_("There is no time that day at which everybody is free."))
    time = str(_("It would begin at %(time)s.", time=begins)) if begins else open_hour
    return (
        _lateness(found, what),
        *(stretched or [str(_("It breaks no rule."))]),
        way,
        sentences(day_load_sentence(found.minutes, found.centres), time),
        *([str(_("%(what)s.", what=clashes_words(found.clashes)))] if found.clashes else []),
    )


def _lateness(found: Weighed, what: str) -> str:
    before, after = days_late(found.due_on, found.was_on), days_late(found.due_on, found.day)
    day = short_day(found.due_on)
    late = ngettext("%(num)d day after it is due", "%(num)d days after it is due", after)
    if after == before == 0:
        return str(_("%(what)s stays in time: due by %(day)s.", what=what, day=day))
    if found.was_on is None and after:
        return str(_("%(what)s stands in the plan again, %(late)s.", what=what, late=late))
    if not before:
        return str(_("%(what)s becomes late: %(late)s, on %(day)s.", what=what, late=late, day=day))
    if not after:
        return str(_("%(what)s is in time again: due by %(day)s.", what=what, day=day))
    if after == before:
        return str(_("%(what)s stays as late as it is: %(late)s.", what=what, late=late))
    step = ngettext("%(num)d day", "%(num)d days", abs(after - before))
    if after > before:
        return str(
            _("%(what)s becomes later by %(step)s: %(late)s.", what=what, step=step, late=late)
        )
    return str(_("%(what)s comes sooner by %(step)s: %(late)s.", what=what, step=step, late=late))


def _rule_in_numbers(rule: PlanRule, found: Weighed) -> str:
    said, who = rule_words(rule), found.who
    if who is None:
        return said
    sums = {
        PlanRule.DAY_HOURS: (found.minutes, who.minutes_a_day),
        PlanRule.MONTH_HOURS: (found.month_minutes, who.minutes_a_month),
    }
    if rule in sums:
        hours, most = (hours_words(one) for one in sums[rule])
        return str(
            _(
                "%(rule)s, %(hours)s hours instead of at most %(most)s",
                rule=said,
                hours=hours,
                most=most,
            )
        )
    if rule is PlanRule.CENTRES_A_DAY:
        return str(
            _(
                "%(rule)s, %(num)d instead of at most %(most)d",
                rule=said,
                num=found.centres,
                most=who.centres_a_day,
            )
        )
    return said
