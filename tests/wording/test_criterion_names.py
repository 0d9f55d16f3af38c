"""A criterion's few words: no two that are asked of one centre share them."""

import pytest

from qa_app.domain.asked_criteria import criteria_asked
from qa_app.wording import Words
from qa_app.wording.criterion_names import name_of
from tests.decisions import FILE

AREAS = ("social_work", "legal_aid", "psychological", "family_education", "one_stop_centre")
KINDS = ("social_work_agency", "law_firm", "university", "mass_organisation", "one_stop_operator")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_criterion_of_a_centre_has_a_name_of_its_own(language: str) -> None:
    words = Words(language)
    for one_set in FILE.sets:
        for area in AREAS:
            for kind in KINDS:
                asked = criteria_asked(one_set, area, kind)
                names = [name_of(words, one) for one in asked]
                assert sorted(set(names)) == sorted(names), (one_set.code, area, kind)


def test_papers_are_named_as_they_are_asked_of_the_kind() -> None:
    (full,) = (one for one in FILE.sets if one.code == "full")
    firm = {one.code: one for one in criteria_asked(full, "legal_aid", "law_firm")}
    english, chinese = Words("en"), Words("zh")
    assert name_of(chinese, firm["E01"]) == "律师事务所执业许可证、司法行政部门年度检查考核"
    assert name_of(chinese, firm["E23"]) == "工作流程、服务标准"
    assert name_of(english, firm["E23"]) == "Working procedure, Service standard"
