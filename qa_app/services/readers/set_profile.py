"""Say which profile the team has and what it relaxes; every report signed from then on says so.

That one person may be system and security administrator waits until the audit administrator
confirms it (`answer_two_hats`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.people import Actor, Role
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.profiles import TWO_HATS_ASKED, Profile, Safeguard, may_relax, profile_of
from qa_app.domain.reader_events import TeamProfileSet
from qa_app.domain.text import has_words
from qa_app.models.login_sessions import put_notes_away, tell_role
from qa_app.models.transaction import hold_journal, transaction
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
        False when it stands, or waits, so already and nothing was done.

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
    event = TeamProfileSet(actor=actor, at=at, profile=new.profile.value, relaxed="")
    try:
        with transaction(session, event) as act:
            hold_journal(session)  # roles are given and profiles set one after another
            _check(session, new)
            names = _put(session, actor, new, at)
            act.learn(relaxed=" ".join(names))
    except _StandsError:
        return False
    return True


class _StandsError(Exception):
    """It stands so already."""


def _put(session: Session, actor: Actor, new: NewProfile, at: datetime) -> list[str]:
    now = team_now(session)
    neighbour, wanted = new.neighbour.strip(), frozenset(new.relaxed)
    waits = Safeguard.TWO_HATS in wanted - now.relaxed and actor.account_id is not None
    relaxed = wanted - {Safeguard.TWO_HATS} if waits else wanted
    stands = (now.profile, now.relaxed, now.neighbour, now.waits)
    if now.set_at is not None and (new.profile, relaxed, neighbour, waits) == stands:
        raise _StandsError
    names = sorted([*(one.value for one in relaxed), *([TWO_HATS_ASKED] if waits else [])])
    session.add(
        TeamProfileRow(
            profile=new.profile.value,
            relaxed=names,
            neighbour=neighbour,
            set_at=at,
            set_by=actor.account_id,
        )
    )
    if waits and not now.waits:
        tell_role(session, Role.AUDIT_ADMIN, "two_hats_asked", at)
    elif now.waits and not waits:
        put_notes_away(session, "two_hats_asked", at)
    return names


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
