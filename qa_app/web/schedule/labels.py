"""Rules of series, refusals and outcomes of this part of the plan, in words."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.errors import RefusedError
from qa_app.domain.recurrence import Frequency, Pattern, Rule, read_rule
from qa_app.domain.session_moves import SessionDay
from qa_app.domain.session_series import SeriesDifference, SeriesTerms
from qa_app.domain.supervision import SessionState
from qa_app.queries.session_days import MovedLine
from qa_app.queries.supervision import SessionLine
from qa_app.web.double_booking import told_words
from qa_app.web.locale import page_language
from qa_app.web.session_labels import (
    clauses,
    full_day,
    moment_words,
    near_span,
    reason_of_move,
    weekday,
)

_A_MONDAY = date(2024, 1, 1)


def pattern_words(pattern: Pattern) -> str:
    """Name a usual way to repeat."""
    words = {
        Pattern.WEEKLY: _("every week"),
        Pattern.TWO_WEEKS: _("every 2 weeks"),
        Pattern.FOUR_WEEKS: _("every 4 weeks"),
        Pattern.MONTHLY_WEEKDAY: _("every month, on the same weekday"),
        Pattern.MONTHLY_DAY: _("every month, on the same date"),
    }
    return str(words[pattern])


def terms_words(terms: SeriesTerms) -> str:
    """Say how a series repeats."""
    if terms.rule is None:
        said = ngettext(
            "%(num)d month after the last one was held",
            "%(num)d months after the last one was held",
            terms.months_after or 0,
        )
        return str(said)
    return rule_words(read_rule(terms.rule))


def rule_words(rule: Rule) -> str:
    """Say when a rule repeats."""
    days = _comma(
        [_of_month(day) for day in rule.by_month_day] + [_nth_day(*one) for one in rule.by_day]
    )
    places = _comma([_place(one) for one in rule.by_position])
    end = ""
    if rule.count is not None:
        end = str(ngettext("%(num)d time", "%(num)d times", rule.count))
    if rule.until is not None:
        end = str(_("until %(day)s", day=full_day(rule.until)))
    of_these = str(_("of these the %(places)s", places=places)) if places else ""
    return clauses(_turn_words(rule), days, of_these, end)


def _turn_words(rule: Rule) -> str:
    if rule.interval == 1:
        each = {
            Frequency.DAILY: _("every day"),
            Frequency.WEEKLY: _("every week"),
            Frequency.MONTHLY: _("every month"),
        }
        return str(each[rule.frequency])
    several = {
        Frequency.DAILY: _("every %(n)d days", n=rule.interval),
        Frequency.WEEKLY: _("every %(n)d weeks", n=rule.interval),
        Frequency.MONTHLY: _("every %(n)d months", n=rule.interval),
    }
    return str(several[rule.frequency])


def _nth_day(nth: int, day: int) -> str:
    name = _day_name(day)
    if not nth:
        return name
    if nth == -1:
        return str(_("the last %(day)s", day=name))
    if nth < 0:
        return str(_("%(day)s number %(n)d from the end", day=name, n=-nth))
    return str(_("%(day)s number %(n)d of the month", day=name, n=nth))


def _day_name(day: int) -> str:
    name = weekday(_A_MONDAY + timedelta(days=day))
    return f"周{name}" if page_language() == "zh" else name


def _of_month(day: int) -> str:
    if day == -1:
        return str(_("the last day of the month"))
    if day < 0:
        return str(_("day %(n)d from the end of the month", n=-day))
    return str(_("day %(n)d of the month", n=day))


def _place(place: int) -> str:
    if place == -1:
        return str(_("last"))
    if place < 0:
        return str(_("number %(n)d from the end", n=-place))
    return str(_("number %(n)d", n=place))


def _comma(parts: Sequence[str]) -> str:
    return str(_(", ")).join(parts)


def week_finding(first: date, sessions: Sequence[SessionLine], today: date) -> str:
    """Say how a week stands, as the page's heading."""
    last = first + timedelta(days=6)
    monday, sunday = near_span(first, last, today)
    week = _("%(first)s to %(last)s", first=monday, last=sunday)
    counted = [one for one in sessions if one.state is not SessionState.CANCELLED]
    if not counted:
        return str(_("%(week)s: no session is planned", week=week))
    held = sum(one.state is SessionState.HELD for one in counted)
    late = sum(one.state is SessionState.PLANNED and one.planned_on < today for one in counted)
    said = clauses(
        str(ngettext("%(num)d session", "%(num)d sessions", len(counted))),
        _("%(n)d held", n=held) if held else "",
        _("%(n)d to be recorded", n=late) if late else "",
    )
    return str(_("%(week)s: %(listed)s", week=week, listed=said))


