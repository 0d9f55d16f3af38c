"""`qa keys` and `qa certificate`: forged, altered, revoked, expired are each told offline."""

import json
from datetime import date
from pathlib import Path

import pytest

from qa_app import clock
from qa_app.domain.papers import digest_of_paper
from qa_app.reports.certificate import certificate_pdf
from qa_app.rubric_files.criteria import read_criteria
from qa_app.wording import Words
from qa_app.wording.register_papers import said_certificate
from tests.cli.conftest import Run
from tests.papers import FACTS, FILE, LIST, PAYLOAD, TOKEN


@pytest.fixture
def files(tmp_path: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A paper as PDF and JSON beside the list of keys, on a day of its span."""
    monkeypatch.setattr(clock, "today", lambda _zone: date(2026, 5, 1))
    names = read_criteria(shipped / "endorsement_criteria.yaml").terms.names
    said = said_certificate(Words("zh"), FACTS, TOKEN, names)
    (tmp_path / "paper.pdf").write_bytes(certificate_pdf(said, f"http://q/v/{TOKEN}", FILE))
    (tmp_path / "paper.json").write_text(FILE, "utf-8")
    (tmp_path / "keys.json").write_text(json.dumps(LIST), "utf-8")
    return tmp_path


def _verify(qa: Run, files: Path, name: str, lang: str = "en") -> tuple[int, str]:
    words = ("certificate", "verify", str(files / name), "--keys", str(files / "keys.json"))
    result = qa(*words, "--lang", lang)
    return result.exit_code, result.output


@pytest.mark.parametrize("name", ["paper.pdf", "paper.json"])
def test_a_genuine_one_says_what_was_signed(qa: Run, files: Path, name: str) -> None:
    code, said = _verify(qa, files, name)
    assert code == 0
    assert said.startswith("Genuine: ")
    for part in ("YN-KM-2026-000123", "Panlong Centre for Minors", "30 Sep 2026"):
        assert part in said
    assert FACTS.centre.zh in _verify(qa, files, name, "zh")[1]


def test_it_asks_no_database_when_a_list_is_given(qa: Run, files: Path, home: Path) -> None:
    (home / "plumbline.db").unlink()
    assert _verify(qa, files, "paper.pdf")[0] == 0


def test_each_fault_is_told(qa: Run, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    altered = (files / "paper.pdf").read_bytes().replace(b"2026-09-30", b"2036-09-30")
    (files / "altered.pdf").write_bytes(altered)
    assert _verify(qa, files, "altered.pdf") == (
        1,
        "Altered: the signature does not belong to what the file says.\n",
    )
    (files / "nothing.pdf").write_bytes(b"%PDF-1.4 nothing")
    assert _verify(qa, files, "nothing.pdf")[1].startswith("There is no signed paper")
    (files / "keys.json").write_text(json.dumps(LIST | {"keys": []}), "utf-8")
    assert _verify(qa, files, "paper.pdf")[1].startswith("Forged: ")
    revoked = LIST | {"revoked": [digest_of_paper(PAYLOAD)]}
    (files / "keys.json").write_text(json.dumps(revoked), "utf-8")
    assert _verify(qa, files, "paper.pdf")[1].startswith("Revoked: ")
    (files / "keys.json").write_text(json.dumps(LIST), "utf-8")
    monkeypatch.setattr(clock, "today", lambda _zone: date(2026, 10, 1))
    code, said = _verify(qa, files, "paper.json")
    assert (code, said.splitlines()[0]) == (1, "Expired: its last day was 30 Sep 2026.")
    (files / "keys.json").write_text("[]", "utf-8")
    assert _verify(qa, files, "paper.json")[0] == 2


def test_keys_are_made_and_listed(qa: Run, files: Path) -> None:
    assert "No key yet" in qa("keys", "list").output
    first = qa("keys", "rotate").output.split("signed by ")[1].split()[0]
    second = qa("keys", "rotate").output.split("signed by ")[1].split()[0]
    newest, oldest = qa("keys", "list").output.splitlines()
    assert newest.startswith(second)
    assert newest.endswith("signs")
    assert oldest.startswith(first)
    assert "verifies, retired" in oldest
    listed = json.loads(qa("keys", "list", "--json").output)
    assert [one["code"] for one in listed["keys"]] == [second, first]
    assert listed["revoked"] == []
    # without a list, that of this machine: none of its keys signed this
    assert qa("certificate", "verify", str(files / "paper.pdf")).output.startswith("Forged: ")
