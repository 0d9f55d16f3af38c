from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.people import NO_REACH, Actor, Grant, NewGrant, Reach, Role, system_actor
from qa_app.domain.permissions import Permission
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow, PlaceRow, PractitionerRow
from qa_app.models.region_reviews import RegionReviewRow
from qa_app.models.supervisor_reviews import SupervisorReviewRow
from qa_app.queries.reach import (
    centre_column_in,
    centres_in,
    centres_within,
    knows_file,
    open_on,
    own_locked,
    places_within,
    reference_or_subject,
    signed_within,
)
from tests.agreements import account
from tests.audits import a_case_file, a_draft
from tests.readings import published
from tests.register import two_centres

EVERYTHING = Reach(is_everything=True)


@pytest.fixture
def centres(session: Session) -> tuple[int, int]:
    """Centre A in Panlong and centre B in Wuhua, each with a file that is read; A's is of W1."""
    made = two_centres(session)
    files = [a_case_file(session, made[0]), a_case_file(session, made[1], "KM-26-0000-00153")]
    session.execute(
        update(CaseFileRow)
        .where(CaseFileRow.id == files[0])
        .values(practitioner_id=worker(session, "W1"))
    )
    session.commit()
    rubric = published(session)
    for centre, file in zip(made, files, strict=True):
        a_draft(session, centre, rubric, system_actor("operator"), file)
    return made


def worker(session: Session, code: str) -> int:
    return session.execute(
        select(PractitionerRow.id).where(PractitionerRow.code == code)
    ).scalar_one()


def only(*centre_ids: int) -> Reach:
    return Reach(centre_ids=frozenset(centre_ids))


def holder(*grants: tuple[Role, Reach], practitioner_id: int | None = None) -> Actor:
    held = tuple(Grant(role, reach) for role, reach in grants)
    return Actor(7, "somebody", held, practitioner_id=practitioner_id)


def codes(session: Session, condition: object) -> list[str]:
    query = select(CentreRow.code).where(condition).order_by(CentreRow.code)
    return list(session.execute(query).scalars())


def readable(session: Session, actor: Actor) -> list[str]:
    """Codes of centres where the actor would read the audit."""
    query = (
        select(CentreRow.code)
        .join(AuditRow, AuditRow.centre_id == CentreRow.id)
        .where(signed_within(actor))
        .order_by(CentreRow.code)
    )
    return list(session.execute(query).scalars())


def test_a_reach_covers_branches_and_single_centres(
    session: Session, centres: tuple[int, int]
) -> None:
    path = session.execute(
        select(CentreRow.place_path).where(CentreRow.id == centres[0])
    ).scalar_one()
    assert codes(session, centres_in(EVERYTHING)) == ["A", "B"]
    assert codes(session, centres_in(Reach(place_paths=frozenset({path})))) == ["A"]
    assert codes(session, centres_in(only(centres[1]))) == ["B"]
    both = Reach(place_paths=frozenset({path}), centre_ids=frozenset({centres[1]}))
    assert codes(session, centres_in(both)) == ["A", "B"]
    assert codes(session, centres_in(NO_REACH)) == []


def test_an_act_counts_only_the_grants_that_allow_it(
    session: Session, centres: tuple[int, int]
) -> None:
    a, b = centres
    actor = holder((Role.CENTRE_MANAGER, only(a)), (Role.AUDITOR, only(b)))
    assert codes(session, centres_within(actor, Permission.AUDIT_SCORE)) == ["B"]
    assert codes(session, centres_within(actor, Permission.AUDIT_READ)) == ["A", "B"]
    assert codes(session, centres_within(actor, Permission.AUDIT_VOID)) == []


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SENIOR_SUPERVISOR, Role.CENTRE_MANAGER])
def test_whoever_reads_others_reads_where_the_grant_reaches(
    session: Session, centres: tuple[int, int], role: Role
) -> None:
    assert readable(session, holder((role, only(centres[0])))) == ["A"]
    assert readable(session, holder((role, EVERYTHING))) == ["A", "B"]


@pytest.mark.parametrize(
    "role", [Role.JUDICIAL_READER, Role.SYS_ADMIN, Role.AUDIT_ADMIN, Role.MODERATOR]
)
def test_other_roles_read_none(session: Session, centres: tuple[int, int], role: Role) -> None:
    assert readable(session, holder((role, EVERYTHING))) == []


