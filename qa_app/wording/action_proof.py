"""What shows that an action worked, and how often it does, in words."""

from fractions import Fraction

from qa_app.domain.action_proof import ProofRule, chance_shown
from qa_app.domain.actions import Action, ActionState
from qa_app.domain.defaults import PROOF_SHARES_PCT
from qa_app.domain.rounding import display
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

_RULES: dict[ProofRule, str] = {
    ProofRule.RUN: _("the first %(files)s files all meet the item"),
    ProofRule.SCREEN: _("at least %(least)s of the first %(files)s files meet the item"),
}
"""Rule to its words; every rule has some, by test."""
_FIXED = _("Verified when %(rule)s.")
_OPEN = _("Whoever says that it is done says what is to show it: that %(run)s, or that %(screen)s.")
_BACK = _("Once this cannot be reached any more, it goes back to who has to do it.")
_CHANCES = _(
    "Where %(shares)s of 100 files meet the item, it is verified in %(chances)s of 100 tries."
)
_OVER = _("over %(share)s")
_TRIES = _(
    "Tries in which later reviews did not show it: %(n)s; each further try may succeed by chance"
)
_HUNDRED = 100
_MOST_SHOWN = Fraction(999, 10)


def said_rule(words: Words, rule: ProofRule) -> str:
    """Say what a rule asks for.

    Args:
        words: The language.
        rule: The rule.

    Returns:
        A clause.
    """
    return words.say(_RULES[rule], files=rule.files, least=rule.least)


def said_chances(words: Words, rule: ProofRule) -> str:
    """Say how often one try verifies, at a poor, a good and a very good share.

    Args:
        words: The language.
        rule: The rule.

    Returns:
        A sentence with exact chances, to a tenth.
    """
    shares = [str(one) for one in PROOF_SHARES_PCT]
    chances = [
        _chance(words, chance_shown(rule, Fraction(one, _HUNDRED)) * _HUNDRED)
        for one in PROOF_SHARES_PCT
    ]
    return words.say(_CHANCES, shares=words.listed(shares), chances=words.listed(chances))


def _chance(words: Words, percent: Fraction) -> str:
    if _MOST_SHOWN < percent < _HUNDRED:
        return words.say(_OVER, share=display(_MOST_SHOWN, 1))
    return display(percent, 1)


def said_proof(words: Words, action: Action) -> tuple[str, ...]:
    """Say what shows that an action worked.

    Args:
        words: The language.
        action: One that later readings verify.

    Returns:
        Sentences: before it is done the rules to choose from, then the one that was fixed.
    """
    if action.state not in {ActionState.DONE, ActionState.VERIFIED}:
        rules = {one.value: said_rule(words, one) for one in ProofRule}
        return words.say(_OPEN, **rules), words.say(_BACK)
    return (
        words.say(_FIXED, rule=said_rule(words, action.proof)),
        words.say(_BACK),
        said_chances(words, action.proof),
    )


def said_tries(words: Words, action: Action) -> str:
    """Say how often later readings did not show that an action worked.

    Args:
        words: The language.
        action: The action.

    Returns:
        A line; empty for never.
    """
    return words.say(_TRIES, n=action.failed_proofs) if action.failed_proofs else ""
