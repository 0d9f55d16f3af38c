"""Sentences of the plan and of one session."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.defaults import FILES_PER_SESSION_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.sample_design import DrawMethod
from qa_app.domain.supervision import UNIT_CASE_FILE, SessionState
from qa_app.queries.draws import Draw
from qa_app.queries.holidays import MarkedDays
from qa_app.queries.session_planning import SessionRubric
from qa_app.queries.supervision import SessionHead, SessionLine
from qa_app.web.labels import plain
from qa_app.web.reader_refusals import reader_refusals
from qa_app.web.session_labels import (
    clauses,
    empty_frame_words,
    files_words,
    left_out_words,
    month_words,
    near_day,
    near_span,
    sentences,
    type_words,
)
from qa_app.web.settings import local_today

_SATURDAY = 5


def month_finding(first: date, sessions: Sequence[SessionLine], today: date) -> str:
    """Say how a month stands, as the page's heading."""
    month = month_words(first)
    counted = [one for one in sessions if one.state is not SessionState.CANCELLED]
    if not counted:
        return str(_("%(month)s: no session is planned", month=month))
    held = sum(one.state is SessionState.HELD for one in counted)
    late = sum(one.state is SessionState.PLANNED and one.planned_on < today for one in counted)
    parts = [
        ngettext("%(num)d session", "%(num)d sessions", len(counted)),
        _("%(n)d held", n=held) if held else "",
        _("%(n)d to be recorded", n=late) if late else "",
    ]
    return str(_("%(month)s: %(listed)s", month=month, listed=clauses(*parts)))


def month_lede(sessions: Sequence[SessionLine]) -> str:
    """Say what the month's sessions read and reach."""
    counted = [one for one in sessions if one.state is not SessionState.CANCELLED]
    if not counted:
        return ""
    centres = len({one.centre_id for one in counted})
    reach = str(ngettext("%(num)d centre", "%(num)d centres", centres))
    wanted = sum(one.files_wanted for one in counted)
    if not wanted:
        return str(_("%(reach)s.", reach=reach))
    signed = sum(one.signed_count for one in counted)
    planned = _("%(reach)s, %(files)s to review.", reach=reach, files=files_words(wanted))
    return sentences(str(planned), str(_("%(n)d signed.", n=signed)))


def behind_words(sessions: Sequence[SessionLine]) -> str:
    """Count the sessions that lie behind, for the fold that holds them."""
    held = sum(one.state is SessionState.HELD for one in sessions)
    return clauses(
        _("%(n)d held", n=held) if held else "",
        _("%(n)d cancelled", n=len(sessions) - held) if len(sessions) > held else "",
    )


def session_finding(head: SessionHead, draw: Draw | None, today: date) -> str:
    """Say what a session is and how far its files are, as the page's heading."""
    line = head.line
    what = _(
        "%(kind)s at %(centre)s on %(day)s",
        centre=plain(line.centre_name),
        kind=type_words(line.type),
        day=near_day(line.planned_on, today),
    )
    return clauses(what, _files_finding(head, draw))


def _files_finding(head: SessionHead, draw: Draw | None) -> str:
    line = head.line
    if line.state is SessionState.CANCELLED or head.rubric_version_id is None:
        return ""
    if head.rubric_kind != UNIT_CASE_FILE:
        return _visit_finding(line)
    if line.file_count and not line.signed_count:
        return str(_("%(files)s to review", files=files_words(line.file_count)))
    if line.file_count:
        return str(_("%(done)d of %(all)d signed", done=line.signed_count, all=line.file_count))
    return str(_("no file drawn yet")) if draw is None else ""


def _visit_finding(line: SessionLine) -> str:
    if line.signed_count:
        return str(_("its review is signed"))
    return str(_("its review is open") if line.file_count else _("its review has not begun"))


def draw_sentence(head: SessionHead, draw: Draw, void_count: int) -> str:
    """Say what was drawn from what, and how many of the drawn files are void by now."""
    if head.rubric_kind != UNIT_CASE_FILE:
        return str(_("One review covers the whole centre; nothing is drawn."))
    if draw.wanted_count >= draw.frame_count:
        drawn = str(
            ngettext(
                "All of the frame is read: %(num)d file.",
                "All of the frame is read: %(num)d files.",
                draw.frame_count,
            )
        )
    else:
        count, frame = draw.wanted_count, draw.frame_count
        drawn = str(_("%(n)d drawn at random from %(all)d files.", n=count, all=frame))
        if draw.method is DrawMethod.STRATIFIED:
            drawn = str(
                _("%(n)d drawn at random within groups from %(all)d files.", n=count, all=frame)
            )
    voided = ngettext("%(num)d of them is void.", "%(num)d of them are void.", void_count)
    return sentences(drawn, str(voided) if void_count else "")


def readers_words(names: Sequence[str]) -> str:
    """Say whom a round names to read here, where there are several."""
    if len(names) < 2:  # noqa: PLR2004 - one reader needs no dividing
        return ""
    return str(
        _(
            "The round names %(names)s to read here. Files are drawn in one name; the next page"
            " proposes how to divide them among all of them.",
            names=_(", ").join(names),
        )
    )


