from datetime import UTC, date, datetime, timedelta

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.escalation import Authority, Outcome, OutcomeSent, check_outcome, report_until

RAISED = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
NOW = RAISED + timedelta(hours=3)
TODAY = date(2026, 3, 2)
REPORTED, BEFORE, NO_HARM = (one.value for one in Outcome)
POLICE = Authority.POLICE.value


def checked(sent: OutcomeSent) -> OutcomeSent:
    return check_outcome(sent, RAISED, NOW, TODAY)


def test_an_outcome_is_needed_within_24_hours_of_the_clock() -> None:
    assert report_until(RAISED) == datetime(2026, 3, 3, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (OutcomeSent(""), "outcome_unknown"),
        (OutcomeSent("dismissed"), "outcome_unknown"),
        (OutcomeSent(REPORTED, told_at=NOW), "authority_missing"),
        (OutcomeSent(REPORTED, "friend", told_at=NOW), "authority_missing"),
        (OutcomeSent(REPORTED, POLICE), "time_missing"),
        (OutcomeSent(REPORTED, POLICE, told_at=NOW + timedelta(minutes=1)), "time_ahead"),
        (OutcomeSent(REPORTED, POLICE, told_at=RAISED - timedelta(hours=25)), "time_before"),
        (OutcomeSent(BEFORE, POLICE), "day_missing"),
        (OutcomeSent(BEFORE, POLICE, told_on=date(2026, 3, 3)), "time_ahead"),
        (OutcomeSent(BEFORE, told_on=TODAY), "authority_missing"),
        (OutcomeSent(NO_HARM), "outcome_unknown"),  # it takes a second person
        (OutcomeSent(NO_HARM, POLICE, told_at=NOW), "outcome_unknown"),
    ],
)
def test_what_is_no_outcome_is_refused(sent: OutcomeSent, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        checked(sent)
    assert refused.value.code == code


def test_a_report_from_before_the_case_is_none_of_what_its_file_shows() -> None:
    opened = date(2026, 1, 5)
    for day, code in ((date(2026, 1, 4), "day_before_case"), (date(2026, 3, 3), "time_ahead")):
        with pytest.raises(InvalidError) as refused:
            check_outcome(OutcomeSent(BEFORE, POLICE, told_on=day), RAISED, NOW, TODAY, opened)
        assert refused.value.code == code
    for day in (opened, TODAY):
        sent = OutcomeSent(BEFORE, POLICE, told_on=day)
        assert check_outcome(sent, RAISED, NOW, TODAY, opened) == sent
    long_ago = OutcomeSent(BEFORE, POLICE, told_on=date(2020, 1, 1))
    assert checked(long_ago) == long_ago  # the whole centre is read: no case began


def test_an_outcome_keeps_only_what_its_kind_needs() -> None:
    early = RAISED - timedelta(hours=24)
    full = {"told_at": early, "told_on": TODAY}
    assert checked(OutcomeSent(REPORTED, POLICE, **full)) == OutcomeSent(
        REPORTED, POLICE, told_at=early
    )
    assert checked(OutcomeSent(BEFORE, POLICE, **full)) == OutcomeSent(
        BEFORE, POLICE, told_on=TODAY
    )
