"""Whoever would have to ask for some files of a centre works none of them out, item by item."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from random import Random

import numpy as np
import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.defaults import FILES_PER_POINT
from qa_app.domain.month_grid import first_day
from qa_app.domain.people import WHOLE_NETWORK, Actor, Grant, Role
from qa_app.domain.series import Coverage
from qa_app.domain.told_answers import ALL_TOLD, ToldAnswers
from qa_app.domain.trends import coverage_of
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.asked_access import AccessRequestRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow, PlaceRow, PractitionerRow
from qa_app.models.totals import count_readings
from qa_app.queries.closed_areas import closed_areas
from qa_app.queries.item_trends import item_trend
from qa_app.queries.openings import opening_of
from qa_app.queries.told_answers import Wanted, answers_told, answers_told_at, answers_told_of
from qa_app.queries.trends import Scope, centre_scope, network_scope, place_scope
from tests.audits import a_case_file, a_draft, someone
from tests.people import NOON
from tests.queries.test_supervision_steps import steps
from tests.readings import JAN, a_reading, declare, published
from tests.register import two_centres

TODAY = date(2026, 11, 30)
MONTHS = 5
WORKERS = ("mine", "theirs", "nobodys")

Cell = tuple[int, Coverage, int]
"""Version, way of choosing and month: the files of one are in every number together."""


@dataclass(frozen=True)
class World:
    """A centre with files of three workers, and everybody who looks at it."""

    centre: int
    viewers: dict[str, Actor]
    cells: dict[int, Cell]

    def closed(self, session: Session, actor: Actor) -> dict[Cell, int]:
        """Count the files for which somebody would have to ask, one page of a review at a time."""
        found: dict[Cell, int] = {}
        for audit, cell in self.cells.items():
            if opening_of(session, actor, audit, at=NOON, on=TODAY).why is None:
                found[cell] = found.get(cell, 0) + 1
        return found


def a_world(session: Session, seed: int) -> World:
    chance = Random(seed)
    centre, _other = two_centres(session)
    first, second = published(session), published(session, "2.0.0")
    declare(session, second, first, A1="same", A2="same", B1="changed")
    viewers = {
        "supervisor": someone(session, "boss", Role.SENIOR_SUPERVISOR, "A", centre),
        "colleague": someone(session, "colleague", Role.SENIOR_SUPERVISOR, "A", centre),
        "reviewer": someone(session, "reviewer", Role.AUDITOR, "A", centre),
        "asker": someone(session, "asker", Role.AUDITOR, "A", centre),
        "manager": someone(session, "manager", Role.CENTRE_MANAGER, "A", centre),
    }
    workers = {}
    for name in WORKERS:
        row = {"code": name, "centre_id": centre, "area_code": "social_work"}
        workers[name] = session.execute(
            insert(PractitionerRow)
            .values(**row, started_on=date(2025, 1, 1))
            .returning(PractitionerRow.id)
        ).scalar_one()
    for name, supervisor in (("mine", "supervisor"), ("theirs", "colleague")):
        session.add(
            SupervisionAgreementRow(
                kind="standing",
                supervisor_id=viewers[supervisor].account_id,
                practitioner_id=workers[name],
                place_path="1/",
                minutes=60,
                functions={},
                from_on=date(2026, 1, 1),
                created_at=NOON,
            )
        )
    world = World(centre, viewers, {})
    for month in range(JAN, JAN + MONTHS):
        for version in (first, second):
            for number in range(chance.choice([0, 1, 2, 4, 6, 9])):
                _a_file(session, world, (version, month, number), workers, chance)
    session.commit()
    return world


def _a_file(
    session: Session,
    world: World,
    place: tuple[int, int, int],
    workers: dict[str, int],
    chance: Random,
) -> None:
    version, month, number = place
    kind = chance.choice(["random", "random", "census", "purposive"])
    file = a_case_file(session, world.centre, f"KM-{version}-{month}-{number}")
    session.execute(
        update(CaseFileRow)
        .where(CaseFileRow.id == file)
        .values(practitioner_id=workers[chance.choice(WORKERS)], is_sealed=chance.random() < 0.1)
    )
    reader = world.viewers[chance.choice(["reviewer", "colleague", "asker", "manager"])]
    fields = {"state": "signed", "signed_at": NOON, "result_state": "final", "sample_type": kind}
    audit = a_draft(
        session,
        world.centre,
        version,
        reader,
        file,
        reviewed_on=first_day(month),
        score_millionths=850_000,
        **fields,
    )
    world.cells[audit] = (version, coverage_of(kind), month)
    codes = {code: chance.choice(["met", "partly", "unmet"]) for code in ("A1", "A2", "B1")}
    reading = a_reading(session, world.centre, version, month, codes=codes, sample_type=kind)
    count_readings(session, [reading])
    if chance.random() < 0.2:
        _let_in(session, world, file)


def _let_in(session: Session, world: World, file: int) -> None:
    asked = AccessRequestRow(
        case_file_id=file,
        centre_id=world.centre,
        asked_by=world.viewers["asker"].account_id,
        purpose="supervision",
        words=b"\0",
        days=2,
        asked_at=NOON,
    )
    session.add(asked)
    session.flush()
    asked.is_approved = True
    asked.answered_at = NOON
    asked.answered_by = world.viewers["manager"].account_id
    asked.expires_at = NOON + timedelta(days=2)
    session.flush()


def rows_told(
    session: Session, world: World, actor: Actor, told: ToldAnswers
) -> Iterator[frozenset[Cell]]:
    """Give what the trend of each item tells, and every span of months that any page may ask."""
    scope = centre_scope(session, actor, world.centre)
    assert scope is not None
    for item in ("A1", "A2", "B1"):
        trend = item_trend(session, scope, "sample", item, told)
        for line in () if trend is None else trend.lines:
            for one in line.periods:
                if one.told.n is not None:
                    period = one.point.period
                    yield frozenset(
                        (version, Coverage.SAMPLED, month)
                        for version in line.version_ids
                        for month in range(period.first_month, period.last_month + 1)
                    )
    spans = [range(a, b + 1) for a in range(JAN, JAN + 6) for b in range(a, JAN + 6)]
    for version, coverage in {cell[:2] for cell in world.cells.values()}:
        for span in spans:
            if told.tells(version, coverage, span):
                yield frozenset((version, coverage, month) for month in span)


def given_away(rows: set[frozenset[Cell]], closed: dict[Cell, int]) -> list[tuple[Cell, ...]]:
    """List the cells with together too few closed files of which sums and differences tell.

    Something tells of some cells alone where the rows lose rank without the columns of these.
    """
    columns = sorted(closed)
    if not columns:
        return []
    matrix = np.array(
        [[int(one in row) for one in columns] for row in rows] or [[0] * len(columns)]
    )
    rank = np.linalg.matrix_rank(matrix)
    found = []
    for size in range(1, FILES_PER_POINT):
        for few in combinations(range(len(columns)), size):
            if sum(closed[columns[at]] for at in few) >= FILES_PER_POINT:
                continue
            others = [at for at in range(len(columns)) if at not in few]
            left = np.linalg.matrix_rank(matrix[:, others]) if others else 0
            if left < rank:
                found.append(tuple(columns[at] for at in few))
    return found


def hold_equal_by_quarters(
    session: Session, actor: Actor, scope: Scope, told: ToldAnswers, versions: set[int]
) -> None:
    """Hold what is found of some months to what is found of all, and to nothing of the others."""
    for first in range(JAN, JAN + 6):
        for last in range(first, JAN + 6):
            wanted = Wanted("sample", range(first, last + 1))
            some = answers_told(session, actor, scope, at=NOON, on=TODAY, wanted=wanted)
            for version in versions:
                for coverage in (Coverage.SAMPLED, Coverage.PURPOSIVE):
                    for month in range(first, last + 1):
                        span = range(first, month + 1)
                        same = told.tells(version, coverage, span)
                        assert some.tells(version, coverage, span) == same
                    for outside in () if some == ALL_TOLD else (JAN - 1, JAN + 6):
                        assert not some.tells(version, coverage, [last, outside])


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(one, marks=pytest.mark.nightly) for one in range(1, 25))]
)
def test_nothing_that_is_told_gives_few_closed_files_away(session: Session, seed: int) -> None:
    world = a_world(session, seed)
    held = {}
    for name, actor in world.viewers.items():
        scope = centre_scope(session, actor, world.centre)
        assert scope is not None
        told = answers_told(session, actor, scope, at=NOON, on=TODAY)
        closed = world.closed(session, actor)
        assert given_away(set(rows_told(session, world, actor, told)), closed) == []
        # what is asked for many centres at once is the same
        at_once = answers_told_at(session, actor, [world.centre], at=NOON, on=TODAY)
        assert at_once.get(world.centre, ALL_TOLD) == told
        versions = {version for version, *_rest in world.cells.values()}
        hold_equal_by_quarters(session, actor, scope, told, versions)
        # a month without a closed file is told to everybody, in its own quarter or not
        for version, coverage, month in set(world.cells.values()) - closed.keys():
            assert told.tells(version, coverage, [month])
        held[name] = bool(told.parts)
        assert held[name] == bool(closed)
        # as it was before, each file would have been given away
        if any(count < FILES_PER_POINT for count in closed.values()):
            assert given_away(set(rows_told(session, world, actor, ALL_TOLD)), closed)
    assert held["manager"] is False
    assert held["reviewer"]


def two_with_files(session: Session, *closed: tuple[int, ...]) -> tuple[int, list[Scope], Actor]:
    """Centre A and centre B with so many files of others in each month; all levels, one reader."""
    centres = two_centres(session)
    version = published(session)
    other = someone(session, "other", Role.AUDITOR, "A", centres[0])
    reader = someone(session, "reader", Role.AUDITOR, "A", centres[0])
    reader = replace(reader, grants=(Grant(Role.AUDITOR, WHOLE_NETWORK),))
    fields = {"state": "signed", "signed_at": NOON, "result_state": "final"}
    fields |= {"sample_type": "random", "score_millionths": 850_000}
    for centre, counts in zip(centres, closed, strict=True):
        for month, count in enumerate(counts, JAN):
            for number in range(9):
                file = a_case_file(session, centre, f"KM-{centre}-{month}-{number}")
                who = other if number < count else reader
                day = first_day(month)
                a_draft(session, centre, version, who, file, reviewed_on=day, **fields)
    session.commit()
    scopes = [centre_scope(session, reader, one) for one in centres]
    places = session.execute(select(PlaceRow.id).order_by(PlaceRow.path)).scalars().all()
    scopes += [place_scope(session, reader, one) for one in places]
    scopes.append(network_scope(reader))
    return version, [one for one in scopes if one is not None], reader


def test_no_place_less_its_centres_gives_few_closed_files_away(session: Session) -> None:
    # six of A are told in January and five of B in April; two of B and three of A are not
    version, scopes, reader = two_with_files(session, (6, 0, 0, 3), (2, 0, 0, 5))
    months = (JAN, JAN + 1, JAN + 3)

    def told_in(actor: Actor, scope: Scope) -> list[bool]:
        told = answers_told(session, actor, scope, at=NOON, on=TODAY)
        hold_equal_by_quarters(session, actor, scope, told, {version})
        return [told.tells(version, Coverage.SAMPLED, [month]) for month in months]

    found = [told_in(reader, scope) for scope in scopes]
    a, b = [True, True, False], [False, True, True]
    above = [False, True, False]
    # A and B; Yunnan, Kunming, Panlong with A, Wuhua with B; the network
    assert found == [a, b, above, above, a, b, above]
    of_paths = answers_told_of(session, reader, ["", "1/2/"], at=NOON, on=TODAY)
    assert [
        [told.tells(version, Coverage.SAMPLED, [month]) for month in months] for told in of_paths
    ] == [above, above]
    # who manages all of it is told everything
    manager = replace(reader, grants=(Grant(Role.CENTRE_MANAGER, WHOLE_NETWORK),))
    assert all(told_in(manager, scope) == [True] * 3 for scope in scopes)
    assert answers_told_of(session, manager, [""], at=NOON, on=TODAY) == ()


def test_an_area_is_closed_for_a_file_that_counts_no_more(session: Session) -> None:
    centre, _other = two_centres(session)
    version = published(session)
    reader, other = (someone(session, one, Role.AUDITOR, "A", centre) for one in ("me", "other"))
    void = {"state": "void", "signed_at": NOON, "reviewed_on": TODAY}

    def closed() -> frozenset[tuple[int, str]]:
        within = CentreRow.id == centre
        return closed_areas(session, reader, within, TODAY, at=NOON, on=TODAY)

    # one that became void before it was final was in no number of any day
    a_draft(session, centre, version, other, a_case_file(session, centre), **void)
    assert closed() == frozenset()
    # evidence as of a past day, as it was known then, still counts the other
    counted = void | {"result_state": "final", "final_at": NOON, "counted_until": NOON}
    a_draft(session, centre, version, other, a_case_file(session, centre, "KM-1"), **counted)
    assert closed() == {(centre, "social_work")}


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_closed_areas_of_a_centre_are_found_without_the_files_of_others(session: Session) -> None:
    centre, elsewhere = two_centres(session)
    version = published(session)
    reader, other = (someone(session, one, Role.AUDITOR, "A", centre) for one in ("me", "other"))
    reader = replace(reader, grants=(Grant(Role.AUDITOR, WHOLE_NETWORK),))

    def a_signed_one(where: int, name: str) -> None:
        fields = {"state": "signed", "signed_at": NOON, "reviewed_on": TODAY}
        a_draft(session, where, version, other, a_case_file(session, where, name), **fields)

    def walked() -> int:
        with steps(session) as counted:
            within = CentreRow.place_path.startswith(place)
            found = closed_areas(session, reader, within, TODAY, at=NOON, on=TODAY)
        assert found == {(centre, "social_work")}
        return counted[0]

    place = session.get_one(CentreRow, centre).place_path
    assert not session.get_one(CentreRow, elsewhere).place_path.startswith(place)
    a_signed_one(centre, "KM-0")
    before = walked()
    for number in range(40):
        a_signed_one(elsewhere, f"BJ-{number}")
    assert walked() < before + 40
