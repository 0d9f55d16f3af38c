"""Reviews that a moderator looks at, from page to page, in both languages."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import Role
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, Desk, a_desk, change, someone
from tests.builders import item, section
from tests.web.visits import enter, in_both, post


@pytest.fixture
def desk(store: Session) -> Desk:
    """A review with a broken red line, the first one of its reader, and a moderator."""
    made = a_desk(store)
    answers = [change("A1", "met"), change("A2", "met"), change("B1", "unmet", note="无记录")]
    save_entries(store, made.reader, made.audit, answers, ZONE, at=clock.now())
    sign_audit(store, made.reader, made.audit, ZONE, at=clock.now())
    moderates = someone(store, "moderates", Role.SENIOR_SUPERVISOR, "A", made.centre)
    store.add(
        RoleGrantRow(account_id=moderates.account_id, role="moderator", centre_id=made.centre)
    )
    store.commit()
    return made


def test_a_moderator_finds_it_with_its_causes_and_lets_it_stand(app: Flask, desk: Desk) -> None:
    client, address = enter(app, "moderates"), f"/moderation/single/{desk.audit}"
    for page in ("/", "/moderation/single"):
        zh, en = in_both(client, page)
        assert f'href="{address}"' in zh
        assert "red line not kept: B1" in en
        assert "触及红线：B1" in zh
    assert 'href="/moderation/single"' in client.get("/moderation").text
    zh, en = in_both(client, "/moderation/single")
    assert "1 review waits for a moderator" in en
    assert "first reviews: no. 1" in en
    zh, en = in_both(client, address)
    assert "Why it is looked at" in en
    assert "该评查员最初的评查之一：第1份" in zh
    for page in (zh, en):
        rows = page.split('<ul class="pl-rows">')[1].split("</ul>", maxsplit=1)[0]
        assert rows.count("<li>") == 1
        assert all(words in rows for words in ("B1", "unmet", "无记录"))
    refused = post(client, address, address, reason=" ")
    assert refused.status_code == 422
    assert "请写明查看了什么" in refused.text
    assert post(client, address, address, reason="姓名：王某").status_code == 422
    assert post(client, address, address, reason="看过第3页").status_code == 302
    assert post(client, address, address, reason="看过第3页").status_code == 409
    zh, en = in_both(client, address)
    assert "it stands" in en
    assert "看过第3页" in zh
    assert address not in client.get("/moderation/single").text
    assert address not in client.get("/").text
    reader, act = enter(app, "reader"), f"/audits/{desk.audit}/withdraw"
    said = in_both(reader, post(reader, act, "/me").headers["Location"])
    assert "评议人已维持该评查，签署不再撤回" in said[0]
    assert "A moderator has let this review stand" in said[1]


def test_others_find_nothing(app: Flask, desk: Desk) -> None:
    address = f"/moderation/single/{desk.audit}"
    for name in ("reader", "second", "manager", "elsewhere"):
        client = enter(app, name)
        assert client.get("/moderation/single").status_code == 404
        assert client.get(address).status_code == 404
        assert post(client, address, "/me", reason="看过").status_code == 404
        assert address not in client.get("/").text
    moderator = enter(app, "moderates")
    assert moderator.get("/moderation/single/999").status_code == 404
    assert moderator.get("/moderation/single?after=x").status_code == 200


def test_a_review_filled_in_too_fast_says_so_in_both_languages(app: Flask, store: Session) -> None:
    keys = [f"A{n}" for n in range(1, 11)]
    made = a_desk(store, section("A", *(item(key) for key in keys)))
    someone(store, "moderates", Role.SENIOR_SUPERVISOR, "A", made.centre)
    account = store.execute(select(AccountRow.id).where(AccountRow.login_name == "moderates"))
    store.add(
        RoleGrantRow(account_id=account.scalar_one(), role="moderator", centre_id=made.centre)
    )
    store.commit()
    now = clock.now()
    save_entries(store, made.reader, made.audit, [change(one, "met") for one in keys], ZONE, at=now)
    sign_audit(store, made.reader, made.audit, ZONE, at=now)
    for address in ("/moderation/single", f"/moderation/single/{made.audit}"):
        zh, en = in_both(enter(app, "moderates"), address)
        assert "filled in within 1 s, faster than a file can be read" in en
        assert "1秒内填完，快于阅读案卷所需的时间" in zh
