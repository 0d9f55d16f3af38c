from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from qa_app.models.engine import make_engine
from qa_app.models.sealing import Sealer
from tests.agreements import a_team, an_agreement, more_workers
from tests.cli.conftest import Run
from tests.cli.test_people import add
from tests.conftest import FIELD_KEY


def test_the_rules_that_nobody_can_keep_are_named_in_both_languages(qa: Run) -> None:
    add(qa, "keeper", "--role", "sys_admin")
    add(qa, "lead", "--role", "senior_supervisor")
    add(qa, "log", "--role", "audit_admin")
    result = qa("doctor", "people")
    assert result.exit_code == 1
    assert "Team: small team; given up: nothing" in result.output
    assert "团队规模：小型团队；放宽：无" in result.output
    lines = result.output.splitlines()
    assert "Nobody reads all files alone\t2\t1\tmore people with this role" in lines
    twice = "Files are read twice, by somebody other than the first reader\t3\t1\t"
    assert any(line.startswith(f"{twice}give up in the team's profile") for line in lines)
    assert "Somebody looks after accounts\t1\t1\tkept" in lines
    assert "有人管理账户\t1\t1\t可遵守" in lines


def test_enough_people_keep_every_rule(qa: Run) -> None:
    add(qa, "keeper", "--role", "sys_admin")
    add(qa, "locksmith", "--role", "sec_admin")
    add(qa, "log", "--role", "audit_admin")
    add(qa, "mod", "--role", "auditor", "--role", "moderator")
    for number in range(5):
        add(qa, f"lead{number}", "--role", "senior_supervisor")
    result = qa("doctor", "people", "--language", "en")
    assert (result.exit_code, "规则" in result.output) == (0, False)


def test_who_has_no_supervisor_and_who_has_too_many_people(qa: Run, home: Path) -> None:
    engine = make_engine(f"sqlite:///{home / 'plumbline.db'}")
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        team = a_team(session)
        for worker in (team.worker("W1"), *more_workers(session, 6)):
            begun = {"practitioner_id": worker, "from_on": date(2026, 1, 5)}
            an_agreement(session, team, **begun)
    engine.dispose()
    lines = qa("doctor", "people").output.splitlines()
    assert "W2 at Centre A has no supervision agreement" in lines
    assert "中心乙的W9没有督导协议" in lines
    assert "lead supervises 7 people, more than 6" in lines
    assert not [line for line in lines if "W1" in line]


def test_each_fault_of_the_installation_is_named_with_its_mend(
    qa: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.chmod(0o755)
    result = qa("doctor")
    lines = result.output.splitlines()
    assert result.exit_code == 1
    open_to = "Others may look into the data folder (mode 0755)."
    mend = "Run `qa init` as its owner, or `chmod 700` on it."
    assert f"fault\tData folder\t{open_to}\t{mend}" in lines
    assert "故障\t数据目录\t其他用户可以访问数据目录（权限0755）。" in result.output
    assert "good\tDatabase\tIt answers." in lines
    home.chmod(0o700)
    assert qa("tick").exit_code == 0
    monkeypatch.setenv("QA_BREACHED_PASSWORDS", str(home / "nowhere"))
    result = qa("doctor", "--language", "en")
    assert result.exit_code == 1
    assert "fault\tPasswords that leaked\tThe file of QA_BREACHED_PASSWORDS" in result.output
    assert qa("tick").exit_code == 0
    monkeypatch.delenv("QA_BREACHED_PASSWORDS")
    result = qa("doctor", "--language", "en")
    assert result.exit_code == 0
    assert "good\tDaily run\tIt came to its end 0 hours ago." in result.output.splitlines()
    (home / "plumbline.db").unlink()
    result = qa("doctor", "--language", "en")
    assert result.exit_code == 1
    assert "run `qa init`" in result.output
    assert not (home / "plumbline.db").exists()
