"""Somebody else goes on: with a review, with a draw, with a session."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import Role
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import DrawRow
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.save_entry import save_entry
from tests.audits import ZONE, change
from tests.people import NOON
from tests.sessions import Scene, a_scene, a_session, reference, some_files, someone
from tests.web.conftest import Visit, token_of
from tests.web.visits import in_both, post

TODAY = clock.today("Asia/Shanghai")
SOON = TODAY + timedelta(days=3)


@pytest.fixture
def scene(store: Session) -> Scene:
    made = a_scene(store)
    some_files(store, made.centre, 6)
    return made


@pytest.fixture
def drawn(store: Session, scene: Scene) -> int:
    """A session with three files for the reviewer."""
    made = a_session(store, scene, planned_on=SOON)
    reader = scene.reader.account_id or 0
    draw_sample(store, scene.supervisor, made, 3, reader, lambda: "4f1c", zone=ZONE, at=NOON)
    return made


def leaves(store: Session, account: int | None) -> None:
    store.execute(update(AccountRow).where(AccountRow.id == account).values(is_active=False))
    store.commit()


def closes(store: Session, scene: Scene, on: date) -> None:
    centre = update(CentreRow).where(CentreRow.id == scene.centre)
    store.execute(centre.values(closed_on=on))
    store.commit()


def drafts(store: Session) -> list[tuple[int, int | None]]:
    store.rollback()
    rows = store.execute(select(AuditRow.id, AuditRow.reader_id).order_by(AuditRow.id))
    return [(row.id, row.reader_id) for row in rows]


def handing(scene: Scene, audit: int, **fields: object) -> dict[str, object]:
    return {
        "hand-reading": f"{audit}:{scene.reader.account_id}",
        "hand-reader_id": scene.supervisor.account_id,
        "hand-reason": "away",
        **{f"hand-{name}": value for name, value in fields.items()},
    }


def sent(client: FlaskClient, address: str, **data: object):
    """Send a form whose page can no longer be opened."""
    token = token_of(client.get("/me").text)
    return client.post(address, data={"csrf_token": token, **data})


# --- a review ----------------------------------------------------------------


def test_a_review_is_handed_over_with_what_was_entered(
    store: Session, scene: Scene, drawn: int, visit: Visit
) -> None:
    audit = drafts(store)[0][0]
    answered = change("A1", "met", note="看到签名")
    save_entry(store, scene.reader, audit, answered, ZONE, at=NOON)
    client, address = visit("lead"), f"/sessions/{drawn}"
    zh, en = in_both(client, address)
    assert "移交评查" in zh
    assert "Hand a review over" in en
    # whoever hands it over is shown nothing of what was entered
    assert "看到签名" not in zh
    answer = post(client, f"{address}/hand-over", address, **handing(scene, audit))
    assert answer.status_code == 302
    assert "评查已移交，由新的评查员继续。" in client.get(answer.headers["Location"]).text
    assert dict(drafts(store))[audit] == scene.supervisor.account_id
    zh, en = in_both(client, address)
    told = en[en.index('id="passed-on"') :]
    assert told.index("reader") < told.index("lead")
    assert "the person is ill or away" in told
    assert "生病或外出" in zh
    assert client.get(f"/audits/{audit}").status_code == 200
    assert visit("reader").get(f"/audits/{audit}").status_code == 404


def test_a_review_handed_over_twice_asks_to_choose_again(
    store: Session, scene: Scene, drawn: int, visit: Visit
) -> None:
    audit = drafts(store)[0][0]
    client, address = visit("lead"), f"/sessions/{drawn}"
    data = handing(scene, audit)
    assert post(client, f"{address}/hand-over", address, **data).status_code == 302
    again = post(client, f"{address}/hand-over", address, **data)
    assert again.status_code == 422
    assert "该评查在此期间已签署或移交，请重新选择" in again.text
    acts = store.scalars(select(JournalRow.seq).where(JournalRow.action == "audit:hand_over"))
    assert len(acts.all()) == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reason": ""}, "请选择原因"),
        ({"reading": "999999:1"}, "请重新选择"),
        ({"reading": "x"}, "请重新选择"),
        ({"reading": ""}, "请重新选择"),
        ({"reader_id": "999999"}, "移交"),
        ({"reader_id": "x"}, "移交"),
    ],
)
def test_bad_choices_are_refused(
    store: Session,
    scene: Scene,
    drawn: int,
    visit: Visit,
    fields: dict[str, object],
    words: str,
) -> None:
    audit = drafts(store)[0][0]
    client, address = visit("lead"), f"/sessions/{drawn}"
    answer = post(client, f"{address}/hand-over", address, **handing(scene, audit, **fields))
    assert (answer.status_code, words in answer.text) == (422, True)
    assert dict(drafts(store))[audit] == scene.reader.account_id


def test_the_same_reviewer_and_their_own_case_are_refused_in_words(
    store: Session, scene: Scene, visit: Visit
) -> None:
    some_files(store, scene.centre, 1, start=30, practitioner_id=scene.workers["W1"])
    author = someone(store, "author", Role.AUDITOR, "A", scene.workers["W1"])
    made = a_session(store, scene, planned_on=SOON)
    client, address = visit("lead"), f"/sessions/{made}"
    data = {
        "add-reference": reference(30),
        "add-reason": "learning",
        "add-reader_id": scene.reader.account_id,
    }
    post(client, f"{address}/add", address, **data)
    audit = drafts(store)[0][0]
    same = handing(scene, audit, reader_id=scene.reader.account_id)
    answer = post(client, f"{address}/hand-over", address, **same)
    assert "该评查已由此人负责，请选择其他人" in answer.text
    own = handing(scene, audit, reader_id=author.account_id)
    answer = post(client, f"{address}/hand-over", address, **own)
    assert answer.status_code == 422
    assert dict(drafts(store))[audit] == scene.reader.account_id


def test_without_drafts_there_is_nothing_to_hand_over(
    store: Session, scene: Scene, visit: Visit
) -> None:
    made = a_session(store, scene, planned_on=SOON)
    client, address = visit("lead"), f"/sessions/{made}"
    assert "/hand-over" not in client.get(address).text
    assert post(client, f"{address}/hand-over", address, **handing(scene, 1)).status_code == 409


# --- a draw ------------------------------------------------------------------


def test_untouched_files_of_one_who_left_get_another_reviewer(
    store: Session, scene: Scene, drawn: int, visit: Visit
) -> None:
    client, address = visit("lead"), f"/sessions/{drawn}"
    lead = scene.supervisor.account_id
    assert f"{address}/reader" not in client.get(address).text
    data = {"reader-from_id": scene.reader.account_id, "reader-reader_id": lead}
    assert post(client, f"{address}/reader", address, **data).status_code == 409
    leaves(store, scene.reader.account_id)
    zh, en = in_both(client, address)
    assert "有3份尚未开始评查的案卷，其评查员已不能在此评查。" in zh
    assert "3 untouched files belong to a reviewer who may no longer read here." in en
    before = store.execute(select(DrawRow.seed, DrawRow.frame_digest, DrawRow.frozen_at)).one()
    store.rollback()
    wrong = post(client, f"{address}/reader", address, **{**data, "reader-reader_id": 999999})
    assert wrong.status_code == 422
    answer = post(client, f"{address}/reader", address, **data)
    assert answer.status_code == 302
    assert "没有重新抽样" in client.get(answer.headers["Location"]).text
    assert [reader for _, reader in drafts(store)] == [lead] * 3
    after = store.execute(select(DrawRow.seed, DrawRow.frame_digest, DrawRow.frozen_at)).one()
    assert after == before
    zh, en = in_both(client, address)
    assert "3份尚未开始评查的案卷" in zh
    assert "3 untouched files" in en
    assert post(client, f"{address}/reader", address, **data).status_code == 409


def test_a_frozen_frame_whose_reviewer_left_is_drawn_after_all(
    store: Session, scene: Scene, visit: Visit
) -> None:
    made = a_session(store, scene, planned_on=SOON)
    reader = scene.reader.account_id or 0

    def broken() -> str:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        draw_sample(store, scene.supervisor, made, 3, reader, broken, zone=ZONE, at=NOON)
    leaves(store, reader)
    client, address = visit("lead"), f"/sessions/{made}"
    zh, en = in_both(client, address)
    assert "抽样框已为一位评查员冻结，而该评查员已不能在此评查。" in zh
    assert "The frame is frozen for a reviewer who may no longer read here." in en
    assert f"{address}/draw" not in en
    lead = scene.supervisor.account_id
    data = {"reader-from_id": reader, "reader-reader_id": lead}
    assert post(client, f"{address}/reader", address, **data).status_code == 302
    draw = {"draw-wanted": 1, "draw-reader_id": lead}
    assert post(client, f"{address}/draw", address, **draw).status_code == 302
    assert [one for _, one in drafts(store)] == [lead] * 3


# --- a session ---------------------------------------------------------------


def test_a_session_whose_supervisor_left_is_given_on_and_moved(
    store: Session, scene: Scene, visit: Visit
) -> None:
    someone(store, "second", Role.SENIOR_SUPERVISOR, "A")
    made = a_session(store, scene, planned_on=SOON)
    leaves(store, scene.supervisor.account_id)
    client, address = visit("second"), f"/sessions/{made}"
    zh, en = in_both(client, address)
    assert "已不能在此开展督导，请在下方另行指定督导者。" in zh
    assert "May no longer lead sessions here" in en
    later = SOON + timedelta(days=7 + (2 - SOON.weekday()) % 7)
    move = {"cancel-reason": "travel", "cancel-new_day": later.isoformat()}
    stuck = post(client, f"{address}/cancel", address, **move)
    assert stuck.status_code == 422
    assert "请先更换督导者" in stuck.text
    second = store.scalars(select(AccountRow.id).where(AccountRow.login_name == "second")).one()
    data = {
        "lead-from_id": scene.supervisor.account_id,
        "lead-supervisor_id": second,
        "lead-reason": "left",
    }
    vague = post(client, f"{address}/supervisor", address, **{**data, "lead-reason": ""})
    assert (vague.status_code, "请选择原因" in vague.text) == (422, True)
    answer = post(client, f"{address}/supervisor", address, **data)
    assert answer.status_code == 302
    assert "本次督导已更换督导者。" in client.get(answer.headers["Location"]).text
    zh, en = in_both(client, address)
    assert "the person has left or may no longer work here" in en
    assert "已不能在此开展督导" not in zh
    # sent again, it finds another supervisor than the one it was meant for
    assert post(client, f"{address}/supervisor", address, **data).status_code in {409, 422}
    assert post(client, f"{address}/cancel", address, **move).status_code == 302


def test_a_session_of_a_closed_centre_is_cancelled_for_good(
    store: Session, scene: Scene, drawn: int, visit: Visit
) -> None:
    client, address = visit("lead"), f"/sessions/{drawn}"
    assert '"centre_closed"' not in client.get(address).text
    closed = post(client, f"{address}/cancel", address, **{"cancel-reason": "centre_closed"})
    assert closed.status_code == 422
    closes(store, scene, TODAY)
    zh, en = in_both(client, address)
    assert "取消本次督导" in zh
    assert "Cancel the session" in en
    assert "cancel-new_day" not in en
    assert "The centre is closed from" in en
    # nobody leads it any more
    assert f"{address}/supervisor" not in en
    vague = post(client, f"{address}/cancel", address, **{"cancel-reason": ""})
    assert (vague.status_code, "请选择原因" in vague.text) == (422, True)
    data = {"cancel-reason": "centre_closed"}
    answer = post(client, f"{address}/cancel", address, **data)
    assert answer.status_code == 302
    assert "本次督导已取消，不再另行安排。" in client.get(answer.headers["Location"]).text
    zh, en = in_both(client, address)
    assert "Cancelled: the centre is closed." in en
    assert "已保存的内容仍然保留" in zh
    assert {one for _, one in drafts(store)} == {None}
    assert store.scalars(select(SupervisionSessionRow.state)).one() == "cancelled"
    assert post(client, f"{address}/cancel", address, **data).status_code in {409, 422}


def test_a_centre_that_closes_later_still_allows_an_earlier_day(
    store: Session, scene: Scene, visit: Visit
) -> None:
    far = TODAY + timedelta(days=40)
    made = a_session(store, scene, planned_on=far)
    closes(store, scene, far)
    client, address = visit("lead"), f"/sessions/{made}"
    zh, en = in_both(client, address)
    assert "如不再另行安排，请留空。" in zh
    assert "Leave it empty to cancel without another session." in en
    earlier = TODAY + timedelta(days=7 + (2 - TODAY.weekday()) % 7)
    data = {"cancel-reason": "centre_asked", "cancel-new_day": earlier.isoformat()}
    answer = post(client, f"{address}/cancel", address, **data)
    assert answer.status_code == 302
    moved = int(answer.headers["Location"].split("?")[0].rpartition("/")[2])
    assert store.get_one(SupervisionSessionRow, moved).planned_on == earlier


def test_others_may_change_nothing(store: Session, scene: Scene, drawn: int, visit: Visit) -> None:
    audit = drafts(store)[0][0]
    leaves(store, scene.reader.account_id)
    acts = (
        ("hand-over", handing(scene, audit)),
        ("reader", {"reader-from_id": 1, "reader-reader_id": 1}),
        ("supervisor", {"lead-from_id": 1, "lead-supervisor_id": 1, "lead-reason": "left"}),
    )
    for name in ("far", "centre_manager", "auditor", "caseworker", "judicial_reader"):
        client = visit(name)
        for act, data in acts:
            assert sent(client, f"/sessions/{drawn}/{act}", **data).status_code == 404, (name, act)
            assert client.get(f"/sessions/{drawn}/{act}").status_code == 405
    page = visit("centre_manager").get(f"/sessions/{drawn}").text
    for act, _ in acts:
        assert f"/sessions/{drawn}/{act}" not in page
    assert {one for _, one in drafts(store)} == {scene.reader.account_id}
    assert store.scalars(select(SupervisionSessionRow.supervisor_id)).one() == (
        scene.supervisor.account_id
    )


def test_the_journal_names_both_people(
    store: Session, scene: Scene, drawn: int, visit: Visit
) -> None:
    audit = drafts(store)[0][0]
    client, address = visit("lead"), f"/sessions/{drawn}"
    post(client, f"{address}/hand-over", address, **handing(scene, audit))
    zh, en = in_both(visit("audit_admin"), "/log?action=audit:hand_over")
    assert "review handed over" in en
    for words in ("原负责人", "接手人", "生病或外出"):
        assert words in zh
    row = en[en.index("from whom") :]
    assert row.index("reader") < row.index("to whom") < row.index("lead")
