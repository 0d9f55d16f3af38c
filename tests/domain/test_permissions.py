from qa_app.domain.people import (
    ADMIN_ROLES,
    NO_REACH,
    WHOLE_NETWORK,
    Actor,
    Grant,
    Reach,
    Role,
    system_actor,
)
from qa_app.domain.permissions import (
    GRANTS,
    Permission,
    may,
    reach_beyond_own,
    reach_of,
    reads_only_own,
    reports_inside,
    roles_fit_together,
    weighs,
)
from tests.people import person

CONTENT = {
    Permission.CASE_READ,
    Permission.CASE_IMPORT,
    Permission.AUDIT_READ,
    Permission.AUDIT_SCORE,
    Permission.AUDIT_SIGN,
    Permission.AUDIT_VOID,
    Permission.SAMPLE_DRAW,
    Permission.SESSION_PLAN,
}


def test_the_system_may_do_everything_everywhere() -> None:
    for permission in Permission:
        assert may(system_actor("root"), permission)
        assert reach_of(system_actor("root"), permission) == WHOLE_NETWORK


def test_who_holds_nothing_may_do_nothing() -> None:
    nobody = Actor(1, "x")
    for permission in Permission:
        assert not may(nobody, permission)
        assert reach_of(nobody, permission) == NO_REACH


def test_every_role_is_in_force() -> None:
    assert set(Role) == set(GRANTS)


def test_administrators_see_no_content() -> None:
    for role in ADMIN_ROLES:
        assert not GRANTS[role] & CONTENT


def test_the_judicial_reader_reads_criteria_and_no_case() -> None:
    assert may(person(Role.JUDICIAL_READER), Permission.CRITERIA_READ)
    assert not GRANTS[Role.JUDICIAL_READER] & CONTENT


def test_who_runs_a_centre_does_not_score_it() -> None:
    for role in (Role.CENTRE_MANAGER, Role.CASEWORKER):
        assert not GRANTS[role] & {
            Permission.AUDIT_SCORE,
            Permission.AUDIT_SIGN,
            Permission.AUDIT_VOID,
        }


def test_who_keeps_accounts_does_not_read_the_journal() -> None:
    assert not may(person(Role.SYS_ADMIN), Permission.JOURNAL_READ)
    assert not may(person(Role.AUDIT_ADMIN), Permission.ACCOUNT_MANAGE)


def test_every_role_in_force_keeps_its_own_account() -> None:
    assert all(Permission.SELF_MANAGE in held for held in GRANTS.values())


def test_reach_joins_only_the_grants_that_allow_the_act() -> None:
    north, south = Reach(centre_ids=frozenset({1})), Reach(place_paths=frozenset({"2/"}))
    actor = Actor(1, "x", (Grant(Role.SENIOR_SUPERVISOR, north), Grant(Role.CASEWORKER, south)))
    assert reach_of(actor, Permission.SESSION_PLAN) == north
    assert reach_of(actor, Permission.AUDIT_READ) == north.joined(south)
    assert reach_of(actor, Permission.JOURNAL_READ) == NO_REACH


def test_of_all_sets_of_roles_only_those_without_a_second_hat_fit() -> None:
    every = list(Role)
    for bits in range(2 ** len(every)):
        roles = frozenset(role for place, role in enumerate(every) if bits >> place & 1)
        alone = not roles & ADMIN_ROLES or len(roles) == 1
        assert roles_fit_together(roles) is alone
        both = roles == {Role.SYS_ADMIN, Role.SEC_ADMIN}
        assert roles_fit_together(roles, has_two_hats=True) is (alone or both)


def test_no_administrator_does_what_another_one_does() -> None:
    makes, gives, reads = (
        {role for role in Role if permission in GRANTS[role]}
        for permission in (
            Permission.ACCOUNT_MANAGE,
            Permission.ROLE_GRANT,
            Permission.JOURNAL_READ,
        )
    )
    assert (makes, gives, reads) == ({Role.SYS_ADMIN}, {Role.SEC_ADMIN}, {Role.AUDIT_ADMIN})
    assert {role for role in Role if weighs(role)} == {
        *ADMIN_ROLES,
        Role.JUDICIAL_DECIDER,
        Role.REGISTRAR,
    }


def test_only_a_caseworker_reads_nothing_but_their_own() -> None:
    assert [role for role in Role if reads_only_own(person(role))] == [Role.CASEWORKER]
    both = Actor(
        1, "x", tuple(Grant(role, WHOLE_NETWORK) for role in (Role.CASEWORKER, Role.AUDITOR))
    )
    assert not reads_only_own(both)
    assert not reads_only_own(system_actor("root"))


def test_a_moderator_decides_on_top_of_a_role_that_reads() -> None:
    held = GRANTS[Role.MODERATOR]
    assert {Permission.MODERATE_DECIDE, Permission.ROUND_READ, Permission.OBJECTION_DECIDE} <= held
    assert not held & CONTENT


def test_who_writes_on_charts_or_moves_their_limits_sees_them() -> None:
    for held in GRANTS.values():
        if held & {Permission.CHART_NOTE, Permission.CHART_REBASE}:
            assert Permission.CENTRE_READ in held


def test_files_of_others_are_beyond_a_caseworkers_grants() -> None:
    one, other = Reach(centre_ids=frozenset({1})), Reach(centre_ids=frozenset({2}))
    both = Actor(1, "x", (Grant(Role.CASEWORKER, one), Grant(Role.CENTRE_MANAGER, other)))
    assert reach_of(both, Permission.AUDIT_READ) == one.joined(other)
    assert reach_beyond_own(both, Permission.AUDIT_READ) == other


def test_reports_from_outside_are_those_of_a_judicial_reader() -> None:
    one, other = Reach(centre_ids=frozenset({1})), Reach(centre_ids=frozenset({2}))
    both = Actor(1, "x", (Grant(Role.JUDICIAL_READER, one), Grant(Role.CENTRE_MANAGER, other)))
    assert reach_of(both, Permission.REPORT_READ) == one.joined(other)
    assert reports_inside(both) == other
