"""Indicators of the workforce, as those who may read workers and those who may not see them."""

import csv
from datetime import date

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.defaults import INDICATOR_PER
from qa_app.domain.people import NewGrant, Role
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.populations import PlacePopulationRow
from qa_app.models.worker_rows import WorkerPostRow
from qa_app.services.accounts.add_account import NewAccount, add_account
from qa_app.wording import Words
from qa_app.wording.indicators import said_per
from tests.agreements import Team, a_team, an_agreement
from tests.audits import ZONE
from tests.people import NOON, OPERATOR
from tests.web.conftest import CHEAP, ON_POSTGRESQL, PASSWORD, Visit
from tests.web.visits import faultless, heading, in_both

YEAR = clock.today(ZONE).year


def test_the_unit_in_words_is_the_one_that_is_counted_by() -> None:
    assert f"every {INDICATOR_PER:,} children" in said_per(Words("en"))
    assert f"每{INDICATOR_PER // 10_000}万名儿童" in said_per(Words("zh"))


@pytest.fixture
def team(store: Session) -> Team:
    """Centre A with three workers in post, in a district with 20,000 children."""
    team = a_team(store)
    an_agreement(store, team, from_on=date(YEAR, 1, 1))
    home = store.execute(
        select(CentreRow.place_id).where(CentreRow.id == team.scene.centre)
    ).scalar_one()
    store.execute(
        insert(PlacePopulationRow).values(
            place_id=home, year=YEAR - 1, child_count=20_000, source="统计年鉴", recorded_at=NOON
        )
    )
    posted = set(store.execute(select(WorkerPostRow.practitioner_id)).scalars())
    for worker in store.execute(
        select(PractitionerRow).where(PractitionerRow.centre_id == team.scene.centre)
    ).scalars():
        if worker.id not in posted:
            store.execute(
                insert(WorkerPostRow).values(
                    practitioner_id=worker.id,
                    started_on=worker.started_on,
                    left_on=worker.ended_on,
                    left_why="",
                    recorded_at=NOON,
                )
            )
    store.commit()
    return team


def rows(visit: Visit, name: str, file: str) -> list[list[str]]:
    text = visit(name).get(f"/indicators/{file}.csv").data.decode("utf-8-sig")
    return list(csv.reader(text.splitlines()))


@ON_POSTGRESQL
def test_a_supervisor_reads_every_number(team: Team, visit: Visit, store: Session) -> None:
    chinese, english = in_both(visit("city"), "/indicators")
    assert "for every 100,000 children" in heading(english)
    assert "每10万名儿童" in heading(chinese)
    for said in ("districts gave numbers of children", "What each indicator is", "Source:"):
        assert said in english
    assert "来源" in chinese


def test_the_rate_is_worked_out_by_hand(team: Team, visit: Visit, store: Session) -> None:
    found = rows(visit, "city", "districts")
    own = next(row for row in found if "20000" in row)
    # W1 and W2 are in post at centre A: 2 of 20,000 are 10 of 100,000
    assert own[3:5] == ["2", "10.0"]
    assert "统计年鉴" in own[2]
    years = rows(visit, "city", "years")
    assert [row[0] for row in years[1:]] == [str(YEAR - back) for back in range(5)]
    by_head = [dict(zip(years[0], row, strict=True)) for row in years[1:]]
    now, before = by_head[0], by_head[-1]
    # of the three in both districts one has an agreement, from this year on
    assert (now["有督导协议"], before["有督导协议"]) == ("1/3", "–")
    # 2 workers over 20,000 children make the 10 of this year
    assert (now["两项数据都有的区县的工作人员"], now["两项数据都有的区县的儿童"]) == ("2", "20000")


def test_a_judicial_reader_reads_no_small_number(team: Team, visit: Visit, store: Session) -> None:
    grants = (NewGrant(Role.JUDICIAL_READER, "KM"),)
    add_account(store, OPERATOR, NewAccount("court", "court", PASSWORD, grants), CHEAP, at=NOON)
    english = faultless(visit("court"), "/indicators")
    found = rows(visit, "court", "districts")
    numbers = [int(row[3]) for row in found[1:] if row[3].isdigit()]
    assert all(one == 0 or one >= 5 for one in numbers)
    assert "已隐去" in english or "隐藏" in english
    shares = [cell for row in found[1:] for cell in row[5:] if "%" in cell]
    assert shares == []
