"""Which roles one account may hold together, and which need a second person."""

from qa_app.domain.people import ADMIN_ROLES, Role

PRIVILEGED = ADMIN_ROLES | {Role.JUDICIAL_DECIDER, Role.REGISTRAR}
"""Roles of weight: held once a second administrator confirms."""

TWO_HATS = frozenset({Role.SYS_ADMIN, Role.SEC_ADMIN})
"""What one person may be in a small team, with a counter-check each month."""


OF_ONE_CENTRE = frozenset({Role.CENTRE_MANAGER, Role.CASEWORKER})
"""Roles that people give for one centre, never for a place with all its centres."""


def roles_fit_together(roles: frozenset[Role], *, has_two_hats: bool = False) -> bool:
    """Decide whether one account may hold a set of roles.

    The database refuses the same (`models.asked_access`).

    Args:
        roles: The roles together.
        has_two_hats: True where a small team lets one person be system and security
            administrator; never the administrator of the journal.

    Returns:
        False when an administrator role stands beside any other role.
    """
    if not roles & ADMIN_ROLES or len(roles) == 1:
        return True
    return has_two_hats and roles == TWO_HATS


def weighs(role: Role) -> bool:
    """Tell whether giving a role needs a second person.

    Args:
        role: The role.

    Returns:
        True for administrators, judicial deciders and registrars.
    """
    return role in PRIVILEGED
