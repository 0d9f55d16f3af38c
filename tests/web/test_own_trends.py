"""A practitioner's own trend, as the practitioner and their supervisor see it."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.month_grid import month_of
from qa_app.domain.people import Role
from qa_app.models.agreements import SupervisionAgreementRow
from tests.agreements import Team, a_team, an_agreement
from tests.audits import ZONE
from tests.readings import count_in, published
from tests.sessions import someone
from tests.web.conftest import ON_POSTGRESQL, Visit
from tests.web.visits import faultless, heading, in_both, words_of

LOW = {"score_millionths": 700_000, "sections": {"A": 850_000, "B": 550_000}}


def quarter_start(back: int) -> int:
    month = month_of(clock.today(ZONE))
    return month - month % 3 - 3 * back


@pytest.fixture
def team(store: Session) -> Team:
    made = a_team(store)
    an_agreement(store, made, from_on=max(date(2026, 4, 1), clock.today(ZONE)))
    someone(store, "worker", Role.CASEWORKER, "A", made.worker("W1"))
    someone(store, "other", Role.CASEWORKER, "A", made.worker("W2"))
    someone(store, "manager", Role.CENTRE_MANAGER, "A")
    someone(store, "judge", Role.JUDICIAL_READER, "A")
    return made


def filled(store: Session, team: Team, quarters: int, files: int = 5) -> None:
    version, centre = published(store, "3.0.0"), team.scene.centre
    own = {"practitioner_id": team.worker("W1")}
    for back in range(quarters):
        count_in(store, centre, version, quarter_start(back), files, **own, **LOW)


def address(team: Team, ending: str = "") -> str:
    return f"/learning/{team.worker('W1')}/trend{ending}"


@ON_POSTGRESQL
def test_strengths_stand_first_and_no_limits_below_six_quarters(
    store: Session, team: Team, visit: Visit
) -> None:
    filled(store, team, 5)
    chinese, english = in_both(visit("worker"), address(team))
    assert "70.0 points (5 files)" in heading(english)
    assert english.index("What goes well") < english.index("What to work on next")
    assert english.index("What to work on next") < english.index('pl-chart"')
    assert "85.0 points" in english
    assert 'class="pl-bound"' not in english
    assert "做得好的方面" in chinese
    filled_six = visit("lead").get(address(team))
    assert filled_six.status_code == 200


def test_files_that_were_drawn_otherwise_are_not_compared_as_on_the_page_of_the_centre(
    store: Session, team: Team, visit: Visit
) -> None:
    version, centre = published(store, "3.0.0"), team.scene.centre
    own = {"practitioner_id": team.worker("W1"), "reader_id": 7}
    drawn = ("random/simple/number", "random/all")
    count_in(store, centre, version, quarter_start(2), 5, design=drawn[0], **own, **LOW)
    low = LOW | {"score_millionths": 720_000}
    count_in(store, centre, version, quarter_start(1), 5, design=drawn[0], **own, **low)
    chinese, english = in_both(visit("worker"), address(team))
    assert "2.0 points up on" in heading(english)
    assert "not compared with" not in english.lower()
    low = LOW | {"score_millionths": 690_000}
    count_in(store, centre, version, quarter_start(0), 5, design=drawn[1], **own, **low)
    chinese, english = in_both(visit("worker"), address(team))
    assert heading(english).endswith("69.0 points (5 files)")
    assert "files were drawn in another way, and a difference could come from that alone" in english
    assert "案卷的抽取方式有变，差别可能仅由此而来。" in chinese
    assert "A change from one period to the next" not in english


def test_six_quarters_have_limits(store: Session, team: Team, visit: Visit) -> None:
    version, centre = published(store, "3.0.0"), team.scene.centre
    for back in range(6):
        low = LOW | {"score_millionths": 700_000 + 10_000 * (back % 2)}
        own = {"practitioner_id": team.worker("W1")}
        count_in(store, centre, version, quarter_start(back), 5, **own, **low)
    _chinese, english = in_both(visit("lead"), address(team))
    assert 'class="pl-bound"' in english
    assert "mean and limits" in english


def test_four_files_are_counted_and_not_rated(store: Session, team: Team, visit: Visit) -> None:
    filled(store, team, 1, files=4)
    _chinese, english = in_both(visit("worker"), address(team))
    assert "only 4 files, not rated" in heading(english)
    assert "<svg" not in english.split("pl-chart-head")[-1]
    assert "70.0" not in words_of(english)
    table = visit("worker").get(address(team, ".csv")).text
    assert "70.0" not in table


def test_nothing_yet(team: Team, visit: Visit) -> None:
    page = faultless(visit("worker"), address(team))
    assert heading(page) == "还没有趋势"
    assert visit("worker").get(address(team, ".csv")).status_code == 404
    assert visit("worker").get(address(team) + "?rubric=none").status_code == 404


def test_nobody_else(store: Session, team: Team, visit: Visit) -> None:
    filled(store, team, 1)
    for name in ("other", "manager", "judge", "city", "far", "reader"):
        for ending in ("", ".csv"):
            assert visit(name).get(address(team, ending)).status_code == 404, name


def test_the_worker_and_the_supervisor_find_it_and_take_the_table(
    store: Session, team: Team, visit: Visit
) -> None:
    filled(store, team, 2)
    worker = visit("worker")
    assert address(team) in worker.get(f"/learning/{team.worker('W1')}").text
    lead = visit("lead")
    assert address(team) in lead.get(f"/learning/{team.worker('W1')}").text
    agreement = store.execute(select(SupervisionAgreementRow.id)).scalar_one()
    store.rollback()
    assert address(team) in lead.get(f"/supervision/agreements/{agreement}").text
    assert address(team) not in visit("city").get(f"/supervision/agreements/{agreement}").text
    taken = lead.get(address(team, ".csv"))
    assert taken.status_code == 200
    assert taken.text.count("5,0") or taken.text.count(",5,")
