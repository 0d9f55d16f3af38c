"""What the check of frozen scores says."""

from decimal import Decimal

from qa_app.domain.score_check import Difference, Fault
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

_DRIFT = _("review %(review)s: %(field)s: %(stands)s stands, %(comes)s comes out")
_FAULTS: dict[Fault, str] = {
    Fault.DRIFT: _DRIFT,
    Fault.DIGEST: _("review %(review)s: the digest is not that of the kept result"),
    Fault.UNREADABLE: _("review %(review)s: the kept result is not the text that signing wrote"),
    Fault.NO_VERSION: _("review %(review)s: its rubric version is not there"),
    Fault.NO_CALENDAR: _("review %(review)s: the holiday table does not cover %(comes)s"),
    Fault.UNFIT_ENTRIES: _("review %(review)s: an entry does not fit its rubric (%(field)s)"),
}
"""Fault to message; every fault has one, by test."""
_NOTHING = _("nothing")
_MORE = _("review %(review)s: and %(count)s more differences")
_EQUAL = _("%(count)s frozen scores were recomputed; all are as they stand.")
_DRIFTED = _("%(count)s frozen scores were recomputed; %(drifted)s differ.")
_NO_SUCH = _("review %(review)s: there is no signed review with this number")
_SO_FAR = _("%(done)s of %(count)s")
_SCORE = _("Score")
_MILLIONTHS, _OF_A_PERCENT = "score_millionths", -4
"""The column of the score, and the power of ten that makes its millionths per cent."""
_MOST_SIGNS = 200


def said_difference(words: Words, audit_id: int, difference: Difference) -> str:
    """Say what is wrong with a frozen score.

    Args:
        words: The language.
        audit_id: The audit.
        difference: What is wrong.

    Returns:
        One line.
    """
    field, stands, comes = difference.field, difference.stands, difference.comes
    if field == _MILLIONTHS:
        field = words.say(_SCORE)
        stands, comes = _per_cent(words, stands), _per_cent(words, comes)
    return words.say(
        _FAULTS[difference.fault],
        review=audit_id,
        field=field,
        stands=_shown(stands) or words.say(_NOTHING),
        comes=_shown(comes) or words.say(_NOTHING),
    )


def _per_cent(words: Words, millionths: str) -> str:
    # exact: pages round it
    if not millionths.removeprefix("-").isdecimal():
        return millionths
    return words.per_cent(f"{Decimal(millionths).scaleb(_OF_A_PERCENT).normalize():f}")


def _shown(text: str) -> str:
    return text if len(text) <= _MOST_SIGNS else f"{text[:_MOST_SIGNS]}…"


def said_more(words: Words, audit_id: int, count: int) -> str:
    """Say that a review differs in more than is shown.

    Args:
        words: The language.
        audit_id: The audit.
        count: How many differences are not shown.

    Returns:
        One line.
    """
    return words.say(_MORE, review=audit_id, count=count)


def said_unknown(words: Words, audit_id: int) -> str:
    """Say that there is nothing to check.

    Args:
        words: The language.
        audit_id: The number that was asked for.

    Returns:
        One line.
    """
    return words.say(_NO_SUCH, review=audit_id)


def said_progress(words: Words, done: int, count: int) -> str:
    """Say how far the check is.

    Args:
        words: The language.
        done: Scores recomputed so far.
        count: Scores in all.

    Returns:
        Such as `4000 of 12000`.
    """
    return words.say(_SO_FAR, done=done, count=count)


def said_checked(words: Words, count: int, drifted: int) -> str:
    """Say what the check found.

    Args:
        words: The language.
        count: Scores recomputed.
        drifted: How many are not what their entries give.

    Returns:
        One sentence.
    """
    return words.say(_DRIFTED if drifted else _EQUAL, count=count, drifted=drifted)
