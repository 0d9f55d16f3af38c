"""The page of one centre's area against the criteria, and that of criteria as versions."""

import io
import re
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import Actor, Role
from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.change import Standing
from qa_app.domain.rules.evaluation import Asked, Judged
from qa_app.domain.rules.measurement import Measurement, with_records
from qa_app.domain.rules.records import Record
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.verdicts import CriterionType, Verdict
from qa_app.models.accounts import AccountRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.criteria_versions import CriteriaDraftRow, CriteriaInForceRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.criteria.publish_criteria import publish_criteria
from qa_app.web import evaluated
from qa_app.wording import Words
from tests.audits import a_case_file, a_draft
from tests.conftest import ROOT
from tests.criteria_drafts import TODAY, look_at, the_file
from tests.people import NOON, OPERATOR
from tests.queries.test_endorsement import CLEAN, JAN_2026, a_tagged_rubric
from tests.readings import count_in
from tests.register import two_centres
from tests.web.conftest import CHEAP, PASSWORD, Visit, token_of
from tests.web.pagecheck import faults
from tests.web.visits import english

FEB = JAN_2026 + 1


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda _zone: TODAY)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 23, 4, 0, tzinfo=UTC))


@pytest.fixture
def store(store: Session) -> Session:
    """Centre A with twelve files of social work, one with a red line; criteria in force."""
    a, _b = two_centres(store)
    social = a_tagged_rubric(store)
    count_in(store, a, social, JAN_2026, 11, codes=CLEAN)
    bad = {"codes": CLEAN | {"R1": "unmet"}, "stop_count": 1, "band_position": 4}
    count_in(store, a, social, FEB, 1, score_millionths=400_000, **bad)
    publish_criteria(store, OPERATOR, the_file(), TODAY, at=NOON)
    for name in ("second", "third"):
        new = NewAccount(name, name, PASSWORD, (NewGrant(Role.SENIOR_SUPERVISOR),))
        add_account(store, OPERATOR, new, CHEAP, at=NOON)
    new = NewAccount("manager_b", "b", PASSWORD, (NewGrant(Role.CENTRE_MANAGER, None, "B"),))
    add_account(store, OPERATOR, new, CHEAP, at=NOON)
    return store


def address(store: Session, code: str = "A", area: str = "social_work") -> str:
    centre = store.execute(select(CentreRow.id).where(CentreRow.code == code)).scalar_one()
    store.rollback()
    return f"/criteria/{centre}/{area}"


def test_every_criterion_with_its_numbers_and_what_would_change_the_proposal(
    visit: Visit, store: Session
) -> None:
    page = english(visit("senior_supervisor")).get(address(store)).text
    assert faults(page, "en") == []
    assert "the criteria propose “Not entered” as of" in page
    assert page.count("<dt>") + page.count('<li id="E') >= 24
    assert "Red-line findings still open: 1; files read from" in page
    assert "finishes the actions about red-line findings (files: 1), and a supervisor" in page
    assert "To be proposed as “" in page
    assert "<h2>What would change it</h2>" in page
    assert "This system gives evidence and advice only" in page


@pytest.mark.parametrize(
    ("metric", "is_closed", "records", "told"),
    [
        ("mean_score_last_two_rounds", False, 1, 1),
        ("agreement_ac2", False, 1, 1),
        ("share_double_rated_12m", False, 201, 201),
        ("share_tag_on_time_12m", False, 1, 1),
        # what is not shown has nothing shown behind it
        ("share_tag_on_time_12m", True, 1, 0),
    ],
)
def test_a_test_tells_how_many_records_it_counts(
    metric: str, is_closed: bool, records: int, told: int
) -> None:
    leaf = Leaf(metric, Threshold(">=", Fraction(1, 2)), None, None)
    named = (Record("audit", str(number), "a") for number in range(records))
    found = with_records(Measurement(Fraction(4, 5), 300, 240), named)
    standing = Standing("E", CriterionType.MUST, Verdict.MET, Verdict.MET)
    judged = Judged(Asked("E", CriterionType.MUST, leaf), (found,), standing)
    seen = evaluated.Seen(is_case_level=True, is_year=True, is_closed=is_closed)
    assert [one.records for one in evaluated.tests_shown(Words("en"), judged, seen)] == [told]


def test_whoever_has_a_closed_file_there_sees_no_number_of_items(
    visit: Visit, store: Session
) -> None:
    social = store.execute(select(RubricVersionRow.id)).scalars().first()
    assert social is not None
    second, file = _account(store, "second"), a_case_file(store, 1)
    store.execute(update(CaseFileRow).values(is_sealed=True))
    fields = {"state": "signed", "signed_at": NOON, "reviewed_on": date(2026, 1, 20)}
    a_draft(store, 1, social, Actor(second, "second"), file, **fields)
    held = "Not shown to you: it counts answers in files that you would have to ask for"
    for name, times in (("senior_supervisor", 2), ("second", 0)):
        client = english(visit(name))
        page = client.get(address(store)).text
        assert (page.count(held), page.count("number not shown")) == (times, times)
        assert "Red-line findings still open: 1; files read from" in page
        assert client.get("/criteria").text.count(held) == times
        # before the months of that file
        assert held not in client.get(address(store) + "?as_of=2025-12-31").text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_sees_aggregates_only_is_shown_ends_of_half_years_and_no_small_number(
    visit: Visit, store: Session, language: str
) -> None:
    client = visit("judicial_reader")
    if language == "en":
        english(client)
    page = client.get(address(store)).text
    assert faults(page, language) == []
    assert 'value="2025-12-31" selected' in page
    # nothing is asked for by a day that is over
    past = {"en": "What would have changed it, as things stood on 31 Dec 2025", "zh": "当时怎样"}
    assert past[language] in page
    assert 'value="2026-03-23"' not in page
    assert client.get(address(store) + "?as_of=2026-03-23").status_code == 404
    assert client.get(address(store) + "?as_of=2025-06-30").status_code == 200


