from typing import Any

import pytest

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.report_names import known_names
from qa_app.domain.rubric_freeze import freeze
from qa_app.domain.rubric_library import Library
from tests.builders import LIBRARY, a_file, item, section, words

RUBRIC = freeze(
    a_file(
        section("A", item("A1")),
        facts=[
            {"id": "closed", "type": "bool", **words("closed")},
            {"id": "agencies", "type": "int", **words("agencies")},
        ],
    ),
    Library(LIBRARY.scales, LIBRARY.bands),
)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("closed", False, False),
        ("closed", None, None),
        ("agencies", 3, 3),
        ("agencies", "3", 3),
        ("agencies", "3.0", 3),
        ("agencies", "6/2", 3),
    ],
)
def test_a_fact_is_said_as_it_was_entered(key: str, value: Any, said: Any) -> None:
    found = known_names(RUBRIC, [Entry(EntryKind.FACT, key, value)])[key].said
    assert (found, type(found)) == (said, type(said))


def test_items_are_known_by_their_code() -> None:
    assert known_names(RUBRIC, [])["A1"].code == "A1"
