from qa_app.domain.duties import DutyKind, asks_successor


def test_a_blind_reading_is_never_inherited() -> None:
    assert [one for one in DutyKind if asks_successor(one)] == [
        DutyKind.DRAFT,
        DutyKind.SESSION,
        DutyKind.AGREEMENT,
    ]
