"""Roles, where they reach, and the person (or the system) who acts."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The twelve roles."""

    AUDITOR = "auditor"
    SENIOR_SUPERVISOR = "senior_supervisor"
    MODERATOR = "moderator"
    CENTRE_MANAGER = "centre_manager"
    CASEWORKER = "caseworker"
    JUDICIAL_READER = "judicial_reader"
    JUDICIAL_DECIDER = "judicial_decider"
    REGISTRAR = "registrar"
    AUTHORITY_READER = "authority_reader"
    SYS_ADMIN = "sys_admin"
    SEC_ADMIN = "sec_admin"
    AUDIT_ADMIN = "audit_admin"


ADMIN_ROLES = frozenset({Role.SYS_ADMIN, Role.SEC_ADMIN, Role.AUDIT_ADMIN})
"""Administrators: each excludes the other two and every role that sees content."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Which centres a grant covers.

    Attributes:
        is_everything: True covers the whole network.
        place_paths: Paths of area-tree nodes; each covers its whole branch.
        centre_ids: Single centres besides.
    """

    is_everything: bool = False
    place_paths: frozenset[str] = frozenset()
    centre_ids: frozenset[int] = frozenset()

    def covers(self, centre_id: int, place_path: str) -> bool:
        """Tell whether a centre lies within reach.

        Args:
            centre_id: The centre.
            place_path: Path of the node the centre stands in, such as `1/3/7/`.

        Returns:
            True when the centre is named or stands in a covered branch.
        """
        return (
            self.is_everything
            or centre_id in self.centre_ids
            or any(place_path.startswith(path) for path in self.place_paths)
        )

    def joined(self, other: "Reach") -> "Reach":
        """Give the reach of either.

        Args:
            other: Another reach.

        Returns:
            What at least one of the two covers.
        """
        return Reach(
            self.is_everything or other.is_everything,
            self.place_paths | other.place_paths,
            self.centre_ids | other.centre_ids,
        )


NO_REACH = Reach()
WHOLE_NETWORK = Reach(is_everything=True)


def granted_reach(place_path: str | None, centre_id: int | None) -> Reach:
    """Give the centres that one stored grant covers.

    Args:
        place_path: Path of the branch it names; None when it names none.
        centre_id: The centre it names; None likewise.

    Returns:
        The branch, or the centre; the whole network when it names neither.
    """
    if place_path is not None:
        return Reach(place_paths=frozenset({place_path}))
    if centre_id is not None:
        return Reach(centre_ids=frozenset({centre_id}))
    return WHOLE_NETWORK


@dataclass(frozen=True, slots=True)
class Grant:
    """One role that an account holds, and where."""

    role: Role
    reach: Reach


@dataclass(frozen=True, slots=True)
class NewGrant:
    """A role to be held, with its reach by codes.

    Attributes:
        role: The role.
        place_code: Branch of the area tree; None when another reach is meant.
        centre_code: One centre; None likewise. Without either: the whole network.
    """

    role: Role
    place_code: str | None = None
    centre_code: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a signed-in account, or the system itself.

    Attributes:
        account_id: The account; None for an act of the system.
        name: Name shown beside the act; `os:<user>` for the system.
        grants: Roles held, read from the database for each request.
        session_digest: SHA-256 (hex) of the session id; None outside a session.
        address: Network address; None outside a request.
        is_system: True for commands run on the host.
        practitioner_id: The practitioner that the account belongs to; None for others.
    """

    account_id: int | None
    name: str
    grants: tuple[Grant, ...] = ()
    session_digest: str | None = None
    address: str | None = None
    is_system: bool = False
    practitioner_id: int | None = None

    def has_role(self, role: Role) -> bool:
        """Tell whether the actor holds a role.

        Args:
            role: The role.

        Returns:
            True when some grant is of that role.
        """
        return any(grant.role is role for grant in self.grants)

    def reach_as(self, roles: Collection[Role]) -> Reach:
        """Give the centres where the actor holds one of some roles.

        Args:
            roles: The roles.

        Returns:
            The joined reach of every grant of one of them; the whole network for the system.
        """
        reach = WHOLE_NETWORK if self.is_system else NO_REACH
        for grant in self.grants:
            if grant.role in roles:
                reach = reach.joined(grant.reach)
        return reach


def system_actor(name: str) -> Actor:
    """Give the actor for a command run on the host.

    Args:
        name: Operating-system user.

    Returns:
        An actor with every permission over the whole network.
    """
    return Actor(account_id=None, name=f"os:{name}", is_system=True)


_LOGIN_NAME = re.compile(r"[a-z0-9一-鿿][a-z0-9一-鿿._-]{1,63}")


def is_login_name(name: str) -> bool:
    """Decide whether a name may be typed at sign-in.

    Args:
        name: The name in small letters, without outer blanks.

    Returns:
        True for 2 to 64 small letters, digits, Hanzi, `.`, `_` and `-`, beginning with none of
        these three.
    """
    return _LOGIN_NAME.fullmatch(name) is not None
