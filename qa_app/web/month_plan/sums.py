"""What a plan of a month comes to in sum, in sentences."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.month_proposal import ExtraDay, WorkLoad
from qa_app.queries.month_plans import MonthPlan
from qa_app.web.month_plan.labels import hours_words
from qa_app.web.session_labels import clauses, short_day

_NAMED = 5


def extra_sentence(extra: ExtraDay, names: Mapping[int, str], subjects: Mapping[str, str]) -> str:
    """Say what one more day of a supervisor would bring."""
    said = ngettext(
        "One more day of %(name)s, the days of the others as they stand, would make room for"
        " %(num)d of these",
        "One more day of %(name)s, the days of the others as they stand, would make room for"
        " %(num)d of these",
        len(extra.needs),
        name=names.get(extra.supervisor, ""),
    )
    listed = str(_(", ")).join(subjects[one] for one in extra.needs[:_NAMED] if one in subjects)
    if len(extra.needs) > _NAMED:
        listed = str(_("%(listed)s and others", listed=listed))
    return str(_("%(what)s: %(listed)s.", what=said, listed=listed))


def sum_sentence(plan: MonthPlan, open_ones: int, by_hand: int) -> str:
    """Say where everything is that was due when the plan was proposed; the numbers add up."""
    placed = len(plan.standing)
    dropped = len(plan.lines) - placed
    parts = (
        ngettext("%(num)d in the plan", "%(num)d in the plan", placed),
        ngettext("%(num)d dropped by hand", "%(num)d dropped by hand", dropped) if dropped else "",
        ngettext("%(num)d without a place", "%(num)d without a place", open_ones),
        ngettext(
            "%(num)d planned by hand or no longer due",
            "%(num)d planned by hand or no longer due",
            by_hand,
        )
        if by_hand
        else "",
    )
    due = ngettext("%(num)d was due", "%(num)d were due", placed + dropped + open_ones + by_hand)
    return str(_("%(due)s: %(listed)s.", due=due, listed=clauses(*parts)))


def load_sentence(load: WorkLoad, names: Mapping[int, str]) -> str:
    """Say how the sessions of one supervisor lie on their days."""
    days = ngettext("%(num)d day", "%(num)d days", load.days)
    return str(
        _(
            "%(name)s: %(hours)s hours on %(days)s of %(all)d, at most %(most)s hours on one day.",
            name=names.get(load.supervisor, ""),
            hours=hours_words(load.minutes),
            days=days,
            all=load.available,
            most=hours_words(load.most),
        )
    )


def break_sentence(days: Sequence[tuple[int, date]], names: Mapping[int, str]) -> str:
    """Say that an hour at midday stays free, and on which days it does not.

    Args:
        days: Supervisors and days without such an hour.
        names: Account to name.

    Returns:
        A sentence.
    """
    if not days:
        return str(
            _(
                "As far as times are set, whoever leads has an hour free at midday on every day of"
                " the plan."
            )
        )
    named = [f"{names.get(who, '')} {short_day(day)}" for who, day in days[:_NAMED]]
    listed = str(_(", ")).join(named)
    if len(days) > _NAMED:
        listed = str(_("%(listed)s and others", listed=listed))
    said = _("On these days no hour is free at midday")
    return str(_("%(what)s: %(listed)s.", what=said, listed=listed))
