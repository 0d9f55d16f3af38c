from qa_app.domain.assignment import Candidate, FileToRead, ProposedReader, Why, proposals

LAW, MIND = "legal_aid", "psychological"


def never(_reader: int, _audit: int) -> bool:
    return False


def files(*areas: str, reader: int | None = 1) -> list[FileToRead]:
    return [FileToRead(number, reader, area) for number, area in enumerate(areas, 101)]


def test_whoever_has_most_room_is_proposed_file_by_file() -> None:
    people = [Candidate(1, (), 1), Candidate(2, (), 3)]
    found = proposals(files(LAW, LAW, LAW, LAW), people, never)
    assert [(one.reader_id, one.why, one.room) for one in found] == [
        (2, Why.MOST_ROOM, 3),
        (2, Why.MOST_ROOM, 2),
        (1, Why.KEPT, 1),  # as much room: who has it keeps it
        (2, Why.MOST_ROOM, 1),
    ]
    assert found == proposals(reversed(files(LAW, LAW, LAW, LAW)), list(reversed(people)), never)


def test_areas_and_bars_are_kept() -> None:
    people = [Candidate(1, (MIND,), 9), Candidate(2, (LAW,), 1), Candidate(3, (), 0)]

    def barred(reader: int, audit: int) -> bool:
        return (reader, audit) == (2, 102)

    found = proposals(files(LAW, LAW, MIND), people, barred)
    assert [one.reader_id for one in found] == [2, 3, 1]
    assert found[1] == ProposedReader(102, 3, Why.OVER_FULL, 0)


def test_nobody_is_said() -> None:
    people = [Candidate(1, (MIND,), 9)]
    assert proposals(files(LAW), people, never) == (ProposedReader(101, None, Why.NOBODY),)
    assert proposals((), people, never) == ()
