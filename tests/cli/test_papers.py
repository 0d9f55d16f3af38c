"""`qa keys` and `qa certificate`: forged, altered, revoked, expired are each told offline."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from qa_app import clock
from qa_app.domain.papers import digest_of_paper
from qa_app.reports.certificate import certificate_pdf
from qa_app.rubric_files.criteria import read_criteria
from qa_app.wording import Words
from qa_app.wording.register_papers import said_certificate
from tests.cli.conftest import Run
from tests.dossiers import a_dossier, a_page, said_in
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


def test_the_list_is_told_in_its_own_time_zone_and_the_language_asked(qa: Run, files: Path) -> None:
    # eleven at night of 30 April UTC is seven in the morning of 1 May in Shanghai
    night = {"as_of": "2026-04-30T23:00:00+00:00"}
    for listed, en, zh in (
        ({"timezone": "Asia/Shanghai"}, "1 May 2026 07:00", "2026年5月1日 07:00"),
        ({"timezone": "Asia/Urumqi"}, "1 May 2026 05:00", "2026年5月1日 05:00"),
        ({"timezone": "Nowhere/../etc"}, "1 May 2026 07:00", "2026年5月1日 07:00"),
    ):
        (files / "keys.json").write_text(json.dumps(LIST | night | listed), "utf-8")
        assert en in _verify(qa, files, "paper.json")[1]
        assert zh in _verify(qa, files, "paper.json", "zh")[1]
    (files / "keys.json").write_text(json.dumps(LIST | {"as_of": "soon"}), "utf-8")
    assert "As of the list of ?." in _verify(qa, files, "paper.json")[1]


def test_it_asks_no_database_when_a_list_is_given(qa: Run, files: Path, home: Path) -> None:
    (home / "plumbline.db").unlink()
    assert _verify(qa, files, "paper.pdf")[0] == 0


def test_each_fault_is_told(qa: Run, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    altered = (files / "paper.pdf").read_bytes().replace(b"2026-09-30", b"2036-09-30")
    (files / "altered.pdf").write_bytes(altered)
    assert _verify(qa, files, "altered.pdf") == (
        1,
        (
            "Not valid: the signature does not fit the key that the file names. Either the file was"
            " altered after it was signed, or it is a forgery that another key signed.\n"
        ),
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


def test_a_stolen_key_is_revoked_and_the_list_tells_it(qa: Run, files: Path) -> None:
    first = qa("keys", "rotate").output.split("signed by ")[1].split()[0]
    refused = qa("keys", "revoke", first, "--reason", "stolen")
    assert refused.exit_code == 1
    assert f"{first} signs now: make another by `qa keys rotate`" in refused.output
    qa("keys", "rotate")
    for words, said in (
        (("f" * 16, "--reason", "stolen"), "There is no key"),
        ((first, "--reason", "stolen", "--from", "2099-05-02"), "The day lies ahead"),
        ((first, "--reason", "bored"), "Invalid value"),
        ((first, "--reason", "stolen", "--from", "soon"), "Invalid value"),
        ((first,), "Missing option"),
    ):
        answer = qa("keys", "revoke", *words)
        assert answer.exit_code != 0
        assert said in answer.output
    done = qa("keys", "revoke", first, "--reason", "stolen", "--from", "2026-04-30")
    assert done.exit_code == 0
    assert f"What {first} signed from 2026-04-30 on does not count." in done.output
    again = qa("keys", "revoke", first, "--reason", "stolen")
    assert (again.exit_code, "is revoked from 2026-04-30 on already" in again.output) == (1, True)
    assert "revoked from 2026-04-30 on (stolen)" in qa("keys", "list").output.splitlines()[1]
    listed = json.loads(qa("keys", "list", "--json").output)
    told = listed["keys"][1]["revoked"]
    assert told == {"first_day": "2026-04-30", "why": "stolen", "counted": []}


@pytest.mark.parametrize(
    ("first_day", "counted", "said"),
    [
        ("2026-04-01", [digest_of_paper(PAYLOAD)], "Not valid: the key that signed it was revoked"),
        ("2026-04-02", [], "Not valid: the key that signed it was revoked"),
        ("2026-04-02", [digest_of_paper(PAYLOAD)], "Genuine: "),
    ],
)
def test_offline_the_list_tells_what_a_revoked_key_signed(
    qa: Run, files: Path, first_day: str, counted: list[str], said: str
) -> None:
    (key,) = LIST["keys"]
    revoked = {"first_day": first_day, "why": "stolen", "counted": counted}
    keys = LIST | {"keys": [key | {"last_day": "2026-04-20", "revoked": revoked}]}
    (files / "keys.json").write_text(json.dumps(keys), "utf-8")
    code, told = _verify(qa, files, "paper.pdf")
    assert told.startswith(said)
    assert code == (0 if said == "Genuine: " else 1)
    (files / "dossier.html").write_text(a_page(), "utf-8")
    code, told = _verify(qa, files, "dossier.html")
    assert (code, told) == (1, "Not valid: its key was revoked. Take the dossier anew.\n")


def test_a_dossier_younger_than_its_key_is_not_valid(qa: Run, files: Path) -> None:
    (files / "dossier.html").write_text(a_page(), "utf-8")
    assert _verify(qa, files, "dossier.html")[0] == 0
    known = said_in(a_dossier())["evaluation"]["known_at"][:10]
    before = str(date.fromisoformat(known) - timedelta(days=1))
    (key,) = LIST["keys"]
    for last, code in ((known, 0), (before, 1)):
        keys = LIST | {"keys": [key | {"last_day": last}]}
        (files / "keys.json").write_text(json.dumps(keys), "utf-8")
        assert _verify(qa, files, "dossier.html")[0] == code, last
