"""As whom somebody acts on a result and its actions: the centre, the worker, those who read."""

from dataclasses import dataclass

from qa_app.domain.actions import Party
from qa_app.domain.answers import Voice
from qa_app.domain.people import Actor, Role
from qa_app.domain.permissions import Permission, roles_with


@dataclass(frozen=True, slots=True)
class ResultPlace:
    """Where a result belongs.

    Attributes:
        centre_id: Its centre.
        place_path: Path of the centre's place.
        practitioner_id: The worker of the file; None when nobody is named.
        reader_id: Who read it; None for an imported inspection.
        leader_id: Who led the session in which it was agreed; None for what follows from a
            result.
    """

    centre_id: int
    place_path: str
    practitioner_id: int | None
    reader_id: int | None = None
    leader_id: int | None = None


def is_manager(actor: Actor, place: ResultPlace) -> bool:
    """Tell whether somebody manages the centre of a result.

    Args:
        actor: Who.
        place: Where the result belongs.

    Returns:
        True when a manager's grant reaches the centre.
    """
    return _covers(actor, place, frozenset({Role.CENTRE_MANAGER}))


def is_worker(actor: Actor, place: ResultPlace) -> bool:
    """Tell whether somebody worked on the file of a result.

    Args:
        actor: Who.
        place: Where the result belongs.

    Returns:
        True when their account is joined to the practitioner of the file, and a caseworker's
        grant reaches the centre.
    """
    own = actor.practitioner_id is not None and actor.practitioner_id == place.practitioner_id
    return own and _covers(actor, place, frozenset({Role.CASEWORKER}))


def doer_as(actor: Actor, place: ResultPlace) -> Party | None:
    """Tell as whom somebody does what has to be done.

    Args:
        actor: Who.
        place: Where the result belongs.

    Returns:
        The centre before the worker before who led the session; None for everybody else.
    """
    if is_manager(actor, place):
        return Party.CENTRE
    if is_worker(actor, place):
        return Party.WORKER
    leads = actor.account_id is not None and actor.account_id == place.leader_id
    return Party.SUPERVISOR if leads and is_checker(actor, place) else None


def is_checker(actor: Actor, place: ResultPlace) -> bool:
    """Tell whether somebody looks after the actions of a centre.

    Args:
        actor: Who.
        place: Where the result belongs.

    Returns:
        True when a grant that allows it reaches the centre.
    """
    return _covers(actor, place, roles_with(Permission.ACTION_CHECK))


def may_speak_as(actor: Actor, voice: Voice, place: ResultPlace) -> bool:
    """Tell whether somebody may give a voice's word.

    Args:
        actor: Who.
        voice: Whose word.
        place: Where the result belongs.

    Returns:
        True for the manager, the worker of the file, and the reader or who checks actions.
    """
    match voice:
        case Voice.CENTRE:
            return is_manager(actor, place)
        case Voice.WORKER:
            return is_worker(actor, place)
        case Voice.REVIEWER:
            is_reader = actor.account_id is not None and actor.account_id == place.reader_id
            return is_reader or is_checker(actor, place)


def _covers(actor: Actor, place: ResultPlace, roles: frozenset[Role]) -> bool:
    # commands of the host speak for nobody
    return not actor.is_system and actor.reach_as(roles).covers(place.centre_id, place.place_path)
