"""Competencies and needs in words."""

from collections.abc import Mapping

from qa_app.domain.competencies import Level
from qa_app.domain.competency_answers import AssessmentKind
from qa_app.domain.competency_gaps import GapSource, ItemStanding, SaidBy
from qa_app.domain.defaults import COMPETENCY_FILES_LEAST
from qa_app.domain.rounding import display
from qa_app.domain.text import BilingualText
from qa_app.domain.workers import Tier
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

LEVELS: Mapping[Level, str] = {
    Level.NOT_YET: _("not yet"),
    Level.BASIC: _("basic"),
    Level.PROFICIENT: _("proficient"),
    Level.LEADING: _("leading"),
}
KINDS: Mapping[AssessmentKind, str] = {
    AssessmentKind.SUPERVISOR: _("by a supervisor"),
    AssessmentKind.SELF: _("by the worker"),
}
SOURCES: Mapping[GapSource, str] = {
    GapSource.AUDITS: _("Reviews of files"),
    GapSource.ASSESSMENTS: _("Assessments"),
    GapSource.SURVEYS: _("Surveys"),
}
TIERS: Mapping[str, str] = {
    Tier.SUPERVISION.value: _("tier of supervision"),
    Tier.STATUTORY.value: _("tier of statutory work"),
    Tier.COMMUNITY.value: _("tier of community work"),
}
_OFFERED = _("%(title)s (%(hours)s hours, in the register of training)")
_NAMED = _("%(title)s (%(hours)s hours)")
_NOT_TOLD: Mapping[GapSource, str] = {
    GapSource.AUDITS: _("cannot tell: no item was scored in %(least)s files or more"),
    GapSource.ASSESSMENTS: _("cannot tell: nobody with a known tier was assessed, or too few"),
    GapSource.SURVEYS: _("cannot tell: nobody answered, or too few"),
}
_TOLD: Mapping[GapSource, str] = {
    GapSource.AUDITS: _("%(short)s of %(n)s items below band B, in up to %(files)s files"),
    GapSource.ASSESSMENTS: _("%(short)s of %(n)s workers below what is expected of their tier"),
    GapSource.SURVEYS: _("%(short)s of %(n)s workers: it matters, and they are not sure of it"),
}
_SOURCES = _("%(count)s of 3 sources say so")
_ITEM = _("%(code)s (%(reached)s %% of its points in %(files)s files, %(lost)s points lost)")
PUBLISHED = _("competencies of %(area)s %(version)s: published")
STANDING = _("competencies of %(area)s %(version)s: published already, nothing changed")
YES, NO, UNKNOWN = _("gap"), _("no gap"), _("cannot tell")


def said_by(words: Words, one: SaidBy) -> str:
    """Say what a source tells of a competency.

    Args:
        words: The language.
        one: What it tells.

    Returns:
        The clause, with its n.
    """
    if one.is_gap is None:
        return words.say(_NOT_TOLD[one.source], least=COMPETENCY_FILES_LEAST)
    return words.say(_TOLD[one.source], short=one.short, n=one.n, files=one.files)


def said_item(words: Words, one: ItemStanding) -> str:
    """Say how an item stands that is below the band.

    Args:
        words: The language.
        one: The item.

    Returns:
        Its code with the share of its points, the files and what it cost them.
    """
    return words.say(
        _ITEM,
        code=one.code,
        reached=display(one.reached * 100),
        files=one.files,
        lost=display(one.lost),
    )


def said_sources(words: Words, count: int) -> str:
    """Say how many sources see a gap.

    Args:
        words: The language.
        count: 1 to 3.

    Returns:
        The clause.
    """
    return words.say(_SOURCES, count=count)


def verdict(words: Words, one: SaidBy) -> str:
    """Name what a source says in one word, for tables to take away.

    Args:
        words: The language.
        one: What it tells.

    Returns:
        Gap, no gap or cannot tell.
    """
    return words.say({True: YES, False: NO, None: UNKNOWN}[one.is_gap])


def said_training(words: Words, title: BilingualText, hours: int, *, is_offered: bool) -> str:
    """Say which training covers a competency.

    Args:
        words: The language.
        title: Its name.
        hours: Its usual length.
        is_offered: True where the register of training has it.

    Returns:
        Its name, hours, and whether the register of training has it.
    """
    message = _OFFERED if is_offered else _NAMED
    return words.say(message, title=words.text(title), hours=hours)
