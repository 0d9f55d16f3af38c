from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from qa_app.cli import main
from qa_app.models.engine import make_engine
from qa_app.models.sealing import Sealer
from tests.conftest import FIELD_KEY
from tests.register import some_areas, the_places

HEAD = "code,name_zh,name_en,place,kind,areas,onboarded_on\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("QA_DATA_DIR", str(tmp_path / "data"))
    assert CliRunner().invoke(main, ["init"]).exit_code == 0
    engine = make_engine(f"sqlite:///{tmp_path / 'data' / 'plumbline.db'}")
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        some_areas(session)
        the_places(session)
    engine.dispose()

    def run_on(text: str) -> Result:
        file = tmp_path / "centres.csv"
        file.write_text(text, "utf-8")
        return CliRunner().invoke(main, ["centres", "import", str(file)])

    return run_on


def test_all_are_added_once(run) -> None:
    text = HEAD + "A-1,甲,A,PL,law_firm,legal_aid,\nA-2,乙,B,WH,university,social_work,\n"
    assert run(text).output == "2 centres added, 0 known already.\n"
    assert run(text).output == "0 centres added, 2 known already.\n"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("A-1,甲,A,PL,shop,legal_aid,\n", "centres.csv: row 3, kind: write one of"),
        ("A-1,甲,A,XX,law_firm,legal_aid,\n", "no place with the code XX"),
        ("A-1,甲,A,PL,law_firm,unknown,\n", "centre A-1: an area is not known"),
    ],
)
def test_one_fault_and_none_is_added(run, rows: str, words: str) -> None:
    result = run(HEAD + "A-0,甲,A,PL,law_firm,legal_aid,\n" + rows)
    assert result.exit_code == 1
    assert words in result.output
    assert "Nothing was added" in result.output
    assert "1 centres added" in run(HEAD + "A-0,甲,A,PL,law_firm,legal_aid,\n").output
