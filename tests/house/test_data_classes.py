"""Every column has a class, and the data map says the same in both languages."""

import pytest

from qa_app.domain.data_classes import DataClass, data_classes
from qa_app.models import Base
from qa_app.models.sealed_pass import SEALED
from qa_app.wording import Words
from qa_app.wording.data_map import data_map
from tests.conftest import ROOT


def without_class() -> set[str]:
    columns = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
    }
    told = {f"{table}.{name}" for table, names in data_classes().items() for name in names}
    return columns ^ told


def test_every_column_has_a_class_and_nothing_else_does() -> None:
    assert without_class() == set()


def test_texts_on_children_are_sealed() -> None:
    # what a person typed about a case in their own words never stands in the open
    for table in ("finding", "record_case", "complaint", "incident", "consultation", "sheet_scan"):
        assert DataClass.C4 in data_classes()[table].values()
        assert all(data_classes()[table][name] is DataClass.C4 for name in SEALED[table]), table


@pytest.mark.parametrize(
    ("language", "file"),
    [("en", "docs/privacy/data-map.md"), ("zh", "docs/privacy/zh/data-map.md")],
)
def test_the_data_map_says_what_the_code_says(language: str, file: str) -> None:
    # made by `qa retention data-map --lang LANGUAGE`
    assert (ROOT / file).read_text("utf-8") == data_map(Words(language), SEALED)
