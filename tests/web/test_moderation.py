"""Second readings chosen, compared and settled on screen; neither reader finds the other."""

import re
from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.duties import DutyKind
from qa_app.domain.events import AuditOpened
from qa_app.domain.hand_over import HandOver, HandOverReason
from qa_app.domain.people import Actor
from qa_app.domain.statistics.agreement_parts import Coefficient
from qa_app.models.accounts import RoleGrantRow
from qa_app.models.journal import JournalRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.rounds import AuditRoundRow, RoundReaderRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.agreement import round_agreement
from qa_app.queries.draws import files_of
from qa_app.queries.open_duties import duties_of
from qa_app.services.audits.hand_over import hand_over
from qa_app.services.moderation.choose_second_readings import choose_second_readings
from qa_app.web.moderation.figures import figure_words
from qa_app.web.moderation.values import value_lines
from tests.audits import ZONE
from tests.one_hand import opened_by
from tests.pairs import (
    LATER,
    MET,
    Twice,
    a_complete_pair,
    a_drawn_sample,
    a_pair,
    read,
    the_pair,
)
from tests.people import NOON
from tests.sessions import DAY
from tests.web.conftest import Visit
from tests.web.visits import in_both, post, send


@pytest.fixture
def twice(store: Session) -> Twice:
    return a_drawn_sample(store)


def grant_moderator(store: Session, twice: Twice) -> None:
    store.add(
        RoleGrantRow(
            account_id=twice.moderator.account_id, role="moderator", centre_id=twice.centre
        )
    )
    store.commit()


def a_round_of(store: Session, twice: Twice) -> int:
    """Put the session of the sample into a round."""
    row = AuditRoundRow(
        period_from=DAY,
        period_until=DAY,
        starts_on=DAY,
        ends_on=DAY,
        design={},
        profile="small",
        owner_id=twice.planner.account_id,
        created_by=twice.planner.account_id,
        created_at=NOON,
    )
    store.add(row)
    store.flush()
    made = row.id
    readers = (twice.first, twice.second, twice.third)
    store.add_all(RoundReaderRow(round_id=made, account_id=one.account_id) for one in readers)
    store.execute(
        update(SupervisionSessionRow)
        .where(SupervisionSessionRow.id == twice.session)
        .values(round_id=made)
    )
    store.commit()
    return made


def test_who_plans_chooses_and_draws_anew(store: Session, twice: Twice, visit: Visit) -> None:
    client = visit("planner")
    address = f"/sessions/{twice.session}/second-readings"
    assert address in client.get(f"/sessions/{twice.session}").text
    data = {"reader": str(twice.planner.account_id)}
    assert post(client, address, address, **data).status_code == 422
    answer = post(client, address, address, reader=str(twice.second.account_id))
    assert answer.status_code == 302
    assert post(client, address, address, reader=str(twice.second.account_id)).status_code == 409
    zh, en = in_both(client, address)
    assert "1 file of this sample is read a second time." in en
    assert "本次抽样中有1份案卷由第二人再评一次" in zh
    pair = the_pair(store)
    again = f"{address}/{pair.id}"
    data = {"reader": str(twice.third.account_id), "reason": "left"}
    assert post(client, again, address, **(data | {"reason": ""})).status_code == 422
    assert post(client, again, address, **data).status_code == 302
    assert post(client, again, address, **data).status_code == 404
    assert the_pair(store).id != pair.id
    zh, en = in_both(client, address)
    assert "Files of this sample may be drawn anew 1 more time." in en
    assert "本次抽样还可重抽1次。" in zh
    again = f"{address}/{the_pair(store).id}"
    data = {"reader": str(twice.second.account_id), "reason": "left"}
    assert post(client, again, address, **data).status_code == 302
    # a third time it is only given up, and the page says so before
    zh, en = in_both(client, address)
    assert "drawn anew 2 times already, which is the most" in en
    assert "本次抽样已重抽2次，达到上限" in zh
    assert "Draw another" not in en
    last = the_pair(store)
    again = f"{address}/{last.id}"
    refused = post(client, again, address, reader=str(twice.third.account_id), reason="left")
    assert refused.status_code == 409
    assert post(client, again, address, step="give_up", reason="left").status_code == 302
    assert (the_pair(store).id, the_pair(store).state) == (last.id, "dissolved")
    _zh, en = in_both(client, address)
    assert "Choose the files" not in en


