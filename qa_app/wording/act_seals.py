"""What is recorded and what the journal tells of it, where both disagree, in words."""

from collections.abc import Iterator

from qa_app.domain.act_seals import EVERY, ActFault, Held, Kind, Unlike
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

NAMES: dict[Kind, str] = {
    Kind.REVIEW: _("review %(number)s"),
    Kind.PAIR: _("pair of readings %(number)s"),
    Kind.AMENDMENT: _("amendment of review %(number)s"),
    Kind.DECISION: _("decision %(number)s"),
    Kind.STEP: _("step %(number)s of the register"),
    Kind.OBJECTION: _("objection %(number)s to a decision"),
    Kind.PAPER: _("paper %(number)s of the register"),
    Kind.SESSION: _("session %(number)s"),
    Kind.RECORD: _("record of session %(number)s"),
    Kind.ACCOUNT: _("account %(number)s"),
}
FAULTS: dict[ActFault, str] = {
    ActFault.UNTOLD: _("%(what)s: no row of the journal tells of an act that it records"),
    ActFault.OTHERWISE: _(
        "%(what)s: row %(seq)s of the journal tells of it with another person, time or outcome"
    ),
    ActFault.CHANGED: _("%(what)s: it is not what row %(seq)s of the journal sealed"),
    ActFault.UNSEALED: _(
        "%(what)s: row %(seq)s of the journal tells of it without a seal, after seals began"
    ),
    ActFault.LOST: _("%(what)s: row %(seq)s of the journal tells of an act that is not recorded"),
    ActFault.STATE: _("%(what)s: nothing that is recorded leads to the state in which it stands"),
    ActFault.EVIDENCE: _("%(what)s: the frozen evidence that it rests on was changed"),
    ActFault.SIGNATURE: _("%(what)s: no key of this installation made its signature"),
    ActFault.UNREADABLE: _(
        "%(what)s: a value of one of them cannot be read, and what comes after it was not held"
    ),
}
"""Fault to message; every fault and every kind has one, by test."""
_ALL = {
    Kind.REVIEW: _("reviews, pairs and amendments"),
    Kind.DECISION: _("decisions, steps, objections and papers"),
    Kind.RECORD: _("sessions and their records"),
    Kind.ACCOUNT: _("accounts, roles and links to them"),
}
_AGREE = _("%(count)s acts are recorded as the journal tells.")
_APART = _(
    "%(count)s acts are recorded as the journal tells; %(unlike)s things are not. Change nothing:"
    " the guide to operating says what to do (“When records and journal disagree”)."
)
_UNSEALED = _("%(count)s of them were not sealed then: their contents cannot be held against it.")
_EXPIRED = _("%(count)s acts lie under a checkpoint of the journal: nothing can be said of them.")


def named(words: Words, kind: Kind, number: int | str) -> str:
    """Name a record.

    Args:
        words: The language.
        kind: What kind of record.
        number: Its number.

    Returns:
        Such as `decision 12`.
    """
    if number == EVERY and kind in _ALL:
        return words.say(_ALL[kind])
    return words.say(NAMES[kind], number=number)


def said_unlike(words: Words, one: Unlike) -> str:
    """Say what is wrong with a record.

    Args:
        words: The language.
        one: What is wrong.

    Returns:
        One line.
    """
    return words.say(FAULTS[one.fault], what=named(words, one.kind, one.number), seq=one.seq)


def said_held(words: Words, held: Held) -> Iterator[str]:
    """Say what the whole check found.

    Args:
        words: The language.
        held: What was found.

    Yields:
        One sentence each; the last tells whether all is well.
    """
    if held.unsealed:
        yield words.say(_UNSEALED, count=held.unsealed)
    if held.expired:
        yield words.say(_EXPIRED, count=held.expired)
    message = _APART if held.unlike else _AGREE
    yield words.say(message, count=held.acts, unlike=len(held.unlike))
