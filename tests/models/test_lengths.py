from typing import ClassVar

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session
from typing_extensions import override

from qa_app.domain.errors import TooLongError
from qa_app.domain.text import BilingualText
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.services.places.add_place import NewPlace, add_place
from tests.people import NOON, OPERATOR
from tests.register import the_places, two_centres


class Counted(str):
    """A text that counts how often its length was asked."""

    __slots__ = ()
    asked: ClassVar[list[str]] = []

    @override
    def __len__(self) -> int:
        self.asked.append(self)
        return super().__len__()


def counts(session: Session) -> list[int]:
    session.rollback()
    kinds = (PlaceRow, JournalRow)
    return [session.execute(select(func.count()).select_from(one)).scalar_one() for one in kinds]


def test_a_name_that_is_longer_than_its_column_is_refused_and_nothing_is_kept(
    session: Session,
) -> None:
    the_places(session)
    before = counts(session)
    new = NewPlace("X", BilingualText("昆" * 121, "Kunming"), "district", "KM")
    with pytest.raises(TooLongError) as refused:
        add_place(session, OPERATOR, new, at=NOON)
    assert refused.value.params == {"start": "昆" * 20, "count": 121, "most": 120}
    assert counts(session) == before
    # as many as there is room for are kept
    add_place(
        session, OPERATOR, NewPlace("X", BilingualText("昆" * 120, "K"), "district", "KM"), at=NOON
    )


def test_changes_rows_of_many_and_objects_are_watched_alike(session: Session) -> None:
    centre, _other = two_centres(session)
    row = session.get_one(CentreRow, centre)
    long = "x" * 201
    place = {"level": "province", "name_zh": "", "name_en": ""}
    many = [{**place, "code": "P", "path": "p"}, {**place, "code": "Q", "path": "q" * 121}]
    with pytest.raises(TooLongError):
        session.execute(update(CentreRow).where(CentreRow.id == centre).values(name_en=long))
    session.rollback()
    with pytest.raises(TooLongError):
        session.execute(insert(PlaceRow), many)
    session.rollback()
    row.name_zh = long
    with pytest.raises(TooLongError):
        session.flush()
    session.rollback()
    # asking for something long finds nothing, and is no fault
    assert session.execute(select(CentreRow).where(CentreRow.code == long)).first() is None


def test_rows_that_go_in_parts_are_measured_once(session: Session) -> None:
    of_place = {"level": "province", "name_zh": "", "name_en": ""}
    many = [{**of_place, "code": Counted(f"P{n}"), "path": f"p{n}"} for n in range(12)]
    Counted.asked.clear()
    session.execute(
        insert(PlaceRow).returning(PlaceRow.id, sort_by_parameter_order=True),
        many,
        execution_options={"insertmanyvalues_page_size": 3},
    )
    assert sorted(Counted.asked) == sorted(row["code"] for row in many)