def test_neither_reader_finds_a_trace_of_the_other(
    store: Session, twice: Twice, visit: Visit
) -> None:
    pair = a_pair(store, twice)
    read(store, twice.first, pair.first_id, MET)
    pages = ("/", "/audits", "/moderation", "/agreement", f"/sessions/{twice.session}", "/plan")
    second, first = visit("second"), visit("first")
    for page in pages:
        text = second.get(page).text
        assert f"/audits/{pair.first_id}" not in text, page
        assert f"/moderation/{pair.id}" not in text, page
        assert f"/audits/{pair.second_id}" not in first.get(page).text, page
    for page in ("", "/report", "/report.pdf", "/answers", "/findings", "/result.json"):
        assert second.get(f"/audits/{pair.first_id}{page}").status_code == 404, page
        assert first.get(f"/audits/{pair.second_id}{page}").status_code == 404, page
    for client in (first, second, visit("moderator"), visit("planner"), visit("manager")):
        assert client.get(f"/moderation/{pair.id}").status_code == 404
    for client in (first, second):
        assert client.get(f"/sessions/{twice.session}/second-readings").status_code == 404
    own = first.get(f"/audits/{pair.first_id}/report").text
    assert "second" not in own.replace("seconds", "")


def test_a_third_person_settles(store: Session, twice: Twice, visit: Visit) -> None:
    pair = a_complete_pair(store, twice, A1="unmet")
    grant_moderator(store, twice)
    client, address = visit("moderator"), f"/moderation/{pair.id}"
    zh, en = in_both(client, "/moderation")
    assert "2 of 3 items alike" in en
    assert "3项中2项一致" in zh
    assert "1 item read differently, 2 bands apart" in en
    # a refused form shows both readings, and is noted as their page is
    assert send(client, address).status_code == 422
    opened = select(JournalRow.actor_name).where(JournalRow.action == AuditOpened.action)
    assert store.scalars(opened).all() == ["moderator"]
    store.rollback()
    page = client.get(address).text
    assert "案卷里没有找到" in page
    zh, en = in_both(client, address)
    assert "Times are local: China Time." in en
    assert "时间均为当地时间：中国时间" in zh
    assert post(client, address, address).status_code == 422
    data = {"choice-0": "second", "reason-0": ""}
    assert post(client, address, address, **data).status_code == 422
    answer = post(client, address, address, **(data | {"reason-0": "记录里没有"}))
    assert answer.status_code == 302
    assert post(client, address, address, **(data | {"reason-0": "又一次"})).status_code == 409
    made = the_pair(store).moderated_id
    _zh, en = in_both(visit("manager"), f"/audits/{made}/report")
    assert "Read by first and by second without knowing of each other." in en
    assert "Moderated: moderator settled what they read differently." in en
    _zh, en = in_both(visit("manager"), f"/audits/{pair.first_id}/report")
    assert "took the place of this one, which is kept and counts no more" in en


def test_moderation_is_reached_from_today_and_from_the_session(
    store: Session, twice: Twice, visit: Visit
) -> None:
    pair = a_complete_pair(store, twice, A1="unmet")
    grant_moderator(store, twice)
    address = f"/moderation/{pair.id}"
    for name in ("moderator", "first", "second"):
        client = visit(name)
        assert address in client.get("/").text, name
        assert address in in_both(client, f"/sessions/{twice.session}")[1], name
    for name in ("third", "manager", "elsewhere"):
        client = visit(name)
        assert address not in client.get("/").text, name
    # whoever proposed waits for the other one
    first = visit("first")
    data = {"choice-0": "second", "reason-0": "记录里没有"}
    assert post(first, address, address, **data).status_code == 302
    assert address not in first.get("/").text
    assert "Agree to what the other reviewer proposes" in in_both(visit("second"), "/")[1]


