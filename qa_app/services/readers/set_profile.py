"""Say which profile the team has and what it relaxes; every report signed from then on says so."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.profiles import Profile, Safeguard, may_relax, profile_of
from qa_app.domain.reader_events import TeamProfileSet
from qa_app.domain.text import has_words
from qa_app.models.transaction import transaction
from qa_app.models.who_reads import TeamProfileRow
from qa_app.queries.team import people_there, team_now, two_hats_held

_NAME_MOST = 60


@dataclass(frozen=True, slots=True)
class NewProfile:
    """What is set.

    Attributes:
        profile: The profile.
        relaxed: What is given up.
        neighbour: The city with which readers are exchanged; empty for none.
    """

    profile: Profile
    relaxed: Collection[Safeguard]
    neighbour: str = ""


def set_profile(session: Session, actor: Actor, new: NewProfile, *, at: datetime) -> bool:
    """Set the team's profile from now on.

    Args:
        session: A database session.
        actor: Who looks after the readers of the whole network.
        new: What is set.
        at: The present.

    Returns:
        False when it stands so already and nothing was done.

    Raises:
        NotAllowedError: The actor does not look after the readers of the whole network.
        InvalidError: The team is larger than the profile says (`larger`); the profile keeps
            one of the safeguards (`kept`); an exchange names no city (`neighbour_missing`), or
            the name is too long (`neighbour_long`); somebody still is system and security
            administrator in one (`two_hats_held`).
    """
    if not may(actor, Permission.READER_MANAGE) or (
        not reach_of(actor, Permission.READER_MANAGE).is_everything
    ):
        raise NotAllowedError("team:set_profile")
    _check(session, new)
    relaxed, neighbour = frozenset(new.relaxed), new.neighbour.strip()
    now = team_now(session)
    if now.set_at is not None and (new.profile, relaxed, neighbour) == (
        now.profile,
        now.relaxed,
        now.neighbour,
    ):
        return False
    names = sorted(one.value for one in relaxed)
    event = TeamProfileSet(actor=actor, at=at, profile=new.profile.value, relaxed=" ".join(names))
    with transaction(session, event):
        session.add(
            TeamProfileRow(
                profile=new.profile.value,
                relaxed=names,
                neighbour=neighbour,
                set_at=at,
                set_by=actor.account_id,
            )
        )
    return True


def _check(session: Session, new: NewProfile) -> None:
    order = list(Profile)
    if order.index(profile_of(people_there(session).readers)) > order.index(new.profile):
        raise InvalidError("larger")
    if not may_relax(new.profile, new.relaxed):
        raise InvalidError("kept")
    if Safeguard.TWO_HATS not in new.relaxed and two_hats_held(session):
        raise InvalidError("two_hats_held")
    if Safeguard.NO_EXCHANGE in new.relaxed and not has_words(new.neighbour):
        raise InvalidError("neighbour_missing")
    if len(new.neighbour.strip()) > _NAME_MOST:
        raise InvalidError("neighbour_long")
