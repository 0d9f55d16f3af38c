"""Sentences of what is due of a month and of where its plans stand."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.defaults import CONCERN_BELOW_PCT, CONCERN_MISSED_MONTHS
from qa_app.domain.due import DueReason, Tier, Volume
from qa_app.domain.due_needs import DueNeed, DueWhy
from qa_app.domain.month_plans import PlanState
from qa_app.domain.rhythm import Rhythm, RhythmReason
from qa_app.domain.supervision import SessionType
from qa_app.domain.team_rhythms import TeamReason
from qa_app.domain.work_rhythms import WorkReason
from qa_app.queries.due_list import NeedName
from qa_app.queries.month_capacity import MonthCapacity
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.session_labels import (
    clauses,
    due_words,
    files_words,
    month_words,
    near_day,
    sentences,
    short_day,
)
from qa_app.wording import Words
from qa_app.wording.month_plans import TIERS
from qa_app.wording.supervision_agreements import rhythm_words

_FIRST = frozenset({Tier.OPEN_CRITICAL, Tier.NEVER_VISITED, Tier.OVERDUE})


def due_finding(month: date, planned: int, needs: Sequence[DueNeed]) -> str:
    """Say how a month stands that still has to be planned, as the page's heading."""
    to_plan, later = _to_plan_and_later(needs)
    urgent = sum(one.tier in _FIRST and one.why.later_on is None for one in needs)
    parts = (
        ngettext("%(num)d session planned", "%(num)d sessions planned", planned),
        to_plan,
        ngettext("%(num)d of them urgent", "%(num)d of them urgent", urgent) if urgent else "",
        later,
    )
    return str(_("%(month)s: %(listed)s", month=month_words(month), listed=clauses(*parts)))


def all_due(needs: Sequence[DueNeed]) -> str:
    """Lead to all that is due, by the numbers of the page's heading."""
    return str(_("All of it: %(listed)s", listed=clauses(*_to_plan_and_later(needs))))


def _to_plan_and_later(needs: Sequence[DueNeed]) -> tuple[str, str]:
    later = sum(one.why.later_on is not None for one in needs)
    to_plan = len(needs) - later
    return (
        ngettext("%(num)d to plan", "%(num)d to plan", to_plan) if to_plan else "",
        ngettext("%(num)d due, planned later", "%(num)d due, planned later", later)
        if later
        else "",
    )


def work_finding(needs: Sequence[DueNeed], today: date) -> str:
    """Say how much workers and teams are due for besides; empty for nothing."""
    if not needs:
        return ""
    late = sum(one.due_on < today for one in needs)
    parts = (
        ngettext("%(num)d is due", "%(num)d are due", len(needs)),
        ngettext("%(num)d of them overdue", "%(num)d of them overdue", late) if late else "",
    )
    return str(_("%(what)s.", what=clauses(*parts)))


def capacity_sentence(capacity: MonthCapacity) -> str:
    """Say what a month reads and how full it is."""
    files = (
        _("Expected to be reviewed: %(files)s.", files=files_words(capacity.files))
        if capacity.files
        else ""
    )
    if capacity.available is None:
        return str(files)
    days = _(
        "%(used)d of the %(all)d days that supervisors have this month are in use.",
        used=capacity.used,
        all=capacity.available,
    )
    return sentences(str(files), str(days))


def why_sentence(need: DueNeed, today: date) -> str:
    """Say why something is due on its day, and for which later day it is planned if it is."""
    why = need.why
    if why.later_on is None:
        return _reason(need, why, today)
    later = str(_("It is planned for %(day)s.", day=near_day(why.later_on, today)))
    return sentences(_reason(need, why, today), later)


def _reason(need: DueNeed, why: DueWhy, today: date) -> str:
    if why.reason in tuple(DueReason):
        return sentences(_visit_why(need, why, today), _concern_words(why))
    if why.reason in tuple(WorkReason):
        return _work_why(WorkReason(why.reason), need, today)
    if why.reason in tuple(TeamReason):
        return _team_why(TeamReason(why.reason), why, today)
    return _session_why(need, today)


def people_words(count: int) -> str:
    """Say how many people of a centre individual supervision is due for.

    Args:
        count: How many.

    Returns:
        A sentence; empty for nobody.
    """
    if not count:
        return ""
    said = ngettext(
        "%(num)d of its workers is due for individual supervision",
        "%(num)d of its workers are due for individual supervision",
        count,
    )
    return str(_("%(what)s.", what=said))


