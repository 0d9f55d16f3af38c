"""How papers of centres stand, in words."""

from qa_app.domain.centre_register import PaperState, Standing
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

MARKS: dict[PaperState, str] = {
    PaperState.HOLDS: "ok",
    PaperState.EXPIRING: "clock",
    PaperState.EXPIRED: "no",
    PaperState.REFUSED: "no",
    PaperState.MISSING: "cant",
}
"""State to the shape that goes with its words."""

_SAID: dict[PaperState, str] = {
    PaperState.HOLDS: _("holds"),
    PaperState.EXPIRED: _("expired on %(day)s"),
    PaperState.REFUSED: _("not accepted"),
    PaperState.MISSING: _("missing"),
}
_UNTIL = _("holds until %(day)s")
_IN_DAYS = _("expires in %(days)s days, on %(day)s")
_TODAY = _("expires today")
_TOMORROW = _("expires tomorrow")


def standing_words(words: Words, standing: Standing) -> str:
    """Say how a paper stands.

    Args:
        words: The language.
        standing: Its standing.

    Returns:
        A few words.
    """
    day = "" if standing.until is None else words.day(standing.until)
    if standing.state is PaperState.EXPIRING:
        if standing.days == 0:
            return words.say(_TODAY)
        if standing.days == 1:
            return words.say(_TOMORROW)
        return words.say(_IN_DAYS, days=standing.days, day=day)
    if standing.state is PaperState.HOLDS and day:
        return words.say(_UNTIL, day=day)
    message = _SAID[standing.state]
    return words.say(message, day=day) if "%" in message else words.say(message)
