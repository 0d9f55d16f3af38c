"""What a second person reads on the paper, and what they hold the record against."""

from datetime import date, timedelta

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.register_decisions import Paper
from qa_app.domain.rules.decision import Status
from qa_app.domain.second_reading import HeldAgainst, Retyped, compared_by, differences

S = Status
DAY = date(2026, 3, 23)
PAPER = Paper("昆明市人民检察院", "昆检未〔2026〕12号", DAY, "a" * 64)


@pytest.mark.parametrize(
    ("number", "on", "status", "differs"),
    [
        ("昆检未〔2026〕12号", DAY, S.ENDORSED, ()),
        (" 昆检未[2026]１２号 ", DAY, S.ENDORSED, ()),
        ("昆检未〔2026〕21号", DAY, S.ENDORSED, ("number",)),
        ("昆检未〔2026〕12号", DAY + timedelta(days=1), S.ENDORSED, ("date",)),
        ("昆检未〔2026〕12号", None, None, ("date", "decision")),
        ("", None, S.DEFERRED, ("number", "date", "decision")),
    ],
)
def test_what_a_second_person_reads_is_held_against_what_is_recorded(
    number: str, on: date | None, status: Status | None, differs: tuple[str, ...]
) -> None:
    assert differences(PAPER, S.ENDORSED, Retyped(number, on, status)) == differs


@pytest.mark.parametrize(
    ("digest", "is_in_hand", "found"),
    [
        (PAPER.scan_digest, False, HeldAgainst.FILE),
        (PAPER.scan_digest, True, HeldAgainst.FILE),
        ("", True, HeldAgainst.IN_HAND),
        ("", False, "comparison_missing"),
        ("b" * 64, False, "scan_differs"),
        # who gives another file is not let through by a tick
        ("b" * 64, True, "scan_differs"),
    ],
)
def test_a_second_person_has_the_file_or_the_paper(
    digest: str, is_in_hand: bool, found: HeldAgainst | str
) -> None:
    typed = Retyped(PAPER.number, PAPER.on, S.ENDORSED, digest, is_in_hand)
    if isinstance(found, HeldAgainst):
        assert compared_by(PAPER, typed) is found
        return
    with pytest.raises(InvalidError, match=found):
        compared_by(PAPER, typed)
