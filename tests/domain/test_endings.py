from datetime import date, timedelta

from qa_app.domain.endings import Ending, Ends, of_endings, told_in
from qa_app.domain.reminders import ReminderKind

DAY = date(2026, 9, 22)
ENTRY = Ends(Ending.STANDING, "1.social_work", DAY)
CHECK = Ends(Ending.CHECK, "12", DAY + timedelta(days=2))
PAPER = Ends(Ending.PAPER, "1.procedure.", DAY + timedelta(days=200))


def before(days: int) -> date:
    return DAY - timedelta(days=days)


def test_each_thing_is_told_once_at_90_30_and_7_days() -> None:
    told: set = set()
    found = {}
    for days in range(120, -3, -1):
        for one in of_endings([ENTRY], told, before(days)):
            found[days] = one.key
            told |= told_in(one.content)
    assert found == {
        90: "ends:90:standing.1.social_work.2026-09-22",
        30: "ends:30:standing.1.social_work.2026-09-22",
        7: "ends:7:standing.1.social_work.2026-09-22",
    }


def test_whoever_was_not_told_in_time_is_told_at_the_nearest_warning() -> None:
    for days, step in ((89, 90), (12, 30), (3, 7), (0, 7)):
        (one,) = of_endings([ENTRY], (), before(days))
        assert one.content["ahead"] == step
    assert of_endings([ENTRY], (), before(-1)) == []  # it has ended


def test_what_falls_under_one_warning_is_told_together() -> None:
    (one,) = of_endings([CHECK, PAPER, ENTRY, ENTRY], (), before(28))
    assert (one.kind, one.content) == (
        ReminderKind.ENDS,
        {
            "count": 2,
            "ahead": 30,
            "parts": {"standing": 1, "check": 1},
            "until": "2026-09-24",
            "things": [
                ["check", "12", "2026-09-24"],
                ["standing", "1.social_work", "2026-09-22"],
            ],
        },
    )
    # another day of the same thing is another ending
    renewed = Ends(Ending.CHECK, "12", DAY + timedelta(days=20))
    (more,) = of_endings([ENTRY, renewed], told_in(one.content), before(10))
    assert more.content["things"] == [["check", "12", "2026-10-12"]]
