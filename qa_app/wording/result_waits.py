"""What a result waits for, in words: whole on its page and paper, short in lists."""

from qa_app.domain.defaults import WITHDRAW_MINUTES
from qa_app.domain.result_waits import Awaited, ResultWait
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

WAITS: dict[Awaited, str] = {
    Awaited.MODERATION: _(
        "The file was read twice: a moderator settles which result counts. Only then is the centre"
        " asked."
    ),
    Awaited.OBJECTION: _(
        "An objection of the centre is open: somebody who took no part in the result decides it."
    ),
    Awaited.AMENDMENT: _(
        "An amendment was proposed: a second person who took no part confirms or refuses it."
    ),
    Awaited.REPLY: _(
        "The centre asked a question: the reviewer, or whoever checks the centre's actions,"
        " replies."
    ),
    Awaited.ANSWER: _(
        "It is the centre's turn: it may accept, comment or ask until %(day)s. The result becomes"
        " final after that day, or before once everything is answered."
    ),
    Awaited.HOLIDAYS: _(
        "It is the centre's turn: the result becomes final once everything is answered. No last day"
        " can be told, because the holiday table ends before it; an administrator enters the next"
        " year."
    ),
    Awaited.SIGNATURE: _(
        "The centre has answered everything. The result becomes final by itself once the"
        " %(minutes)s minutes are over in which its signature can be taken back."
    ),
    Awaited.CLOCK: _(
        "Nobody has to do anything any more: the result becomes final by itself with the next"
        " regular run of the platform."
    ),
}
"""What is awaited to the sentence; everything has one, by test."""
_SHORT: dict[Awaited, str] = {
    Awaited.MODERATION: _("the moderator settles two readings"),
    Awaited.OBJECTION: _("objection to be decided"),
    Awaited.AMENDMENT: _("amendment to be confirmed"),
    Awaited.REPLY: _("question of the centre to be answered"),
    Awaited.ANSWER: _("the centre's turn until %(day)s"),
    Awaited.HOLIDAYS: _("the centre's turn, without a last day"),
    Awaited.SIGNATURE: _("becomes final by itself"),
    Awaited.CLOCK: _("becomes final by itself"),
}


def said_wait(words: Words, wait: ResultWait) -> str:
    """Say what a result waits for and whose turn it is.

    Args:
        words: The language.
        wait: What it waits for.

    Returns:
        One or two sentences.
    """
    day = "" if wait.last_day is None else words.day(wait.last_day)
    return words.say(WAITS[wait.what], day=day, minutes=WITHDRAW_MINUTES)


def short_wait(words: Words, wait: ResultWait) -> str:
    """Say the same in a list.

    Args:
        words: The language.
        wait: What it waits for.

    Returns:
        A few words.
    """
    day = "" if wait.last_day is None else words.day(wait.last_day)
    return words.say(_SHORT[wait.what], day=day)
