from pathlib import Path

from click.testing import CliRunner

from qa_app.cli import main
from tests.cli.conftest import Run

NAME = "endorsement_criteria.yaml"


def test_the_shipped_file_is_in_order(shipped: Path) -> None:
    result = CliRunner().invoke(main, ["criteria", "check", str(shipped / NAME), "--lang", "en"])
    assert result.exit_code == 0
    assert result.stdout.strip().endswith("0 errors, 0 warnings")


def test_faults_are_told_with_their_line(shipped: Path, tmp_path: Path) -> None:
    file = tmp_path / NAME
    text = (shipped / NAME).read_text("utf-8")
    file.write_text(text.replace("metric: caseload_p90", "metric: caseload_p99"), "utf-8")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "caseload_p90" in one)
    result = CliRunner().invoke(main, ["criteria", "check", str(file), "--lang", "en"])
    assert result.exit_code == 1
    assert f"{file}:{line}:" in result.stderr
    assert "caseload_p99" in result.stderr


def test_what_is_no_file_ends_with_two(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["criteria", "check", str(tmp_path / "x.yaml")])
    assert result.exit_code == 2


def test_a_file_is_published_once(qa: Run, shipped: Path, tmp_path: Path) -> None:
    file = str(shipped / NAME)
    first = qa("criteria", "publish", file, "--lang", "en")
    assert first.exit_code == 0, first.output
    assert first.stdout.strip() == "judicial_cooperation_list 1.0.0 is published."
    again = qa("criteria", "publish", file, "--lang", "en")
    assert again.exit_code == 0
    assert "nothing changed" in again.stdout
    other = tmp_path / NAME
    other.write_text((shipped / NAME).read_text("utf-8").replace('met: ">=80"', 'met: ">=81"'))
    refused = qa("criteria", "publish", str(other), "--lang", "en")
    assert refused.exit_code == 1
    broken = tmp_path / "broken.yaml"
    broken.write_text("schema: qa.endorsement/1")
    assert qa("criteria", "publish", str(broken)).exit_code == 1


def test_a_file_is_tried_and_nothing_is_kept(qa: Run, shipped: Path, tmp_path: Path) -> None:
    file = str(shipped / NAME)
    tried = qa("criteria", "sandbox", file, "--lang", "en")
    assert tried.exit_code == 0, tried.output
    lines = tried.stdout.splitlines()
    assert lines[-1].startswith("judicial_cooperation_list 1.0.0 was tried; nothing was kept.")
    assert len(lines[-1].rpartition(" ")[2]) == 64
    # it was not published by being tried
    assert "is published" in qa("criteria", "publish", file, "--lang", "en").stdout
    zh = qa("criteria", "sandbox", file, "--lang", "zh").stdout
    assert "试算" in zh
    broken = tmp_path / "broken.yaml"
    broken.write_text("schema: qa.endorsement/1")
    assert qa("criteria", "sandbox", str(broken)).exit_code == 1
