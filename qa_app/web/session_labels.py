"""Words, marks and dates of supervision sessions, for the plan and for Today."""

from collections.abc import Mapping
from datetime import date, datetime, time

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.clock import local_day
from qa_app.domain.frames import AddReason, Exclusion
from qa_app.domain.hand_over import HandOverReason
from qa_app.domain.session_moves import DayAnswer, MoveReason
from qa_app.domain.session_standing import OWED, Standing, standing_of
from qa_app.domain.supervision import (
    CancelReason,
    SessionChoice,
    SessionState,
    SessionType,
    choice_of,
)
from qa_app.domain.version_in_force import VersionReason
from qa_app.queries.draws import SessionFile
from qa_app.queries.supervision import SessionLine
from qa_app.web.locale import page_language
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.coverage import TYPES
from qa_app.wording.session_moves import DAY_ANSWERS, MOVE_REASONS

_FILES = "files"
_MARKS: dict[str, dict[str, str]] = {
    "zh": {"individual": "个", "group": "团", "meeting": "会", "field": "访", _FILES: "评"},
    "en": {"individual": "I", "group": "G", "meeting": "M", "field": "V", _FILES: "R"},
}
# written here and not by babel: what it knows of a language takes each process 5 MB and its first
# page 50 ms
_DAYS = {"zh": tuple("一二三四五六日"), "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_LETTERS = 3


def _is_zh() -> bool:
    return page_language() == "zh"


def short_day(on: date) -> str:
    """Write a day without its year, such as `4月9日` or `9 Apr`."""
    return f"{on.month}月{on.day}日" if _is_zh() else f"{on.day} {short_month(on)}"


def near_day(on: date, today: date) -> str:
    """Write a day, with its year when that is not the present one."""
    return short_day(on) if on.year == today.year else _with_year(on)


def near_span(first: date, last: date, today: date) -> tuple[str, str]:
    """Write the ends of a span, both with their years when one of them is not the present one."""
    if first.year == last.year == today.year:
        return short_day(first), short_day(last)
    return _with_year(first), _with_year(last)


def _with_year(on: date) -> str:
    return f"{on.year}年{short_day(on)}" if _is_zh() else f"{short_day(on)} {on.year}"


def short_instant(at: datetime) -> str:
    """Write the local day of an instant without its year."""
    return short_day(local_day(at, installation().timezone))


def near_instant(at: datetime, today: date) -> str:
    """Write the local day of an instant, with its year when that is not the present one."""
    return near_day(local_day(at, installation().timezone), today)


def long_day(on: date) -> str:
    """Write a day with its weekday, such as `4月9日（周四）` or `Thu 9 Apr`."""
    return _with_weekday(on, short_day(on))


def full_day(on: date) -> str:
    """Write a day with weekday and year."""
    return _with_weekday(on, _with_year(on))


def _with_weekday(on: date, day: str) -> str:
    return f"{day}（周{weekday(on)}）" if _is_zh() else f"{weekday(on)} {day}"


def weekday(on: date) -> str:
    """Name a day of the week as the head of a column."""
    return _DAYS[page_language()][on.weekday()]


def month_words(first: date) -> str:
    """Name a month, such as `2026年4月` or `April 2026`."""
    return f"{first.year}年{first.month}月" if _is_zh() else f"{_name(first)} {first.year}"


def short_month(first: date) -> str:
    """Name a month without its year."""
    return f"{first.month}月" if _is_zh() else _name(first)[:_LETTERS]


def _name(first: date) -> str:
    return _MONTHS[first.month - 1]


def clock_words(at: time) -> str:
    """Write a time of day."""
    return f"{at:%H:%M}"


def type_words(fine: SessionType) -> str:
    """Name a type of session."""
    return Words(page_language()).say(TYPES[fine])


def choice_words(choice: SessionChoice) -> str:
    """Name one of the four choices."""
    words = {
        SessionChoice.INDIVIDUAL: _("Individual"),
        SessionChoice.GROUP: _("Group or peer"),
        SessionChoice.MEETING: _("Case meeting"),
        SessionChoice.FIELD: _("Visit or observation"),
    }
    return str(words[choice])


def type_mark(fine: SessionType) -> str:
    """Give the one character that stands for a type."""
    return _MARKS[page_language()][_kind(fine)]


def reads_files(fine: SessionType) -> bool:
    """Tell whether a type's mark is the filled one."""
    return _kind(fine) == _FILES


def _kind(fine: SessionType) -> str:
    return _FILES if fine is SessionType.CASE_FILE_CHECK else choice_of(fine).value


def session_legend() -> tuple[tuple[str, str, bool], ...]:
    """List the marks of a month page: mark, words, filled or not."""
    marks = _MARKS[page_language()]
    choices = tuple((marks[one.value], choice_words(one), False) for one in SessionChoice)
    return (*choices, (marks[_FILES], type_words(SessionType.CASE_FILE_CHECK), True))


def state_words(line: SessionLine, today: date) -> str:
    """Say how a session stands."""
    words = {
        Standing.PLANNED: _("planned"),
        Standing.DUE: _("due today"),
        Standing.HELD: _("held"),
        Standing.HELD_LATE: _("held late"),
        Standing.MISSED: _("missed, or to be recorded"),
        Standing.MADE_UP: _("cancelled, made up for"),
        Standing.ENDED: _("cancelled for good"),
    }
    standing = standing_of(line.course, today)
    if standing is Standing.MISSED and line.state is SessionState.CANCELLED:
        return str(_("cancelled, missed until held"))
    return str(words[standing])


def state_look(line: SessionLine, today: date) -> str:
    """Give the chip's class for how a session stands."""
    standing = standing_of(line.course, today)
    if standing in OWED:
        return "run" if standing is Standing.DUE else "late"
    looks = {Standing.PLANNED: "run", Standing.HELD: "done", Standing.HELD_LATE: "done"}
    return looks.get(standing, "plain")


def files_words(count: int) -> str:
    """Count files."""
    return str(ngettext("%(num)d file", "%(num)d files", count))


def reason_words(reason: CancelReason) -> str:
    """Say why a session was cancelled."""
    words = {
        CancelReason.SUPERVISOR_ILL: _("the supervisor is ill"),
        CancelReason.CENTRE_ASKED: _("the centre asked for it"),
        CancelReason.EMERGENCY: _("an emergency came first"),
        CancelReason.TRAVEL: _("travel was not possible"),
        CancelReason.CONFLICT_OF_INTEREST: _("a conflict of interest came to light"),
        CancelReason.CENTRE_CLOSED: _("the centre is closed"),
        CancelReason.SERIES_CHANGED: _("its series was changed or ended"),
        CancelReason.PERSON_LEFT: _("who was to be supervised has left"),
    }
    return str(words[reason])


def hand_over_words(reason: HandOverReason) -> str:
    """Say why somebody else goes on with a reading or a session."""
    words = {
        HandOverReason.LEFT: _("the person has left or may no longer work here"),
        HandOverReason.AWAY: _("the person is ill or away"),
        HandOverReason.WORKLOAD: _("too much work for one person"),
        HandOverReason.CONFLICT_OF_INTEREST: _("a conflict of interest came to light"),
    }
    return str(words[reason])


def version_words(one: SessionFile, today: date) -> str:
    """Say under which version a file is read, and why."""
    reason, day = one.version_reason, one.version_day
    if reason is None or day is None:
        return str(_("version %(version)s", version=one.version))
    words = {
        VersionReason.CLOSED: _(
            "version %(version)s, in force when the case was closed on %(day)s"
        ),
        VersionReason.SESSION: _("version %(version)s, in force on the day of the session"),
        VersionReason.PLANNED: _(
            "version %(version)s, as planned: none that counts here was in force on %(day)s"
        ),
    }
    return str(words[reason] % {"version": one.version, "day": near_day(day, today)})


def add_reason_words(reason: str) -> str:
    """Say why a file was added by hand, from the reason's code."""
    words = {
        AddReason.RED_LINE: _("a red line has to be read again"),
        AddReason.COMPLAINT: _("a complaint was made"),
        AddReason.INCIDENT: _("a serious incident"),
        AddReason.HIGH_RISK: _("a case of high risk"),
        AddReason.NEW_WORKER: _("a new worker's file"),
        AddReason.LEARNING: _("to learn from a good example"),
    }
    return str(words[AddReason(reason)])


def left_out_words(excluded: Mapping[Exclusion, int] | Mapping[str, int]) -> list[str]:
    """Count the files left out of a frame, one clause for each reason."""
    n = {why: excluded.get(why, 0) for why in Exclusion}
    words = {
        Exclusion.SEALED: _("%(n)d sealed", n=n[Exclusion.SEALED]),
        Exclusion.BARRED: _(
            "%(n)d that the reviewer or supervisor may not judge", n=n[Exclusion.BARRED]
        ),
        Exclusion.CHOSEN: _("%(n)d chosen by hand", n=n[Exclusion.CHOSEN]),
        Exclusion.DRAWN_BEFORE: _("%(n)d drawn in the last 12 months", n=n[Exclusion.DRAWN_BEFORE]),
    }
    return [str(words[why]) for why in Exclusion if why in excluded]


def empty_frame_words(params: Mapping[str, object]) -> str:
    """Say why no file can be drawn, from the refusal's counts of files left out."""
    excluded = {why: count for why in Exclusion if isinstance(count := params.get(why.value), int)}
    if not excluded:
        return str(_("The case list has no file of this area and period: import the list first"))
    listed = str(_(", ")).join(left_out_words(excluded))
    return str(_("No file can be drawn. Left out: %(listed)s", listed=listed))


def clauses(*parts: str) -> str:
    """Put clauses one after another in one sentence; empty ones are left out."""
    said = ""
    for part in parts:
        if part:
            said = str(_("%(what)s, %(rest)s", what=said, rest=part)) if said else part
    return said


def sentences(*parts: str) -> str:
    """Put sentences one after another; empty ones are left out."""
    said = ""
    for part in parts:
        if part:
            said = str(_("%(first)s %(second)s", first=said, second=part)) if said else part
    return said


def due_words(due_on: date, today: date) -> str:
    """Say how far off a due date is."""
    days = (due_on - today).days
    if days < 0:
        return str(ngettext("%(num)d day late", "%(num)d days late", -days))
    if days == 0:
        return str(_("due today"))
    return str(ngettext("due in %(num)d day", "due in %(num)d days", days))


def reason_of_move(reason: MoveReason) -> str:
    """Say why a session goes to another day."""
    return Words(page_language()).say(MOVE_REASONS[reason])


def answer_words(answer: DayAnswer | None) -> str:
    """Say what became of a proposed day."""
    if answer is None:
        return str(_("lapsed: the session was settled"))
    return Words(page_language()).say(DAY_ANSWERS[answer])


def moment_words(on: date, at: time | None) -> str:
    """Write a day and its time."""
    return clauses(full_day(on), clock_words(at) if at else "")


TEMPLATE_WORDS = {
    function.__name__: function
    for function in (
        add_reason_words,
        answer_words,
        moment_words,
        reason_of_move,
        version_words,
        clauses,
        clock_words,
        due_words,
        files_words,
        full_day,
        long_day,
        month_words,
        near_day,
        reads_files,
        reason_words,
        sentences,
        session_legend,
        short_day,
        short_instant,
        short_month,
        state_look,
        state_words,
        type_mark,
        type_words,
        weekday,
    )
}
"""What templates may call by name."""
