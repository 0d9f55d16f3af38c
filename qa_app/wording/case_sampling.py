"""Says how many cases a visit sampled, and how many its rubric asks for."""

from qa_app.domain.case_sampling import ALL, LQAS, SampledCases
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

_OF_POOL = _("Sampled cases: %(taken)s of %(pool)s")
_OF_UNKNOWN = _("Sampled cases: %(taken)s")
_NONE_YET = _("Sampled cases: not entered yet, of %(pool)s")
_ASKS = _("the rubric asks for %(needed)s (%(rule)s)")
_ASKS_UNKNOWN = _("what the rubric asks for: %(rule)s")
_RULES = {LQAS: _("lot quality sampling"), ALL: _("every one")}
_NUMBER = _("%(number)s at most")
_SHORT = _("too few, so what the sampled cases say is less certain than the rubric wants")
_BEYOND = _("more than there are: one of both numbers is wrong")
_UNKNOWN = _("how many there are was not entered, so nobody can tell whether these are enough")


def said_sampling(words: Words, one: SampledCases) -> str:
    """Say how many cases were sampled.

    Args:
        words: The language.
        one: The sample beside what the rubric asks for.

    Returns:
        A sentence without its full stop: how many of how many, how many the rubric asks for and
        by which rule, and whether these are too few; empty before anything was entered.
    """
    if one.taken is None and one.pool is None:
        return ""
    if one.taken is None:
        parts = [words.say(_NONE_YET, pool=one.pool)]
    elif one.pool is None:
        parts = [words.say(_OF_UNKNOWN, taken=one.taken)]
    else:
        parts = [words.say(_OF_POOL, taken=one.taken, pool=one.pool)]
    parts.append(said_need(words, one.rule, one.needed))
    if one.is_short:
        parts.append(words.say(_SHORT))
    if one.is_beyond:
        parts.append(words.say(_BEYOND))
    if one.needed is None:
        parts.append(words.say(_UNKNOWN))
    return words.sequence(parts)


def said_need(words: Words, rule: str | int, needed: int | None) -> str:
    """Say how many cases a rubric asks for.

    Args:
        words: The language.
        rule: `lqas`, `all` or a number of cases.
        needed: How many that comes to; None while nobody knows.

    Returns:
        Part of a sentence.
    """
    how = words.say(_NUMBER, number=rule) if isinstance(rule, int) else words.say(_RULES[rule])
    if needed is None:
        return words.say(_ASKS_UNKNOWN, rule=how)
    return words.say(_ASKS, needed=needed, rule=how)
