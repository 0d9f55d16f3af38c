"""A region's year is rated from page to page: evidence beside it, a second person, the trend."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.models.pairs import SingleModerationRow
from qa_app.models.places import PractitionerRow
from qa_app.models.region_reviews import RegionEvidenceRow
from qa_app.queries.region_evidence import evidence_kept, region_facts
from qa_app.queries.region_reviews import region_of_review
from qa_app.services.audits.sign_audit import sign_audit
from tests.agreements import an_agreement
from tests.audits import ZONE
from tests.region_reviews import AT, YEAR, Rated, a_region, begin, rate
from tests.web.conftest import ON_POSTGRESQL, Visit, token_of
from tests.web.visits import faultless, heading, in_both, words_of

LAST = clock.today(ZONE).year - 1


@pytest.fixture
def rated(store: Session) -> Rated:
    return a_region(store)


def address(rated: Rated, year: int | None = None) -> str:
    return f"/maturity/{rated.city}" + ("" if year is None else f"?year={year}")


@ON_POSTGRESQL
def test_begun_on_screen_and_rated_with_the_evidence_beside_it(
    store: Session, rated: Rated, visit: Visit
) -> None:
    an_agreement(store, rated.team)
    city = visit("city")
    assert f'href="/maturity/{rated.city}"' in faultless(city, "/maturity")
    chinese, english = in_both(city, address(rated))
    assert heading(english) == f"Kunming {LAST}: not rated yet"
    assert "workers in post with a supervision agreement" in english
    # what is recorded elsewhere is not said to be missing
    assert "Not kept on the platform: licences other than the certificates" in english
    assert "No data yet" not in english
    assert "此处未统计" in chinese
    token = token_of(city.get(address(rated)).text)
    sent = {"csrf_token": token, "year": str(LAST)}
    answer = city.post(address(rated), data=sent)
    assert answer.status_code == 302
    # sent again it is the same
    assert city.post(address(rated), data=sent).headers["Location"] == answer.headers["Location"]
    workspace = str(answer.headers["Location"].split("?")[0])
    chinese, english = in_both(city, workspace)
    assert "Region and year" in english
    assert "昆明市" in chinese
    assert 'id="region"' in english
    assert "centres with files reviewed in the year: 0 of 2 (0%)" in words_of(english)
    assert workspace in city.get(address(rated)).text


def test_profile_second_person_and_trend(store: Session, rated: Rated, visit: Visit) -> None:
    first, last = begin(store, rated, YEAR - 1), begin(store, rated, YEAR)
    rate(store, rated, first, "2")
    rate(store, rated, last, "3", L1="1", L2="2")
    for audit_id in (first, last):
        sign_audit(store, rated.reviewer, audit_id, ZONE, at=AT)
    city = visit("city")
    _chinese, english = in_both(city, address(rated, YEAR))
    assert heading(english) == (
        "Kunming 2025: level 2, the lowest being Licensing and accreditation"
    )
    said = words_of(english)
    # (3 + 3 + 2 + 3) / 4
    assert "Level of the whole: 2 Emerging. Mean of the dimensions: 2.75." in said
    assert (
        "Rated by city, signed on 4 May 2026. It waits for a second person to look at it."
        " The result is provisional."
    ) in said
    assert "Year by year" in said
    assert f"/maturity/{rated.city}?year=2024" in english
    assert "Rate the year" not in said
    # a moderator finds it among what waits, opens it, and lets it stand
    second = visit("second")
    assert f"/moderation/single/{last}" in in_both(second, "/moderation/single")[0]
    assert "地区年度评定须由第二人复核" in in_both(second, f"/moderation/single/{last}")[0]
    store.execute(
        update(SingleModerationRow)
        .where(SingleModerationRow.audit_id == last)
        .values(settled_at=AT, settled_by=rated.moderator.account_id)
    )
    store.commit()
    assert "second looked at it as second person" in words_of(
        in_both(city, address(rated, YEAR))[1]
    )
    report = words_of(in_both(city, f"/audits/{last}/report")[1])
    assert "Region and year" in report
    assert "Centre A" not in report


def test_what_was_known_at_the_signature_stays(store: Session, rated: Rated, visit: Visit) -> None:
    audit_id = begin(store, rated, YEAR)
    rate(store, rated, audit_id)
    city = visit("city")
    before = words_of(in_both(city, address(rated, YEAR))[1])
    assert "go on until a review is signed" in before
    sign_audit(store, rated.reviewer, audit_id, ZONE, at=AT)
    kept = evidence_kept(store, audit_id)
    assert kept is not None
    region, year = region_of_review(store, audit_id) or (None, 0)
    assert region is not None
    live = region_facts(store, region, year, AT.date())
    assert (kept.counted_on, kept.facts) == (AT.date(), live)
    # three practitioners more in that year, and an agreement: only what is counted today moves
    an_agreement(store, rated.team)
    store.execute(update(PractitionerRow).values(ended_on=date(YEAR, 6, 1)))
    store.commit()
    now = region_facts(store, region, year, AT.date())
    assert now.practitioners == 0 < live.practitioners
    zh, en = in_both(city, address(rated, YEAR))
    known = f"workers in post: {live.practitioners}"
    assert known in words_of(en)
    assert "Counts are those of 4 May 2026, when the review was signed, and stay so" in words_of(en)
    assert "签署" in words_of(zh)
    with pytest.raises(IntegrityError, match="was known at a signature"):
        store.execute(update(RegionEvidenceRow).values(facts="{}"))
    store.rollback()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_as_a_file(store: Session, rated: Rated, visit: Visit, language: str) -> None:
    city = visit("city")
    for year in (YEAR - 1, YEAR):
        audit_id = begin(store, rated, year)
        rate(store, rated, audit_id, "3", L1="1", L2="2")
        sign_audit(store, rated.reviewer, audit_id, ZONE, at=AT)
    page = words_of(in_both(city, address(rated, YEAR))[language == "en"])
    paper = city.get(f"/maturity/{rated.city}.pdf?year={YEAR}&lang={language}")
    assert paper.mimetype == "application/pdf"
    text = (
        "".join(one.extract_text() for one in PdfReader(BytesIO(paper.data)).pages)
        .replace("\n", "")
        .replace(" ", "")
    )
    draft = Document(
        BytesIO(city.get(f"/maturity/{rated.city}.docx?year={YEAR}&lang={language}").data)
    )
    cells = [cell.text for table in draft.tables for row in table.rows for cell in row.cells]
    assert any("2024" in one for one in cells)
    for told in {
        "zh": ("昆明市2025", "2.75", "在岗工作人员：", "逐年", "2026年5月4日"),
        "en": (
            "Kunming2025:level2",
            "2.75",
            "workersinpost:",
            "Yearbyyear",
        ),
    }[language]:
        assert told in text, told
        assert told in page.replace(" ", "")
    for wrong in ("?year=2099", "?lang=fr", "?year=x"):
        assert city.get(f"/maturity/{rated.city}.pdf{wrong}").status_code == 404
    assert visit("lead").get(f"/maturity/{rated.city}.pdf").status_code == 404


def test_refused_and_out_of_reach(store: Session, rated: Rated, visit: Visit) -> None:
    city = visit("city")
    token = token_of(city.get(address(rated)).text)
    running = city.post(address(rated), data={"csrf_token": token, "year": str(LAST + 1)})
    assert running.status_code == 422
    assert "这一年尚未结束" in running.text
    assert city.post(address(rated), data={"csrf_token": token, "year": "x"}).status_code == 422
    audit_id = begin(store, rated, YEAR)
    rate(store, rated, audit_id)
    sign_audit(store, rated.reviewer, audit_id, ZONE, at=AT)
    done = city.post(address(rated), data={"csrf_token": token, "year": str(YEAR)})
    assert done.status_code == 409
    assert city.get(address(rated, LAST + 2)).status_code == 404
    assert city.get(address(rated) + "?year=x").status_code == 404
    for name in ("lead", "far", "worker"):
        if name != "worker":
            assert visit(name).get(address(rated)).status_code == 404
    # who reads all of the region and does not rate sees it without the button
    page = visit("second").get(address(rated, YEAR - 1)).text
    assert '<form method="post" action="/maturity' not in page
    sent = {"csrf_token": token_of(page), "year": str(YEAR - 1)}
    assert visit("second").post(address(rated), data=sent).status_code == 404


def test_without_a_rubric_in_force_it_says_so(store: Session, visit: Visit) -> None:
    from tests.agreements import a_team

    a_team(store)
    city = visit("city")
    page = faultless(city, "/maturity")
    place = page.split('href="/maturity/')[1].split('"')[0]
    assert "没有生效的" in words_of(faultless(city, f"/maturity/{place}"))
