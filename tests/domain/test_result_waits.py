from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from qa_app.domain.answers import becomes_final
from qa_app.domain.result_waits import Awaited, ResultWait, WaitFacts, result_wait

NOW = datetime(2026, 3, 25, 4, tzinfo=UTC)
TODAY = date(2026, 3, 25)
EARLIER, LATER = NOW - timedelta(minutes=1), NOW + timedelta(minutes=1)


def facts(**fields: object) -> WaitFacts:
    plain = {
        "is_shown": True,
        "dispute": None,
        "is_answered": None,
        "last_day": TODAY,
        "settled_at": EARLIER,
    }
    return WaitFacts(**{**plain, **fields})  # type: ignore[arg-type]  # as written below


@pytest.mark.parametrize(
    ("found", "awaited"),
    [
        (facts(is_shown=False, last_day=None), Awaited.MODERATION),
        (facts(dispute=Awaited.OBJECTION, is_answered=False), Awaited.OBJECTION),
        (facts(dispute=Awaited.AMENDMENT, is_answered=True), Awaited.AMENDMENT),
        (facts(is_answered=False, last_day=TODAY - timedelta(9)), Awaited.REPLY),
        (facts(is_answered=True, settled_at=LATER), Awaited.SIGNATURE),
        (facts(is_answered=True, settled_at=NOW), Awaited.CLOCK),
        (facts(last_day=TODAY - timedelta(1)), Awaited.CLOCK),
        (facts(last_day=None), Awaited.HOLIDAYS),
    ],
)
def test_what_waits_is_told_by_whose_turn_it_is(found: WaitFacts, awaited: Awaited) -> None:
    assert result_wait(found, TODAY, NOW) == ResultWait(awaited)


def test_the_last_day_itself_is_still_the_centres() -> None:
    assert result_wait(facts(), TODAY, NOW) == ResultWait(Awaited.ANSWER, TODAY)


def test_nothing_is_awaited_exactly_where_a_result_becomes_final() -> None:
    days = (None, TODAY - timedelta(1), TODAY)
    disputes = (None, Awaited.OBJECTION, Awaited.AMENDMENT)
    for dispute, said, last, settled in product(
        disputes, (True, False, None), days, (EARLIER, LATER)
    ):
        found = facts(dispute=dispute, is_answered=said, last_day=last, settled_at=settled)
        is_final = becomes_final(
            is_over=last is not None and last < TODAY,
            is_all_answered=said is True and settled <= NOW,
            is_disputed=dispute is not None or said is False,
        )
        assert (result_wait(found, TODAY, NOW).what is Awaited.CLOCK) is is_final, found
