"""Flags and possible harm from page to page, without a script, in both languages."""

import re

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import Role
from qa_app.models.audits import AuditRow
from qa_app.models.escalations import EscalationRow, ItemFlagRow
from qa_app.services.audits.save_entries import save_entries
from tests.audits import ZONE, Desk, a_desk, all_met, someone
from tests.web.visits import enter, faultless, send

STATEMENTS = ["read", "independent", "anonymous"]


@pytest.fixture
def desk(store: Session) -> Desk:
    made = a_desk(store)
    save_entries(store, made.reader, made.audit, all_met(), ZONE, at=clock.now())
    return made


def test_possible_harm_stays_in_view_and_blocks_the_signature(
    app: Flask, store: Session, desk: Desk
) -> None:
    reader, second = enter(app, "reader"), enter(app, "second")
    draft = f"/audits/{desk.audit}"
    page = faultless(reader, f"{draft}/marks?item=B1")
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None
    answer = send(reader, f"{draft}/marks/harm", item="B1", key=key[1])
    again = send(reader, f"{draft}/marks/harm", item="B1", key=key[1])
    card = answer.headers["Location"]
    assert card == again.headers["Location"]
    assert len(store.execute(select(EscalationRow)).scalars().all()) == 1
    assert "尚无处理结果" in faultless(reader, f"{draft}/marks")
    for address in (draft, f"{draft}/check", "/"):
        assert f'href="{card}"' in faultless(reader, address)
    assert f'href="{card}"' in faultless(second, "/")
    refused = send(reader, f"{draft}/check", statement=STATEMENTS)
    assert refused.status_code == 422
    assert store.get_one(AuditRow, desk.audit).state == "draft"
    store.rollback()
    for fields in ({}, {"outcome": "reported", "told_to": "police"}, {"outcome": "no_harm"}):
        assert send(reader, card, **fields).status_code == 422
    # the supervisor says it as well as the reader
    faultless(second, card)
    now = clock.now()
    settled = send(
        second, card, outcome="reported", told_to="police", day="2026-01-01", time="00:00"
    )
    assert settled.status_code == 422  # long before it was raised
    fields = {"outcome": "before", "told_to": "police", "before_on": f"{now:%Y-%m-%d}"}
    assert send(second, card, **fields).status_code == 302
    assert send(reader, card, **fields).status_code == 409
    assert "公安机关" in faultless(reader, card)
    assert card not in reader.get("/").text
    assert send(reader, f"{draft}/check", statement=STATEMENTS).status_code == 302


def test_no_harm_is_confirmed_by_the_second_person_on_their_own_page(
    app: Flask, store: Session, desk: Desk
) -> None:
    reader, second, draft = enter(app, "reader"), enter(app, "second"), f"/audits/{desk.audit}"
    card = send(reader, f"{draft}/marks/harm", item="B1").headers["Location"]
    asked = {"second": str(desk.second.account_id)}
    assert send(reader, card, outcome="no_harm").status_code == 422
    assert send(reader, f"{card}/ask").status_code == 422
    assert send(second, f"{card}/no-harm", answer="no_harm").status_code == 409
    assert send(reader, f"{card}/ask", **asked).status_code == 302
    assert send(reader, f"{card}/ask", **asked).status_code == 409
    assert "请您答复是否不属于侵害" in faultless(second, "/")
    assert "请您答复是否不属于侵害" not in faultless(reader, "/")
    assert f'action="{card}/no-harm"' in faultless(second, card)
    assert f'action="{card}/no-harm"' not in faultless(reader, card)
    assert send(reader, f"{draft}/check", statement=STATEMENTS).status_code == 422
    assert send(second, f"{card}/no-harm").status_code == 422
    assert send(reader, f"{card}/no-harm", answer="no_harm").status_code == 409
    for name in ("elsewhere", "manager"):
        for act in ("ask", "no-harm"):
            assert send(enter(app, name), f"{card}/{act}", answer="no_harm").status_code == 404
    assert send(second, f"{card}/no-harm", answer="no_harm").status_code == 302
    assert send(second, f"{card}/no-harm", answer="no_harm").status_code == 409
    assert "第二位督导者已确认" in faultless(reader, card)
    assert send(reader, f"{draft}/check", statement=STATEMENTS).status_code == 302


