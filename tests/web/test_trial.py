"""A draft tried as its reviewer will see it: scored as a review would be, and nothing kept."""

import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.journal import JournalRow
from qa_app.rubric_files.reader import read_plain
from qa_app.services.standards.save_rubric_draft import DraftChange, save_rubric_draft
from tests.builders import a_file, item, section
from tests.conftest import ROOT
from tests.people import NOON
from tests.web.conftest import Visit, the_supervisor, token_of
from tests.web.pagecheck import faults
from tests.web.test_editor import begun, small, stands

BOTH = pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)


def usable():
    """A fifth of the weight hangs on a fact; bands 90 / 80 / 60 (std4 of the shipped scales)."""
    return a_file(
        id="visits",
        area="legal_aid",
        title={"zh": "家访", "en": "Home visits"},
        facts=[{"id": "closed", "type": "bool", "zh": "已结案", "en": "Closed"}],
        scoring={"method": "weighted_sections", "scale": "mpu", "bands": "std4"},
        sections=[
            section(
                "A",
                item("A1", weight=3),
                item("A2", weight=1, applies_if={"fact": "closed", "is": True}),
                item("A3", critical="gate"),
            )
        ],
    )


def rows(store: Session) -> list[int]:
    counts = [
        store.scalar(select(func.count()).select_from(table))
        for table in (AuditRow, AuditEntryRow, JournalRow)
    ]
    store.rollback()
    return counts


@BOTH
def test_a_made_up_file_is_scored_and_nothing_is_kept(visit: Visit, store: Session) -> None:
    draft, client = begun(store, usable()), visit("senior_supervisor")
    page = client.get(f"/rubrics/drafts/{draft}/try").text
    assert faults(page, "zh") == []
    before, stood = rows(store), stands(store, draft)
    data = {
        "csrf_token": token_of(page),
        "fact.closed": "false",
        "answer.A1": "partly",
        "answer.A3": "met",
        "note.A1": "部分材料",
    }
    answer = client.post(f"/rubrics/drafts/{draft}/try", data=data)
    # A2 is off: (3 x 1/2 + 1 x 1) / 4 = 62.5 %, band C
    assert "62.5" in answer.text
    assert "合格" in answer.text
    assert faults(answer.text, "zh") == []
    data["answer.A3"] = "unmet"
    answer = client.post(f"/rubrics/drafts/{draft}/try", data=data)
    assert "37.5" in answer.text  # (3 x 1/2 + 0) / 4
    assert (rows(store), stands(store, draft)) == (before, stood)


def timed():
    """A report within 7 days; late counts half."""
    plain = usable()
    plain["clocks"] = [
        {"id": "told", "zh": "接报", "en": "Told"},
        {"id": "seen", "zh": "家访", "en": "Visited"},
    ]
    clock = {"from": "told", "to": "seen", "within": "7d", "late_until": "14d"}
    plain["sections"][0]["items"].append(item("A4", scale="time3", clock=clock))
    return plain


