from datetime import date

from qa_app.domain.cascade import HeldEvent, cascade


def held(key: int, month: int, trainers: str, attended: str, makes: bool = False) -> HeldEvent:
    def ids(text: str) -> frozenset[int]:
        return frozenset(int(one) for one in text.split())

    return HeldEvent(key, date(2025, month, 1), makes, ids(trainers), ids(attended))


def test_events_hang_below_the_training_that_made_their_trainers() -> None:
    top = held(1, 1, "", "10 11 12", makes=True)
    second = held(2, 3, "10", "20 21", makes=True)
    third = held(3, 5, "20", "30 31 32")
    beside = held(4, 4, "11 99", "40 10")
    apart = held(5, 6, "77", "78")
    forest = cascade([third, beside, top, apart, second])
    assert [one.event.id for one in forest] == [1]
    (root,) = forest
    assert [(one.event.id, one.through) for one in root.below] == [
        (2, frozenset({10})),
        (4, frozenset({11})),
    ]
    assert [one.event.id for one in root.below[0].below] == [3]
    assert root.reached == {10, 11, 12, 20, 21, 30, 31, 32, 40}


def test_nothing_leads_to_what_came_before_it_or_on_the_same_day() -> None:
    first = held(1, 2, "10", "20")
    later = held(2, 2, "", "10", makes=True)
    forest = cascade([first, later])
    assert [(one.event.id, one.below) for one in forest] == [(2, ())]


def test_of_two_trainings_that_with_more_of_the_trainers_counts_then_the_later() -> None:
    one = held(1, 1, "", "10 11", makes=True)
    two = held(2, 2, "", "10", makes=True)
    most = held(3, 3, "10 11", "30")
    latest = held(4, 4, "10", "40")
    found = {
        root.event.id: [part.event.id for part in root.below]
        for root in cascade([one, two, most, latest])
    }
    assert found == {1: [3], 2: [4]}
