from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy.orm import Session

from qa_app.cli import main
from qa_app.models.engine import make_engine
from qa_app.models.sealing import Sealer
from tests.conftest import FIELD_KEY
from tests.register import the_places


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("QA_DATA_DIR", str(tmp_path / "data"))
    assert CliRunner().invoke(main, ["init"]).exit_code == 0
    engine = make_engine(f"sqlite:///{tmp_path / 'data' / 'plumbline.db'}")
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        the_places(session)
    engine.dispose()
    return lambda *words: CliRunner().invoke(main, ["holidays", *words])


def test_a_day_is_entered_listed_and_removed(run) -> None:
    close = ("close", "PL", "2099-04-13", "--zh", "泼水节")
    assert run(*close).output == "Entered.\n"
    assert run(*close).output == "It was entered already.\n"
    assert run("list").output == "2099-04-13  branch PL  泼水节\n"
    assert run("open", "PL", "2099-04-13").output == "Removed.\n"
    assert run("list").output == "No local day is entered from today on.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("close", "X", "2099-04-13", "--zh", "节"), "no branch with this code"),
        (("close", "X", "2099-04-13", "--zh", "节", "--centre"), "no centre with this code"),
        (("close", "PL", "2099-04-13"), "give the day a name"),
        (("open", "PL", "2099-04-13"), "is not entered there"),
    ],
)
def test_what_is_wrong_is_said(run, words: tuple[str, ...], said: str) -> None:
    done = run(*words)
    assert done.exit_code == 1
    assert said in done.output
