"""What is due is told from totals alone, a few statements for each quarter."""

from datetime import date

from sqlalchemy.orm import Session

from qa_app.queries.reports_due import reports_due
from tests.readings import JAN, count_in, published
from tests.register import two_centres
from tests.statements import counted


def test_centres_with_files_of_the_quarter_are_due(session: Session) -> None:
    a, b = two_centres(session)
    version = published(session)
    count_in(session, a, version, JAN, 5)
    count_in(session, b, version, JAN + 3, 5)
    count_in(session, b, version, JAN, 5, sample_type="imported")
    due = list(reports_due(session, date(2026, 4, 1)))
    assert [(one.of.id, one.span.first_month, one.version) for one in due] == [(a, JAN, 1)]
    assert (len(due[0].mark), due[0].is_final) == (64, True)


def test_the_price_does_not_grow_with_centres_or_files(session: Session) -> None:
    a, b = two_centres(session)
    version = published(session)
    count_in(session, a, version, JAN, 5)
    with counted(session) as before:
        list(reports_due(session, date(2026, 4, 1)))
    count_in(session, b, version, JAN, 100)
    with counted(session) as after:
        list(reports_due(session, date(2026, 4, 1)))
    assert len(after) == len(before)
