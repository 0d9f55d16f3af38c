import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.replacements import ReplaceReason
from qa_app.domain.sample_design import DrawMethod, SampleDesign, StratumBy
from qa_app.models.engine import make_engine
from qa_app.models.sealing import Sealer
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.replace_file import replace_file
from tests.audits import ZONE
from tests.cli.conftest import Run
from tests.conftest import FIELD_KEY
from tests.people import NOON
from tests.rounds import a_round, a_visit
from tests.sessions import a_scene, a_session, reference, some_files

EQUAL = "2 samples were drawn anew; all are as they stand.\n"
SEED = "4f1c"
OTHER = "(SELECT max(id) FROM case_file WHERE id NOT IN (SELECT case_file_id FROM drawn_file)) - draw_id"


@pytest.fixture
def drawn(qa: Run, home: Path) -> Run:
    """A simple draw with a replacement, and a stratified one of a round."""
    engine = make_engine(f"sqlite:///{home}/plumbline.db")
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        scene = a_scene(session)
        some_files(session, scene.centre, 12, risk="high")
        some_files(session, scene.centre, 12, start=13, risk="low")
        design = SampleDesign(DrawMethod.STRATIFIED, (StratumBy.RISK,), number=4)
        who = scene.supervisor.account_id or 0
        for made in (
            a_session(session, scene),
            a_visit(session, scene, a_round(session, scene, design=design)),
        ):
            audits = draw_sample(
                session, scene.supervisor, made, 4, who, lambda: SEED, zone=ZONE, at=NOON
            ).audit_ids
            replace_file(session, scene.supervisor, audits[0], ReplaceReason.NOT_FOUND, at=NOON)
    engine.dispose()
    return qa


def change(home: Path, statement: str, *values: Any) -> None:
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in names.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement, values)
        connection.commit()


def test_samples_as_they_stand(drawn: Run) -> None:
    result = drawn("sample", "verify")
    assert (result.exit_code, result.output) == (0, EQUAL)
    one = drawn("sample", "verify", "--draw", "2")
    assert (one.exit_code, one.output) == (0, EQUAL.replace("2 samples were", "1 sample was"))
    said = drawn("sample", "verify", "--lang", "zh")
    assert (said.exit_code, "2" in said.output, said.output == EQUAL) == (0, True, False)


def test_a_number_without_a_draw(drawn: Run) -> None:
    result = drawn("sample", "verify", "--draw", "9")
    assert result.exit_code == 1
    assert result.output == "sample 9: there is no drawn sample with this number\n"


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE draw SET seed = '4f1d' WHERE id = 1", "the seed selects"),
        ("UPDATE draw SET frame_digest = 'x' WHERE id = 1", "x is recorded"),
        (f"UPDATE drawn_file SET case_file_id = {OTHER} WHERE position = 2", "the seed selects"),
        ("DELETE FROM file_replacement WHERE draw_id = 1", "neither drawn nor a replacement"),
        ("UPDATE audit SET draw_id = 1 WHERE draw_id = 2", "neither drawn nor a replacement"),
        ("DELETE FROM journal WHERE action = 'sample:draw'", "the journal tells of nothing"),
    ],
)
def test_what_was_laid_hand_on_is_named(drawn: Run, home: Path, statement: str, words: str) -> None:
    change(home, statement)
    result = drawn("sample", "verify")
    assert result.exit_code == 1
    assert words in result.output.splitlines()[0]
    assert result.output.startswith("sample 1: ")


def test_a_file_added_to_the_frame_afterwards(drawn: Run, home: Path) -> None:
    change(
        home,
        "UPDATE draw SET frame = replace(frame, ?, ?) WHERE id = 1",
        reference(1),
        reference(30),
    )
    result = drawn("sample", "verify", "--draw", "1")
    assert (result.exit_code, "the frame's digest is" in result.output) == (1, True)
