"""One thing is not told in the plural."""

import pytest

from qa_app.wording import Words
from qa_app.wording.numbers_in_english import in_number

AREAS = "%(met)s of %(rows)s areas at %(centres)s centres meet every criterion"
DONE = "%(done)s of %(parts)s parts are done"
LEFT = "%(count)s people were asked; %(n)s entries are open"


@pytest.mark.parametrize(
    ("message", "values", "said"),
    [
        (AREAS, (0, 2, 1), "0 of 2 areas at 1 centre meet every criterion"),
        # the verb goes with the number that begins
        (AREAS, (0, 1, 2), "0 of 1 area at 2 centres meet every criterion"),
        # "1 part are done" would be neither
        (DONE, (0, 1), "0 of 1 parts are done"),
        ("All %(all)s people were supervised", (1,), "All 1 people were supervised"),
        (LEFT, (1, 1), "1 person was asked; 1 entry is open"),
        (LEFT, ("1", 21), "1 person was asked; 21 entries are open"),
        (LEFT, (0, 11), "0 people were asked; 11 entries are open"),
        ("%(a)s of %(b)s files", (1, 1), "1 of 1 file"),
        (
            "%(a)s critical items may stand in one file",
            (1,),
            "1 critical item may stand in one file",
        ),
        ("%(a)s times the ceiling", ("1",), "1 times the ceiling"),
        ("Came back %(a)s times", (1,), "Came back 1 time"),
    ],
)
def test_nouns_agree_with_their_numbers(
    message: str, values: tuple[object, ...], said: str
) -> None:
    names = [part.split(")")[0] for part in message.split("%(")[1:]]
    given = dict(zip(names, values, strict=True))
    assert in_number(message, given) % given == said


def test_words_of_either_language_are_said_so() -> None:
    message = "%(count)s people, %(n)s supervisors"
    assert Words("en").say(message, count=6, n=1) == "6 people, 1 supervisor"
    assert Words("zh").say(message, count=6, n=1) == "督导1人，受督导6人"