def left_out_sentence(draw: Draw) -> str:
    """Say which files were left out of the frame; empty when none were."""
    parts = left_out_words(draw.excluded)
    return str(_("Left out: %(listed)s.", listed=_(", ").join(parts))) if parts else ""


def day_sentence(on: date, marked: MarkedDays) -> str:
    """Warn of a day on which people may not be at work; empty for a working day."""
    if marked.missing_years:
        return str(
            _(
                "The holiday table of %(year)d is not there yet: check that this is a working day.",
                year=on.year,
            )
        )
    return free_day_sentence(on, marked)


def free_day_sentence(on: date, marked: MarkedDays) -> str:
    """Name the day off or the weekend; empty for a day on which people work."""
    named = marked.days.get(on)
    if named is not None and not named.is_working:
        return str(_("This is a day off: %(name)s.", name=plain(named.name)))
    if on.weekday() >= _SATURDAY and named is None:
        return str(_("This is a weekend day."))
    return ""


def stretch_words(one: SessionRubric) -> tuple[str, ...]:
    """Say when a version is in force, where that is not simply from now on."""
    today = local_today()
    first = near_day(one.in_force_from, today)
    if one.in_force_until is not None:
        # the last day is easier to read than the first one after it
        until = one.in_force_until - timedelta(days=1)
        first, last = near_span(one.in_force_from, until, today)
        return (str(_("in force from %(first)s to %(last)s", first=first, last=last)),)
    if one.in_force_from > today:
        return (str(_("in force from %(first)s on", first=first)),)
    return ()


def refusal_words(fault: InvalidError) -> tuple[str, str]:
    """Say why something was refused.

    Args:
        fault: The refusal.

    Returns:
        The field it is about (empty for the whole form), and the words.
    """
    most, refusals = FILES_PER_SESSION_MOST, reader_refusals()
    words: dict[str, tuple[str, str]] = {
        "day_out_of_bounds": (
            "planned_on",
            _("Give a day from two years ago to two years from now"),
        ),
        "centre_closed": ("planned_on", _("The centre is closed by then")),
        "unknown_person": ("people", _("Someone chosen does not work here on that day")),
        "takes_no_supervisors": (
            "staff",
            _("No supervisor is supervised at a session of this kind"),
        ),
        "supervisors_missing": ("staff", _("Say which supervisors are supervised")),
        "supervises_themselves": ("staff", _("Whoever leads the session is not supervised at it")),
        "unknown_supervisor": ("staff", _("Someone chosen may not lead sessions here by now")),
        "unfit_rubric": ("rubric_version_id", _("This rubric does not go with the centre")),
        "not_in_force": (
            "rubric_version_id",
            _("No version of this rubric is in force on that day"),
        ),
        "rubric_missing": ("rubric_version_id", _("Choose the rubric that files are read by")),
        "reads_no_files": ("rubric_version_id", _("No files are read at a session of this kind")),
        "files_wanted": ("files_wanted", _("Give a number from 1 to %(most)d", most=most)),
        **{code: ("reader_id", said) for code, said in refusals.items()},
        "unfit_supervisor": ("supervisor_id", refusals["unfit_supervisor"]),
        "frame_empty": ("wanted", empty_frame_words(fault.params)),
        "too_many_files": (
            "",
            _(
                "More files would have to be read (%(wanted)d) than a session takes (%(most)d):"
                " change the design of the round",
                wanted=fault.params.get("wanted", 0),
                most=fault.params.get("most", 0),
            ),
        ),
        "strata_too_many": (
            "",
            _(
                "There are more groups (%(strata)d) than files to read (%(files)d): take fewer"
                " groups or more files",
                strata=fault.params.get("strata", 0),
                files=fault.params.get("files", 0),
            ),
        ),
        "unknown_file": (
            "reference",
            _("There is no such file of this centre and area: check the reference"),
        ),
        "already_there": ("reference", _("This file is in the session already")),
        "not_yet": ("", _("The day has not come: a session is recorded as held on its day")),
        "reason_missing": ("reason", _("Choose a reason")),
        "centre_open": ("reason", _("The centre is open: choose another reason")),
        "same_reader": ("reader_id", _("This person reads it already: choose somebody else")),
        "same_supervisor": (
            "supervisor_id",
            _("This person leads it already: choose somebody else"),
        ),
        "new_day_missing": ("new_day", _("Give the new date")),
        "unfit_day": (
            "new_day",
            _("Give a day from today on, within two years, other than the old one"),
        ),
        "begun_not_cancelled": (
            "",
            _(
                "A record of this session was begun: move it to another day, and its record goes"
                " along; or sign the record if it took place"
            ),
        ),
        "has_signed": (
            "",
            _("A file was signed in this session, so it took place: record it as held"),
        ),
    }
    field, said = words[fault.code]
    return field, str(said)