def test_half_years_come_out_the_same_whenever_they_are_asked_for(
    visit: Visit, store: Session
) -> None:
    client = english(visit("judicial_reader"))

    def history() -> list[str]:
        page = (
            client.get(address(store) + "?history=1")
            .text.partition('id="history"')[2]
            .partition("</table>")[0]
        )
        return re.findall(r"<code[^>]*>([0-9a-f]{16})</code>", page)

    before = history()
    assert len(before) == 4
    social = store.execute(select(RubricVersionRow.id)).scalars().first()
    assert social is not None
    store.rollback()
    count_in(store, 1, social, FEB, 3, codes=CLEAN | {"R1": "unmet"}, stop_count=1)
    assert history() == before


@pytest.mark.parametrize(
    "query", ["?set=best", "?as_of=2026-03-22", "?as_of=yesterday", "?as_of=2026-13-01"]
)
def test_what_is_not_there_is_not_found(visit: Visit, store: Session, query: str) -> None:
    client = visit("senior_supervisor")
    assert client.get(address(store) + query).status_code == 404
    assert client.get(address(store, area="psychological")).status_code == 404


def test_another_centre_is_out_of_reach(visit: Visit, store: Session) -> None:
    own, other = address(store, "B", "legal_aid"), address(store)
    client = visit("manager_b")
    assert client.get(own).status_code == 200
    assert client.get(other).status_code == 404


def post(client, to: str, **data: object):
    token = token_of(client.get("/criteria/versions").text)
    return client.post(to, data={"csrf_token": token} | data, content_type="multipart/form-data")


def a_sent_file(old: str = "version: 1.0.0", new: str = "version: 1.1.0") -> tuple:
    text = (ROOT / "rubrics" / "endorsement_criteria.yaml").read_text("utf-8")
    return io.BytesIO(text.replace(old, new, 1).encode()), "criteria.yaml"


def test_a_file_is_handed_in_by_one_and_published_by_another(visit: Visit, store: Session) -> None:
    client = english(visit("senior_supervisor"))
    answer = post(client, "/criteria/versions", file=a_sent_file())
    assert answer.status_code == 302
    page = client.get("/criteria/versions").text
    assert faults(page, "en") == []
    assert "Somebody else publishes it: you handed it in." in page
    draft = store.execute(select(CriteriaDraftRow.id)).scalar_one()
    store.rollback()
    of = f"/criteria/versions/{draft}"
    assert post(client, f"{of}/publish").status_code == 409
    assert post(client, f"{of}/tick", code="names_agreed").status_code == 302
    assert post(client, f"{of}/tick", code="dry_run").status_code == 422
    other = english(visit("second"))
    assert post(other, f"{of}/publish").status_code == 422
    actor = type("Actor", (), {"account_id": _account(store, "second")})()
    look_at(store, actor, draft)
    assert ">Publish<" in other.get("/criteria/versions").text
    assert post(other, f"{of}/publish").status_code == 302
    assert post(other, f"{of}/discard").status_code == 409
    page = other.get("/criteria/versions").text
    assert ">1.1.0<" in page


def test_no_file_brings_the_number_of_a_citizen_in(visit: Visit, store: Session) -> None:
    client = english(visit("senior_supervisor"))
    # GB 11643-1999, annex; \x33 is a 3 in YAML
    sent = a_sent_file("评估标准", r"110105194912\x331002X")
    answer = post(client, "/criteria/versions", file=sent)
    assert answer.status_code == 422
    assert "the number of an identity card" in answer.text
    assert store.execute(select(CriteriaDraftRow.id)).all() == []


def test_faults_of_a_file_are_told_with_their_line(visit: Visit, store: Session) -> None:
    del store
    client = english(visit("senior_supervisor"))
    answer = post(client, "/criteria/versions", file=a_sent_file("caseload_p90", "caseload_p99"))
    assert answer.status_code == 422
    assert "caseload_p99" in answer.text
    assert post(client, "/criteria/versions").status_code == 422
    again = post(client, "/criteria/versions", file=a_sent_file("note: {en", "note: {en"))
    assert again.status_code == 409


def test_a_set_is_put_in_force_by_two(visit: Visit, store: Session) -> None:
    client = english(visit("senior_supervisor"))
    data = {"stage": "full", "set": "1/provisional", "place": "", "from_day": "2026-04-01"}
    assert post(client, "/criteria/in-force", **data).status_code == 302
    assert post(client, "/criteria/in-force", **(data | {"from_day": "soon"})).status_code == 422
    past = data | {"from_day": "2026-03-01"}
    assert post(client, "/criteria/in-force", **past).status_code == 422
    query = select(CriteriaInForceRow.id).where(CriteriaInForceRow.state == "proposed")
    made = store.execute(query).scalar_one()
    store.rollback()
    assert post(client, f"/criteria/in-force/{made}", step="agree").status_code == 409
    other = english(visit("second"))
    assert "Put in force" in other.get("/criteria/versions").text
    assert post(other, f"/criteria/in-force/{made}", step="agree").status_code == 302
    row = store.get_one(CriteriaInForceRow, made)
    assert (row.state, row.from_day) == ("in_force", date(2026, 4, 1))


def _account(store: Session, name: str) -> int:
    found = store.execute(select(AccountRow.id).where(AccountRow.login_name == name)).scalar_one()
    store.rollback()
    return found
