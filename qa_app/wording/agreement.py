"""Says on paper how far readers agree."""

from fractions import Fraction

from qa_app.domain.agreement_table import is_mute
from qa_app.domain.defaults import AGREEMENT_FILES_LEAST
from qa_app.domain.printed import PrintedAgreement
from qa_app.domain.rounding import display
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

_NONE = _("%(rubric)s: no file was read twice; how far reviewers agree cannot be told.")
_FEW = _(
    "%(rubric)s: %(files)s files read twice, fewer than %(least)s; how far reviewers agree cannot"
    " be told."
)
_ALIKE = _(
    "%(rubric)s: %(files)s files read twice; %(alike)s of %(scored)s answers alike (%(share)s%%);"
    " alpha cannot be told, as answers hardly differ."
)
_SAID = _(
    "%(rubric)s: %(files)s files read twice; %(alike)s of %(scored)s answers alike (%(share)s%%);"
    " alpha %(value)s, likely between %(low)s and %(high)s."
)
_MUTE = _(
    "%(rubric)s: %(files)s files read twice; %(alike)s of %(scored)s answers alike (%(share)s%%);"
    " nearly everybody gave the same answer, so alpha (%(value)s) says little here."
)


def said_agreement(words: Words, one: PrintedAgreement) -> str:
    """Say how far readers of a round agree on one version of a rubric.

    Args:
        words: The language.
        one: The counts.

    Returns:
        Files read twice, answers alike and alpha with its range; that alpha says little where
        nearly all answers are the same (`is_mute`); that it cannot be told where nothing or too
        little was read twice.
    """
    count, alpha = one.count, one.count.alpha
    rubric = f"{words.text(one.rubric)} {one.version}"
    if not count.files:
        return words.say(_NONE, rubric=rubric)
    if count.files < AGREEMENT_FILES_LEAST or not count.scored:
        least = AGREEMENT_FILES_LEAST
        return words.say(_FEW, rubric=rubric, files=count.files, least=least)
    values = {
        "rubric": rubric,
        "files": count.files,
        "alike": count.alike,
        "scored": count.scored,
        "share": display(Fraction(count.alike * 100, count.scored), 0),
    }
    if alpha is None or alpha.value is None or alpha.low is None or alpha.high is None:
        return words.say(_ALIKE, **values)
    if is_mute(count):
        return words.say(_MUTE, value=_figure(alpha.value), **values)
    value, low, high = (
        _figure(one) for one in (alpha.value, Fraction(alpha.low), Fraction(alpha.high))
    )
    return words.say(_SAID, value=value, low=low, high=high, **values)


def _figure(value: Fraction) -> str:
    digits = display(abs(value), 2)
    return f"−{digits}" if value < 0 and digits.strip("0.") else digits
