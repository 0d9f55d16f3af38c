"""The most that a session shows is what any role of content reaches, and nothing for others."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import NO_REACH, WHOLE_NETWORK, Actor, Grant, Reach, Role
from qa_app.models.places import CentreRow
from qa_app.models.row_lock import Ceiling, ceiling_of
from qa_app.queries.ceilings import hold_to_reach
from tests.register import two_centres


def held(session: Session, *grants: tuple[Role, Reach]) -> Ceiling:
    actor = Actor(7, "x", tuple(Grant(*one) for one in grants), practitioner_id=9)
    hold_to_reach(session, actor)
    return ceiling_of(session)


def test_a_ceiling_holds_the_centres_of_every_role_of_content(session: Session) -> None:
    a, b = two_centres(session)
    path = session.scalars(select(CentreRow.place_path).where(CentreRow.id == a)).one()
    branch, single = Reach(place_paths=frozenset({path})), Reach(centre_ids=frozenset({b}))
    own = {"account_id": 7, "person_id": 9}
    assert held(session, (Role.AUDITOR, branch)) == Ceiling(centre_ids=(a,), **own)
    assert held(session, (Role.CENTRE_MANAGER, single)) == Ceiling(centre_ids=(b,), **own)
    both = held(session, (Role.AUDITOR, branch), (Role.CENTRE_MANAGER, single))
    assert (set(both.centre_ids), both.is_whole) == ({a, b}, False)
    assert held(session, (Role.AUDITOR, NO_REACH)) == Ceiling(**own)
    assert held(session, (Role.SENIOR_SUPERVISOR, WHOLE_NETWORK)) == Ceiling(is_whole=True)


def test_an_administrator_is_shown_no_content_and_adds_none(session: Session) -> None:
    a, b = two_centres(session)
    single = Reach(centre_ids=frozenset({b}))
    own = {"account_id": 7, "person_id": 9}
    for role in (Role.SYS_ADMIN, Role.SEC_ADMIN, Role.AUDIT_ADMIN):
        assert held(session, (role, WHOLE_NETWORK)) == Ceiling(**own), a
    mixed = held(session, (Role.SYS_ADMIN, WHOLE_NETWORK), (Role.AUDITOR, single))
    assert mixed == Ceiling(centre_ids=(b,), **own)
