from qa_app.domain.history import history_code


def test_short_ids_stand_as_they_are() -> None:
    assert history_code("inspectorate", "CS2003000123") == "inspectorate:CS2003000123"
    assert history_code("a", "b" * 62) == "a:" + "b" * 62


def test_long_ids_fit_and_stay_apart() -> None:
    one, other = history_code("a", "b" * 63 + "1"), history_code("a", "b" * 63 + "2")
    assert len(one) == len(other) == 64
    assert one.startswith("a:" + "b" * 40)
    assert one != other
    assert one == history_code("a", "b" * 63 + "1")
