import hashlib

from qa_app.domain.frames import Candidate, Exclusion, frame_of


def file(name: str, worker: int | None = None, *, sealed: bool = False, drawn: bool = False):
    return Candidate(name, worker, sealed, drawn)


def test_a_frame_is_sorted_and_sealed() -> None:
    frame = frame_of([file("B"), file("A"), file("C")], may_be_sealed=False, barred=frozenset())
    assert frame.references == ("A", "B", "C")
    assert frame.digest == hashlib.sha256(b"A\nB\nC").hexdigest()
    assert frame.excluded == {}


def test_each_file_is_left_out_for_the_first_reason_that_fits() -> None:
    files = [
        file("1"),
        file("2", 7, sealed=True, drawn=True),
        file("3", 7, drawn=True),
        file("4", 8, drawn=True),
        file("5", 8, drawn=True),
        file("6", None),
        Candidate("7", 8, is_sealed=False, is_drawn_before=True, is_chosen=True),
    ]
    frame = frame_of(files, may_be_sealed=False, barred=frozenset({7}))
    assert frame.references == ("1", "6")
    assert frame.excluded == {
        Exclusion.SEALED: 1,
        Exclusion.BARRED: 1,
        Exclusion.CHOSEN: 1,
        Exclusion.DRAWN_BEFORE: 2,
    }


def test_sealed_files_enter_a_frame_made_for_them() -> None:
    frame = frame_of([file("1", sealed=True)], may_be_sealed=True, barred=frozenset())
    assert frame.references == ("1",)


def test_an_empty_frame() -> None:
    frame = frame_of([file("1", drawn=True)], may_be_sealed=False, barred=frozenset())
    assert (frame.references, frame.excluded) == ((), {Exclusion.DRAWN_BEFORE: 1})
