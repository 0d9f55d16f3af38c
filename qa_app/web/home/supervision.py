"""What supervision asks of a person today: records, and days that units propose."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.defaults import ROWS_AT_A_GLANCE
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.supervision import SessionType
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.double_booking import nightly_clashes
from qa_app.queries.record_duties import RecordDuty, RecordDutyKind, record_duties
from qa_app.queries.session_days import ProposalLine, waiting_proposals
from qa_app.web.session_labels import near_day, type_words
from qa_app.web.settings import installation

_AHEAD_MOST = 200


@dataclass(frozen=True, slots=True)
class SupervisionLine:
    """One thing that waits.

    Attributes:
        address: Where it is done.
        name: What kind of session, and its day.
        centre_name: The centre's name.
        what: What has to be done.
        until: By when; None without a limit.
    """

    address: str
    name: str
    centre_name: BilingualText
    what: str
    until: date | None


@dataclass(frozen=True, slots=True)
class SupervisionToday:
    """What waits.

    Attributes:
        lines: What is due first, first; then what has no limit.
        words: How much of each kind, for the title of the page.
        begun: Sessions whose record was begun, and waits to be finished.
        is_cut: True when more of some kind may wait than is listed.
    """

    lines: tuple[SupervisionLine, ...]
    words: tuple[str, ...]
    begun: frozenset[int]
    is_cut: bool


def supervision_today(actor: Actor, day: date) -> SupervisionToday:
    """Gather what waits for a person.

    Args:
        actor: Who.
        day: Local day.

    Returns:
        Records that they have to finish, sign or acknowledge, days that units propose for
        sessions that they may plan, and sessions that a series put beside others at night;
        nothing for those whom it does not concern.
    """
    glance = ROWS_AT_A_GLANCE
    reads = may(actor, Permission.RECORD_READ)
    records = record_duties(database(), actor, installation().timezone, glance) if reads else ()
    plans = may(actor, Permission.SESSION_PLAN)
    days = waiting_proposals(database(), actor, glance) if plans else ()
    twice = nightly_clashes(database(), actor, day, _AHEAD_MOST) if plans else ()
    lines = [_of_record(one, day) for one in records] + [_of_day(one, day) for one in days]
    lines += [_of_clash(*one, today=day) for one in twice[:glance]]
    lines.sort(key=lambda line: line.until or date.max)
    counted = {kind: [one for one in records if one.kind is kind] for kind in RecordDutyKind}
    return SupervisionToday(
        tuple(lines),
        _words({kind: len(found) for kind, found in counted.items()}, len(days), len(twice)),
        frozenset(one.session_id for one in counted[RecordDutyKind.FINISH]),
        is_cut=any(len(found) >= glance for found in (*counted.values(), days, twice)),
    )


def _of_record(one: RecordDuty, day: date) -> SupervisionLine:
    what = {
        RecordDutyKind.FINISH: _("Finish the record and sign it"),
        RecordDutyKind.SIGN: _("Sign the record and acknowledge it")
        if one.until
        else _("Sign the record"),
        RecordDutyKind.ACKNOWLEDGE: _("Read the record and acknowledge it"),
    }
    return SupervisionLine(
        url_for("records.show", session_id=one.session_id),
        f"{near_day(one.held_on, day)} {type_words(one.type)}",
        one.centre_name,
        str(what[one.kind]),
        one.until,
    )


def _of_day(one: ProposalLine, day: date) -> SupervisionLine:
    return SupervisionLine(
        url_for("schedule.proposals"),
        f"{near_day(one.planned_on, day)} {type_words(one.type)}",
        one.centre_name,
        str(_("Answer the unit, which proposes %(day)s", day=near_day(one.day, day))),
        one.planned_on,
    )


def _of_clash(
    session_id: int, fine: SessionType, on: date, centre: BilingualText, *, today: date
) -> SupervisionLine:
    return SupervisionLine(
        url_for("schedule.day", session_id=session_id),
        f"{near_day(on, today)} {type_words(fine)}",
        centre,
        str(_("Its series put it where somebody is in another session: move it")),
        on,
    )


def _words(records: dict[RecordDutyKind, int], days: int, twice: int) -> tuple[str, ...]:
    finish, sign = records[RecordDutyKind.FINISH], records[RecordDutyKind.SIGN]
    acknowledge = records[RecordDutyKind.ACKNOWLEDGE]
    said = (
        (finish, ngettext("%(num)d record to finish", "%(num)d records to finish", finish)),
        (sign, ngettext("%(num)d record to sign", "%(num)d records to sign", sign)),
        (
            acknowledge,
            ngettext(
                "%(num)d record to acknowledge", "%(num)d records to acknowledge", acknowledge
            ),
        ),
        (days, ngettext("%(num)d day proposed", "%(num)d days proposed", days)),
        (twice, ngettext("%(num)d session to move", "%(num)d sessions to move", twice)),
    )
    return tuple(words for count, words in said if count)