def test_a_caseworker_reads_their_own_files_within_reach(
    session: Session, centres: tuple[int, int]
) -> None:
    a, b = centres
    own = holder((Role.CASEWORKER, only(a)), practitioner_id=worker(session, "W1"))
    assert readable(session, own) == ["A"]
    colleague = replace(own, practitioner_id=worker(session, "W2"))
    assert readable(session, colleague) == []
    moved = replace(own, grants=(Grant(Role.CASEWORKER, only(b)),))
    assert readable(session, moved) == []


def test_an_account_without_a_practitioner_reads_no_file_of_nobody(
    session: Session, centres: tuple[int, int]
) -> None:
    # the file of centre B names no worker
    assert readable(session, holder((Role.CASEWORKER, only(*centres)))) == []


def test_reading_others_elsewhere_opens_nothing_at_a_caseworkers_centre(
    session: Session, centres: tuple[int, int]
) -> None:
    a, b = centres
    mixed = holder((Role.CASEWORKER, only(a)), (Role.AUDITOR, only(b)))
    assert readable(session, mixed) == ["B"]
    assert readable(session, replace(mixed, practitioner_id=worker(session, "W2"))) == ["B"]
    assert readable(session, replace(mixed, practitioner_id=worker(session, "W1"))) == ["A", "B"]


def test_the_system_reads_everywhere(session: Session, centres: tuple[int, int]) -> None:
    assert readable(session, system_actor("operator")) == ["A", "B"]


def test_a_centre_is_open_until_the_day_it_closes(
    session: Session, centres: tuple[int, int]
) -> None:
    last = date(2026, 3, 31)
    session.execute(update(CentreRow).where(CentreRow.id == centres[0]).values(closed_on=last))
    assert codes(session, open_on(last - timedelta(days=1))) == ["A", "B"]
    assert codes(session, open_on(last)) == ["B"]
    assert codes(session, open_on(last + timedelta(days=1))) == ["B"]


def test_places_within_are_branches_and_the_places_of_single_centres(
    session: Session, centres: tuple[int, int]
) -> None:
    panlong = session.scalars(select(PlaceRow.path).where(PlaceRow.code == "PL")).one()
    read = Permission.CENTRE_READ

    def places(*grants: tuple[Role, Reach]) -> set[str]:
        condition = places_within(holder(*grants), read)
        return set(session.scalars(select(PlaceRow.code).where(condition)))

    branch = Role.SENIOR_SUPERVISOR, Reach(place_paths=frozenset({panlong}))
    single = Role.CENTRE_MANAGER, only(centres[1])
    assert places(branch) == {"PL"}
    assert places(single) == {"WH"}
    assert places(branch, single) == {"PL", "WH"}
    assert places((Role.SENIOR_SUPERVISOR, EVERYTHING)) == {"YN", "KM", "PL", "WH"}
    assert places() == set()


def test_a_column_is_held_to_the_same_centres(session: Session, centres: tuple[int, int]) -> None:
    a, b = centres
    panlong = session.scalars(select(PlaceRow.path).where(PlaceRow.code == "PL")).one()

    def of(reach: Reach) -> set[int]:
        column = PractitionerRow.centre_id
        return set(session.scalars(select(column).where(centre_column_in(column, reach))))

    branch = Reach(place_paths=frozenset({panlong}))
    assert of(EVERYTHING) == {a, b}
    assert of(branch) == {a}
    assert of(only(b)) == {b}
    assert of(branch.joined(only(b))) == {a, b}
    assert of(NO_REACH) == set()


@pytest.mark.parametrize(
    ("account", "worker", "reader", "by", "knows"),
    [
        (7, None, 7, None, True),
        (7, None, 8, None, False),
        (7, 3, 8, 3, True),
        (7, 3, 8, 4, False),
        (7, 3, 7, 4, True),
        (None, None, None, None, False),  # nobody is not the reader of what nobody read
        (7, None, None, None, False),
        (7, 3, None, None, False),
    ],
)
def test_who_read_a_file_or_worked_on_it_knows_it(
    account: int | None, worker: int | None, reader: int | None, by: int | None, *, knows: bool
) -> None:
    assert knows_file(Actor(account, "x", practitioner_id=worker), reader, by) is knows


