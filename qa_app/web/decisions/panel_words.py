"""Grounds of objections, seats of a panel and votes in words."""

from flask_babel import gettext as _

from qa_app.domain.decision_objections import Seat, Vote


def ground_words() -> dict[str, str]:
    return {
        "bias": str(_("Conflict of interest or bias")),
        "procedure": str(_("The procedure was not kept")),
        "factual_error": str(_("A fact was taken wrongly")),
        "evidence_not_considered": str(_("Evidence was not considered")),
    }


def seat_words(seat: Seat) -> str:
    words = {
        Seat.CENTRE: _("Named by the centre"),
        Seat.BODY: _("Named by the body"),
        Seat.LOT: _("Drawn by lot"),
    }
    return str(words[seat])


def vote_words(vote: Vote) -> str:
    words = {Vote.STANDS: _("The decision stands"), Vote.SET_ASIDE: _("The decision is set aside")}
    return str(words[vote])
