"""The trend of one item from totals; both databases."""

from sqlalchemy.orm import Session

from qa_app.domain.people import Role
from qa_app.queries.item_trends import item_trend
from qa_app.queries.trends import centre_scope
from tests.people import person
from tests.readings import JAN, count_in, declare, publish_next, published, two_sections
from tests.register import two_centres

READER = person(Role.SENIOR_SUPERVISOR)


def test_one_line_over_versions_that_ask_the_item_alike(session: Session) -> None:
    centre, _other = two_centres(session)
    first = published(session)
    second = publish_next(session, *two_sections())
    declare(session, second, first, A1="reworded", A2="changed", B1="same")
    count_in(session, centre, first, JAN, 10, codes={"A1": "met", "A2": "met"})
    count_in(session, centre, first, JAN, 2, codes={"A1": "unmet", "A2": "na"})
    count_in(session, centre, second, JAN + 1, 10, codes={"A1": "met", "A2": "unmet"})
    scope = centre_scope(session, READER, centre)
    assert scope is not None
    alike = item_trend(session, scope, "sample", "A1")
    assert alike is not None
    assert [line.version_ids for line in alike.lines] == [(first, second)]
    assert [(one.told.below, one.told.n) for one in alike.lines[0].periods] == [(2, 12), (0, 10)]
    assert alike.rubric.version == "2.0.0"
    apart = item_trend(session, scope, "sample", "A2")
    assert apart is not None
    assert [line.version_ids for line in apart.lines] == [(first,), (second,)]
    # "not applicable" counts on neither side
    assert [(one.told.below, one.told.n) for one in apart.lines[0].periods] == [(0, 10)]


def test_what_was_never_asked_here_has_no_trend(session: Session) -> None:
    centre, other = two_centres(session)
    version = published(session)
    count_in(session, centre, version)
    scope, elsewhere = (centre_scope(session, READER, one) for one in (centre, other))
    assert scope is not None
    assert elsewhere is not None
    assert item_trend(session, scope, "sample", "A9") is None
    assert item_trend(session, scope, "none", "A1") is None
    assert item_trend(session, elsewhere, "sample", "A1") is None
