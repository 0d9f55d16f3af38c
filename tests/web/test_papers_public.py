"""How a paper stands, for anyone: no account, no cookie, no script, nothing else told."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from multiprocessing import get_context
from random import Random
from statistics import median
from time import process_time

import pytest
from flask import Flask
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app import clock, create_app
from qa_app.domain.base32 import base32_of
from qa_app.domain.defaults import PUBLIC_ASKS_PER_MINUTE
from qa_app.domain.key_lists import KeyLoss, is_key_list
from qa_app.domain.papers import Revoked, check_code
from qa_app.domain.papers_check import Outcome, checked_paper
from qa_app.domain.register_status import Cause, Step
from qa_app.domain.rules.decision import Status
from qa_app.models.register_decisions import DecisionObjectionRow
from qa_app.models.register_papers import RegisterPaperRow
from qa_app.models.register_steps import add_step
from qa_app.queries.register_papers import PrintedPaper, printed_paper
from qa_app.services.papers.issue_paper import NewPaper, issue_paper
from qa_app.services.papers.revoke_key import LostKey, revoke_key
from qa_app.services.papers.revoke_paper import revoke_paper
from qa_app.services.papers.rotate_key import rotate_key
from qa_app.wording import Words
from qa_app.wording.register_papers import public_lines
from tests.issued import CHANCE, FIRST, LAST, TERMS, Decided, a_decision, a_key, a_step
from tests.people import NOON, OPERATOR
from tests.postgresql import owning
from tests.web.conftest import Remade
from tests.web.pagecheck import faults


@pytest.fixture
def one(store: Session, monkeypatch: pytest.MonkeyPatch) -> Decided:
    _at(monkeypatch, 0)
    a_key(store)
    return a_decision(store)


@pytest.fixture
def paper(store: Session, one: Decided) -> PrintedPaper:
    made = issue_paper(store, one.registrar, NewPaper(one.id, CHANCE), TERMS, at=NOON)
    return printed_paper(store, one.registrar, made)


def _at(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    at = NOON + timedelta(minutes=minutes)
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(clock, "today", lambda _zone: at.date())


def test_centre_area_days_body_and_nothing_else(app: Flask, paper: PrintedPaper) -> None:
    client = app.test_client()
    for language, standing, words in (
        (
            "zh",
            "有效（附条件）</h1>",
            ("中心甲", "社会工作/个案管理", "2026年3月1日", "2028年2月29日"),
        ),
        (
            "en",
            "Valid, on conditions</h1>",
            ("Centre A", "Social work / case management", "1 Mar 2026", "29 Feb 2028"),
        ),
    ):
        answer = client.get(f"/v/{paper.token}?lang={language}")
        assert answer.status_code == 200
        assert faults(answer.text, language) == []
        for part in (standing, *words, "昆明市人民检察院"):
            assert part in answer.text
        # neither the words of conditions nor criteria, evidence, people or other papers
        for part in ("judicial_cooperation_list", paper.facts.evidence_digest, "registrar"):
            assert part not in answer.text
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert "<script" not in answer.text
        assert "http://" not in answer.text
    typed = f"/v?number={paper.facts.number}&check={check_code(paper.token)}"
    assert "有效" in client.get(typed).text


def test_a_wrong_check_code_reads_as_a_number_that_no_paper_has(
    app: Flask, paper: PrintedPaper
) -> None:
    client, wrong = app.test_client(), "00000-00000"
    right, none = paper.facts.number, paper.facts.number[:-1] + "9"
    assert none != right
    told = []
    for number in (right, none):
        answer = client.get(f"/v?number={number}&check={wrong}&lang=en")
        assert answer.status_code == 404
        assert "Number and check code do not belong together." in answer.text
        assert "no such number" not in answer.text
        told.append(re.sub(r"<strong>[^<]*</strong>", "", answer.text))
    assert told[0] == told[1]  # nobody learns which numbers there are
    for gap in ("number=&check=", f"number={right}", "check=x", f"number={right}&check=%20"):
        answer = client.get(f"/v?{gap}&lang=en")
        assert answer.status_code == 422
        assert "Enter both: the number of the paper and its check code." in answer.text
        assert faults(answer.text, "en") == []


def test_its_signed_data_and_the_keys(app: Flask, paper: PrintedPaper) -> None:
    client = app.test_client()
    file = client.get(f"/v/{paper.token}/signed.json")
    listed = client.get("/v/keys.json")
    keys = json.loads(listed.text)
    assert is_key_list(keys)
    found = checked_paper(file.text, keys, FIRST + timedelta(days=9))
    assert (found.outcome, found.facts) == (Outcome.GENUINE, paper.facts)
    # names of parts of an address are no part of what was asked
    odd = "endpoint=x&_method=FOO&_external=1&_scheme=x&_anchor=odd&values=3"
    answer = client.get(f"/v/keys?{odd}", headers={"Host": "evil.example"})
    assert answer.status_code == 200
    assert not {"evil", "odd"} & set(re.findall("[a-z]+", answer.text))
    for language in ("zh", "en"):
        page = client.get(f"/v/keys?lang={language}").text
        assert faults(page, language) == []
        assert keys["keys"][0]["public_key"] in page
        assert paper.facts.number not in page + listed.text


@pytest.mark.parametrize(
    ("status", "word", "days"),
    [("suspended", "暂停合作", 0), ("withdrawn", "已移出", 0), ("expired", "已过期", 709)],
)
def test_what_became_of_it(
    app: Flask,
    store: Session,
    one: Decided,
    paper: PrintedPaper,
    monkeypatch: pytest.MonkeyPatch,
    status: str,
    word: str,
    days: int,
) -> None:
    a_step(store, one, 2, status)
    _at(monkeypatch, days * 24 * 60)
    store.commit()
    page = app.test_client().get(f"/v/{paper.token}").text
    assert word in page
    assert "有效</h1>" not in page


def test_of_a_lost_paper_while_co_operation_is_suspended_both_are_told(
    app: Flask, store: Session, one: Decided, paper: PrintedPaper
) -> None:
    row = store.execute(select(RegisterPaperRow.id)).scalar_one()
    a_step(store, one, 2, "suspended")
    store.commit()
    client, address = app.test_client(), f"/v/{paper.token}?lang="
    assert "本文书已作废" not in client.get(f"{address}zh").text
    revoke_paper(store, one.registrar, row, Revoked.LOST, at=clock.now())
    for language, own, area in (
        ("zh", "本文书已作废", "暂停合作"),
        ("en", "This paper was revoked", "Suspended"),
    ):
        page = client.get(address + language).text
        assert faults(page, language) == []
        heading = re.search(r"<h1>(.*?)</h1>", page)
        assert heading is not None
        assert own in heading[1]
        facts = dict(re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", page))
        on = {"zh": ("作废日期", "2026年3月23日"), "en": ("Revoked on", "23 Mar 2026")}
        assert facts[on[language][0]] == on[language][1]
        assert not {"新文书", "Newer paper"} & facts.keys()
        assert re.search(f"<dd[^>]*>◐ {area}</dd>", page)


def test_that_a_panel_looks_again_is_told_without_who_objected_or_why(
    app: Flask, store: Session, one: Decided, paper: PrintedPaper
) -> None:
    client = app.test_client()
    before = {lang: client.get(f"/v/{paper.token}?lang={lang}").text for lang in ("zh", "en")}
    objection = store.execute(
        insert(DecisionObjectionRow)
        .values(
            decision_id=one.id,
            centre_id=one.centre,
            ground="bias",
            body=b"sealed",
            filed_at=NOON,
            filed_by=one.manager.account_id,
        )
        .returning(DecisionObjectionRow.id)
    ).scalar_one()
    store.commit()
    lines = {
        "zh": (
            "有效（附条件）",
            "复核",
            "该决定须由未参与原决定的人员复核，复核尚未结束。本页所示为当前状态。",
        ),
        "en": (
            "Valid, on conditions",
            "Reconsideration",
            (
                "The decision is to be looked at again by people who took no part in it. That has"
                " not ended yet; this page says how it stands now."
            ),
        ),
    }
    for language, (heading, label, words) in lines.items():
        page = client.get(f"/v/{paper.token}?lang={language}").text
        assert faults(page, language) == []
        assert f"{heading}</h1>" in page
        line = f"<div><dt>{label}</dt><dd data-content>{words}</dd></div>\n"
        # the line is all that the objection adds
        assert page.replace(line, "") == before[language]
        assert line in page
    # it is told of the decision that holds today alone, and until the panel has ended
    later = a_step(store, one, 2, "suspended")
    store.commit()
    assert "复核尚未结束" not in client.get(f"/v/{paper.token}?lang=zh").text
    # what came later is set aside, so that the first decision holds again
    store.execute(
        insert(DecisionObjectionRow).values(
            decision_id=later,
            centre_id=one.centre,
            ground="bias",
            body=b"sealed",
            filed_at=NOON,
            filed_by=one.manager.account_id,
            outcome="set_aside",
            settled_at=NOON,
        )
    )
    back = Step(3, Status.CONDITIONAL, NOON.date(), LAST, Cause.OBJECTION, one.id)
    add_step(store, one.centre, "social_work", back, None, NOON)
    store.commit()
    assert "复核尚未结束" in client.get(f"/v/{paper.token}?lang=zh").text
    ended = update(DecisionObjectionRow).where(DecisionObjectionRow.id == objection)
    store.execute(ended.values(outcome="stands", settled_at=NOON))
    store.commit()
    assert "复核尚未结束" not in client.get(f"/v/{paper.token}?lang=zh").text


def test_of_a_paper_that_was_issued_anew_its_newer_one_is_told_without_its_number(
    app: Flask, store: Session, one: Decided, paper: PrintedPaper
) -> None:
    new = NewPaper(one.id, CHANCE + 1, replaces=Revoked.MISTAKE)
    anew = printed_paper(
        store, one.registrar, issue_paper(store, one.registrar, new, TERMS, at=NOON)
    )
    client = app.test_client()
    page = client.get(f"/v/{paper.token}?lang=en").text
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", page))
    assert facts["Revoked on"] == "23 Mar 2026"
    assert "newer paper stands for this one" in facts["Newer paper"]
    assert anew.facts.number not in page
    # the newer one counts, and says on how many conditions
    other = client.get(f"/v/{anew.token}?lang=en").text
    assert "Valid, on conditions</h1>" in other
    assert "Revoked on" not in other
    two = public_lines(Words("en"), replace(paper.facts, conditions=2))
    assert "2; they are named in the decision" in {line.value for line in two}


def test_a_paper_of_a_revoked_key_is_told_as_not_valid_and_the_list_says_why(
    app: Flask, store: Session, paper: PrintedPaper
) -> None:
    key = paper.facts.key
    lost = LostKey(key, KeyLoss.STOLEN, paper.facts.issued_on)
    with owning(store) as owner:
        rotate_key(owner, OPERATOR, 2, at=NOON + timedelta(minutes=1))
        revoke_key(owner, OPERATOR, lost, TERMS.zone, at=NOON + timedelta(minutes=2))
    client = app.test_client()
    told = {
        "zh": ("无效：签署本文书的密钥已被撤销", "该密钥被盗"),
        "en": ("Not valid: the key that signed it was revoked", "it was stolen"),
    }
    for language, (standing, why) in told.items():
        for address in (
            f"/v/{paper.token}?lang={language}",
            f"/v?number={paper.facts.number}&check={check_code(paper.token)}&lang={language}",
        ):
            answer = client.get(address).text
            assert standing in answer
            assert faults(answer, language) == []
        keys = client.get(f"/v/keys?lang={language}").text
        assert why in keys
        assert faults(keys, language) == []
    listed = json.loads(client.get("/v/keys.json").text)
    signed = client.get(f"/v/{paper.token}/signed.json").text
    assert checked_paper(signed, listed, FIRST).outcome is Outcome.KEY_REVOKED


def test_unknown_and_malformed_are_told_alike(
    app: Flask, paper: PrintedPaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()
    unknown = base32_of(12345, 26)
    asked = [unknown, "x", "0" * 26, "中" * 30, "a" * 400, paper.token[:-1] + "8"]
    pages = set()
    for minute, token in enumerate(asked):
        _at(monkeypatch, 0)
        answer = client.get(f"/v/{token}")
        assert answer.status_code == 404, minute
        pages.add(answer.text)
    assert len(pages) == 1
    assert "未找到" in next(iter(pages))
    number, check = paper.facts.number, check_code(paper.token)
    typed = [("?", "?"), (number, "00000-00000"), ("YN-KM-2026-000009", check)]
    told = {
        client.get("/v", query_string={"number": left, "check": right, "lang": "zh"}).status_code
        for left, right in typed
    }
    assert told == {404}


def test_a_thousand_guesses_find_nothing_and_few_are_heard(
    app: Flask, paper: PrintedPaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, client = Random(7), app.test_client()
    codes = []
    for _guess in range(1000):
        if chance.randrange(2):
            answer = client.get(f"/v/{base32_of(chance.getrandbits(128), 26)}")
        else:
            check = base32_of(chance.getrandbits(50), 10)
            answer = client.get("/v", query_string={"number": paper.facts.number, "check": check})
        assert "中心甲" not in answer.text
        codes.append(answer.status_code)
    assert codes == [404] * PUBLIC_ASKS_PER_MINUTE + [429] * (1000 - PUBLIC_ASKS_PER_MINUTE)
    # neither does who guesses hear of the right one within the minute, nor is it shut out for ever
    for address in (f"/v/{paper.token}", f"/v/{paper.token}/signed.json"):
        told = client.get(address)
        assert (told.status_code, told.headers["Retry-After"]) == (429, "60")
    _at(monkeypatch, 1)
    assert client.get(f"/v/{paper.token}").status_code == 200


@pytest.mark.both_databases
def test_two_processes_hear_no_more_guesses_than_one(
    app: Flask, remade: Remade, paper: PrintedPaper
) -> None:
    settings, forks = app.config["SETTINGS"], get_context("fork")
    found = forks.SimpleQueue()

    def guess(seed: int) -> None:
        chance, client = Random(seed), create_app(settings).test_client()
        tokens = [base32_of(chance.getrandbits(128), 26) for _ in range(500)]
        found.put([client.get(f"/v/{token}").status_code for token in tokens])

    processes = [forks.Process(target=guess, args=(seed,)) for seed in (1, 2)]
    for one in processes:
        one.start()
    codes = sorted(found.get() + found.get())
    for one in processes:
        one.join()
    assert codes == [404] * PUBLIC_ASKS_PER_MINUTE + [429] * (1000 - PUBLIC_ASKS_PER_MINUTE)
    # nor does a server that was started anew hear more, or one that tries to sign in wait for it
    again = remade().test_client()
    assert again.get(f"/v/{paper.token}").status_code == 429
    assert again.get("/login").status_code == 200


def test_what_is_found_takes_no_other_time_than_what_is_not(
    app: Flask, paper: PrintedPaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()
    seconds: dict[str, list[float]] = {"0" * 26: [], "x": []}
    for minute in range(1, 21):
        _at(monkeypatch, minute)
        for token, taken in seconds.items():
            before = process_time()
            client.get(f"/v/{token}")
            taken.append(process_time() - before)
    unknown, malformed = (median(taken) for taken in seconds.values())
    assert 0.5 < unknown / malformed < 2
