from datetime import date, timedelta

import pytest

from qa_app.domain.profiles import (
    GivenUp,
    People,
    Profile,
    Rule,
    Safeguard,
    checks_of,
    may_relax,
    profile_of,
    spans_given_up,
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
    twice, gate = Safeguard.SECOND_READINGS, Safeguard.CALIBRATION_GATE
    jan, mar, may, jul = (date(2026, month, 10) for month in (1, 3, 5, 7))
    changes = [
        (jan, {twice, Safeguard.NO_EXCHANGE}),
        (mar, {twice, gate}),
        (may, {gate, Safeguard.THIRD_PERSON}),
        (jul, ()),
    ]
    ended = GivenUp(twice, jan, may)
    assert spans_given_up(changes, jan, jul) == (ended, GivenUp(gate, mar, jul))
    # what came later is not known yet, and what ended before is over
    assert spans_given_up(changes, jan, mar) == (
        GivenUp(twice, jan, None),
        GivenUp(gate, mar, None),
    )
    assert spans_given_up(changes, may, may) == (ended, GivenUp(gate, mar, None))
    assert spans_given_up(changes, may + timedelta(days=1), jul) == (GivenUp(gate, mar, jul),)
    assert spans_given_up(changes, jul + timedelta(days=1), date(2027, 1, 1)) == ()
    assert spans_given_up([(jan, {Safeguard.NO_EXCHANGE})], jan, jul) == ()


def test_rules_that_the_people_there_cannot_keep() -> None:
    few = People(readers=2, supervisors=1, moderators=0, system_admins=1, audit_admins=0)
    found = {one.rule: one for one in checks_of(few, {Safeguard.SECOND_READINGS})}
    assert [rule for rule, one in found.items() if not one.is_kept] == [
        Rule.SECOND_READER,
        Rule.MODERATOR,
        Rule.OBJECTION_PANEL,
        Rule.SECOND_SUPERVISOR,
        Rule.LOG_ADMINISTRATOR,
        Rule.SECURITY_ADMINISTRATOR,
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
    many = People(
        readers=12,
        supervisors=3,
        moderators=1,
        system_admins=1,
        audit_admins=1,
        security_admins=1,
    )
    assert all(one.is_kept for one in checks_of(many, ()))
