"""Who supervises whom, as people agree on it on screen."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import NewGrant, Role
from qa_app.domain.supervision import SessionType
from qa_app.models.accounts import AccountRow
from qa_app.models.agreements import AbsenceRow, SupervisionAgreementRow, TravelGroupRow
from qa_app.services.operations.load_holidays import HolidayYear, load_holidays
from qa_app.services.records.open_record import open_record
from qa_app.services.supervision.plan_session import NewSession, plan_session
from tests.agreements import TERMS, Team, a_team, account, an_agreement, more_workers
from tests.audits import ZONE
from tests.people import NOON, OPERATOR
from tests.sessions import someone
from tests.web.conftest import ON_POSTGRESQL, Visit
from tests.web.visits import heading, in_both, post

TODAY = clock.today("Asia/Shanghai")
BEGUN = TODAY - timedelta(days=200)


@pytest.fixture
def team(store: Session) -> Team:
    return a_team(store)


def rows(store: Session) -> list[SupervisionAgreementRow]:
    store.rollback()
    store.expire_all()
    return list(store.scalars(select(SupervisionAgreementRow).order_by(SupervisionAgreementRow.id)))


def agreed(team: Team, **fields: object) -> dict[str, object]:
    return {
        "supervisor_id": team.lead,
        "from_on": TODAY.isoformat(),
        "until_on": "",
        "every": "",
        "minutes": "60",
        "accountability": "40",
        "learning": "30",
        "support": "30",
        "over": "",
        **fields,
    }


def made(store: Session, team: Team, **fields: object) -> int:
    return an_agreement(store, team, **{"from_on": BEGUN, **fields})


@ON_POSTGRESQL
def test_who_has_nobody_comes_first_and_gets_an_agreement(
    store: Session, team: Team, visit: Visit
) -> None:
    client = visit("city")
    zh, en = in_both(client, "/supervision/agreements")
    assert heading(en) == "3 people in post are supervised by nobody"
    assert heading(zh) == "3名在岗人员无人督导"
    assert "lead" in en
    assert "0 of 6" in en
    address = f"/supervision/agreements/new?practitioner={team.worker('W1')}"
    zh, en = in_both(client, address)
    assert heading(en) == "Who supervises W1 · Centre A"
    assert "lead (0 of 6)" in en
    assert "once in each calendar month" in en
    assert "每个自然月" in zh
    answer = post(client, address, **agreed(team, idempotency_key="k1"))
    assert answer.status_code == 302
    again = post(client, address, **agreed(team, idempotency_key="k1"))
    assert again.headers["Location"] == answer.headers["Location"]
    (row,) = rows(store)
    zh, en = in_both(client, f"/supervision/agreements/{row.id}")
    assert heading(en).startswith("lead supervises W1; the next session is due by ")
    assert "60 minutes in this calendar month" in en or "nothing in this calendar month" in en
    assert "行政40%、教育30%、支持30%" in zh
    zh, en = in_both(client, "/supervision/agreements")
    assert heading(en) == "2 people in post are supervised by nobody"
    assert "1 of 6" in en


def test_bad_agreements_are_refused_beside_their_field(
    store: Session, team: Team, visit: Visit
) -> None:
    client = visit("city")
    address = f"/supervision/agreements/new?practitioner={team.worker('W1')}"
    before = (TODAY - timedelta(days=1)).isoformat()
    for fields, words in (
        ({"supervisor_id": team.far}, "督导者"),
        ({"minutes": "5"}, "15至240"),
        ({"minutes": ""}, "分钟"),
        ({"support": "29"}, "100"),
        ({"until_on": before}, "最后一天不能早于第一天"),
        ({"from_on": "x"}, "2026-04-09"),
        ({"from_on": "2099-01-01"}, "日期太远"),
        ({"every": "3"}, "pl-field-wrong"),
    ):
        answer = post(client, address, **agreed(team, **fields))
        assert answer.status_code == 422, fields
        assert words in answer.text, fields
    assert rows(store) == []
    assert client.get("/supervision/agreements/new").status_code == 404
    assert client.get("/supervision/agreements/new?practitioner=x").status_code == 404
    assert client.get(f"/supervision/agreements/new?practitioner={10**9}").status_code == 404


def test_an_overlap_says_with_whom_and_when(store: Session, team: Team, visit: Visit) -> None:
    made(store, team)
    client = visit("city")
    address = f"/supervision/agreements/new?practitioner={team.worker('W1')}"
    for language, words in (
        ("en", "lead supervises this person already"),
        ("zh", "lead已在督导此人"),
    ):
        post(client, f"/language/{language}", "/me", back="/me")
        answer = post(client, address, **agreed(team, supervisor_id=team.head))
        assert (answer.status_code, words in answer.text) == (422, True)
    assert len(rows(store)) == 1


def test_above_eight_a_reason_is_chosen(store: Session, team: Team, visit: Visit) -> None:
    workers = more_workers(store, 9)
    for one in workers[:8]:
        made(store, team, practitioner_id=one)
    client = visit("city")
    address = f"/supervision/agreements/new?practitioner={workers[8]}"
    answer = post(client, address, **agreed(team))
    assert (answer.status_code, "将达9人" in answer.text) == (422, True)
    assert post(client, address, **agreed(team, over="experienced")).status_code == 302
    zh, en = in_both(client, f"/supervision/supervisors/{team.lead}")
    assert heading(en) == "lead supervises 9 people, 3 above the ceiling of 6"
    assert heading(zh) == "lead督导9人，超出上限6人3人"
    zh, en = in_both(client, "/supervision/agreements")
    assert "1 supervisor has more than 6 people." in en
    assert "9 of 6" in en


def test_terms_change_as_they_were_seen(store: Session, team: Team, visit: Visit) -> None:
    agreement, client = made(store, team), visit("city")
    page = f"/supervision/agreements/{agreement}"
    data = {
        "terms-every": "14",
        "terms-minutes": "90",
        "terms-accountability": "50",
        "terms-learning": "50",
        "terms-support": "",
        "terms-revision": "1",
    }
    assert post(client, f"{page}/change", page, **data).status_code == 302
    stale = post(client, f"{page}/change", page, **data)
    assert (stale.status_code, "他人在此期间已作更改" in stale.text) == (409, True)
    wrong = post(client, f"{page}/change", page, **{**data, "terms-minutes": "500"})
    assert (wrong.status_code, "15至240" in wrong.text) == (422, True)
    _zh, en = in_both(client, page)
    assert "every 14 days, as agreed" in en
    assert "supervision agreement changed" in en
    assert "50/50/0" in en
    row = rows(store)[0]
    assert (row.every_days, row.minutes, row.revision) == (14, 90, 2)


def test_a_deputy_stands_beside(store: Session, team: Team, visit: Visit) -> None:
    agreement, client = made(store, team), visit("city")
    page = f"/supervision/agreements/{agreement}"
    data = {
        "deputy-supervisor_id": team.head,
        "deputy-from_on": TODAY.isoformat(),
        "deputy-until_on": (TODAY + timedelta(days=10)).isoformat(),
        "deputy-over": "",
        "deputy-idempotency_key": "d1",
    }
    wrong = post(client, f"{page}/deputy", page, **{**data, "deputy-until_on": ""})
    assert wrong.status_code == 422
    assert post(client, f"{page}/deputy", page, **data).status_code == 302
    assert post(client, f"{page}/deputy", page, **data).status_code == 302
    assert len(rows(store)) == 2
    zh, en = in_both(client, page)
    assert "deputy · in force" in en
    assert "代理督导" in zh
    zh, en = in_both(client, f"/supervision/agreements/{rows(store)[1].id}")
    assert "Name a deputy" not in en


def test_ending_names_a_successor_once(store: Session, team: Team, visit: Visit) -> None:
    agreement, client = made(store, team), visit("city")
    page = f"/supervision/agreements/{agreement}"
    data = {
        "end-reason": "workload",
        "end-last_day": TODAY.isoformat(),
        "end-supervisor_id": team.head,
        "end-over": "",
    }
    for field, value in (("end-reason", ""), ("end-last_day", ""), ("end-last_day", "2001-01-01")):
        answer = post(client, f"{page}/end", page, **{**data, field: value})
        assert answer.status_code == 422, (field, value)
    assert post(client, f"{page}/end", page, **data).status_code == 302
    assert post(client, f"{page}/end", page, **data).status_code == 409
    old, new = rows(store)
    assert (old.until_on, old.successor_id) == (TODAY, new.id)
    assert new.from_on == TODAY + timedelta(days=1)
    zh, en = in_both(client, page)
    assert "successor city" in en
    assert "接任者city" in zh
    assert "End the agreement" not in en


def test_people_are_deployed_for_a_while(store: Session, team: Team, visit: Visit) -> None:
    made(store, team)
    client = visit("city")
    address = f"/supervision/deployments/new?practitioner={team.worker('W1')}"
    data = {
        "centre_id": team.scene.other_centre,
        "supervisor_id": team.far,
        "from_on": TODAY.isoformat(),
        "until_on": (TODAY + timedelta(days=30)).isoformat(),
        "over": "",
        "idempotency_key": "s1",
    }
    faultless = in_both(client, address)
    assert "W1" in faultless[1]
    for fields in ({"centre_id": team.scene.centre}, {"until_on": "2099-01-01"}):
        assert post(client, address, **{**data, **fields}).status_code == 422, fields
    assert post(client, address, **data).status_code == 302
    assert post(client, address, **data).status_code == 302
    sent = rows(store)[1]
    zh, en = in_both(client, f"/supervision/agreements/{sent.id}")
    assert "temporary deployment · in force" in en
    assert "临时派驻" in zh
    own = f"/supervision/deployments/new?account={team.head}"
    in_both(client, own)
    data |= {"supervisor_id": team.head, "idempotency_key": "s2"}
    assert post(client, own, **data).status_code == 302
    zh, en = in_both(client, f"/supervision/agreements/{rows(store)[2].id}")
    assert heading(en) == "city supervises at Centre B"
    zh, en = in_both(client, f"/supervision/supervisors/{team.head}")
    assert "everybody there" in en
    assert client.get("/supervision/deployments/new").status_code == 404


def test_time_and_days_away(store: Session, team: Team, visit: Visit) -> None:
    page = f"/supervision/supervisors/{team.lead}"
    lead, city = visit("lead"), visit("city")
    time = {"time-minutes_a_month": "1200", "time-centres_a_day": "1", "time-revision": "0"}
    assert post(lead, f"{page}/time", page, **time).status_code == 302
    stale = post(city, f"{page}/time", page, **{**time, "time-minutes_a_month": "600"})
    assert stale.status_code == 409
    many = post(city, f"{page}/time", page, **{**time, "time-centres_a_day": "9"})
    assert (many.status_code, "1至4" in many.text) == (422, True)
    away = {
        "away-kind": "illness",
        "away-from_on": TODAY.isoformat(),
        "away-until_on": (TODAY + timedelta(days=3)).isoformat(),
    }
    assert '<option value="">请选择原因</option>' in lead.get(page).text
    unsaid = post(lead, f"{page}/absences", page, **{**away, "away-kind": ""})
    assert (unsaid.status_code, "请选择原因</span>" in unsaid.text) == (422, True)
    assert post(lead, f"{page}/absences", page, **away).status_code == 302
    assert post(lead, f"{page}/absences", page, **away).status_code == 302
    over = {**away, "away-kind": "leave", "away-from_on": (TODAY + timedelta(days=1)).isoformat()}
    answer = post(lead, f"{page}/absences", page, **over)
    assert (answer.status_code, "已登记离岗" in answer.text) == (422, True)
    (entry,) = store.scalars(select(AbsenceRow.id)).all()
    zh, en = in_both(lead, page)
    assert "20 hours in a month" in en
    assert "生病" in zh
    # a manager of the centre sees that somebody is away, and not why
    account(store, "mgr", NewGrant(Role.CENTRE_MANAGER, None, "A"))
    zh, en = in_both(visit("mgr"), page)
    assert "生病" not in zh
    assert "Record days away" not in en
    zh, en = in_both(visit("mgr"), "/supervision/agreements")
    assert "away until" in en
    back = f"{page}/absences/{entry}/take-back"
    assert post(visit("far"), back, "/me").status_code == 404
    assert post(city, back, page).status_code == 302
    assert post(city, back, page).status_code == 409


def test_journeys(store: Session, team: Team, visit: Visit) -> None:
    client, a, b = visit("city"), team.scene.centre, team.scene.other_centre
    page = "/supervision/travel"
    assert post(client, page, name="北线").status_code == 422
    assert post(client, page, name="北线", centres=[10**9]).status_code == 422
    assert post(client, page, name="北线", centres=[a, b]).status_code == 302
    zh, en = in_both(client, page)
    assert heading(en) == "2 centres are put on one journey"
    assert "北线" in zh
    assert post(client, page, name="", centres=[b]).status_code == 302
    assert store.scalars(select(TravelGroupRow.centre_id)).all() == [a]


def test_chains_and_centres(store: Session, team: Team, visit: Visit) -> None:
    pair = {"practitioner_id": None}
    above = made(store, team, **pair, account_id=team.lead, supervisor_id=team.head)
    made(store, team)
    client = visit("city")
    _zh, en = in_both(client, "/supervision/chain")
    assert heading(en) == "2 supervisors stand in no chain"  # the other centre's, and the cast's
    assert f"/supervision/agreements/{above}" in en
    assert "Panlong" in en
    # a manager sees who stands above whom, and opens no agreement but those of the centre
    account(store, "mgr", NewGrant(Role.CENTRE_MANAGER, None, "A"))
    manager = visit("mgr")
    _zh, en = in_both(manager, "/supervision/chain")
    assert f"/supervision/supervisors/{team.lead}" in en
    assert f"/supervision/agreements/{above}" not in en
    assert manager.get(f"/supervision/agreements/{above}").status_code == 404
    _zh, en = in_both(client, f"/supervision/agreements/centres/{team.scene.centre}")
    assert heading(en) == "1 of 2 people at Centre A have a supervisor"
    _zh, en = in_both(client, "/supervision/agreements?by=centre")
    assert "With a supervisor" in en
    _zh, en = in_both(client, f"/supervision/supervisors/{team.lead}")
    assert f"/supervision/agreements/{above}" in en
    _zh, en = in_both(client, f"/supervision/agreements/new?account={team.far}")
    assert heading(en) == "Who supervises far"


def test_every_page_says_one_rhythm_for_supervisors(
    store: Session, team: Team, visit: Visit
) -> None:
    agreement = made(
        store, team, practitioner_id=None, account_id=team.lead, supervisor_id=team.head
    )
    tables = [
        HolidayYear("CN", year, ((date(year, 1, 1), False, "元旦", "New Year"),))
        for year in (TODAY.year, TODAY.year + 1)
    ]
    load_holidays(store, OPERATOR, tables, at=NOON)
    store.rollback()
    fine = SessionType.SUPERVISION_OF_SUPERVISORS
    # somebody else, so that this one stays due
    other = someone(store, "other", Role.SENIOR_SUPERVISOR, "A").account_id or 0
    new = NewSession(team.scene.centre, fine, TODAY, team.head, staff=(other,), is_meant=True)
    planned = plan_session(store, team.city, new, zone=ZONE, at=clock.now())
    open_record(store, team.city, planned, ZONE, at=clock.now())
    store.rollback()
    client = visit("city")
    pages = (
        f"/supervision/agreements/{agreement}",
        f"/supervision/agreements/new?account={team.far}",
        f"/plan?month={TODAY:%Y-%m}",
        f"/sessions/{planned}/record",
    )
    for page in pages:
        zh, en = in_both(client, page)
        assert "每个季度一次（督导者均如此）" in zh, page
        assert "once in each calendar quarter, as for every supervisor" in en, page


def test_a_worker_sees_their_own(store: Session, team: Team, visit: Visit) -> None:
    agreement = made(store, team)
    other = made(store, team, practitioner_id=team.worker("W2"))
    worker = NewGrant(Role.CASEWORKER, None, "A")
    account(store, "w1", worker, practitioner=team.worker("W1"))
    client = visit("w1")
    zh, en = in_both(client, "/supervision/agreements")
    assert heading(en) == "lead supervises you"
    assert heading(zh) == "lead督导您"
    assert client.get(f"/supervision/agreements/{agreement}").status_code == 200
    assert client.get(f"/supervision/agreements/{other}").status_code == 404
    page = f"/supervision/agreements/{agreement}"
    assert post(client, f"{page}/end", page).status_code == 404
    assert "End the agreement" not in client.get(page).text


@ON_POSTGRESQL
def test_who_leaves_hands_people_on(store: Session, team: Team, visit: Visit) -> None:
    agreement = made(store, team)
    page, client = f"/readers/{team.lead}/duties", visit("city")
    _zh, en = in_both(client, page)
    assert "supervision agreement" in en
    assert "W1" in en
    key = f"agreement.{agreement}"
    data = {"give": [key], f"to.{key}": team.head, "reason": "left"}
    wrong = post(client, page, page, **{**data, f"to.{key}": team.far})
    assert (wrong.status_code, "W1" in wrong.text) == (422, True)
    answer = post(client, page, page, **data)
    assert answer.status_code == 302
    told = client.get(answer.headers["Location"]).text
    assert "W1" in told
    assert "city" in told
    assert post(client, page, page, **data).status_code == 409
    old, new = rows(store)
    assert (old.end_reason, new.supervisor_id) == ("left", team.head)


def test_whose_supervisor_has_left_is_told(store: Session, team: Team, visit: Visit) -> None:
    agreement = made(store, team)
    store.execute(update(AccountRow).where(AccountRow.id == team.lead).values(is_active=False))
    store.commit()
    _zh, en = in_both(visit("city"), "/supervision/agreements")
    assert "has left" in en
    assert "1 supervisor has left and still has people: hand them over." in en
    _zh, en = in_both(visit("city"), f"/supervision/agreements/{agreement}")
    assert "name a successor" in en


def test_what_does_not_fit_together_is_said(store: Session, team: Team, visit: Visit) -> None:
    short = replace(TERMS, every_days=28, minutes=20)
    agreement = made(store, team, terms=short)
    _zh, en = in_both(visit("city"), f"/supervision/agreements/{agreement}")
    assert "What is agreed comes to 20 minutes in this calendar month; it asks for 60." in en
    assert "months without a session" in en.lower()


def test_out_of_reach(store: Session, team: Team, visit: Visit) -> None:
    agreement = made(store, team)

    def answers(client: FlaskClient, address: str) -> int:
        return client.get(address).status_code

    far = visit("far")
    for address in (
        f"/supervision/agreements/{agreement}",
        f"/supervision/agreements/centres/{team.scene.centre}",
        f"/supervision/supervisors/{team.lead}",
        f"/supervision/agreements/new?practitioner={team.worker('W1')}",
        f"/supervision/deployments/new?practitioner={team.worker('W1')}",
    ):
        assert answers(far, address) == 404, address
    assert answers(visit("reader"), f"/supervision/agreements/{agreement}") == 404
