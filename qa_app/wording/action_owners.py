"""Who does what has to be done, who must act next, and where something agreed comes from."""

from datetime import date

from qa_app.domain.actions import Owner, Party
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

OWNERS: dict[Owner, str] = {
    Owner.CENTRE: _("the centre"),
    Owner.WORKER: _("the worker of the file"),
    Owner.SUPERVISOR: _("who led the session"),
}
AGREED_OWNERS: dict[Owner, str] = {
    Owner.CENTRE: _("the centre"),
    Owner.WORKER: _("the worker"),
    Owner.SUPERVISOR: _("who led the session"),
}
PARTIES: dict[Party, str] = {
    Party.CENTRE: _("the centre"),
    Party.WORKER: _("the worker of the file"),
    Party.SUPERVISOR: _("a senior supervisor"),
    Party.SYSTEM: _("later reviews"),
}
_THE_WORKER = _("the worker %(code)s")
_SOURCE = _("Agreed in the supervision of %(day)s")


def said_owner(words: Words, owner: Owner, worker: str = "") -> str:
    """Name who does what was agreed in a session.

    Args:
        words: The language.
        owner: Who.
        worker: Code of the worker whom it is about; empty when nobody is named.

    Returns:
        A few words; a worker by the code.
    """
    if owner is Owner.WORKER and worker:
        return words.say(_THE_WORKER, code=worker)
    return words.say(AGREED_OWNERS[owner])


def said_source(words: Words, agreed_on: date) -> str:
    """Say in which session something was agreed.

    Args:
        words: The language.
        agreed_on: Day of the session.

    Returns:
        Such as `supervision of 12 March`.
    """
    return words.say(_SOURCE, day=words.day(agreed_on))


def said_party(
    words: Words, party: Party, owner: Owner, *, is_agreed: bool, worker: str = ""
) -> str:
    """Name who must act.

    Args:
        words: The language.
        party: Who.
        owner: Who has to do it.
        is_agreed: True for what was agreed in a session: no file stands behind it.
        worker: Code of the worker whom something agreed is about; empty when nobody is named.

    Returns:
        A few words.
    """
    if is_agreed and party.value == owner.value:
        return said_owner(words, owner, worker)
    return words.say(PARTIES[party])
