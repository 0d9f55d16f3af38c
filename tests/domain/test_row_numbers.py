from qa_app.domain.row_numbers import row_spans


def test_rows_in_a_run_are_named_together() -> None:
    assert row_spans([]) == ()
    assert row_spans([2, 4, 5, 6, 9]) == ("2", "4–6", "9")
