"""Words of rubric versions."""

from datetime import date

from flask_babel import gettext as _

from qa_app.queries.rubric_list import VersionLine
from qa_app.web.locale import page_language
from qa_app.web.standards.pages import VersionState
from qa_app.wording import Words


def version_state(line: VersionLine, today: date) -> VersionState:
    """Say how a version stands on a day.

    Args:
        line: The version.
        today: The local day.

    Returns:
        Its state in words.
    """
    words = Words(page_language())
    start, until = words.day(line.in_force_from), line.in_force_until
    if until is None:
        days = _("in force from %(start)s", start=start)
    elif until <= line.in_force_from:
        days = _("never in force")
    else:
        days = _(
            "in force from %(start)s, no longer from %(until)s", start=start, until=words.day(until)
        )
    if line.is_retired:
        return VersionState(_("Out of use"), "plain", days)
    if line.in_force_from > today:
        return VersionState(_("Not yet in force"), "wait", days)
    if until is not None and until <= today:
        return VersionState(_("Replaced"), "plain", days)
    return VersionState(_("In force"), "done", days)
