from dataclasses import replace
from datetime import date

import pytest

from qa_app.domain.errors import ConflictError
from qa_app.domain.recorded_papers import RecordedPaper, check_recorded_once
from qa_app.domain.register_decisions import Paper

PAPER = Paper("昆明市人民检察院", "昆检未〔2026〕12号", date(2026, 3, 2), "a" * 64)
HERE = RecordedPaper(7, 1, "social_work", "昆明市人民检察院", "昆检未[2026] 12号")


def test_a_paper_decides_once_about_an_area() -> None:
    for paper in (PAPER, replace(PAPER, covers_more=True)):
        with pytest.raises(ConflictError, match="paper_recorded") as told:
            check_recorded_once(paper, 1, "social_work", [HERE])
        assert told.value.params == {"decision": 7}


@pytest.mark.parametrize(("centre", "area"), [(1, "legal_aid"), (2, "social_work")])
def test_about_another_area_somebody_says_so(centre: int, area: str) -> None:
    with pytest.raises(ConflictError, match="paper_elsewhere"):
        check_recorded_once(PAPER, centre, area, [HERE])
    check_recorded_once(replace(PAPER, covers_more=True), centre, area, [HERE])


def test_other_numbers_and_bodies_are_other_papers() -> None:
    for other in (
        replace(HERE, number="昆检未〔2026〕13号"),
        replace(HERE, issuing_body="西山区检察院"),
    ):
        check_recorded_once(PAPER, 1, "social_work", [other])
