"""Supplementary audits as the report of the audit that they belong to shows them."""

from fractions import Fraction

from flask import url_for
from flask_babel import gettext as _

from qa_app.domain.people import Actor
from qa_app.domain.rounding import MILLION, display
from qa_app.domain.text import NO_TEXT
from qa_app.extensions import database
from qa_app.queries.supplements import Supplement, supplements_of
from qa_app.web.papers.pages import SupplementLine, SupplementView

_WHOLE_PCT = 100


def supplement_views(actor: Actor, audit_id: int) -> tuple[SupplementView, ...]:
    """Lay out the supplements of an audit that is known to be in reach.

    Args:
        actor: Who looks.
        audit_id: The audit.

    Returns:
        Oldest first.
    """
    return tuple(_view(actor, one) for one in supplements_of(database(), audit_id))


def _view(actor: Actor, one: Supplement) -> SupplementView:
    return SupplementView(
        audit_id=one.audit_id,
        version=one.version,
        standing=_standing(one),
        reader=one.reader or "",
        address=_address(actor, one),
        score=""
        if one.score_millionths is None or one.rubric.method != "weighted_sections"
        else display(Fraction(one.score_millionths * _WHOLE_PCT, MILLION)),
        lines=_lines(one) if one.state != "draft" else (),
    )


def _standing(one: Supplement) -> str:
    if one.state == "draft":
        return str(_("in progress"))
    if one.state == "void":
        return str(_("void"))
    return str(_("final") if one.result_state == "final" else _("provisional"))


def _address(actor: Actor, one: Supplement) -> str:
    if one.state != "draft":
        return url_for("papers.report", audit_id=one.audit_id)
    is_own = one.reader_id is not None and one.reader_id == actor.account_id
    return url_for("audits.workspace", audit_id=one.audit_id) if is_own else ""


def _lines(one: Supplement) -> tuple[SupplementLine, ...]:
    lines = []
    for code, item in one.rubric.items.items():
        labels = {option.code: option.label for option in item.scale.options}
        lines.append(SupplementLine(code, item.text, labels.get(one.codes.get(code, ""), NO_TEXT)))
    return tuple(lines)
