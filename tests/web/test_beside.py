"""The made-up file beside the form of a part: what it shows, what it carries, how it scores."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.web.conftest import BOTH, Visit, token_of
from tests.web.pagecheck import faults
from tests.web.sentforms import form_of
from tests.web.test_drafting import sent as discarded
from tests.web.test_editor import begun, opened, stands
from tests.web.test_trial import rows, usable

ITEM = "sections.0.items.{}"


def made_up(client: FlaskClient, draft: int, part: str) -> dict[str, list[str]]:
    answer = client.get(f"/rubrics/drafts/{draft}/edit?part={part}")
    assert faults(answer.text, "zh") == []
    return form_of(answer.text, "made-up")


def tried(client: FlaskClient, draft: int, form: dict[str, list[str]], **typed: Any):
    names = {name.replace("__", "."): value for name, value in typed.items()}
    return client.post(f"/rubrics/drafts/{draft}/edit/try", data={**form, **names})


def of_form(form: dict[str, list[str]], **typed: Any) -> dict[str, list[str]]:
    """The form of the part as the script sends it along."""
    names = {name.replace("__", "."): [value] for name, value in typed.items()}
    return {f"part:{name}": values for name, values in ({**form, **names}).items()}


@BOTH
def test_an_item_is_tried_beside_its_form_and_nothing_is_kept(visit: Visit, store: Session) -> None:
    draft, client = begun(store, usable()), visit("senior_supervisor")
    page = client.get(f"/rubrics/drafts/{draft}/edit?part={ITEM.format(1)}").text
    # A2 hangs on a fact; the other items are not asked here
    assert 'name="fact.closed"' in page
    assert 'name="answer.A2"' in page
    assert 'name="answer.A1"' not in page
    before, stood = rows(store), stands(store, draft)
    form = made_up(client, draft, ITEM.format(1))
    page = tried(client, draft, form, fact__closed="false").text
    assert "未完成：A1、A3" in page
    # what was filled in goes along from item to item, and the whole file is scored
    page = tried(client, draft, form_of(page, "made-up"), go=ITEM.format(0)).text
    assert 'name="fact.closed" value="false"' in page
    page = tried(client, draft, form_of(page, "made-up"), answer__A1="partly").text
    page = tried(client, draft, form_of(page, "made-up"), go=ITEM.format(2)).text
    page = tried(client, draft, form_of(page, "made-up"), answer__A3="met").text
    # A2 is off: (3 x 1/2 + 1 x 1) / 4 = 62.5 %
    assert "62.5" in page
    assert "按已保存的草稿计分" in page
    assert faults(page, "zh") == []
    assert (rows(store), stands(store, draft)) == (before, stood)


def test_what_is_not_saved_yet_counts_for_the_script(visit: Visit, store: Session) -> None:
    draft, client = begun(store, usable()), visit("senior_supervisor")
    typed = opened(client, draft, ITEM.format(0))
    answers = {"fact.closed": "false", "answer.A1": "partly", "answer.A3": "met"}
    form = made_up(client, draft, ITEM.format(0)) | answers
    part = tried(client, draft, form | of_form(typed, weight="1", text__zh="新的要求")).text
    # both weigh 1 now: (1/2 + 1) / 2
    assert "75.0" in part
    assert "新的要求" in part
    assert "按表单中的现有内容计分" in part
    assert "<html" not in part
    again = tried(client, draft, form | of_form(typed, weight="1", text__zh="新的要求")).text
    assert again == part
    assert stands(store, draft) == (1, usable())


def test_with_faults_nothing_is_scored_and_what_was_filled_in_stays(
    visit: Visit, store: Session
) -> None:
    draft, client = begun(store, usable()), visit("senior_supervisor")
    typed = opened(client, draft, ITEM.format(0))
    form = made_up(client, draft, ITEM.format(0)) | {"answer.A1": "partly", "answer.A3": "met"}
    part = tried(client, draft, form | of_form(typed, weight="很重")).text
    assert "有错误时无法计分" in part
    assert 'type="hidden" name="answer.A1" value="partly"' in part
    part = tried(client, draft, form_of(part, "made-up") | of_form(typed)).text
    assert form_of(part, "made-up")["answer.A1"] == ["partly"]


def test_what_no_review_would_take_is_named_and_a_broken_form_refused(
    visit: Visit, store: Session
) -> None:
    draft, client = begun(store, usable()), visit("senior_supervisor")
    form = made_up(client, draft, ITEM.format(0))
    page = tried(client, draft, form, answer__A1="no_such", read_on="x", other="<b>")
    assert (page.status_code, "A1</span>" in page.text) == (200, True)
    assert "<b>" not in page.text.partition('id="made-up"')[2].partition("data-content")[0]
    typed = opened(client, draft, ITEM.format(0))
    assert tried(client, draft, form | of_form(typed, revision="x")).status_code == 422
    assert tried(client, draft, form | of_form(typed, part="nowhere")).status_code == 422
    # a part that is not there shows the settings
    page = tried(client, draft, form, go="sections.9.items.9")
    assert form_of(page.text, "made-up")["part"] == ["settings"]


def test_every_kind_of_part_says_what_it_asks(visit: Visit, store: Session) -> None:
    draft, client = begun(store, usable()), visit("senior_supervisor")
    page = client.get(f"/rubrics/drafts/{draft}/edit?part=sections.0").text
    assert [code for code in ("A1", "A2", "A3") if f'name="answer.{code}"' not in page] == []
    page = client.get(f"/rubrics/drafts/{draft}/edit?part=facts.0").text
    assert 'name="answer.A2"' in page
    assert 'name="answer.A1"' not in page
    page = client.get(f"/rubrics/drafts/{draft}/edit?part=settings").text
    assert "请在目录中选择条目" in page


def test_the_whole_file_takes_along_what_was_filled_in(visit: Visit, store: Session) -> None:
    draft, client = begun(store, usable()), visit("senior_supervisor")
    form = made_up(client, draft, ITEM.format(0)) | {"answer.A1": "met", "answer.A3": "met"}
    page = client.post(f"/rubrics/drafts/{draft}/try", data={**form, "fact.closed": "false"}).text
    assert "100.0" in page
    assert faults(page, "zh") == []


def test_only_a_draft_in_reach_that_is_being_written(visit: Visit, store: Session) -> None:
    draft, client = begun(store, usable()), visit("senior_supervisor")
    form = made_up(client, draft, ITEM.format(0))
    assert tried(client, 10**6, form).status_code == 404
    for name in ("auditor", "centre_manager", "audit_admin"):
        other = visit(name)
        theirs = form | {"csrf_token": [token_of(other.get("/me").text)]}
        assert tried(other, draft, theirs).status_code == 404
    page = f"/rubrics/drafts/{draft}"
    assert discarded(client, page, f"{page}/discard").status_code == 302
    answer = tried(client, draft, form)
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
