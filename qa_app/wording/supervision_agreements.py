"""Who supervises whom, in words: kinds, reasons, rhythms, what a month asks for."""

from qa_app.domain.rhythm import MonthNorm, NormReason, Rhythm, RhythmReason
from qa_app.domain.session_blocks import Function
from qa_app.domain.supervision_agreements import (
    AbsenceKind,
    AgreementKind,
    EndReason,
    OverReason,
    Terms,
)
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

KINDS: dict[AgreementKind, str] = {
    AgreementKind.STANDING: _("supervision agreement"),
    AgreementKind.DEPUTY: _("deputy"),
    AgreementKind.DEPLOYMENT: _("temporary deployment"),
}
END_REASONS: dict[EndReason, str] = {
    EndReason.LEFT: _("the person has left or may no longer work here"),
    EndReason.AWAY: _("the person is ill or away"),
    EndReason.WORKLOAD: _("too much work for one person"),
    EndReason.CONFLICT_OF_INTEREST: _("a conflict of interest came to light"),
    EndReason.MOVED: _("the supervised person moved to other work"),
    EndReason.ASKED: _("one of the two asked for it"),
    EndReason.MISTAKE: _("it was entered by mistake"),
}
OVER_REASONS: dict[OverReason, str] = {
    OverReason.NOBODY_ELSE: _("nobody else is there"),
    OverReason.UNTIL_SUCCESSOR: _("only until a successor is found"),
    OverReason.EXPERIENCED: _("the people supervised are experienced"),
}
ABSENCES: dict[AbsenceKind, str] = {
    AbsenceKind.LEAVE: _("on leave"),
    AbsenceKind.ILLNESS: _("ill"),
    AbsenceKind.TRAINING: _("in training"),
    AbsenceKind.OTHER: _("away for another reason"),
}
FUNCTION_SHARES: dict[Function, str] = {
    Function.ACCOUNTABILITY: _("accountability %(share)s%%"),
    Function.LEARNING: _("learning %(share)s%%"),
    Function.SUPPORT: _("support %(share)s%%"),
}
_RHYTHMS: dict[RhythmReason, str] = {
    RhythmReason.AGREED: _("every %(days)s days, as agreed"),
    RhythmReason.FIRST_WEEKS: _("every %(days)s days, in the first six weeks in post"),
    RhythmReason.FIRST_MONTHS: _("every %(days)s days, to the end of six months in post"),
    RhythmReason.MONTHLY: _("once in each calendar month, after six months in post"),
    RhythmReason.OF_SUPERVISORS: _("once in each calendar quarter, as for every supervisor"),
}
_NORMS: dict[NormReason, str] = {
    NormReason.EACH_SESSION: _(
        "%(minutes)s minutes in this calendar month: %(sessions)s of at least an hour each"
    ),
    NormReason.CALENDAR_MONTH: _(
        "%(minutes)s minutes in this calendar month, as psychological support needs in each, "
        "without averaging"
    ),
}
_NOTHING_OWED = _("nothing in this calendar month, which was begun or ended in post")


def rhythm_words(words: Words, rhythm: Rhythm) -> str:
    """Say how often somebody has to be supervised, and by which rule.

    Args:
        words: The language.
        rhythm: The rhythm.

    Returns:
        A few words.
    """
    return words.say(_RHYTHMS[rhythm.reason], days=rhythm.days)


def norm_words(words: Words, norm: MonthNorm) -> str:
    """Say how much supervision one calendar month asks for.

    Args:
        words: The language.
        norm: What it asks for.

    Returns:
        A few words.
    """
    if not norm.minutes:
        return words.say(_NOTHING_OWED)
    return words.say(_NORMS[norm.reason], minutes=norm.minutes, sessions=norm.sessions)


def functions_words(words: Words, terms: Terms) -> str:
    """Say which share each function of supervision has.

    Args:
        words: The language.
        terms: What is agreed.

    Returns:
        Functions with a share, in order.
    """
    return words.listed(
        words.say(FUNCTION_SHARES[one], share=terms.functions[one])
        for one in Function
        if terms.functions.get(one)
    )
