"""Which files the numbers of a centre leave out for now, as far as its reader may know."""

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.defaults import MONTH_RESTS_DAYS
from qa_app.extensions import database
from qa_app.queries.read_twice import being_read_twice
from qa_app.queries.trends import Scope, ScopeKind
from qa_app.web.guard import current_actor
from qa_app.web.locale import page_language
from qa_app.wording import Words
from qa_app.wording.trends import paragraph


def uncounted_words(scope: Scope, rubric: str | None = None) -> str:
    """Say what is not counted yet, and why.

    Args:
        scope: Whose numbers.
        rubric: Code of a rubric; None for all of them.

    Returns:
        The rule for everybody; before it what is told to those who may not read every file; or how
        many files the rule holds back, for one centre and for those who plan its second readings
        and take no part in them.
    """
    rule: str = _(
        "A file that two people read independently is counted once both are done, so that neither"
        " can tell what the other found; a result that may still be answered counts as provisional."
    )
    count = (
        being_read_twice(database(), current_actor(), scope.object_id, rubric)
        if scope.kind is ScopeKind.CENTRE
        else None
    )
    if not scope.sees_files:
        rests = _(
            "Files of others are told by quarters that have been over for %(days)s days, and only"
            " where enough of them are not yours.",
            days=MONTH_RESTS_DAYS,
        )
        return paragraph(Words(page_language()), (rests, rule))
    if not count:
        return rule
    told = ngettext(
        "%(num)s file is not counted yet, because two people read it.",
        "%(num)s files are not counted yet, because two people read each of them.",
        count,
    )
    return paragraph(Words(page_language()), (told, rule))