def sent_back(page: str) -> dict[str, str]:
    """What a browser sends: hidden fields and chosen answers."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    tags = re.findall(r"<input[^>]*>", page)
    chosen = [one for one in tags if 'type="radio"' in one and re.search(r"\bchecked\b", one)]
    pairs = [
        (re.search(r'name="([^"]+)"', one), re.search(r'value="([^"]+)"', one)) for one in chosen
    ]
    return dict(hidden) | {name[1]: value[1] for name, value in pairs if name and value}


def test_what_dates_gave_is_found_anew_when_the_dates_change(visit: Visit, store: Session) -> None:
    draft, client = begun(store, timed()), visit("senior_supervisor")
    address = f"/rubrics/drafts/{draft}/try"
    dates = {
        "clock.told.date": "2026-10-01",
        "clock.seen.date": "2026-10-08",
        "read_on": "2026-11-20",
    }
    page = client.post(address, data=sent_back(client.get(address).text) | dates).text
    assert sent_back(page)["answer.A4"] == "on_time"
    # whole days are told by the last day of the limit, never as hours that passed
    assert "期限2026年10月8日" in page
    assert "用时" not in page
    dates["clock.seen.date"] = "2026-10-30"
    page = client.post(address, data=sent_back(page) | dates).text
    assert "已改判" not in page
    assert sent_back(page)["answer.A4"] == "missing"
    # an answer that the reader gives against the dates still counts
    page = client.post(address, data=sent_back(page) | dates | {"answer.A4": "late"}).text
    assert "已改判" in page
    assert sent_back(page)["answer.A4"] == "late"


def test_a_draft_with_faults_names_them_instead(visit: Visit, store: Session) -> None:
    draft, client = begun(store, {**usable(), "scoring": {}}), visit("senior_supervisor")
    page = client.get(f"/rubrics/drafts/{draft}/try").text
    assert f"/rubrics/drafts/{draft}/edit?part=settings" in page
    assert "answer.A1" not in page
    assert (
        client.post(f"/rubrics/drafts/{draft}/try", data={"csrf_token": token_of(page)}).status_code
        == 200
    )


def test_what_no_review_would_take_is_left_out_and_named(visit: Visit, store: Session) -> None:
    plain = usable()
    plain["clocks"] = [{"id": "met_on", "zh": "会见", "en": "Met"}]
    draft, client = begun(store, plain), visit("senior_supervisor")
    page = client.get(f"/rubrics/drafts/{draft}/try").text
    data = {
        "csrf_token": token_of(page),
        "read_on": "x",
        "answer.A1": "no_such",
        "clock.met_on.date": "then",
    }
    answer = client.post(f"/rubrics/drafts/{draft}/try", data=data)
    assert answer.status_code == 200
    assert "会见</a>" in answer.text
    assert "A1</span>" in answer.text


def test_the_preview_shows_every_shipped_rubric(visit: Visit, store: Session) -> None:
    client = visit("senior_supervisor")
    for name in ("one_stop_centre", "supervision_practice", "reference/osri"):
        plain = read_plain(ROOT / "rubrics" / f"{name}.yaml").plain
        draft = begun(store, plain)
        page = client.get(f"/rubrics/drafts/{draft}/try")
        assert page.status_code == 200
        answer = client.post(
            f"/rubrics/drafts/{draft}/try", data={"csrf_token": token_of(page.text)}
        )
        assert answer.status_code == 200
        assert faults(answer.text, "zh") == []


def test_only_who_writes_rubrics_tries_them(visit: Visit, store: Session) -> None:
    draft = begun(store, usable())
    for name in ("auditor", "centre_manager", "audit_admin"):
        assert visit(name).get(f"/rubrics/drafts/{draft}/try").status_code == 404
    client = visit("senior_supervisor")
    assert client.get(f"/rubrics/drafts/{10**6}/try").status_code == 404


def test_a_newer_revision_is_tried_at_once(visit: Visit, store: Session) -> None:
    draft, client = begun(store, usable()), visit("senior_supervisor")
    assert "A4" not in re.findall(r'id="i-(\w+)"', client.get(f"/rubrics/drafts/{draft}/try").text)
    plain = usable()
    plain["sections"][0]["items"].append(item("A4"))
    save_rubric_draft(store, the_supervisor(store), DraftChange(draft, 1, plain), at=NOON)
    assert "A4" in re.findall(r'id="i-(\w+)"', client.get(f"/rubrics/drafts/{draft}/try").text)
    assert small()["id"] == "visits"


def measured():
    plain = usable()
    measure = {"name": "reach", "met": ">=0.9", "partly": ">=0.6"}
    plain["sections"][0]["items"].append(item("A4", weight=1, measure=measure))
    return plain


def test_a_share_in_per_cent_is_read_and_a_number_over_1_kept_and_questioned(
    visit: Visit, store: Session
) -> None:
    draft, client = begun(store, measured()), visit("senior_supervisor")
    where = f"/rubrics/drafts/{draft}/try"
    page = client.get(where).text
    assert "0至1之间的比例" in page
    data = {
        "csrf_token": token_of(page),
        "fact.closed": "false",
        "answer.A1": "partly",
        "answer.A3": "met",
        "measure.reach": "92 %",
    }
    answer = client.post(where, data=data).text
    assert "70.0" in answer  # (3 x 1/2 + 1 + 1) / 5
    answer = client.post(where, data=data | {"measure.reach": "55"}).text
    assert "70.0" not in answer
    assert 'name="measure.reach" inputmode="decimal" value="55"' in answer
    alert = answer.partition('role="alert"')[2].partition("</div>")[0]
    assert ("reach</" in alert, "55" in alert, "0至1之间的比例" in alert) == (False, True, True)
    assert faults(answer, "zh") == []


def test_a_rubric_of_rules_says_which_rule_rated_what(visit: Visit, store: Session) -> None:
    plain = read_plain(ROOT / "rubrics" / "reference" / "osri.yaml").plain
    draft = begun(store, plain)
    client, where = visit("senior_supervisor"), f"/rubrics/drafts/{draft}"
    data = {"csrf_token": token_of(client.get(f"{where}/try").text), "answer.3D": "yes_"}
    whole = client.post(f"{where}/try", data=data)
    beside = client.post(f"{where}/edit/try", data=data | {"part": "settings"})
    for answer in (whole, beside):
        assert answer.status_code == 200
        table = answer.text.partition("pl-au-rated")[2].partition("</table>")[0]
        row = next(one for one in table.split("<tr>") if "3　" in one)
        assert "依规则1" in row
        assert "3D" in row
