"""What the pages of a centre's service have in common."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.errors import ConflictError, RefusedError
from qa_app.domain.permissions import Permission, may
from qa_app.domain.service_threads import RecordKind
from qa_app.extensions import database
from qa_app.queries.service_records import After, SeenVersion, ServiceCentre, service_centre
from qa_app.services.service_records.take_back_record import take_back_record
from qa_app.web.days import typed_day
from qa_app.web.guard import current_actor
from qa_app.web.numbers import number_or_none
from qa_app.web.pages import Choice
from qa_app.web.service_records.pages import Line

CONFLICT, UNPROCESSABLE = 409, 422


def centre_or_404(
    centre_id: int, permission: Permission = Permission.SERVICE_READ
) -> ServiceCentre:
    """Find a centre within reach.

    Args:
        centre_id: The centre.
        permission: What the person wants to do.

    Returns:
        The centre; without one the request ends with 404.
    """
    return service_centre(database(), current_actor(), centre_id, permission) or abort(404)


def may_record(centre_id: int) -> bool:
    """Tell whether the person may record at a centre.

    Args:
        centre_id: The centre.

    Returns:
        False for those who only read there.
    """
    actor = current_actor()
    if not may(actor, Permission.SERVICE_RECORD):
        return False
    found = service_centre(database(), actor, centre_id, Permission.SERVICE_RECORD)
    return found is not None


def tabs(centre_id: int, current: str) -> tuple[Choice, ...]:
    """List the pages of a centre's service.

    Args:
        centre_id: The centre.
        current: Name of the endpoint shown now.

    Returns:
        Four ways.
    """
    wanted = (
        ("referrals", _("Referrals")),
        ("complaints", _("Complaints")),
        ("incidents", _("Incidents")),
        ("feedback", _("Feedback")),
    )
    return tuple(
        Choice(url_for(f"service_records.{name}", centre_id=centre_id), str(words), name == current)
        for name, words in wanted
    )


def filters(endpoint: str, centre_id: int, *, is_open: bool) -> tuple[Choice, ...]:
    """Offer open records and ended ones.

    Args:
        endpoint: Name of the list's endpoint.
        centre_id: The centre.
        is_open: Which are shown.

    Returns:
        Two ways.
    """
    address = f"service_records.{endpoint}"
    return (
        Choice(url_for(address, centre_id=centre_id), str(_("Not ended")), is_open),
        Choice(url_for(address, centre_id=centre_id, ended=1), str(_("Ended")), not is_open),
    )


def shows_open() -> bool:
    """Tell which records the address asks for.

    Returns:
        True for open ones.
    """
    return request.args.get("ended") != "1"


def after_sent() -> After | None:
    """Read after which record a page begins.

    Returns:
        Day and id; None for the first page, and for an address that nobody wrote.
    """
    last = number_or_none(request.args.get("last", ""))
    try:
        return None if last is None else (date.fromisoformat(request.args.get("day", "")), last)
    except ValueError:
        return None


def next_address(
    endpoint: str, centre_id: int, lines: Sequence[Line], ids: Sequence[int], *, is_open: bool
) -> str:
    """Lead to the page after this one.

    Args:
        endpoint: Name of the list's endpoint.
        centre_id: The centre.
        lines: What was found, one more than a page when there are more.
        ids: Their ids, likewise.
        is_open: Which are shown.

    Returns:
        The address; empty on the last page.
    """
    if len(lines) <= ROWS_PER_PAGE:
        return ""
    place = ROWS_PER_PAGE - 1
    return url_for(
        f"service_records.{endpoint}",
        centre_id=centre_id,
        ended=None if is_open else 1,
        day=lines[place].day.isoformat(),
        last=ids[place],
    )


def seen_sent(thread: str) -> SeenVersion:
    """Read which version of a record a form was made for.

    Args:
        thread: The record.

    Returns:
        The version; 0, which is never one, where none was sent.
    """
    return SeenVersion(thread, number_or_none(request.form.get("version", "")) or 0)


def day_sent() -> date | None:
    """Read the day of a step.

    Returns:
        The day; None for what is none.
    """
    try:
        return typed_day(request.form.get("on", ""))
    except ValueError:
        return None


def moment_sent(zone: str) -> datetime | None:
    """Read the day and the time of a step.

    Args:
        zone: Local time zone.

    Returns:
        The instant; None for what is none.
    """
    day = day_sent()
    try:
        hour = time.fromisoformat(request.form.get("hour", ""))
    except ValueError:
        return None
    return None if day is None else datetime.combine(day, hour.replace(tzinfo=None), ZoneInfo(zone))


def code_of(fault: RefusedError) -> int:
    """Choose the status of a refusal.

    Args:
        fault: The refusal.

    Returns:
        409 for a conflict, else 422.
    """
    return CONFLICT if isinstance(fault, ConflictError) else UNPROCESSABLE


def sheet_address(code: str, centre_id: int) -> str:
    """Give the way to where records are taken in and given out as a list.

    Args:
        code: The list.
        centre_id: The centre whose records are looked at.

    Returns:
        The address; empty for who may not take in lists of this centre.
    """
    if not may(current_actor(), Permission.LIST_TAKE_IN) or not may_record(centre_id):
        return ""
    return url_for("register.one_list", code=code)


def taken_back(kind: RecordKind, thread: str) -> ConflictError | None:
    """Take a record back as it was seen.

    Args:
        kind: Its kind.
        thread: The record.

    Returns:
        Why it was not; None when it was.
    """
    try:
        take_back_record(database(), current_actor(), kind, seen_sent(thread), at=clock.now())
    except ConflictError as fault:
        return fault
    return None


def after_taken_back(endpoint: str, centre_id: int) -> ResponseReturnValue:
    """Lead to the list of a centre and say there that the record was taken back.

    Args:
        endpoint: The list.
        centre_id: The centre.

    Returns:
        A redirection.
    """
    return redirect(url_for(endpoint, centre_id=centre_id, notice="record_taken_back"))