def test_the_agreement_of_a_round_counts_its_own_pairs_once_both_are_done(
    store: Session, twice: Twice
) -> None:
    of_round, other = a_round_of(store, twice), 10**6
    pair = a_pair(store, twice)
    read(store, twice.first, pair.first_id, MET)
    store.rollback()
    (told,) = round_agreement(store, twice.planner, of_round)
    assert told.count.files == 0
    store.rollback()
    read(store, twice.second, pair.second_id, {**MET, "A1": "partly"}, A1="案卷里没有找到")
    store.rollback()
    (told,) = round_agreement(store, twice.planner, of_round)
    assert (told.count.files, told.count.scored, told.count.alike) == (1, 3, 2)
    assert told.count.alpha is None
    for actor, round_id in ((twice.planner, other), (twice.elsewhere, of_round)):
        assert round_agreement(store, actor, round_id) == ()
    # the centre itself does not print the report
    assert round_agreement(store, twice.manager, of_round) == ()


def test_who_decides_in_a_round_has_it_in_hand_until_its_last_pair_is_settled(
    store: Session, twice: Twice
) -> None:
    of_round, decides = a_round_of(store, twice), twice.moderator.account_id or 0
    pair = a_complete_pair(store, twice, A1="partly").id
    held = update(SupervisionSessionRow).values(state="held")
    store.execute(held.where(SupervisionSessionRow.id == twice.session))
    store.execute(update(AuditRoundRow).values(moderator_id=decides))
    store.commit()

    def in_hand(actor: Actor, account: int) -> list[tuple[DutyKind, int]]:
        found = [(one.kind, one.id) for one in duties_of(store, actor, account, DAY)]
        store.rollback()
        return [one for one in found if one[0] is DutyKind.ROUND]

    assert in_hand(twice.planner, decides) == [(DutyKind.ROUND, of_round)]
    assert in_hand(twice.elsewhere, decides) == []
    # its owner has nothing left to do with it
    assert in_hand(twice.planner, twice.planner.account_id or 0) == []
    store.execute(update(ReadingPairRow).where(ReadingPairRow.id == pair).values(state="settled"))
    store.commit()
    assert in_hand(twice.planner, decides) == []


def test_an_interval_is_told_in_words(app: Flask) -> None:
    found = Coefficient(value=Fraction(82, 100), low=0.61, high=0.97)
    with app.test_request_context("/"):
        assert figure_words(found, "AC1") == "AC1为0.82，很可能在0.61至0.97之间"


def test_facts_stand_before_items_and_lists_of_dates_are_lists(app: Flask) -> None:
    log = [{"at": "2026-07-31"}, {"value": "1.5", "at": "2026-08-07T10:30"}]
    with app.test_request_context("/"):
        assert value_lines(log, {}) == ("2026年7月31日", "2026年8月7日 10:30 1.5")
        spans = [{"from": "2026-07-30", "is": "medium"}]
        assert value_lines(spans, {"medium": "中"}) == ("2026年7月30日 中",)
        assert value_lines(["bullying", "other"], {"bullying": "欺凌"}) == ("欺凌、other",)
        assert value_lines([], {}) == ("–",)
        assert value_lines(True, {}) == ("是",)
        assert value_lines("2026-04-09T00:00", {}) == ("2026年4月9日",)
        for odd in ("2026-13-01", "2026-04-09x", "12", "abcd-ef-gh"):
            assert value_lines(odd, {}) == (odd,)


