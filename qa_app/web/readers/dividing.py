"""The untouched files of a session divided among readers, accepted line by line."""

from dataclasses import dataclass
from typing import ClassVar

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.assignment import ProposedReader, Why
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.assignments import Division, FileLine, division_of
from qa_app.services.readers.assign_files import Accepted, assign_files
from qa_app.web.guard import current_actor, requires
from qa_app.web.numbers import number_or_none
from qa_app.web.pages import Page
from qa_app.web.reader_refusals import reader_refusals
from qa_app.web.readers.blueprint import bp
from qa_app.web.settings import installation

_CONFLICT, _UNPROCESSABLE = 409, 422


@dataclass(frozen=True, slots=True)
class DividedLine:
    """A file, who has it, who is proposed and why."""

    line: FileLine
    now: str
    why: str
    chosen: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DividePage(Page):
    """Who should read which file."""

    template: ClassVar[str] = "readers/divide.html"

    division: Division
    title: str
    lines: tuple[DividedLine, ...]
    trouble: str


@bp.get("/sessions/<int:session_id>/divide")
@requires(Permission.SAMPLE_DRAW)
def divide(session_id: int) -> ResponseReturnValue:
    return _page(_found(session_id), "").render()


@bp.post("/sessions/<int:session_id>/divide")
@requires(Permission.SAMPLE_DRAW)
def accept(session_id: int) -> ResponseReturnValue:
    found = _found(session_id)
    lines = _accepted(found)
    if lines is None:
        return _page(found, _("Choose among the people shown")).render(), _UNPROCESSABLE
    try:
        now, zone = clock.now(), installation().timezone
        assign_files(database(), current_actor(), session_id, lines, at=now, zone=zone)
    except InvalidError as fault:
        if fault.code == "nothing_accepted":
            words = _("Tick the lines that you accept")
        elif fault.code == "closed_file":
            # by then only where the file was closed to them since the page was shown
            found, words = _found(session_id), reader_refusals()[fault.code]
        else:
            words = _("Something keeps one of the people from a file: look at the proposal again")
        return _page(found, words).render(), _UNPROCESSABLE
    except ConflictError:
        words = _("Somebody else changed this meanwhile: look at it again")
        return _page(_found(session_id), words).render(), _CONFLICT
    moved = ",".join(str(one.audit_id) for one in lines if one.to_id != one.from_id)
    done = url_for("supervision.show", session_id=session_id, notice="assigned", moved=moved)
    return redirect(done)


def _found(session_id: int) -> Division:
    zone = installation().timezone
    found = division_of(database(), current_actor(), session_id, zone, at=clock.now())
    return found or abort(404)


def _accepted(division: Division) -> list[Accepted] | None:
    """Read the lines ticked or chosen anew; None when one names somebody who is not shown."""
    ticked = {*request.form.getlist("accept"), *_chosen_anew()}
    lines = []
    for one in division.lines:
        if str(one.audit_id) not in ticked:
            continue
        reader = number_or_none(request.form.get(f"reader.{one.audit_id}", ""))
        if reader is None or reader not in {person.id for person in one.fit}:
            return None
        # as the page showed it, so that a change in between is noticed
        seen = number_or_none(request.form.get(f"from.{one.audit_id}", ""))
        lines.append(Accepted(one.audit_id, seen or None, reader))
    known = {str(one.audit_id) for one in division.lines}
    # a line that is gone was begun, signed or withdrawn in between
    gone = [number for number in map(number_or_none, sorted(ticked - known)) if number is not None]
    return [*lines, *(Accepted(number, None, 0) for number in gone)]


def _chosen_anew() -> set[str]:
    # a person chosen in place of the one shown counts as accepted, ticked or not
    shown = {
        name.partition(".")[2]: value
        for name, value in request.form.items()
        if name.startswith("shown.")
    }
    return {
        audit for audit, value in shown.items() if request.form.get(f"reader.{audit}", "") != value
    }


def _page(division: Division, trouble: str) -> DividePage:
    lines = tuple(_line(division, one) for one in division.lines)
    return DividePage(
        division=division, title=_title(division, lines), lines=lines, trouble=str(trouble)
    )


def _title(division: Division, lines: tuple[DividedLine, ...]) -> str:
    if not division.is_drawn:
        return str(_("Nothing is drawn yet, so there is no file to divide"))
    if not lines:
        return str(_("No file waits to be divided: all are begun"))
    moved = sum(one.chosen not in {None, one.line.reader_id} for one in lines)
    if not moved:
        return str(_("The files are divided as the proposal would have it"))
    return str(
        ngettext(
            "%(num)d file would be better read by somebody else",
            "%(num)d files would be better read by somebody else",
            moved,
        )
    )


def _line(division: Division, one: FileLine) -> DividedLine:
    now = division.names.get(one.reader_id or 0, str(_("nobody who may read here")))
    return DividedLine(one, now, _why(division, one.proposal), one.proposal.reader_id)


def _why(division: Division, proposal: ProposedReader) -> str:
    name, room = division.names.get(proposal.reader_id or 0, ""), proposal.room
    words = {
        Why.MOST_ROOM: ngettext(
            "%(name)s has most room: %(num)d file this week",
            "%(name)s has most room: %(num)d files this week",
            room,
            name=name,
        ),
        Why.KEPT: _("stays with %(name)s, who has room for %(room)d", name=name, room=room),
        Why.OVER_FULL: _("nobody has room left; %(name)s is the least overloaded", name=name),
        Why.NOBODY: _(
            "nobody of the round reads in this area without something keeping them from it"
        )
        if division.is_of_round
        else _("nobody reads in this area without something keeping them from it"),
    }
    return str(words[proposal.why])
