"""The heading of Today: what presses, in a line that can be taken in at a glance."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.web.session_labels import clauses

_CLAUSES = 3


def heading(urgent: Iterable[str], others: Iterable[str], *, is_cut: bool) -> str:
    """Say what needs somebody today.

    A heading names at most four kinds of work, what presses first; of five or more it names three
    and counts the rest. Each kind has its own block on the page.

    Args:
        urgent: Clauses of what is late or about a child's safety, the worst first; empty ones
            are left out.
        others: Clauses of what else waits.
        is_cut: True when more may wait than was counted.

    Returns:
        The heading; that nothing waits without any clause.
    """
    said = [one for one in (*urgent, *others) if one]
    if not said:
        return str(_("Nothing needs you today"))
    # one kind more is named rather than counted
    shown = said if len(said) <= _CLAUSES + 1 else said[:_CLAUSES]
    listed = clauses(*shown, _more(len(said) - len(shown)))
    # what is listed is counted, so that a list that was cut counts too few
    if is_cut:
        return str(_("Today at least: %(listed)s", listed=listed))
    return str(_("Today: %(listed)s", listed=listed))


def _more(count: int) -> str:
    if not count:
        return ""
    return str(ngettext("%(num)d more kind of work", "%(num)d more kinds of work", count))
