"""Whoever changes one cell of the table of rights hears of it (AZ-10).

Each mutant gives one role one permission more or takes one away; the access matrix, or what is
written here by hand, must then say otherwise than the table.
"""

from collections.abc import Callable

import pytest
from flask import Flask

from qa_app.domain import permissions
from qa_app.domain.people import NO_REACH, Actor, Grant, Role
from qa_app.domain.permissions import GRANTS, Permission, may
from qa_app.web.guard import PUBLIC, needs_of
from tests.web.test_access_matrix import ROLES, ROWS

_P = Permission
BEHIND_THE_DOOR = {
    # the lists of the register share one address; each asks for its own permission
    _P.REGISTER_WRITE: {Role.CENTRE_MANAGER, Role.SYS_ADMIN},
    _P.REGISTER_KEEP: {Role.SENIOR_SUPERVISOR, Role.SYS_ADMIN},
}
MODERATOR_ALONE = {
    _P.SELF_MANAGE, _P.RUBRIC_READ,  # as everybody
    _P.MODERATE_DECIDE, _P.ROUND_READ, _P.ROUND_REPORT,  # pairs that differ, and their round
    _P.OBJECTION_DECIDE,
    _P.CHART_REBASE, _P.CENTRE_READ,  # limits begin anew, on a chart that is seen
    _P.DIRECTORY_READ,
    _P.STANDING_READ, _P.STANDING_REVIEW,  # objections to decisions are heard by three
}  # fmt: skip
"""The role is held on top of another, whose column the matrix shows joined with it."""


def actor_of(column: str) -> Actor:
    roles = (Role.AUDITOR, Role.MODERATOR) if column == "moderator" else (Role(column),)
    return Actor(1, column, tuple(Grant(role, NO_REACH) for role in roles))


def objections(app: Flask, role: Role, permission: Permission) -> int:
    """Count what speaks against the table as it is now, about one role and permission."""
    actor, found = actor_of(role.value), 0
    for row in ROWS:
        if needs_of(app.view_functions[row["endpoint"]]) is permission:
            found += may(actor, permission) == (row[role.value] == "404")
    if permission in BEHIND_THE_DOOR:
        found += (permission in permissions.GRANTS[role]) != (role in BEHIND_THE_DOOR[permission])
    if role is Role.MODERATOR:
        found += (permission in permissions.GRANTS[role]) != (permission in MODERATOR_ALONE)
    return found


def test_no_cell_of_the_table_changes_unheard(
    app: Flask, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    survivors = []
    for role in Role:
        for permission in Permission:
            assert objections(app, role, permission) == 0, (role, permission)
            with monkeypatch.context() as changed:
                changed.setitem(permissions.GRANTS, role, GRANTS[role] ^ {permission})
                if not objections(app, role, permission):
                    survivors.append((role.value, permission.value))
    record_property("mutants", len(Role) * len(Permission))
    record_property("survivors", len(survivors))
    assert survivors == []


def test_every_role_has_a_column_and_every_door_a_permission(app: Flask) -> None:
    assert {*ROLES} == {role.value for role in Role} | {"anon"}
    asked = {needs_of(view) for view in app.view_functions.values()} - {PUBLIC}
    assert asked | set(BEHIND_THE_DOOR) == set(Permission)
