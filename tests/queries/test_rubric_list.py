from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.rubric_list import areas_with_rubrics, rubrics_page, versions_of
from tests.sessions import publish
from tests.statements import counted


def test_the_newest_version_of_each_by_area(session: Session) -> None:
    publish(session, id="b", area="legal_aid")
    publish(session, id="a", area="legal_aid")
    publish(session, id="a", area="legal_aid", version="1.1.0")
    publish(session, id="z", area="social_work")
    publish(session, id="old", area="supervision", hidden=True, status="reference")
    session.rollback()
    with counted(session) as statements:
        lines = rubrics_page(session)
    assert len(statements) == 2
    # social work is the first area, legal aid the second
    assert [(line.code, line.version) for line in lines] == [
        ("z", "1.0.0"),
        ("a", "1.1.0"),
        ("b", "1.0.0"),
    ]
    assert lines[0].area.en == "Social work / case management"
    assert (lines[0].kind, lines[0].item_count) == ("case_file", 1)
    assert [line.code for line in rubrics_page(session, area="legal_aid")] == ["a", "b"]
    hidden = rubrics_page(session, with_hidden=True)
    assert [(line.code, line.is_hidden) for line in hidden][-1] == ("old", True)
    assert [line.code for line in rubrics_page(session, after=lines[0].place)] == ["a", "b"]
    areas = [area.code for area in areas_with_rubrics(session)]
    assert areas == ["social_work", "legal_aid", "supervision"]


def test_a_page_has_one_row_more_when_there_are_more(session: Session) -> None:
    for number in range(ROWS_PER_PAGE + 2):
        publish(session, id=f"r{number:02}")
    lines = rubrics_page(session)
    assert len(lines) == ROWS_PER_PAGE + 1
    rest = rubrics_page(session, after=lines[ROWS_PER_PAGE - 1].place)
    assert [line.code for line in rest] == ["r25", "r26"]


def test_the_versions_of_one(session: Session) -> None:
    assert versions_of(session, "a") == ()
    first = publish(session, id="a")
    publish(session, id="a", version="2.0.0")
    session.execute(
        update(RubricVersionRow).where(RubricVersionRow.id == first).values(status="retired")
    )
    session.commit()
    lines = versions_of(session, "a")
    assert [(line.version, line.is_retired) for line in lines] == [
        ("2.0.0", False),
        ("1.0.0", True),
    ]
    assert lines[1].published_by == "os:operator"
