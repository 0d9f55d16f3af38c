"""Workers, their licences and checks, and training, in words."""

from fractions import Fraction

from qa_app.domain.after_training import Compared, SampleChange
from qa_app.domain.rounding import display
from qa_app.domain.worker_lacks import Lack, Lacking
from qa_app.domain.workers import AnsweredBy, CheckOutcome, LicenceLevel, Tier, WorkerKind
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

WORKER_KINDS: dict[WorkerKind, str] = {
    WorkerKind.WORKER: _("worker"),
    WorkerKind.STUDENT: _("student"),
    WorkerKind.VOLUNTEER: _("volunteer"),
}
TIERS: dict[Tier, str] = {
    Tier.SUPERVISION: _("supervision level"),
    Tier.STATUTORY: _("statutory level"),
    Tier.COMMUNITY: _("community level"),
}
LEVELS: dict[LicenceLevel, str] = {
    LicenceLevel.ASSISTANT: _("assistant"),
    LicenceLevel.MID: _("intermediate"),
    LicenceLevel.SENIOR: _("senior"),
}
OUTCOMES: dict[CheckOutcome, str] = {
    CheckOutcome.CLEAR: _("clear"),
    CheckOutcome.NOT_CLEAR: _("not clear"),
}
BODIES: dict[AnsweredBy, str] = {
    AnsweredBy.POLICE: _("police"),
    AnsweredBy.PROCURATORATE: _("procuratorate"),
    AnsweredBy.OTHER: _("other body"),
}
_LACKS: dict[Lack, str] = {
    Lack.CHECK_NOT_CLEAR: _("offence check not clear: may not work with children"),
    Lack.CHECK_MISSING: _("no offence check"),
    Lack.CHECK_OVERDUE: _("offence check overdue since %(day)s"),
    Lack.CHECK_WAITING: _("offence check asked for, no answer yet"),
    Lack.LICENCE_MISSING: _("no certificate for the area"),
    Lack.LICENCE_OVER: _("certificate ended on %(day)s"),
    Lack.UNDER_NOBODY: _("whoever answers for them has left"),
    Lack.PROFILE_MISSING: _("no profile"),
    Lack.HOURS_MISSING: _("%(hours)s hours of training on child victims missing"),
    Lack.CHECK_DUE: _("offence check to be renewed by %(day)s"),
    Lack.LICENCE_ENDS: _("certificate ends on %(day)s"),
}
CHANGES: dict[SampleChange, str] = {
    SampleChange.HIGHER: _("higher after it"),
    SampleChange.LOWER: _("lower after it"),
    SampleChange.NO_CLEAR: _("no clear difference"),
    SampleChange.CANNOT_TELL: _("cannot tell"),
}
_DIFFERENCE = _("%(low)s to %(high)s points")


def said_lack(words: Words, one: Lacking) -> str:
    """Say what a worker lacks and by when.

    Args:
        words: The language.
        one: What is missing.

    Returns:
        A clause.
    """
    day = "" if one.by is None else words.day(one.by)
    return words.say(_LACKS[one.what], day=day, hours=hours_of(one.hours or Fraction(0)))


def hours_of(hours: Fraction) -> str:
    """Write hours with one decimal place where they are not whole.

    Args:
        hours: Hours, exact.

    Returns:
        Digits.
    """
    return display(hours, 0 if hours.denominator == 1 else 1)


def difference_of(words: Words, one: Compared) -> str:
    """Write the interval of a difference of shares in points of per cent.

    Args:
        words: The language.
        one: An item before and after a training.

    Returns:
        Such as `-12 to 30 points`; empty where nothing can be told.
    """
    if one.difference is None:
        return ""
    low, high = (
        display(Fraction(round(end * 1000), 10), 0)
        for end in (one.difference.low, one.difference.high)
    )
    return words.say(_DIFFERENCE, low=low, high=high)
