from datetime import date, datetime

from qa_app.domain.register_lists import (
    CellKind,
    Value,
    key_of,
    line_from,
    plain_line,
    shown_value,
)
from qa_app.domain.text import BilingualText
from tests.domain.test_register_list_check import LIST

LINE: dict[str, Value] = {
    "centre": "A",
    "worker": "W1",
    "code": "",
    "begun": date(2026, 1, 5),
    "ended": None,
    "met": datetime(2026, 3, 2, 9, 30),
    "area": "legal_aid",
    "areas": "social_work legal_aid",
    "hours": 15,
    "paid": True,
    "note": "x",
}


def test_a_line_comes_back_as_it_was() -> None:
    assert line_from(LIST, plain_line(LIST, LINE)) == LINE
    assert key_of(LIST, LINE) == ("A", "W1")


def test_values_are_shown_as_they_can_be_taken_in_again() -> None:
    named = {"legal_aid": BilingualText("Legal aid", "Legal aid")}
    shown = {name: shown_value(LIST.column(name), value, named) for name, value in LINE.items()}
    assert shown["begun"] == "2026-01-05"
    assert shown["met"] == "2026-03-02 09:30"
    assert (shown["hours"], shown["ended"], shown["code"]) == ("1.5", None, None)
    assert (shown["area"], shown["areas"]) == ("Legal aid", "social_work; Legal aid")
    assert shown_value(LIST.column("hours"), 100, {}) == "10"
    assert LIST.column("hours").kind is CellKind.WHOLE
