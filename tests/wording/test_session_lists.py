from qa_app.domain.list_faults import Flaw, ListFault
from qa_app.domain.supervision import SessionType
from qa_app.wording import Words
from qa_app.wording.session_lists import session_fault_words, type_names

ZH, EN = Words("zh"), Words("en")


def test_every_fault_has_words_that_speak_of_sessions() -> None:
    for flaw in Flaw:
        for words in (ZH, EN):
            params = {"most": "1", "first": "2", "least": "3", "row": "4", "value": "x"}
            params |= {"rows": "5", "day": "2026-03-02"}
            wrong, way_out = session_fault_words(words, ListFault(flaw, 1, "A", params))
            assert wrong
            assert way_out
    assert session_fault_words(EN, ListFault(Flaw.NO_ROWS))[1] == "Fill in a row per session"
    assert session_fault_words(ZH, ListFault(Flaw.NO_ROWS))[1] == "每次督导填一行"


def test_every_type_has_a_name_in_both_languages() -> None:
    names = type_names()
    assert set(names) == {one.value for one in SessionType}
    assert names["individual"].zh == "个别督导"
    assert names["individual"].en == "Individual supervision"
