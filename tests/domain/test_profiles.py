import pytest

from qa_app.domain.profiles import (
    People,
    Profile,
    Rule,
    Safeguard,
    checks_of,
    is_doubtful,
    may_relax,
    profile_of,
)


@pytest.mark.parametrize(
    ("readers", "profile"),
    [
        (0, Profile.SMALL),
        (5, Profile.SMALL),
        (6, Profile.MEDIUM),
        (11, Profile.MEDIUM),
        (12, Profile.FULL),
    ],
)
def test_a_team_is_as_large_as_its_readers_are_many(readers: int, profile: Profile) -> None:
    assert profile_of(readers) is profile


def test_only_a_small_team_gives_up_second_readings() -> None:
    assert may_relax(Profile.SMALL, Safeguard)
    assert may_relax(Profile.MEDIUM, {Safeguard.THIRD_PERSON, Safeguard.NO_EXCHANGE})
    assert not may_relax(Profile.MEDIUM, {Safeguard.SECOND_READINGS})
    assert not may_relax(Profile.FULL, {Safeguard.NO_EXCHANGE})
    assert may_relax(Profile.FULL, ())


def test_what_makes_reliability_doubtful() -> None:
    assert is_doubtful({Safeguard.SECOND_READINGS})
    assert is_doubtful({Safeguard.CALIBRATION_GATE, Safeguard.THIRD_PERSON})
    assert not is_doubtful({Safeguard.THIRD_PERSON, Safeguard.NO_EXCHANGE})


def test_rules_that_the_people_there_cannot_keep() -> None:
    few = People(readers=2, supervisors=1, moderators=0, system_admins=1, audit_admins=0)
    found = {one.rule: one for one in checks_of(few, {Safeguard.SECOND_READINGS})}
    assert [rule for rule, one in found.items() if not one.is_kept] == [
        Rule.SECOND_READER,
        Rule.MODERATOR,
        Rule.OBJECTION_PANEL,
        Rule.SECOND_SUPERVISOR,
        Rule.LOG_ADMINISTRATOR,
    ]
    second = found[Rule.SECOND_READER]
    assert (second.needed, second.there, second.relaxed_by, second.is_relaxed) == (
        3,
        2,
        Safeguard.SECOND_READINGS,
        True,
    )
    assert not found[Rule.MODERATOR].is_relaxed
    assert found[Rule.LOG_ADMINISTRATOR].relaxed_by is None
    many = People(readers=12, supervisors=3, moderators=1, system_admins=1, audit_admins=1)
    assert all(one.is_kept for one in checks_of(many, ()))
