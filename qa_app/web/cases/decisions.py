"""Puts the page of decisions about cases together."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.actions import Owner
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.text import BilingualText
from qa_app.queries.case_decisions import CaseDecision
from qa_app.web.cases.pages import DecisionShown, DecisionsPage
from qa_app.web.locale import page_language
from qa_app.wording import Words
from qa_app.wording.action_owners import said_owner


def decisions_shown(
    centre_id: int,
    centre_name: BilingualText,
    found: tuple[CaseDecision, ...],
    case: tuple[int, str] | None = None,
) -> DecisionsPage:
    """Put decisions together.

    Args:
        centre_id: The centre.
        centre_name: Its name.
        found: The decisions, one more than a page when there are more.
        case: The case that they are about, and its reference; None for all of the centre.

    Returns:
        The page.
    """
    words, shown = Words(page_language()), found[:ROWS_PER_PAGE]
    next_address = None
    if len(found) > ROWS_PER_PAGE:
        after = shown[-1].id
        next_address = (
            url_for("cases.decisions", centre_id=centre_id, after=after)
            if case is None
            else url_for("cases.decisions_of", centre_id=centre_id, case_id=case[0], after=after)
        )
    return DecisionsPage(
        centre_id=centre_id,
        centre_name=centre_name,
        reference="" if case is None else case[1],
        heading=_heading(len(shown), case, is_cut=next_address is not None),
        rows=tuple(
            DecisionShown(one, said_owner(words, Owner(one.owner), one.worker) if one.owner else "")
            for one in shown
        ),
        next_address=next_address,
    )


def _heading(count: int, case: tuple[int, str] | None, *, is_cut: bool) -> str:
    said = ngettext("%(num)d decision", "%(num)d decisions", count)
    if is_cut:
        said = str(_("The last %(found)s", found=said))
    return str(said) if case is None else str(_("%(case)s: %(found)s", case=case[1], found=said))
