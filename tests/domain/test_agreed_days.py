"""Who supervises somebody on a day."""

from dataclasses import replace
from datetime import date

from qa_app.domain.agreed_days import AgreedStretch, agreed_for, agreed_on, agreed_since
from qa_app.domain.supervision_agreements import AgreementKind

OLD = AgreedStretch(1, AgreementKind.STANDING, 10, 5, date(2026, 1, 5), date(2026, 3, 23))
NEW = AgreedStretch(2, AgreementKind.STANDING, 20, 5, date(2026, 3, 24), None)
DEPUTY = AgreedStretch(
    3,
    AgreementKind.DEPUTY,
    30,
    5,
    date(2026, 3, 20),
    date(2026, 3, 30),
    deputy_of_id=1,
)
AWAY = AgreedStretch(4, AgreementKind.DEPLOYMENT, 40, 6, date(2026, 4, 1), date(2026, 4, 10))
EVERY = (OLD, NEW, DEPUTY, AWAY)


def who(day: date) -> list[int]:
    return [one.supervisor_id for one in agreed_on(EVERY, day)]


def test_the_day_says_who_supervises() -> None:
    assert who(date(2026, 3, 19)) == [10]
    assert who(date(2026, 3, 20)) == [10, 30]
    # a deputy goes when the agreement that they stand in for goes
    assert who(date(2026, 3, 24)) == [20]
    assert who(date(2026, 3, 31)) == [20]
    assert who(date(2026, 4, 1)) == who(date(2026, 4, 10)) == [40]
    assert who(date(2026, 4, 11)) == [20]
    assert who(date(2026, 1, 4)) == []


def test_a_session_is_held_under_what_is_agreed_for_its_day_or_begins_next() -> None:
    def found(day: date) -> int | None:
        one = agreed_for(EVERY, day)
        return None if one is None else one.id

    assert [found(date(2026, 3, 23)), found(date(2026, 3, 24))] == [1, 2]
    assert [found(date(2026, 4, 5)), found(date(2026, 4, 11))] == [4, 2]
    assert found(date(2026, 1, 1)) == 1
    assert agreed_for((OLD,), date(2026, 3, 24)) is None
    never = replace(NEW, until_on=date(2026, 3, 20))
    assert agreed_for((never,), date(2026, 3, 1)) is None


def test_who_passes_to_somebody_else_is_not_due_later_for_it() -> None:
    never = replace(OLD, from_on=date(2025, 12, 1), until_on=date(2025, 11, 30))
    assert agreed_since((NEW, never, OLD, AWAY)) == date(2026, 1, 5)
