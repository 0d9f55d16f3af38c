"""For which supervisors somebody may agree on who supervises them."""

from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor, NewGrant, Role
from qa_app.queries.agreement_fitness import may_be_given_supervisors, supervised_person
from tests.agreements import Team, a_team, account
from tests.statements import counted


def one_by_one(session: Session, actor: Actor, accounts: list[int]) -> set[int]:
    found = set()
    for one in accounts:
        try:
            supervised_person(session, actor, None, one)
        except OutOfReachError:
            continue
        finally:
            session.rollback()
        found.add(one)
    return found


def test_it_is_whom_the_act_itself_would_find_with_one_question(session: Session) -> None:
    team: Team = a_team(session)
    whole = account(session, "whole", NewGrant(Role.SENIOR_SUPERVISOR))
    more = [
        account(session, f"more{number}", NewGrant(Role.SENIOR_SUPERVISOR, None, "A"))
        for number in range(3)
    ]
    accounts = [team.lead, team.far, team.head, *(one.account_id or 0 for one in more)]
    accounts += [whole.account_id or 0, team.scene.reader.account_id or 0]
    for actor in (team.city, whole, team.scene.supervisor, team.scene.reader):
        found = may_be_given_supervisors(session, actor, accounts)
        session.rollback()
        assert found == one_by_one(session, actor, accounts)
    assert may_be_given_supervisors(session, team.city, accounts) == set(accounts[:6])
    session.rollback()

    def asked(some: list[int]) -> int:
        with counted(session) as seen:
            may_be_given_supervisors(session, team.city, some)
        session.rollback()
        return len(seen)

    assert asked(accounts[:1]) == asked(accounts) == 2
    assert asked([]) == 0
