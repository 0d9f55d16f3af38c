"""What pages of supervision read of PostgreSQL when the network around them grows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from benchmarks.growth import touched
from benchmarks.make_data import opened
from benchmarks.servers import new_database, postgresql
from benchmarks.supervision_scale import COUNCILS, Size, fill
from qa_app import clock
from qa_app.domain.month_grid import last_of, month_after
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.domain.session_coverage import CoverageOf
from qa_app.domain.session_totals import WHOLE_NETWORK_ID, SessionScope
from qa_app.domain.text import BilingualText
from qa_app.queries.due_list import DueSpan, due_needs, work_needs
from qa_app.queries.session_required import required_by_month

pytestmark = pytest.mark.nightly

MONTHS, OWN = 3, 34
"""Months before the one that runs; workers of the one centre that is planned for."""


@dataclass(frozen=True)
class Network:
    """A network on a database of its own, and how many workers it has."""

    session: Session
    workers: int

    def rows(self, ask: Callable[[Session], object]) -> int:
        with touched(self.session.get_bind().engine, is_small=True) as read:
            ask(self.session)
            self.session.rollback()
        return sum(read)


@pytest.fixture(scope="module")
def networks() -> Iterator[tuple[Network, Network]]:
    """The same centre, with 67 others of one worker each, and of ten."""
    with postgresql() as server:
        made = []
        for others in (1, 10):
            url = new_database(server, f"others{others}")
            size = Size((OWN, *[others] * (COUNCILS - 1)), MONTHS)
            fill(url, size)
            made.append(Network(opened(url), sum(size.workers)))
        yield made[0], made[1]
        for one in made:
            one.session.close()
            one.session.get_bind().engine.dispose()


def test_a_month_is_planned_by_what_is_in_reach(networks: tuple[Network, Network]) -> None:
    today = clock.today("Asia/Shanghai")
    reach = Reach(centre_ids=frozenset({1}))
    lead = Actor(1, "lead", (Grant(Role.SENIOR_SUPERVISOR, reach),))
    span = DueSpan(today, last_of(today) + timedelta(days=31))
    few, many = (
        one.rows(lambda session: (due_needs(session, lead, span), work_needs(session, lead, span)))
        for one in networks
    )
    # 34 workers, their sessions of four months, and who supervises them
    # of each of them who they are, their agreement and their sessions of four months
    assert OWN * 6 < few < OWN * 60
    assert many <= 1.5 * few


def test_coverage_of_a_network_reads_its_months_however_many_workers_there_are(
    networks: tuple[Network, Network],
) -> None:
    first = clock.today("Asia/Shanghai").replace(day=1)
    months = [month_after(first, -back) for back in range(MONTHS, 0, -1)]
    whole = CoverageOf(SessionScope.NETWORK, WHOLE_NETWORK_ID, BilingualText("", ""), ())
    few, many = (
        one.rows(lambda session: required_by_month(session, whole, months)) for one in networks
    )
    # a total of each month since the first worker began
    assert MONTHS <= few == many <= MONTHS + 2
