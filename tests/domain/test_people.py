import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.people import (
    NO_REACH,
    WHOLE_NETWORK,
    Actor,
    Grant,
    Reach,
    Role,
    granted_reach,
    is_login_name,
    system_actor,
)
from tests.people import person

PATHS = st.sampled_from(["1/", "1/3/", "1/3/7/", "1/4/", "13/", "2/"])
REACHES = st.builds(
    Reach,
    st.booleans(),
    st.frozensets(PATHS, max_size=2),
    st.frozensets(st.integers(1, 4), max_size=2),
)


def test_a_branch_covers_what_stands_in_it() -> None:
    district = Reach(place_paths=frozenset({"1/3/"}))
    assert district.covers(5, "1/3/")
    assert district.covers(5, "1/3/7/")
    assert not district.covers(5, "1/")
    assert not district.covers(5, "1/4/")
    # 1/33/ begins with the same characters but not with the same node
    assert not district.covers(5, "1/33/")


def test_a_single_centre() -> None:
    one = Reach(centre_ids=frozenset({5}))
    assert one.covers(5, "9/")
    assert not one.covers(6, "9/")


def test_nothing_and_everything() -> None:
    assert WHOLE_NETWORK.covers(1, "1/")
    assert not NO_REACH.covers(1, "1/")


@given(REACHES, REACHES, st.integers(1, 5), PATHS)
def test_a_joined_reach_covers_what_either_covers(
    one: Reach, two: Reach, centre: int, path: str
) -> None:
    joined = one.joined(two)
    assert joined.covers(centre, path) == (one.covers(centre, path) or two.covers(centre, path))
    assert joined == two.joined(one)


@given(REACHES)
def test_nothing_adds_nothing(reach: Reach) -> None:
    assert reach.joined(NO_REACH) == reach


def test_who_acts() -> None:
    system = system_actor("root")
    assert (system.account_id, system.name, system.is_system) == (None, "os:root", True)
    assert not system.has_role(Role.SYS_ADMIN)
    auditor = person(Role.AUDITOR)
    assert auditor.has_role(Role.AUDITOR)
    assert not auditor.has_role(Role.CASEWORKER)
    assert not auditor.is_system


def test_a_stored_grant_covers_its_branch_or_its_centre_or_everything() -> None:
    assert granted_reach("1/3/", None) == Reach(place_paths=frozenset({"1/3/"}))
    assert granted_reach(None, 5) == Reach(centre_ids=frozenset({5}))
    assert granted_reach(None, None) == WHOLE_NETWORK


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("ab", True),
        ("王芳", True),
        ("x" * 64, True),
        ("a_b.c-d9", True),
        ("", False),
        ("a", False),
        ("x" * 65, False),
        ("-ab", False),
        ("Ab", False),
        ("a b", False),
    ],
)
def test_names_that_may_be_typed_at_sign_in(name: str, *, is_one: bool) -> None:
    assert is_login_name(name) is is_one


def test_the_reach_of_roles_is_that_of_their_grants_together() -> None:
    here, there = Reach(centre_ids=frozenset({1})), Reach(place_paths=frozenset({"1/3/"}))
    actor = Actor(
        7,
        "who",
        (
            Grant(Role.CENTRE_MANAGER, here),
            Grant(Role.AUDITOR, there),
            Grant(Role.CASEWORKER, Reach(centre_ids=frozenset({9}))),
        ),
    )
    both = Reach(place_paths=frozenset({"1/3/"}), centre_ids=frozenset({1}))
    assert actor.reach_as({Role.CENTRE_MANAGER, Role.AUDITOR}) == both
    assert actor.reach_as({Role.MODERATOR}) == actor.reach_as(()) == NO_REACH
    assert system_actor("root").reach_as({Role.MODERATOR}) == WHOLE_NETWORK
