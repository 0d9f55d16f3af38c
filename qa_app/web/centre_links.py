"""Ways from a centre to the other things that belong to it."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from qa_app.domain.people import NO_REACH
from qa_app.domain.permissions import Permission, may
from qa_app.domain.session_coverage import reach_over_coverage
from qa_app.web.guard import current_actor


@dataclass(frozen=True, slots=True)
class Tab:
    """One word of the row of tabs.

    Attributes:
        address: Where it leads.
        words: What it says.
        is_current: True for the page shown.
    """

    address: str
    words: str
    is_current: bool = False


def link_if_allowed(endpoint: str, needs: Permission, **values: Any) -> str | None:
    """Give a way to another job's page.

    Args:
        endpoint: The page.
        needs: What a person must be allowed to see it.
        **values: Parts of its address.

    Returns:
        The address; None when the person may not go there.
    """
    return url_for(endpoint, **values) if may(current_actor(), needs) else None


def tabs_of_centre(centre_id: int, current: str) -> list[Tab]:
    """List the pages of a centre.

    Args:
        centre_id: The centre.
        current: The endpoint shown now.

    Returns:
        Those that the signed-in person may see.
    """
    wanted = (
        ("centres.overview", Permission.CENTRE_READ, _("Overview"), {"centre_id": centre_id}),
        ("centres.standards", Permission.CENTRE_READ, _("Standards"), {"centre_id": centre_id}),
        ("centres.trends", Permission.CENTRE_READ, _("Trends"), {"centre_id": centre_id}),
        ("period_reports.index", Permission.REPORT_READ, _("Reports"), {"centre": centre_id}),
        ("cases.index", Permission.CASE_READ, _("Case files"), {"centre_id": centre_id}),
        ("workers.people", Permission.PRACTITIONER_READ, _("People"), {"centre_id": centre_id}),
        (
            "service_records.referrals",
            Permission.SERVICE_READ,
            _("Service"),
            {"centre_id": centre_id},
        ),
        ("supervision.month", Permission.SESSION_READ, _("Plan"), {"centre": centre_id}),
        ("reminders.centre", Permission.LINK_MANAGE, _("Reminders"), {"centre_id": centre_id}),
    )
    tabs = [
        (link_if_allowed(endpoint, needs, **values), words, endpoint == current)
        for endpoint, needs, words, values in wanted
    ]
    return [Tab(address, words, is_now) for address, words, is_now in tabs if address is not None]


def tabs_of_place(place_id: int, current: str) -> list[Tab]:
    """List the pages of a place.

    Args:
        place_id: The place; 0 is the whole network.
        current: The endpoint shown now.

    Returns:
        Those that the signed-in person may see.
    """
    wanted: tuple[tuple[str, Permission, str, dict[str, Any]], ...] = (
        ("centres.index", Permission.CENTRE_READ, _("Centres"), {"place": place_id or None}),
        (
            "centres.place_standards",
            Permission.CENTRE_READ,
            _("Standards"),
            {"place_id": place_id},
        ),
        ("centres.place_trends", Permission.CENTRE_READ, _("Trends"), {"place_id": place_id}),
        ("comparison.show", Permission.COMPARISON_READ, _("Comparison"), {"place_id": place_id}),
    )
    tabs = [
        (link_if_allowed(endpoint, needs, **values), words, endpoint == current)
        for endpoint, needs, words, values in wanted
    ]
    return [Tab(address, words, is_now) for address, words, is_now in tabs if address is not None]


def papers_of_centre(centre_id: int) -> tuple[tuple[str, str], ...]:
    """List the papers about a centre's actions, and the way to its results item by item.

    Args:
        centre_id: The centre.

    Returns:
        Address and words of those that the signed-in person may have.
    """
    reads, checks = Permission.ACTION_READ, Permission.ACTION_CHECK
    wanted = (
        ("printed.action_list", reads, "pdf", _("List of actions (PDF)")),
        ("printed.action_list", reads, "docx", _("List of actions, draft in Word")),
        ("printed.rectification", checks, "pdf", _("Rectification notice, draft (PDF)")),
        ("printed.rectification", checks, "docx", _("Rectification notice, draft in Word")),
    )
    papers = [
        (link_if_allowed(endpoint, needs, centre_id=centre_id, form=form), words)
        for endpoint, needs, form, words in wanted
    ]
    items = str(_("Results item by item"))
    if reach_over_coverage(current_actor()) != NO_REACH:
        sheet = link_if_allowed("quality.sheet", Permission.COVERAGE_READ, centre_id=centre_id)
        papers.append((sheet, str(_("Quality sheet"))))
    papers += [
        (link_if_allowed("own_forms.index", Permission.CENTRE_READ), str(_("Fill my form"))),
        (link_if_allowed("exports.index", Permission.ITEMS_EXPORT), items),
        (link_if_allowed("exports.requests", Permission.ITEMS_REQUEST), items),
    ]
    return tuple((address, words) for address, words in papers if address is not None)