def _visit_why(need: DueNeed, why: DueWhy, today: date) -> str:
    if why.reason == DueReason.CRITICAL_FOLLOW_UP:
        return _red_line_why(need, why, today)
    if why.planned_on is not None:
        most = _("at most %(days)d days are meant to the next one", days=why.days or 0)
        planned = _("A visit is planned for %(day)s", day=near_day(why.planned_on, today))
        return sentences(
            str(_("%(what)s.", what=clauses(str(planned), str(most)))), _band_words(why)
        )
    if why.last_on is None:
        return sentences(
            str(_("This centre was never visited.")),
            str(_("%(what)s.", what=_red_words(why))) if why.red_lines else "",
        )
    days = (today - why.last_on).days
    ago = ngettext("%(num)d day since the last visit", "%(num)d days since the last visit", days)
    most = _("at most %(days)d are meant", days=why.days or 0)
    return sentences(str(_("%(what)s.", what=clauses(ago, str(most)))), _band_words(why))


def _red_words(why: DueWhy) -> str:
    return str(ngettext("%(num)d red line is open", "%(num)d red lines are open", why.red_lines))


def _red_line_why(need: DueNeed, why: DueWhy, today: date) -> str:
    by = _("to be looked at again by %(day)s", day=near_day(need.due_on, today))
    said = str(_("%(what)s.", what=clauses(_red_words(why), str(by))))
    if why.planned_on is None:
        return said
    day = near_day(why.planned_on, today)
    other = _("The file review planned for %(day)s does not take the place of a visit.", day=day)
    return sentences(said, str(other))


def _concern_words(why: DueWhy) -> str:
    if not why.gives_concern:
        return ""
    late = ngettext(
        "%(num)d action past its day", "%(num)d actions past their day", why.overdue_actions
    )
    is_missed = why.missed_months >= CONCERN_MISSED_MONTHS
    missed = ngettext(
        "sessions planned and none held in the last month",
        "sessions planned and none held in the last %(num)d months",
        why.missed_months,
    )
    below = _("files below %(percent)d %%", percent=CONCERN_BELOW_PCT)
    listed = clauses(
        late if why.overdue_actions else "",
        missed if is_missed else "",
        str(below) if why.is_below else "",
    )
    return str(_("Cause for concern: %(listed)s.", listed=listed))


def _band_words(why: DueWhy) -> str:
    if why.band is None or why.percent is None:
        few = ngettext(
            "Only %(num)d final file in 12 months, so the usual interval.",
            "Only %(num)d final files in 12 months, so the usual interval.",
            why.files,
        )
        return str(few)
    many = (
        _("more cases in hand than the median centre")
        if why.volume == Volume.HIGH
        else _("no more cases in hand than the median centre")
    )
    mean = _(
        "Band %(band)s: mean %(percent)s of %(files)s",
        band=why.band,
        percent=f"{why.percent:.1f}",
        files=files_words(why.files),
    )
    return str(_("%(what)s.", what=clauses(str(mean), str(many))))


def _session_why(need: DueNeed, today: date) -> str:
    why, reason = need.why, RhythmReason(need.why.reason)
    rule = rhythm_words(Words(page_language()), Rhythm(why.days, reason))
    is_above = need.type is SessionType.SUPERVISION_OF_SUPERVISORS
    if why.planned_on is not None:
        last = _("A session is planned for %(day)s", day=near_day(why.planned_on, today))
    elif why.last_on is None:
        last = _("Never supervised yet") if is_above else _("No individual session yet")
    else:
        day = near_day(why.last_on, today)
        last = (
            _("Last supervised on %(day)s", day=day)
            if is_above
            else _("Last individual session on %(day)s", day=day)
        )
    return str(_("%(what)s.", what=clauses(str(last), rule)))


def _work_why(reason: WorkReason, need: DueNeed, today: date) -> str:
    if reason is WorkReason.OBSERVED_EACH_QUARTER:
        parts = _observation_parts(need.why, today)
    elif reason is WorkReason.SHADOWS_A_SENIOR:
        parts = _shadowing_parts(need.why)
    elif reason is WorkReason.FILES_EACH_QUARTER:
        parts = _files_parts(need)
    else:
        parts = _assessment_parts(reason, need.why, today)
    return str(_("%(what)s.", what=clauses(*parts)))


def _observation_parts(why: DueWhy, today: date) -> tuple[str, str]:
    last = (
        _("Never observed at work")
        if why.last_on is None
        else _("Last observed at work on %(day)s", day=near_day(why.last_on, today))
    )
    return str(last), str(_("meant once in each quarter"))


def _shadowing_parts(why: DueWhy) -> tuple[str, str]:
    done = _(
        "Followed a senior %(done)d of %(meant)d times, what is planned included",
        done=why.part,
        meant=why.whole,
    )
    rule = _("the next is meant within %(days)d days from the start of work", days=why.days or 0)
    return str(done), str(rule)


