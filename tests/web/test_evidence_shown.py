"""Which day of the criteria frozen evidence leads to, for whom."""

from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask

from qa_app.web.decisions import evidence
from qa_app.web.locale import speak

FROZEN, BEGAN = date(2026, 9, 10), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("set_code", "is_case_level", "day"),
    [
        # whoever reads the files is offered the day itself, others ends of half-years
        ("full", True, FROZEN),
        ("candidate", False, date(2026, 6, 30)),
        # on which the full set asked nothing yet
        ("full", False, None),
        # nor does the other one ask any more on the day itself
        ("candidate", True, None),
    ],
)
def test_evidence_leads_to_a_day_on_which_its_set_was_in_force(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    set_code: str,
    is_case_level: bool,
    day: date | None,
) -> None:
    monkeypatch.setattr(evidence, "local_today", lambda: FROZEN)
    monkeypatch.setattr(
        evidence, "known_sets", lambda asked: {"candidate"} if asked < BEGAN else {"full"}
    )
    monkeypatch.setattr(evidence, "sets_of", lambda known, place: known if place == "cn/1" else ())
    one = SimpleNamespace(as_of=FROZEN, set_code=set_code, centre_id=7, area_code="social_work")
    with app.test_request_context():
        address, shown = evidence._address(one, "cn/1", is_case_level=is_case_level)  # type: ignore[arg-type]
        assert evidence._address(one, None, is_case_level=is_case_level) == (None, None)  # type: ignore[arg-type]
    assert shown == day
    told = None if day is None else f"/criteria/7/social_work?set={set_code}&as_of={day}"
    assert address == told


@pytest.mark.parametrize(
    ("shown", "is_case_level", "words"),
    [
        (FROZEN, True, "tells the numbers as of 10 Sep 2026, as far as you may see them."),
        (
            date(2026, 6, 30),
            False,
            (
                "tells the verdicts as of 30 Jun 2026, the last day before this evidence that you may"
                " ask for; it shows counts and shares as of ends of years alone."
            ),
        ),
        (
            date(2025, 12, 31),
            False,
            (
                "tells the verdicts as of 31 Dec 2025, the last day before this evidence that you may"
                " ask for; with numbers where enough files or people stand behind them."
            ),
        ),
    ],
)
def test_each_reader_is_told_what_they_find_there(
    app: Flask, monkeypatch: pytest.MonkeyPatch, shown: date, is_case_level: bool, words: str
) -> None:
    monkeypatch.setattr(evidence, "page_language", lambda: "en")
    with app.test_request_context():
        speak("en")
        told = evidence._told_there(shown, FROZEN, is_case_level=is_case_level)
    assert told == f"The page of criteria {words}"
