from qa_app.domain.register_lists import CellKind
from qa_app.domain.worker_lists import ATTENDANCE, CHECKS, EVENTS, LICENCES, WORKERS

LISTS = (WORKERS, LICENCES, CHECKS, EVENTS, ATTENDANCE)


def test_every_list_has_a_key_and_heads_in_both_languages() -> None:
    for one in LISTS:
        assert any(column.is_key for column in one.columns)
        for column in one.columns:
            assert column.head.zh, column.name
            assert column.head.en, column.name


def test_no_list_has_room_for_words_about_people() -> None:
    assert all(column.kind is not CellKind.TEXT for one in LISTS for column in one.columns)