def test_a_locked_reading_is_shown_where_its_reader_still_scores(
    session: Session, centres: tuple[int, int]
) -> None:
    reader = account(session, "reader1", NewGrant(Role.AUDITOR, None, "A"))
    a_draft(session, centres[0], published(session, "1.1.0"), reader, state="locked")

    def locked(actor: Actor) -> list[str]:
        query = (
            select(CentreRow.code)
            .join(AuditRow, AuditRow.centre_id == CentreRow.id)
            .where(own_locked(actor))
        )
        return list(session.scalars(query))

    assert locked(reader) == ["A"]
    assert locked(replace(reader, grants=(Grant(Role.AUDITOR, only(centres[1])),))) == []
    assert locked(replace(reader, account_id=0)) == []


@dataclass(frozen=True)
class Reviews:
    """Reviews that are no centre's, all filed at centre A, beside one of a file at A and one at B.

    Attributes:
        of_lead: About a supervisor, read by `reader`.
        unread: About another supervisor; nobody read it.
        of_city: About the region of Kunming.
    """

    lead: Actor
    reader: Actor
    of_lead: int
    unread: int
    of_city: int


@pytest.fixture
def reviews(session: Session, centres: tuple[int, int]) -> Reviews:
    lead, reader, other = (
        account(session, name, NewGrant(Role.AUDITOR, None, "A"))
        for name in ("lead1", "reader1", "other1")
    )
    rubric, city = published(session, "1.1.0"), PlaceRow.code == "KM"
    session.commit()
    city_id, path = session.execute(select(PlaceRow.id, PlaceRow.path).where(city)).one()
    session.rollback()
    of_lead, unread, of_city = (
        a_draft(session, centres[0], rubric, by, sample_type=kind)
        for by, kind in (
            (reader, "quarter"),
            (system_actor("x"), "quarter"),
            (other, "year"),
        )
    )
    for audit, person, label in ((of_lead, lead, "甲"), (unread, other, "乙")):
        session.execute(
            insert(SupervisorReviewRow).values(
                audit_id=audit,
                supervisor_id=person.account_id,
                first_on=date(2026, 1, 1),
                label=label,
            )
        )
    session.execute(
        insert(RegionReviewRow).values(
            audit_id=of_city, place_id=city_id, place_path=path, year=2026, label="昆明"
        )
    )
    session.commit()
    return Reviews(lead, reader, of_lead, unread, of_city)


def test_what_is_no_centres_is_read_by_whom_it_concerns(
    session: Session, centres: tuple[int, int], reviews: Reviews
) -> None:
    city = session.scalars(select(PlaceRow.path).where(PlaceRow.code == "KM")).one()
    district = session.scalars(select(PlaceRow.path).where(PlaceRow.code == "PL")).one()

    def seen(actor: Actor) -> set[str]:
        names = {reviews.of_lead: "lead", reviews.unread: "unread", reviews.of_city: "city"}
        query = (
            select(AuditRow.id, CentreRow.code)
            .join(CentreRow, CentreRow.id == AuditRow.centre_id)
            .where(signed_within(actor))
        )
        return {names.get(audit, code) for audit, code in session.execute(query)}

    def auditor(reach: Reach, account_id: int | None = 7) -> Actor:
        return Actor(account_id, "x", (Grant(Role.AUDITOR, reach),))

    def branch(path: str) -> Reach:
        return Reach(place_paths=frozenset({path}))

    assert seen(auditor(only(centres[0]))) == {"A"}
    assert seen(auditor(branch(district))) == {"A"}
    assert seen(auditor(branch(city))) == {"A", "B", "city"}
    assert seen(auditor(branch(city).joined(branch("99/")))) == {"A", "B", "city"}
    assert seen(auditor(EVERYTHING)) == {"A", "B"}
    assert seen(auditor(branch(city), None)) == {"A", "B", "city"}
    assert seen(reviews.reader) == {"A", "lead"}
    assert seen(reviews.lead) == {"A", "lead"}
    looks_after = Actor(7, "x", (Grant(Role.SENIOR_SUPERVISOR, EVERYTHING),))
    assert seen(looks_after) == {"A", "B", "lead", "unread", "city"}
    in_city = Actor(7, "x", (Grant(Role.SENIOR_SUPERVISOR, branch(city)),))
    assert seen(in_city) == {"A", "B", "city"}


def test_what_a_reading_is_about_is_named_by_its_own_label(
    session: Session, centres: tuple[int, int], reviews: Reviews
) -> None:
    query = (
        select(AuditRow.id, reference_or_subject())
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(AuditRow.id.in_((reviews.of_lead, reviews.unread, reviews.of_city)))
    )
    found = {row[0]: row[1] for row in session.execute(query)}
    assert found == {reviews.of_lead: "甲", reviews.unread: "乙", reviews.of_city: "昆明"}
