"""Trials that were asked for on screen run beside the pages, one that fails keeps no other waiting."""

from pathlib import Path
from threading import Event

import pytest
from sqlalchemy.orm import Session

from qa_app.cli import trials
from qa_app.cli.trials import run_trials, watch_trials
from qa_app.config import Settings
from qa_app.queries.criteria_trials import draft_tried, waiting_trials
from qa_app.services.criteria.ask_criteria_trial import ask_criteria_trial
from qa_app.services.criteria.run_criteria_trial import run_criteria_trial
from tests.criteria_trials import SMALL, a_draft, a_trial
from tests.people import NOON


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(trials, "TrialSize", lambda *_: SMALL)
    return Settings(False, Path(), "", "s" * 32, bytes(32))


def test_the_waiting_run_in_turn_and_a_fault_is_told(
    session: Session, small: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = a_trial(session)
    other = a_draft(session, scene.author, version="1.0.9")
    for draft in (scene.draft, other):
        ask_criteria_trial(session, scene.second, draft, at=NOON)
    run = run_criteria_trial

    def fails_once(*args: object, **named: object) -> str:
        if args[2] == scene.draft:
            raise ZeroDivisionError
        return run(*args, **named)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(trials, "run_criteria_trial", fails_once)
    assert run_trials(session, small) == 1
    first, second = (draft_tried(session, scene.second, one) for one in (scene.draft, other))
    assert first is not None
    assert first.ask is not None
    assert first.ask.is_failed
    assert second is not None
    assert second.trial is not None
    session.rollback()
    assert run_trials(session, small) == 0
    monkeypatch.setattr(trials, "run_criteria_trial", run)
    ask_criteria_trial(session, scene.second, scene.draft, at=NOON)
    assert run_trials(session, small) == 1
    assert waiting_trials(session, NOON) == ()


def test_a_server_of_one_process_goes_on_after_a_fault_and_ends(
    small: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, looks = Event(), list[str]()

    def opened(*_: object) -> object:
        looks.append("looked")
        if len(looks) == 2:
            stop.set()
        raise ConnectionError

    monkeypatch.setattr(trials, "opened", opened)
    thread = watch_trials(small, stop, seconds=0.0)
    thread.join(timeout=10)
    assert not thread.is_alive()
    assert looks == ["looked", "looked"]
