import re

import pytest

from qa_app.domain.list_faults import Flaw, ListFault
from qa_app.domain.text import BilingualText
from qa_app.wording import Words
from qa_app.wording.case_lists import FLAWS, fault_words

PARAMS = {"most": "9", "row": "3", "first": "2", "least": "1990", "value": "x", "day": "d"}


@pytest.mark.parametrize("flaw", Flaw)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_flaw_has_words_and_a_way_out(flaw: Flaw, language: str) -> None:
    fault = ListFault(
        flaw, 2, "A", PARAMS, (BilingualText("甲", "one"), BilingualText("乙", "two"))
    )
    wrong, way_out = fault_words(Words(language), fault)
    has_hanzi = [re.search("[一-鿿]", text) is not None for text in (wrong, way_out)]
    assert has_hanzi == [language == "zh"] * 2
    assert "%(" not in wrong + way_out


def test_no_words_are_left_over() -> None:
    assert set(FLAWS) == set(Flaw)


def test_a_list_of_values_is_set_as_the_language_sets_lists() -> None:
    fault = ListFault(
        Flaw.NOT_IN_LIST, 2, "A", {}, (BilingualText("高", "High"), BilingualText("低", "Low"))
    )
    assert fault_words(Words("en"), fault)[1] == "Write one of: High, Low"
    assert fault_words(Words("zh"), fault)[1] == "请填写以下之一：高、低"
