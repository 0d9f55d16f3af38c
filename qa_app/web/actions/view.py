"""Puts the list of actions together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.clock import local_day
from qa_app.domain.actions import ActionKind, ActionState, Party, Waits, days_late
from qa_app.domain.defaults import (
    COUNT_MOST,
    ROWS_PER_PAGE,
)
from qa_app.domain.people import Actor
from qa_app.domain.working_days import CalendarYearMissingError, WorkingCalendar
from qa_app.extensions import database
from qa_app.queries.action_papers import cancelled_at, next_readings
from qa_app.queries.actions import (
    ActionFilter,
    ActionLine,
    ActionPlaceInList,
    ShownActions,
)
from qa_app.queries.holidays import working_calendar
from qa_app.queries.library import clauses_held
from qa_app.web.actions.pages import ActionRow, ActionsPage
from qa_app.web.locale import page_language
from qa_app.web.numbers import whole_number
from qa_app.web.pages import Choice
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.action_owners import PARTIES, said_party, said_source
from qa_app.wording.follow_up import (
    KINDS,
    LOOKS,
    WAITS,
    said_state,
)

_RED = "red."
_READ_AGAIN = frozenset({Waits.RE_READ, Waits.READINGS})


def filter_of(shown: str, by: str) -> ActionFilter:
    """Read the filter of an address.

    Args:
        shown: Code of what is shown.
        by: Code of whom it waits for.

    Returns:
        The filter; what is unknown is left out.
    """
    parties = tuple(one for one in Party if one.value == by and one is not Party.SYSTEM)
    known = ShownActions(shown) if shown in tuple(ShownActions) else ShownActions.DUE
    return ActionFilter(known, parties, is_red_first=True)


def place_of(text: str) -> ActionPlaceInList | None:
    """Read where a page begins.

    Args:
        text: Such as `2026-03-28.12` or `.12`; `red.2026-03-28.12` among red lines.

    Returns:
        The last row of the page before; None at the top, and for anything else.
    """
    is_red = text.startswith(_RED)
    day, dot, number = text.removeprefix(_RED).partition(".")
    if not dot:
        return None
    try:
        on = date.fromisoformat(day) if day else None
        return ActionPlaceInList(on, whole_number(number), is_red)
    except ValueError:
        return None


def list_page(
    actor: Actor,
    chosen: ActionFilter,
    lines: tuple[ActionLine, ...],
    counts: tuple[int, int],
    today: date,
) -> ActionsPage:
    """Put the list together.

    Args:
        actor: Who looks.
        chosen: What is shown.
        lines: Its rows, one more than a page when there are more.
        counts: How many there are, and how many are late.
        today: Local day.

    Returns:
        The page.
    """
    words, shown = Words(page_language()), lines[:ROWS_PER_PAGE]
    names = {
        ShownActions.DUE: _("To be done"),
        ShownActions.LATE: _("Overdue"),
        ShownActions.READINGS: _("Waiting for later reviews"),
        ShownActions.CLOSED: _("Closed"),
    }
    everybody = Choice(_address(ActionFilter(chosen.shown)), _("Anybody"), not chosen.parties)
    parties = [
        Choice(
            _address(ActionFilter(chosen.shown, (one,))),
            words.say(PARTIES[one]),
            chosen.parties == (one,),
        )
        for one in (Party.CENTRE, Party.WORKER, Party.SUPERVISOR)
    ]
    is_timed = chosen.shown in {ShownActions.DUE, ShownActions.LATE}
    has_more = len(lines) > ROWS_PER_PAGE
    return ActionsPage(
        heading=_heading(*counts),
        choices=tuple(
            Choice(
                _address(ActionFilter(one, chosen.parties if one in names else ())),
                name,
                one is chosen.shown,
            )
            for one, name in names.items()
        ),
        parties=(everybody, *parties) if is_timed else (),
        rows=_rows(actor, words, shown, today),
        is_closed=chosen.shown is ShownActions.CLOSED,
        today=today,
        next_address=_address(chosen, shown[-1]) if has_more else None,
        empty=_empty(chosen),
    )


def _address(chosen: ActionFilter, last: ActionLine | None = None) -> str:
    query = {} if chosen.shown is ShownActions.DUE else {"show": chosen.shown.value}
    if chosen.parties:
        query["by"] = chosen.parties[0].value
    if last is not None:
        red = _RED if last.kind is ActionKind.RED_LINE else ""
        query["after"] = f"{red}{last.next_on or ''}.{last.id}"
    return f"{url_for('actions.index')}?{urlencode(query)}" if query else url_for("actions.index")


def _heading(total: int, late: int) -> str:
    if total > COUNT_MOST:
        return str(_("More than %(n)s actions", n=COUNT_MOST))
    found = ngettext("%(num)s action", "%(num)s actions", total)
    if not late:
        return str(found)
    overdue = ngettext("%(num)s action overdue", "%(num)s actions overdue", late)
    return str(_("%(found)s, %(late)s", found=found, late=overdue))


def _empty(chosen: ActionFilter) -> str:
    words = Words(page_language())
    whole = {
        ShownActions.DUE: _(
            "Nothing has to be done. Actions stand here once a review with findings is signed, or"
            " the record of a session of supervision."
        ),
        ShownActions.LATE: _("Nothing is overdue."),
        ShownActions.READINGS: _(
            "No action waits for later reviews. An action waits for them once the centre says that"
            " it is done."
        ),
        ShownActions.CLOSED: _("No action is verified yet. Later reviews or a document verify it."),
    }
    if not chosen.parties:
        return str(whole[chosen.shown])
    who = words.say(PARTIES[chosen.parties[0]])
    if chosen.shown is ShownActions.LATE:
        return str(_("Nothing is overdue that waits for %(who)s.", who=who))
    return str(_("Nothing waits for %(who)s.", who=who))


def _rows(
    actor: Actor, words: Words, lines: tuple[ActionLine, ...], today: date
) -> tuple[ActionRow, ...]:
    # one calendar for each region, not for each row
    regions = {one.region for one in lines}
    calendars = {one: working_calendar(database(), one) for one in regions}
    waiting = [one.id for one in lines if one.waits_for in _READ_AGAIN]
    planned = next_readings(database(), actor, waiting, today)
    closed = _closed_on(lines)
    held = clauses_held(database(), (clause for one in lines for clause in one.cited))
    return tuple(
        replace(
            _row(words, one, today, _age(words, one, today, calendars), planned.get(one.id)),
            closed_on=closed.get(one.id),
            rests_on=tuple(clause for clause in one.cited if clause in held),
        )
        for one in lines
    )


def _closed_on(lines: Sequence[ActionLine]) -> Mapping[int, date]:
    zone = installation().timezone
    dropped = [one.id for one in lines if one.state is ActionState.DROPPED]
    ended = cancelled_at(database(), dropped)
    return {
        **{one.id: one.verified_on for one in lines if one.verified_on is not None},
        # what was verified and then cancelled is closed since it was cancelled
        **{one: local_day(at, zone) for one, at in ended.items()},
    }


def _row(
    words: Words, line: ActionLine, today: date, age: str, planned: tuple[int, date] | None
) -> ActionRow:
    waits = ""
    if line.waits_by is not None:
        is_agreed = line.agreed_on is not None
        who = said_party(words, line.waits_by, line.owner, is_agreed=is_agreed, worker=line.worker)
        what = words.say(WAITS[line.waits_for])
        waits = str(_("%(who)s: %(what)s", who=who, what=what))
    return ActionRow(
        line=line,
        kind=words.say(KINDS[line.kind])
        if line.agreed_on is None
        else said_source(words, line.agreed_on),
        is_red=line.kind is ActionKind.RED_LINE,
        state=said_state(
            words, line.state, line.owner, is_agreed=line.agreed_on is not None, worker=line.worker
        ),
        look=LOOKS[line.state],
        waits=waits,
        late=days_late(line.next_on, today),
        age=age,
        session_id=None if planned is None else planned[0],
        read_on="" if planned is None else words.day(planned[1]),
        closed_on=None,
    )


def _age(
    words: Words, line: ActionLine, today: date, calendars: Mapping[str, WorkingCalendar]
) -> str:
    if line.opened_on is None or line.state in {ActionState.VERIFIED, ActionState.DROPPED}:
        return ""
    opened = words.day(line.opened_on)
    try:
        days = calendars[line.region].count_after(line.opened_on, today)
    except CalendarYearMissingError:
        # the table of holidays does not reach so far: the day alone is told
        return str(_("open since %(day)s", day=opened))
    said = ngettext("%(num)d working day", "%(num)d working days", days)
    return str(_("open since %(day)s, %(days)s", day=opened, days=said))
