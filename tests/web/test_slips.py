from qa_app.queries.draws import SessionFile
from qa_app.web.supervision.slips import shelf_order


def a_file(shelf: str, reference: str) -> SessionFile:
    return SessionFile(1, reference, None, None, None, shelf, "draft", None, 0, 1, None, None,
                       None, None, False, "1.0.0", None, None)  # fmt: skip


def test_folders_are_fetched_in_the_order_in_which_they_stand() -> None:
    files = [
        a_file(shelf, f"KM-{at}")
        for at, shelf in enumerate(["3-12", "", "A2", "3-2", "3-2", "10-1", "a1"])
    ]
    ordered = sorted(files, key=shelf_order)
    assert [one.shelf for one in ordered] == ["3-2", "3-2", "3-12", "10-1", "a1", "A2", ""]
    assert [one.reference for one in ordered[:2]] == ["KM-3", "KM-4"]