def difference_words(found: SeriesDifference, *, is_new: bool) -> str:
    """Say what a series, or a change of one, comes to."""
    added = ngettext("%(num)d session is planned", "%(num)d sessions are planned", len(found.added))
    if is_new:
        return str(_("%(what)s.", what=added))
    removed = ngettext("%(num)d is withdrawn", "%(num)d are withdrawn", len(found.removed))
    stay = len(found.kept) + len(found.bound)
    kept = ngettext("%(num)d stays", "%(num)d stay", stay)
    return str(_("%(what)s.", what=clauses(str(added), str(removed), str(kept))))


def unchecked_years(found: SeriesDifference) -> tuple[int, ...]:
    """List the years whose holiday table is missing among the days added."""
    return tuple(sorted({one.on.year for one in found.added if not one.is_checked}))


def moved_words(line: MovedLine) -> str:
    """Say from when to when a session went, and why."""
    said = _(
        "from %(before)s to %(after)s",
        before=moment_words(line.from_on, line.from_at),
        after=moment_words(line.to_on, line.to_at),
    )
    return clauses(str(said), reason_of_move(line.reason))


def refusal_words(fault: RefusedError) -> tuple[str, str]:
    """Say why something was refused.

    Args:
        fault: The refusal.

    Returns:
        The field it is about (empty for the whole form), and the words.
    """
    if fault.code == "moved_meanwhile":
        return "", _moved_meanwhile(fault)
    if fault.code in {"rules_bend", "double_booked"}:
        said = told_words(fault)
        return "", str(_("%(clashes)s: move the session by hand if it is meant", clashes=said))
    for part in (_of_rules(fault), _of_series(), _of_days()):
        if fault.code in part:
            return part[fault.code]
    return "", str(_("This cannot be done now: open the page again"))


def answer_refusal(fault: RefusedError) -> str:
    """Say why a proposed day could not be taken or declined, or not be withdrawn."""
    gone = {
        "unfit_day": _("The proposed day has gone by: it can only be declined"),
        "same_day": _("The session is on the proposed day already: decline the proposal"),
    }
    return str(gone.get(fault.code) or refusal_words(fault)[1])


def _moved_meanwhile(fault: RefusedError) -> str:
    now, wanted = fault.params["now"], fault.params["wanted"]
    if not isinstance(now, SessionDay) or not isinstance(wanted, SessionDay):
        raise TypeError(fault.code)
    return str(
        _(
            "Somebody else moved this session meanwhile: it is on %(now)s now, and you wanted"
            " %(wanted)s. Nothing was changed: look at it again and send the form once more.",
            now=moment_words(now.on, now.at),
            wanted=moment_words(wanted.on, wanted.at),
        )
    )


def _of_rules(fault: RefusedError) -> dict[str, tuple[str, str]]:
    part = str(fault.params.get("part", ""))
    return {
        "rule_unreadable": (
            "rule",
            _("This is no rule: write parts such as FREQ=MONTHLY;BYDAY=2TU"),
        ),
        "rule_frequency": (
            "rule",
            _("Sessions repeat by days, weeks or months: FREQ=DAILY, WEEKLY or MONTHLY"),
        ),
        "rule_part": (
            "rule",
            _("%(part)s does not go with this rule, or stands twice", part=part),
        ),
        "rule_value": ("rule", _("%(part)s takes no such value", part=part)),
        "rule_two_ends": ("rule", _("Give COUNT or UNTIL, not both")),
        "rule_never": ("rule", _("The rule names no day in the next two years")),
        "rule_or_months": ("pattern", _("Choose how it repeats")),
        "months_after": ("months_after", _("Give a number of months from 1 to 24")),
    }


def _of_series() -> dict[str, tuple[str, str]]:
    changed = _("Somebody changed this series meanwhile: look at it again")
    return {
        "unfit_start": ("starts_on", _("Give a day from today to two years from now")),
        "ends_before": ("until_on", _("It would end before it begins")),
        "ends_before_it_starts": ("ends_at", _("Give an end after the beginning")),
        "type_reads_files": (
            "type",
            _("Files are drawn for each such session: plan them one by one"),
        ),
        "unknown_person": ("people", _("Someone chosen does not work here on that day")),
        "unfit_supervisor": ("supervisor_id", _("This person may not lead sessions here")),
        "centre_closed": ("starts_on", _("The centre is closed by then")),
        "series_changed_meanwhile": ("", changed),
        "series_ended": ("", _("This series has ended")),
    }


def _of_days() -> dict[str, tuple[str, str]]:
    return {
        "same_day": ("to_on", _("The session is there already")),
        "unfit_day": ("to_on", _("Give a day from today to two years from now")),
        "not_planned": ("", _("The session was held or cancelled meanwhile")),
        "proposal_open": (
            "",
            _("Another day is proposed already and waits for an answer: it stands below"),
        ),
        "key_reused": (
            "",
            _("This form was sent before with something else in it, and only that was kept"),
        ),
        "proposal_answered": ("", _("Somebody answered this proposal meanwhile")),
        "proposal_withdrawn": ("", _("The unit withdrew this proposal meanwhile")),
    }
