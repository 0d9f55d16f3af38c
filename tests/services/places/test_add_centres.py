from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.people import Role
from qa_app.domain.register import NewCentre
from qa_app.domain.text import BilingualText
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreRow
from qa_app.services.places.add_centres import add_centres
from tests.people import NOON, OPERATOR, person
from tests.register import some_areas, the_places

ONE = NewCentre("A-1", BilingualText("甲", "A"), "PL", "law_firm", ("legal_aid",))
TWO = replace(ONE, code="A-2", place="WH")


def centres(session: Session) -> int:
    return session.execute(select(func.count()).select_from(CentreRow)).scalar_one()


def test_a_list_again_adds_nothing(session: Session) -> None:
    some_areas(session)
    the_places(session)
    assert add_centres(session, OPERATOR, [ONE, TWO, ONE], at=NOON) == 2
    assert add_centres(session, OPERATOR, [TWO, ONE], at=NOON) == 0
    assert centres(session) == 2
    entry = session.execute(select(JournalRow).order_by(JournalRow.seq.desc())).scalars().first()
    assert entry is not None
    assert entry.detail == '{"count":0,"what":"centre"}'


def test_one_bad_line_and_none_is_added(session: Session) -> None:
    some_areas(session)
    the_places(session)
    with pytest.raises(InvalidError) as refused:
        add_centres(session, OPERATOR, [ONE, replace(TWO, place="nowhere")], at=NOON)
    assert refused.value.params == {"centre": "A-2", "place": "nowhere"}
    assert centres(session) == 0


def test_no_other_role_adds_centres(session: Session) -> None:
    with pytest.raises(NotAllowedError):
        add_centres(session, person(Role.SENIOR_SUPERVISOR), [ONE], at=NOON)
