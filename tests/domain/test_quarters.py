from datetime import date

from qa_app.domain.quarters import Quarter, quarter_from, quarter_of, quarters_over, subject_label

SECOND = Quarter(2026, 2)


def test_a_quarter_knows_its_days() -> None:
    assert (SECOND.first, SECOND.last) == (date(2026, 4, 1), date(2026, 6, 30))
    assert Quarter(2025, 4).last == date(2025, 12, 31)
    assert Quarter(2028, 1).last == date(2028, 3, 31)
    assert str(SECOND) == "2026-2"
    assert quarter_from("2026-2") == SECOND
    for text in ("2026-5", "1999-4", "2026-02", "", "2026-2 "):
        assert quarter_from(text) is None
    assert quarter_of(date(2026, 6, 30)) == SECOND
    assert quarter_of(date(2026, 7, 1)) == Quarter(2026, 3)
    over = quarters_over(date(2026, 2, 28), 3)
    assert over == (Quarter(2025, 4), Quarter(2025, 3), Quarter(2025, 2))
    assert subject_label("陈明", SECOND) == "陈明 · 2026-Q2"
