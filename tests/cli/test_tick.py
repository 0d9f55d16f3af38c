import pytest
from sqlalchemy.orm import Session

from qa_app.models.engine import make_engine
from qa_app.models.sealing import Sealer
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, a_desk, all_met
from tests.cli.conftest import Run, sealer_of
from tests.conftest import FIELD_KEY
from tests.limits import a_scene, happened, limits, record
from tests.people import NOON
from tests.series import a_series
from tests.sessions import a_scene as a_place


@pytest.fixture(autouse=True)
def everybody_is_about(monkeypatch: pytest.MonkeyPatch) -> None:
    """Accounts of March are no dormant ones: who rests is tested where accounts are closed."""
    monkeypatch.setattr("qa_app.cli.tick.close_dormant", lambda *_args, **_fields: 0)


def test_results_whose_window_is_over_become_final_once(qa: Run, home) -> None:
    engine = make_engine(f"sqlite:///{home}/plumbline.db")
    with Session(engine, info={"sealer": sealer_of(home)}) as session:
        desk = a_desk(session)
        save_entries(session, desk.reader, desk.audit, all_met(), ZONE, at=NOON)
        sign_audit(session, desk.reader, desk.audit, ZONE, at=NOON)
    engine.dispose()
    nothing = "0 limits of open cases changed.\n"
    # signed in March 2026, long over
    assert qa("tick").output == (
        f"1 results became final; 0 actions were verified or re-opened.\n{nothing}"
        "1 reports of quarters and years were made.\n"
    )
    assert qa("tick").output == (
        f"0 results became final; 0 actions were verified or re-opened.\n{nothing}"
    )


def test_limits_of_open_cases_are_worked_out(qa: Run, home) -> None:
    engine = make_engine(f"sqlite:///{home}/plumbline.db")
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        scene = a_scene(session)
        record(session, scene, happened("received", "2026-03-23", "09:00"))
        assert limits(session, scene.files[0])["A1"].state == "running"
        assert "\n1 limits of open cases changed.\n" in qa("tick").output
        assert limits(session, scene.files[0])["A1"].state == "overdue"
        assert "\n0 limits of open cases changed.\n" in qa("tick").output
    engine.dispose()


def test_sessions_of_series_are_planned_up_to_the_horizon(qa: Run, home) -> None:
    engine = make_engine(f"sqlite:///{home}/plumbline.db")
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        scene = a_place(session)
        a_series(session, scene)
    engine.dispose()
    # begun in April 2026, and not looked at since
    assert "sessions of series were planned." in qa("tick").output
    assert "series" not in qa("tick").output


def test_a_part_that_fails_keeps_no_other_waiting(qa: Run, monkeypatch) -> None:
    def fails(*_args: object, **_fields: object) -> int:
        raise ZeroDivisionError("words of somebody")

    monkeypatch.setattr("qa_app.cli.tick.finalise_audits", fails)
    done = qa("tick")
    assert done.exit_code == 1
    assert "results: ZeroDivisionError\n" in done.output
    assert "words of somebody" not in done.output
    assert "1 reports of quarters" not in done.output
    assert "0 limits of open cases changed." in done.output
    assert "to be tried at the next run: results." in done.output
