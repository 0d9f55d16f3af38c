from sqlalchemy.orm import Session

from qa_app.models.engine import make_engine
from qa_app.models.sealing import Sealer
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, a_desk, all_met
from tests.cli.conftest import Run
from tests.conftest import FIELD_KEY
from tests.people import NOON


def test_results_whose_window_is_over_become_final_once(qa: Run, home) -> None:
    engine = make_engine(f"sqlite:///{home}/plumbline.db")
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        desk = a_desk(session)
        save_entries(session, desk.reader, desk.audit, all_met(), ZONE, at=NOON)
        sign_audit(session, desk.reader, desk.audit, ZONE, at=NOON)
    engine.dispose()
    assert (
        qa("tick").output == "1 results became final; 0 actions were verified or re-opened.\n"
    )  # signed in March 2026, long over
    assert qa("tick").output == "0 results became final; 0 actions were verified or re-opened.\n"