def test_who_was_asked_first_is_told_on_today_that_somebody_else_is(
    app: Flask, store: Session, desk: Desk
) -> None:
    third = someone(store, "third", Role.SENIOR_SUPERVISOR, "A", desk.centre)
    reader, second = enter(app, "reader"), enter(app, "second")
    card = send(reader, f"/audits/{desk.audit}/marks/harm").headers["Location"]
    send(reader, f"{card}/ask", second=str(desk.second.account_id))
    assert "reader改请third答复" not in faultless(second, "/")
    send(reader, f"{card}/ask", second=str(third.account_id))
    today = faultless(second, "/")
    assert "reader改请third答复" in today
    assert "请您答复是否不属于侵害" not in today
    assert "改请" not in faultless(enter(app, "third"), "/")
    page = faultless(second, card)
    assert page.index("reader请second确认") < page.index("reader请third确认")
    assert "随后改请他人" in page


def test_who_says_it_may_be_harm_leaves_only_the_report(
    app: Flask, store: Session, desk: Desk
) -> None:
    reader, second = enter(app, "reader"), enter(app, "second")
    card = send(reader, f"/audits/{desk.audit}/marks/harm").headers["Location"]
    asked = {"second": str(desk.second.account_id)}
    send(reader, f"{card}/ask", **asked)
    assert send(second, f"{card}/no-harm", answer="may_be_harm").status_code == 302
    page = faultless(reader, card)
    assert f'action="{card}/ask"' not in page
    assert "可能属于侵害" in page
    assert send(reader, f"{card}/ask", **asked).status_code == 409
    fields = {"outcome": "before", "told_to": "police", "before_on": "2026-01-04"}
    assert send(reader, card, **fields).status_code == 422  # the case was opened on the fifth
    assert send(reader, card, **{**fields, "before_on": "2026-01-05"}).status_code == 302


def test_others_find_nothing(app: Flask, store: Session, desk: Desk) -> None:
    reader = enter(app, "reader")
    card = send(reader, f"/audits/{desk.audit}/marks/harm").headers["Location"]
    for name in ("elsewhere", "manager"):
        client = enter(app, name)
        assert client.get(card).status_code == 404
        assert send(client, card, outcome="before").status_code == 404
        assert card not in client.get("/").text
    second = enter(app, "second")
    assert second.get(f"/audits/{desk.audit}/marks").status_code == 404
    for act in ("harm", "flag", "unflag"):
        assert send(second, f"/audits/{desk.audit}/marks/{act}", item="A1").status_code == 404


def test_an_item_is_flagged_taken_back_and_shown_to_the_moderator(
    app: Flask, store: Session, desk: Desk
) -> None:
    from tests.audits import someone

    someone(store, "moderates", Role.MODERATOR, "A", desk.centre)
    reader, address = enter(app, "reader"), f"/audits/{desk.audit}/marks"
    assert send(reader, f"{address}/flag", item="A1").status_code == 422
    refused = send(reader, f"{address}/flag", item="Z9", reason="expertise")
    assert refused.status_code == 422
    assert 'value="expertise" required checked' in refused.text  # what was chosen is kept
    assert send(reader, f"{address}/harm", item="A1", key="no key of ours").status_code == 400
    for item in ("A1", "B1"):
        answer = send(reader, f"{address}/flag", item=item, reason="expertise")
        assert answer.headers["Location"].endswith(f"#i-{item}")
    assert send(reader, f"{address}/flag", item="A1", reason="expertise").status_code == 409
    assert send(reader, f"{address}/unflag", item="B1").status_code == 302
    assert send(reader, f"{address}/unflag", item="B1").status_code == 409
    assert "需要其他专业意见" in faultless(reader, address)
    assert "已提请评议：1" in reader.get(f"/audits/{desk.audit}").text
    moderator = enter(app, "moderates")
    assert "需要其他专业意见" not in moderator.get("/").text
    send(reader, f"/audits/{desk.audit}/check", statement=STATEMENTS)
    assert "需要其他专业意见" in faultless(moderator, "/")
    assert len(store.execute(select(ItemFlagRow)).scalars().all()) == 2
