"""Every fault put into a list is told with its row and column, and no other."""

import pytest

from qa_app.domain import list_reading
from qa_app.domain.case_list import check_list
from qa_app.rubric_files.case_lists import read_sheet
from tests.faulty_lists import ENCODINGS, KINDS, REGISTER, faulty_list


def check_every(
    monkeypatch: pytest.MonkeyPatch, seed: int, rows: int, faults: int, encoding: str
) -> None:
    monkeypatch.setattr(list_reading, "IMPORT_FAULTS_SHOWN", faults + 10)
    made = faulty_list(seed, rows, faults, encoding)
    done = check_list(read_sheet(made.data).rows, REGISTER)
    assert done.entries == ()
    found = sorted((fault.row, fault.column, fault.flaw) for fault in done.faults)
    assert found == sorted(made.faults)
    assert (len(found), done.more_faults, done.is_cut) == (faults, 0, False)


def test_there_are_25_kinds_and_7_encodings() -> None:
    assert (len(KINDS), len(set(KINDS)), len(ENCODINGS)) == (25, 25, 7)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_fifty_faults_in_four_hundred_rows(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    check_every(monkeypatch, 7, 400, 50, encoding)


@pytest.mark.nightly
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_five_hundred_faults_in_ten_thousand_rows(
    monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    check_every(monkeypatch, 2026, 10_000, 500, encoding)


def test_more_faults_than_are_shown_are_counted() -> None:
    made = faulty_list(3, 600, 300, "utf-8")
    done = check_list(read_sheet(made.data).rows, REGISTER)
    assert (len(done.faults), done.more_faults) == (200, 100)
