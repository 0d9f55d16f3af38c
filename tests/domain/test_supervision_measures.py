from datetime import date, time
from fractions import Fraction

from qa_app.domain.supervision_measures import (
    HeldRecord,
    Measure,
    Measured,
    closed_in_time,
    discussed_monthly,
    signed_in_time,
    whole_hours,
)
from tests.builders import CHINA_2026

FRIDAY = date(2026, 3, 6)
TODAY = date(2026, 3, 23)


def record(
    began: time | None = time(9), ended: time | None = time(10), **fields: object
) -> HeldRecord:
    values = {"was_interrupted": False, "signed_on": None, "held_on": FRIDAY, **fields}
    return HeldRecord(began_at=began, ended_at=ended, **values)


def test_an_hour_without_interruption() -> None:
    met = [record(), record(ended=time(9, 59)), record(was_interrupted=True)]
    unknown = [record(began=None), record(was_interrupted=None)]
    assert whole_hours([*met, *unknown]) == Measured(Measure.SIXTY_MINUTES, Fraction(1, 5), 5)
    assert whole_hours([]) == Measured(Measure.SIXTY_MINUTES, None, 0)


def test_three_working_days_to_sign_from_a_friday_end_on_wednesday() -> None:
    in_time = record(signed_on=date(2026, 3, 11))
    late = record(signed_on=date(2026, 3, 12))
    assert signed_in_time([in_time, late, record()], CHINA_2026, TODAY).value == Fraction(1, 3)
    # on Wednesday itself an unsigned one still has time
    assert signed_in_time([record()], CHINA_2026, date(2026, 3, 11)).n == 0
    other_year = record(held_on=date(2025, 12, 30))
    assert signed_in_time([other_year], CHINA_2026, TODAY).value is None


def test_a_case_counts_in_months_in_which_it_was_in_hand_all_through() -> None:
    months = [date(2026, 1, 1), date(2026, 2, 1)]
    cases = {
        1: (date(2025, 5, 1), None),
        2: (date(2026, 1, 2), None),
        3: (date(2025, 5, 1), date(2026, 2, 10)),
    }
    discussed = [(1, date(2026, 1, 31)), (3, date(2026, 1, 5)), (3, date(2026, 2, 5))]
    # 1 in January and not in February, 2 in February not, 3 in January
    assert discussed_monthly(cases, discussed, months) == Measured(
        Measure.DISCUSSED, Fraction(2, 4), 4
    )


def test_actions_done_on_their_day_are_on_time() -> None:
    due = date(2026, 3, 2)
    actions = [(1, due, due), (2, due, date(2026, 3, 3)), (3, due, None)]
    measured = closed_in_time(actions)
    assert measured.value == Fraction(1, 3)
    assert [(one.id, one.counts) for one in measured.sources] == [
        (1, True),
        (2, False),
        (3, False),
    ]