def _files_parts(need: DueNeed) -> tuple[str, str]:
    why = need.why
    done = _(
        "Files read in the quarter up to %(day)s: %(done)d",
        day=short_day(need.due_on),
        done=why.part,
    )
    rule = _("at least %(meant)d are meant of this worker in each quarter", meant=why.whole)
    return str(done), str(rule)


def _assessment_parts(reason: WorkReason, why: DueWhy, today: date) -> tuple[str, str]:
    days = {"days": why.days or 0}
    rule = {
        WorkReason.FIRST_ASSESSMENT: _(
            "the first is meant within %(days)d days from the start of work", **days
        ),
        WorkReason.SECOND_ASSESSMENT: _(
            "the second is meant within %(days)d days from the first", **days
        ),
        WorkReason.LATER_ASSESSMENT: _("the next is meant within %(days)d days", **days),
    }[reason]
    if why.planned_on is not None:
        last = _("An assessment is planned for %(day)s", day=near_day(why.planned_on, today))
    elif why.last_on is None:
        last = _("No capacity assessment yet")
    else:
        last = _("Last capacity assessment on %(day)s", day=near_day(why.last_on, today))
    return str(last), str(rule)


def _team_why(reason: TeamReason, why: DueWhy, today: date) -> str:
    parts: tuple[str, ...]
    if reason is TeamReason.CASES_EACH_FORTNIGHT:
        parts = _meeting_parts(why, today)
    elif reason in {TeamReason.GROUP_EACH_MONTH, TeamReason.PEERS_EACH_MONTH}:
        parts = _members_parts(reason, why, today)
    else:
        parts = _conference_parts(reason, why, today)
    return str(_("%(what)s.", what=clauses(*parts)))


def _members_parts(reason: TeamReason, why: DueWhy, today: date) -> tuple[str, ...]:
    who = ngettext(
        "%(num)d of %(all)d workers is due",
        "%(num)d of %(all)d workers are due",
        why.part,
        all=why.whole,
    )
    is_group = reason is TeamReason.GROUP_EACH_MONTH
    if why.last_on is None:
        last = (
            _("the one waiting longest has had no group supervision yet")
            if is_group
            else _("the one waiting longest has had no peer supervision yet")
        )
    else:
        day = near_day(why.last_on, today)
        last = (
            _("the one waiting longest last had group supervision on %(day)s", day=day)
            if is_group
            else _("the one waiting longest last had peer supervision on %(day)s", day=day)
        )
    rule = _("meant for each worker once in each calendar month")
    return str(who), str(last), str(rule)


def _meeting_parts(why: DueWhy, today: date) -> tuple[str, ...]:
    if why.planned_on is not None:
        last = _("A case meeting is planned for %(day)s", day=near_day(why.planned_on, today))
    elif why.last_on is None:
        last = _("No case meeting within a year")
    else:
        last = _("Last case meeting on %(day)s", day=near_day(why.last_on, today))
    return str(last), str(_("meant every %(days)d days", days=why.days or 0))


def _conference_parts(reason: TeamReason, why: DueWhy, today: date) -> tuple[str, str]:
    day = near_day(why.last_on or today, today)
    last = _("Last conference of several agencies on %(day)s", day=day)
    rule = (
        _("its record names this day for the next one")
        if reason is TeamReason.CONFERENCE_AGREED
        else _("the next is meant within a month, unless its record says that it was the last")
    )
    return str(last), str(rule)


def tier_words(tier: Tier) -> str:
    """Name a tier."""
    return Words(page_language()).say(TIERS[tier])


def due_day_words(need: DueNeed, today: date) -> str:
    """Say how far off the day is, or by which day."""
    days = (need.due_on - today).days
    if days <= 0:
        return due_words(need.due_on, today)
    return str(_("by %(day)s", day=short_day(need.due_on)))


def subject(name: NeedName) -> str:
    """Name whom or what something is due for."""
    return name.person or plain(name.centre)


def beside(name: NeedName) -> str:
    """Name where that is, or who supervises."""
    centre = plain(name.centre) if name.person else ""
    return str(_(", ")).join(part for part in (centre, name.supervisor) if part)


def state_words(state: PlanState) -> str:
    """Name the state of a plan."""
    return str(
        {
            PlanState.DRAFT: _("draft"),
            PlanState.AGREED: _("agreed"),
            PlanState.PUBLISHED: _("published"),
        }[state]
    )


LOOKS = {PlanState.DRAFT: "wait", PlanState.AGREED: "run", PlanState.PUBLISHED: "done"}
"""Look of the chip of a plan's state."""
