"""Who may decide an objection or an amendment, and what the page says when nobody can."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.bars import ConflictReason, Tie, TieKind
from qa_app.domain.people import Actor, Role
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.queries.undecided import StuckResult
from qa_app.services.answers.raise_objection import NewObjection, raise_objection
from qa_app.services.readers.record_tie import NewTie, record_tie
from qa_app.web.home.stuck import stuck_today
from tests.audits import ZONE, someone
from tests.follow_up import Followed
from tests.people import person
from tests.web.test_follow_up import one, signed
from tests.web.visits import enter, faultless, send

__all__ = ["one", "signed"]

STUCK = "无人可以处理的异议和更正"
ALONE = "现在无人可以处理对本结果的异议"
NOBODY, TIED = "现在无人可以处理", "您与该中心或其工作人员有关联"
DECIDE = "处理异议"


def objected(store: Session, one: Followed) -> str:
    new = NewObjection("fact", "附件二已附", "k1")
    raise_objection(store, one.desk.manager, one.audit, new, ZONE, at=clock.now())
    return f"/audits/{one.audit}"


def ties(store: Session, one: Followed, person: Actor) -> None:
    on = clock.now().date() - timedelta(days=3)
    tie = Tie(TieKind.CONFLICT, one.desk.centre, None, on, reason=ConflictReason.FAMILY)
    record_tie(store, person, NewTie(person.account_id or 0, tie), at=clock.now())


def nobody_but(store: Session, *names: str) -> None:
    kept = ("reader", "manager", *names)
    store.execute(
        update(AccountRow).where(AccountRow.display_name.not_in(kept)).values(is_active=False)
    )
    store.commit()


def test_the_page_names_who_may_decide(app: Flask, store: Session, signed: Followed) -> None:
    address = objected(store, signed)
    told = faultless(enter(app, "reader"), f"{address}/answers")
    assert "现在可以处理的人：" in told
    assert "third" in told
    assert NOBODY not in told
    # the centre is not told the names of those who will judge
    assert "现在可以处理的人" not in faultless(enter(app, "manager"), f"{address}/answers")


def test_who_is_tied_has_no_form_but_the_reason(
    app: Flask, store: Session, signed: Followed
) -> None:
    address = objected(store, signed)
    third = enter(app, "third")
    assert DECIDE in faultless(third, "/")
    assert "uphold" in faultless(third, f"{address}/answers")
    ties(store, signed, signed.third)
    assert DECIDE not in faultless(third, "/")
    page = faultless(third, f"{address}/answers")
    assert TIED in page
    assert "/objection/uphold" not in page
    assert f'action="{address}/amendment"' not in page
    assert "现在可以处理的人：" in page
    assert send(third, f"{address}/objection/uphold", text="不成立").status_code == 409


def test_when_nobody_can_decide_the_way_out_is_shown(
    app: Flask, store: Session, signed: Followed
) -> None:
    address = objected(store, signed)
    nobody_but(store, "third")
    ties(store, signed, signed.third)
    for name in ("third", "reader", "manager"):
        page = faultless(enter(app, name), f"{address}/answers")
        assert NOBODY in page
        assert "外地" in page


def test_a_manager_learns_before_objecting_that_nobody_could_decide(
    app: Flask, store: Session, signed: Followed
) -> None:
    address, client = f"/audits/{signed.audit}", enter(app, "manager")
    page = faultless(client, f"{address}/answers")
    assert ("对结果提出异议" in page, ALONE in page) == (True, False)
    nobody_but(store, "third")
    ties(store, signed, signed.third)
    page = faultless(client, f"{address}/answers")
    assert page.index(ALONE) < page.index(f'action="{address}/objection"')
    assert "异议将保持待处理" in page
    # nobody else is told: they do not object
    assert ALONE not in faultless(enter(app, "reader"), f"{address}/answers")
    # and what was said holds: it is raised, waits, and the result stays
    sent = {"ground": "fact", "text": "附件二已附", "key": "k9"}
    assert send(client, f"{address}/objection", **sent).status_code == 302
    page = faultless(client, f"{address}/answers")
    assert (NOBODY in page, ALONE in page, "暂定" in page) == (True, False, True)


def test_centres_of_one_name_are_told_apart_by_their_district(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, day = BilingualText("同名中心", "Namesake Centre"), clock.now().date()
    places = {1: BilingualText("一区", "First"), 2: BilingualText("二区", "Second")}

    def stuck(*numbers: int) -> list[tuple[str, str]]:
        found = [StuckResult(None, None, one, name, places[one], day) for one in numbers]
        monkeypatch.setattr("qa_app.web.home.stuck.stuck_results", lambda *_, **__: tuple(found))
        with app.test_request_context():
            told = stuck_today(person(Role.SYS_ADMIN, account_id=99), day)
        return [(one.centre, one.link) for one in told]

    assert stuck(1, 2, 1) == [("同名中心（一区）", "2项结果"), ("同名中心（二区）", "1项结果")]
    assert stuck(1, 1) == [("同名中心", "2项结果")]


def test_today_tells_whoever_may_mend_it_that_nobody_can_decide(
    app: Flask, store: Session, signed: Followed
) -> None:
    address = objected(store, signed)
    for name in ("third", "sys_admin"):
        assert STUCK not in faultless(enter(app, name), "/")
    ties(store, signed, signed.third)
    nobody_but(store, "third", "sys_admin", "audit_admin", "centre_manager")
    third = faultless(enter(app, "third"), "/")
    assert STUCK in third
    assert f'href="{address}/answers"' in third
    assert "1项无人可以处理的结果" in third
    admin = faultless(enter(app, "sys_admin"), "/")
    assert STUCK in admin
    # the way out leads to the accounts, and an administrator learns nothing of the file
    assert "外地" in admin
    assert address not in admin
    assert "KM-" not in admin
    for name in ("manager", "audit_admin"):
        assert STUCK not in faultless(enter(app, name), "/")
    someone(store, "guest", Role.SENIOR_SUPERVISOR, "A", signed.desk.centre)
    for name in ("third", "sys_admin"):
        assert STUCK not in faultless(enter(app, name), "/")


def test_who_proposed_is_told_who_may_confirm(app: Flask, store: Session, signed: Followed) -> None:
    address = f"/audits/{signed.audit}"
    third = enter(app, "third")
    sent = {"text": "漏看了附件二", "item-A2": "met"}
    assert send(third, f"{address}/amendment", **sent).status_code == 302
    page = faultless(third, f"{address}/answers")
    assert "现在可以处理的人：" in page
    assert NOBODY not in page
    assert "A2：" in page
    nobody_but(store, "third")
    assert NOBODY in faultless(third, f"{address}/answers")


def test_old_and_new_answer_and_band_stand_side_by_side(
    app: Flask, store: Session, signed: Followed
) -> None:
    address = f"/audits/{signed.audit}"
    third = enter(app, "third")
    form = faultless(third, f"{address}/answers")
    for item in ("A1", "A2", "B1"):
        assert f'name="item-{item}"><option value="">不变：' in form
    sent = {"text": "漏看了附件", "item-A2": "met", "item-B1": "met"}
    assert send(third, f"{address}/amendment", **sent).status_code == 302
    page = faultless(enter(app, "senior_supervisor"), f"{address}/answers")
    assert "A2：" in page
    assert " → " in page
    assert "等级：D → A" in page


def test_who_proposed_withdraws_it_on_the_page(
    app: Flask, store: Session, signed: Followed
) -> None:
    address = f"/audits/{signed.audit}"
    third, other = enter(app, "third"), enter(app, "senior_supervisor")
    sent = {"text": "漏看了附件", "item-A2": "met"}
    assert send(third, f"{address}/amendment", **sent).status_code == 302
    assert "撤回更正" in faultless(third, f"{address}/answers")
    assert "撤回更正" not in faultless(other, f"{address}/answers")
    assert send(other, f"{address}/amendment/withdraw").status_code == 409
    assert send(third, f"{address}/amendment/withdraw").status_code == 302
    page = faultless(third, f"{address}/answers?notice=amendment_withdrawn")
    assert "已由提出人撤回" in page
    assert "撤回更正" not in page
    twice = send(third, f"{address}/amendment/withdraw")
    assert twice.status_code == 409
    assert 'role="alert"' in twice.text
    assert send(enter(app, "manager"), f"{address}/amendment/withdraw").status_code == 404
