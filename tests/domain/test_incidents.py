from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.incidents import (
    Handling,
    Incident,
    IncidentKind,
    Judgement,
    NewIncident,
    check_incident,
    contained,
    handle_until,
    handled,
    is_unhandled_breach,
    judged,
)

NOW = datetime(2026, 3, 31, 4, tzinfo=UTC)
TODAY = date(2026, 3, 31)
KNOWN = datetime(2026, 3, 2, 1, tzinfo=UTC)
KNOWN_ON = date(2026, 3, 2)
BREACH = Incident(IncidentKind.PRIVACY, date(2026, 3, 1), KNOWN)


def whole(on: date = TODAY) -> Incident:
    done = contained(judged(BREACH, Judgement.CONFIRMED, TODAY), KNOWN, NOW)
    for one in Handling:
        done = handled(done, one, on, TODAY, KNOWN_ON)
    return done


def test_an_incident_is_handled_once_all_is_done() -> None:
    assert BREACH.contain_until == KNOWN + timedelta(hours=24)
    assert handle_until(KNOWN_ON) == date(2026, 4, 1)
    assert (BREACH.is_open, BREACH.is_handled) == (True, False)
    done = whole()
    assert (done.is_open, done.is_handled) == (False, True)
    assert [one for one, _ in done.done] == sorted(Handling)
    assert not judged(BREACH, Judgement.DISMISSED, TODAY).is_open


def test_steps_are_taken_once_and_not_ahead() -> None:
    with pytest.raises(InvalidError, match="step_not_open"):
        contained(contained(BREACH, KNOWN, NOW), KNOWN, NOW)
    with pytest.raises(InvalidError, match="day_too_early"):
        contained(BREACH, KNOWN - timedelta(minutes=1), NOW)
    with pytest.raises(InvalidError, match="day_ahead"):
        contained(BREACH, NOW + timedelta(minutes=1), NOW)
    with pytest.raises(InvalidError, match="step_not_open"):
        handled(whole(), Handling.AUTHORITY, TODAY, TODAY, KNOWN_ON)
    with pytest.raises(InvalidError, match="day_too_early"):
        handled(BREACH, Handling.AUTHORITY, date(2026, 3, 1), TODAY, KNOWN_ON)
    dismissed = judged(BREACH, Judgement.DISMISSED, TODAY)
    for step in (
        lambda: judged(dismissed, Judgement.CONFIRMED, TODAY),
        lambda: contained(dismissed, KNOWN, NOW),
        lambda: handled(dismissed, Handling.MEASURES, TODAY, TODAY, KNOWN_ON),
    ):
        with pytest.raises(InvalidError, match="step_not_open"):
            step()


def test_what_is_recorded_has_come_and_says_something() -> None:
    new = NewIncident(IncidentKind.OTHER, date(2026, 3, 2), KNOWN, "记录本遗失")
    check_incident(new, NOW, TODAY, KNOWN_ON)
    for changes, code in (
        ({"happened_on": date(2026, 4, 1)}, "day_ahead"),
        ({"known_at": NOW + timedelta(hours=1)}, "day_ahead"),
        ({"happened_on": KNOWN_ON + timedelta(days=1)}, "day_too_early"),
        ({"text": " "}, "text_missing"),
        ({"text": "电话13812345678"}, "phone"),
    ):
        with pytest.raises(InvalidError, match=code):
            check_incident(replace(new, **changes), NOW, TODAY, KNOWN_ON)


def test_a_breach_stands_until_confirmed_and_everything_done_by_the_day() -> None:
    confirmed = judged(BREACH, Judgement.CONFIRMED, TODAY)
    assert is_unhandled_breach(confirmed, TODAY)
    assert not is_unhandled_breach(confirmed, date(2026, 3, 30))
    assert not is_unhandled_breach(BREACH, TODAY)
    assert not is_unhandled_breach(whole(), TODAY)
    later = replace(whole(), judged_on=date(2026, 3, 3))
    assert is_unhandled_breach(later, date(2026, 3, 30))
    assert not is_unhandled_breach(replace(confirmed, kind=IncidentKind.OTHER), TODAY)