def test_both_readers_agree(store: Session, twice: Twice, visit: Visit) -> None:
    pair = a_complete_pair(store, twice, A1="partly")
    address = f"/moderation/{pair.id}"
    assert post(visit("first"), address, address, small="1").status_code == 302
    other = visit("second")
    assert "Agree to it as it stands" in in_both(other, address)[1]
    assert post(other, address, address, step="confirm").status_code == 409
    (read,) = set(re.findall(r'name="proposal" value="([^"]+)"', other.get(address).text))
    assert post(other, address, address, step="confirm", proposal=read).status_code == 302
    assert the_pair(store).how == "consensus"
    # partly met weighs half of the three quarters of a section that weighs as much as the other:
    # 0.5 x (0.75 x 0.5 + 0.25) + 0.5 = 0.8125
    zh, en = in_both(other, address)
    assert "81.3 points · band" in en
    assert "Settled together as one step apart, the lower answer counts" in en
    assert "<span data-content>A1</span>" in zh.split("差一级一并处理，以较低者为准")[1]
    assert visit("elsewhere").get(address).status_code == 404


def test_few_files_show_counts_and_no_coefficient(
    store: Session, twice: Twice, visit: Visit
) -> None:
    a_complete_pair(store, twice, A1="unmet")
    zh, en = in_both(visit("first"), "/agreement?kappa=1")
    assert "1 file read twice and scored by both is counted here" in en
    assert "0 of 1" in en
    # nothing can be said yet: all of it lies folded, to be opened
    assert "3 lines: too few files to say (fewer than 20)" in en
    assert "3行：案卷太少，无法判断（少于20份）" in zh
    assert "<table" not in re.sub(r"(?s)<details.*?</details>", "", en)
    assert "AC1 " not in en.replace("AC1 or", "")
    assert "双评" in zh


def test_a_second_reader_who_plans_is_shown_every_row_of_the_sample_blind_alike(
    store: Session, twice: Twice, visit: Visit
) -> None:
    first, third = twice.first.account_id or 0, twice.third.account_id or 0
    drawn = files_of(store, twice.session)
    store.rollback()
    change = HandOver(first, third, HandOverReason.AWAY)
    hand_over(store, twice.planner, drawn[0].audit_id, change, at=NOON)
    seed = "p" * 32
    again = twice.moderator.account_id or 0
    choose_second_readings(
        store, twice.planner, twice.session, again, lambda: seed, zone=ZONE, at=NOON
    )
    address = f"/sessions/{twice.session}"
    zh, en = in_both(visit("moderator"), address)
    assert "You read a file of this sample a second time." in en
    assert zh.count('data-label="评查员" data-content>–<') == len(drawn)
    planned = visit("planner").get(address).text
    # neither who handed a file to whom, nor a file to hand over
    for part in ('id="passed-on"', 'id="hand-over"'):
        assert part in planned
        assert part not in zh


@pytest.mark.parametrize(("count", "folded"), [(10, 0), (11, 1)])
def test_many_dates_that_both_entered_are_folded(app: Flask, count: int, folded: int) -> None:
    with app.test_request_context("/"):
        app.preprocess_request()
        macros = app.jinja_env.get_template("macros/moderation.html").module
        told = str(macros.dates([f"2026年4月{day + 1}日" for day in range(count)]))
    assert told.count("<details") == folded
    assert told.count("<li") == count
    assert (f"{count}项" in told) is bool(folded)


def test_moderators_are_told_why_readings_that_are_alike_wait(
    store: Session, twice: Twice, visit: Visit
) -> None:
    opened_by(store, twice.second, twice.first, LATER)
    address = f"/moderation/{a_complete_pair(store, twice).id}"
    grant_moderator(store, twice)
    why, differs = "one person may be behind both accounts", "only dates of reading"
    for name, tells in (("moderator", True), ("first", False), ("second", False)):
        en = in_both(visit(name), address)[1]
        assert (why in en, differs in en, "no item read differently" in en) == (tells, False, True)
    moderator = visit("moderator")
    assert post(moderator, address, address).status_code == 409
    assert the_pair(store).state == "complete"
