"""What is counted of a region's year: by hand on a small city."""

from dataclasses import replace
from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.month_grid import month_of
from qa_app.domain.register_status import Step
from qa_app.domain.rules.decision import Status
from qa_app.models.places import PractitionerRow
from qa_app.models.standards import StandardClauseRow, StandardDocumentRow
from qa_app.models.worker_rows import WorkerLicenceRow, WorkerProfileRow
from qa_app.queries.region_evidence import region_facts
from qa_app.queries.region_reviews import Region, region_within, regions_within
from tests.agreements import an_agreement
from tests.issued import put_down
from tests.people import NOON
from tests.readings import count_in, published
from tests.region_reviews import Rated, a_region
from tests.statements import counted

TODAY = date(2026, 5, 4)
MARCH = month_of(date(2026, 3, 1))


def city(session: Session, rated: Rated) -> Region:
    found = region_within(session, rated.reviewer, rated.city)
    assert found is not None
    return found


def document(session: Session, code: str, kind: str, **fields: object) -> None:
    values = {
        "code": code,
        "kind": kind,
        "state": "in_force",
        "seen": "read",
        "region": "CN",
        "title_zh": code,
        "title_en": code,
        "updated_at": NOON,
        "updated_by": "test",
        **fields,
    }
    session.execute(insert(StandardDocumentRow).values(**values))


def test_each_count_of_the_year(session: Session) -> None:
    rated = a_region(session)
    team = rated.team
    an_agreement(session, team)
    version = published(session, "3.0.0")
    count_in(session, team.scene.centre, version, MARCH, 3)
    count_in(session, team.scene.other_centre, version, MARCH, 2, is_final=False)
    # of the year before
    count_in(session, team.scene.other_centre, version, MARCH - 12, 7)
    document(session, "LAW", "law", in_force_from=date(2020, 1, 1))
    document(session, "LATER", "law", in_force_from=date(2027, 1, 1))
    document(session, "GONE", "law", state="superseded", in_force_until=date(2025, 6, 1))
    document(session, "DRAFT", "law", state="draft")
    document(session, "PROC", "procedure")
    document(session, "PIPL", "law")
    # what binds nobody sets no duty down
    document(session, "GUIDE", "guide")
    clause = {"document_code": "PIPL", "locus": "54", "position": 1, "text_zh": "", "text_en": ""}
    clause |= {"updated_at": NOON, "updated_by": "test"}
    session.execute(insert(StandardClauseRow).values(**clause))
    session.commit()
    facts = region_facts(session, city(session, rated), 2026, TODAY)
    assert (facts.documents, facts.procedures, facts.data_clauses) == (2, 1, 1)
    assert (facts.centres, facts.centres_read, facts.centres_final) == (2, 2, 1)
    assert (facts.files, facts.files_final) == (5, 3)
    # W1, W2 and W9 are in post, W5 left; the agreement of W1 began on the first of April
    assert (facts.practitioners, facts.supervised) == (3, 1)
    assert facts.versions == 3
    assert (facts.actions, facts.verified) == (0, 0)
    before = region_facts(session, city(session, rated), 2025, TODAY)
    assert (before.files, before.centres_read, before.supervised) == (7, 1, 0)
    # the one that was superseded held until June
    assert before.documents == 3


def test_certificates_by_level_and_centres_of_the_register(session: Session) -> None:
    rated = a_region(session)
    row = PractitionerRow
    people = {
        code: (worker, area)
        for worker, code, area in session.execute(select(row.id, row.code, row.area_code))
    }
    recorded = {"recorded_at": NOON}

    def profile(code: str, from_on: date, tier: str, kind: str = "worker", **more: object) -> None:
        values = {"is_paid": True, "full_time_percent": 100, "meets_children": True} | more
        values |= {"practitioner_id": people[code][0], "from_on": from_on, "kind": kind}
        session.execute(insert(WorkerProfileRow).values(**values, tier=tier, **recorded))

    def certificate(code: str, first: date, last: date | None = None, area: str = "") -> None:
        worker, own = people[code]
        values = {"practitioner_id": worker, "area_code": area or own, "kind": "x", "level": ""}
        values |= {"valid_from": first, "valid_until": last}
        session.execute(insert(WorkerLicenceRow).values(**values, **recorded))

    # W1 was at community level until March; what was taken back counts for nothing
    profile("W1", date(2025, 1, 1), "community")
    profile("W1", date(2026, 3, 1), "statutory")
    profile("W1", date(2026, 4, 1), "supervision", ended_at=NOON)
    # W2 meets no children; W9 has no profile, and is taken to meet them
    profile("W2", date(2025, 1, 1), "community", meets_children=False)
    certificate("W1", date(2025, 1, 1))
    certificate("W2", date(2025, 1, 1), date(2026, 5, 3))
    certificate("W9", date(2025, 1, 1), area="psychological")
    # the last day of the year before is one of its days
    certificate("W9", date(2025, 1, 1), date(2025, 12, 31))

    def step(centre: int, number: int, status: str, on: date, until: date | None = None) -> None:
        by = rated.reviewer.account_id or 0
        put_down(session, centre, by, Step(number, Status(status), on, until))

    scene = rated.team.scene
    # so is the last day of an entry
    step(scene.centre, 1, "endorsed", date(2025, 6, 1), date(2025, 12, 31))
    step(scene.centre, 2, "endorsed", date(2026, 1, 1), date(2027, 5, 31))
    step(scene.other_centre, 1, "conditional", date(2025, 6, 1))
    step(scene.other_centre, 2, "suspended", date(2026, 2, 1))
    session.commit()
    facts = region_facts(session, city(session, rated), 2026, TODAY)
    assert facts.levels == {"statutory": (1, 1), "community": (1, 0)}
    assert (facts.practitioners, facts.children, facts.certified) == (3, 2, 1)
    assert facts.listed == 1
    before = region_facts(session, city(session, rated), 2025, TODAY)
    assert before.levels == {"community": (2, 2)}
    assert (before.children, before.certified) == (2, 2)
    assert before.listed == 2


def test_a_district_counts_its_own(session: Session) -> None:
    rated = a_region(session)
    version = published(session, "3.0.0")
    count_in(session, rated.team.scene.other_centre, version, MARCH, 5)
    found = region_within(session, rated.reviewer, rated.district)
    assert found is not None
    facts = region_facts(session, found, 2026, TODAY)
    assert (facts.centres, facts.centres_read, facts.files) == (1, 0, 0)


def test_the_same_queries_however_much_there_is(session: Session) -> None:
    rated = a_region(session)
    region, version = city(session, rated), published(session, "3.0.0")
    asked = []
    for times in (1, 40):
        count_in(session, rated.team.scene.centre, version, MARCH, times)
        with counted(session) as statements:
            region_facts(session, region, 2026, TODAY)
        asked.append(len(statements))
        session.rollback()
    assert asked[0] == asked[1] <= 10


def test_only_places_all_of_which_are_in_reach(session: Session) -> None:
    rated = a_region(session)
    assert [one.code for one in regions_within(session, rated.reviewer)] == ["KM", "PL", "WH"]
    assert regions_within(session, rated.team.scene.supervisor) == ()
    assert region_within(session, rated.team.scene.supervisor, rated.district) is None
    nobody = replace(rated.reviewer, grants=())
    assert region_within(session, nobody, rated.city) is None
