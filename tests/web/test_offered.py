"""Every form that a page shows to a person is one that the service accepts from them.

The pages of reviews, answers, moderation and harm are walked by everybody who reaches them, as a
result stands at each point of its course; each form is filled in and sent with each of its
buttons. Nothing that is sent is kept, so that each meets the same state.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.answer_texts import AmendmentSent, AnswerSent, Settling
from qa_app.domain.answers import AnswerKind
from qa_app.domain.bars import ConflictReason, Tie, TieKind
from qa_app.domain.people import Actor
from qa_app.domain.reading_pairs import Choice, PairDecision
from qa_app.models.accounts import RoleGrantRow
from qa_app.queries.moderation import pair_paper
from qa_app.services.answers.give_answer import give_answer
from qa_app.services.answers.propose_amendment import propose_amendment
from qa_app.services.answers.raise_objection import NewObjection, raise_objection
from qa_app.services.answers.settle_amendment import settle_amendment
from qa_app.services.audits.ask_no_harm import ask_no_harm
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.audits.open_audit import open_audit
from qa_app.services.audits.raise_harm import raise_harm
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.moderation.settle_pair import PairSettlement, settle_pair
from qa_app.services.readers.record_tie import NewTie, record_tie
from tests.audits import ZONE, all_met
from tests.follow_up import Followed, a_followed, sign
from tests.pairs import LATER, MET, a_complete_pair, a_drawn_sample, a_pair, read
from tests.web.conftest import BOTH_BY_NIGHT
from tests.web.visits import enter

MENDED = AmendmentSent({"A2": "met"}, "附件二中有当日的计划")
REFUSED = re.compile(r"notice=(?:withdraw|void|supplement)_(?!opened\b|asked(?:&|$))")
WORDS = "已查看案卷第3页，理由见该页"


class _Forms(HTMLParser):
    """Forms that post, each with its address, fields, choices and buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict] = []
        self.here: dict | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.here = {
                "to": given.get("action"),
                "fields": {},
                "choices": {},
                "ticked": {},
                "buttons": [],
            }
            if given.get("method") == "post":
                self.forms.append(self.here)
        elif self.here is None:
            return
        elif tag == "textarea":
            self.here["fields"][name] = WORDS
        elif tag == "select":
            self.select = name
        elif tag == "option" and given.get("value"):
            self.here["choices"].setdefault(self.select, []).append(given["value"])
        elif tag == "button" and given.get("type") == "submit" and "disabled" not in given:
            self.here["buttons"].append((name, given.get("value", "")))
        elif tag == "input" and name:
            kind = given.get("type")
            if kind == "radio":
                self.here["choices"].setdefault(name, []).append(given["value"])
            elif kind == "checkbox":
                self.here["ticked"].setdefault(name, []).append(given.get("value", "1"))
            elif kind == "date":
                self.here["fields"][name] = given.get("value") or clock.now().date().isoformat()
            elif kind == "time":
                self.here["fields"][name] = "00:01"
            else:
                self.here["fields"][name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.here = None


def sent_by(form: dict) -> Iterator[tuple[str, list[dict]]]:
    """Each button, with the ways in which the form may be filled in."""
    ways = [{name: values[at] for name, values in form["choices"].items()} for at in (0, -1)]
    for name, value in form["buttons"]:
        pressed = {name: value} if name else {}
        yield (
            value,
            [
                {**form["fields"], **ticked, **way, **pressed}
                for way in (*ways, {})
                for ticked in (form["ticked"], {})
            ],
        )


def walk(app: Flask, names: list[str], pages: list[str]) -> set[tuple[str, str, str]]:
    """Send every form that each person is shown; give who could do what."""
    clients = {name: enter(app, name) for name in names}
    offered = set()
    with pytest.MonkeyPatch.context() as patch:
        # accepted, and then forgotten: the next one meets the same state
        patch.setattr(Session, "commit", lambda session: (session.flush(), session.rollback()))
        for name, client in clients.items():
            for page in pages:
                shown = client.get(page)
                assert shown.status_code in {200, 302, 403, 404}, (name, page, shown.status_code)
                if shown.status_code != 200:
                    continue
                parser = _Forms()
                parser.feed(shown.text)
                for form in parser.forms:
                    address = urlsplit(form["to"] or page).path
                    if not address.startswith(("/audits", "/moderation", "/harm")):
                        continue
                    for value, ways in sent_by(form):
                        accept(client, address, ways, (name, address, value))
                        offered.add((name, address.rsplit("/", 1)[-1], value))
    return offered


def accept(client: FlaskClient, address: str, ways: list[dict], about: tuple) -> None:
    """One way to fill the form in is accepted, and none before it refused for more than words."""
    told = []
    for way in ways:
        answer = client.post(address, data=way)
        where = answer.headers.get("Location", "")
        told.append((answer.status_code, where))
        if answer.status_code == 422 or "unknown_reason" in where:
            continue
        assert answer.status_code == 302, (about, told)
        assert not REFUSED.search(where), (about, told)
        return
    raise AssertionError((about, told))


def at(**ago: int):
    return clock.now() - timedelta(**ago)


def tie_down(store: Session, who: Actor, centre: int) -> None:
    on = at(days=3).date()
    tie = Tie(TieKind.CONFLICT, centre, None, on, reason=ConflictReason.FAMILY)
    record_tie(store, who, NewTie(who.account_id or 0, tie), at=clock.now())


def object_to(store: Session, one: Followed) -> None:
    new = NewObjection("evidence", "附件二未看")
    raise_objection(store, one.desk.manager, one.audit, new, ZONE, at=clock.now())


def ask_amendment(store: Session, one: Followed, who: Actor) -> None:
    propose_amendment(store, who, one.audit, MENDED, ZONE, at=clock.now())


def fresh(store: Session, one: Followed) -> None:
    sign(store, one, "A2", at=at(minutes=5))


def opened(store: Session, one: Followed) -> None:
    fresh(store, one)
    centre = one.desk.centre
    open_audit(store, one.outsider, one.audit, centre, at=clock.now())


def old(store: Session, one: Followed) -> None:
    sign(store, one, "A2", "B1", at=at(days=2))


def queried(store: Session, one: Followed) -> None:
    old(store, one)
    sent = AnswerSent(AnswerKind.QUERY, None, "见哪一页？", None)
    give_answer(store, one.desk.manager, one.audit, sent, at=clock.now())


def objected(store: Session, one: Followed) -> None:
    old(store, one)
    object_to(store, one)


def objected_and_tied(store: Session, one: Followed) -> None:
    objected(store, one)
    tie_down(store, one.third, one.desk.centre)


def proposed(store: Session, one: Followed) -> None:
    objected(store, one)
    ask_amendment(store, one, one.outsider)


def asked(store: Session, one: Followed) -> None:
    old(store, one)
    ask_amendment(store, one, one.desk.reader)


def asked_then_objected(store: Session, one: Followed) -> None:
    asked(store, one)
    object_to(store, one)


def amended(store: Session, one: Followed) -> None:
    asked(store, one)
    settle_amendment(store, one.third, one.audit, Settling(), ZONE, at=clock.now())


def void_asked(store: Session, one: Followed) -> None:
    old(store, one)
    ask_void(store, one.outsider, one.audit, "wrong_file", at=clock.now())


def void_asked_and_tied(store: Session, one: Followed) -> None:
    void_asked(store, one)
    tie_down(store, one.third, one.desk.centre)


def voided(store: Session, one: Followed) -> None:
    void_asked(store, one)
    confirm_void(store, one.third, one.audit, ZONE, at=clock.now())


def amending_then_void(store: Session, one: Followed) -> None:
    asked(store, one)
    ask_void(store, one.outsider, one.audit, "wrong_file", at=clock.now())
    confirm_void(store, one.third, one.audit, ZONE, at=clock.now())


def harmed(store: Session, one: Followed) -> None:
    save_entries(store, one.desk.reader, one.audit, all_met(), ZONE, at=clock.now())
    harm = raise_harm(store, one.desk.reader, one.audit, "B1", at=clock.now())
    ask_no_harm(store, one.desk.reader, harm, one.third.account_id, ZONE, at=clock.now())


Step = Callable[[Session, Followed], None]
COURSE: list[tuple[Step, set[tuple[str, str, str]], set[tuple[str, str, str]]]] = [
    # what must be among what is offered, and what must not
    (fresh, {("reader", "withdraw", "")}, {("reader", "amendment", "")}),
    (opened, set(), {("reader", "withdraw", "")}),
    (
        old,
        {("manager", "objection", ""), ("reader", "amendment", ""), ("third", "void", "")},
        {("reader", "withdraw", "")},
    ),
    (queried, {("reader", "answers", ""), ("manager", "answers", "accept")}, set()),
    (objected, {("third", "uphold", ""), ("third", "amendment", "")}, {("reader", "uphold", "")}),
    (objected_and_tied, {("second", "uphold", "")}, {("third", "uphold", "")}),
    (
        proposed,
        {("third", "settle", "confirm"), ("second", "withdraw", "")},
        {("second", "settle", "confirm"), ("third", "withdraw", "")},
    ),
    (asked, {("third", "settle", "confirm"), ("reader", "withdraw", "")}, set()),
    (
        asked_then_objected,
        {("third", "settle", "refuse"), ("third", "uphold", "")},
        {("third", "settle", "confirm"), ("third", "amendment", "")},
    ),
    (amended, set(), {("third", "void", ""), ("reader", "amendment", "")}),
    (
        void_asked,
        {("third", "confirm", "")},
        {("second", "confirm", ""), ("reader", "confirm", "")},
    ),
    (void_asked_and_tied, set(), {("third", "confirm", "")}),
    (voided, set(), {("third", "void", ""), ("third", "confirm", "")}),
    (amending_then_void, {("third", "settle", "refuse")}, {("third", "settle", "confirm")}),
    (harmed, {("third", "no-harm", "no_harm")}, {("second", "no-harm", "no_harm")}),
]


BY_DAY = {fresh, old, objected_and_tied, proposed, asked_then_objected, void_asked, harmed}
"""By day points at which one kind of form after another is offered; by night the whole course."""


@pytest.mark.parametrize(
    ("step", "among", "not_among"),
    [pytest.param(*one, marks=() if one[0] in BY_DAY else pytest.mark.nightly) for one in COURSE],
)
@BOTH_BY_NIGHT
def test_forms_of_a_result_are_accepted_from_whom_they_are_shown_to(
    app: Flask, store: Session, step: Step, among: set, not_among: set
) -> None:
    one = a_followed(store)
    step(store, one)
    pages = [f"/audits/{one.audit}{page}" for page in ("/report", "/answers", "/marks", "/check")]
    names = ["reader", "second", "third", "manager", "worker", "elsewhere"]
    found = walk(app, names, [*pages, "/harm/1", f"/moderation/single/{one.audit}"])
    assert among <= found
    assert not found & not_among


def granted(store: Session, who: Actor, centre: int) -> None:
    store.add(RoleGrantRow(account_id=who.account_id, role="moderator", centre_id=centre))
    store.commit()


@pytest.mark.parametrize(
    "state",
    [
        *("tied", "proposed", "void"),
        *(pytest.param(one, marks=pytest.mark.nightly) for one in ("open", "complete", "settled")),
    ],
)
@BOTH_BY_NIGHT
def test_forms_of_two_readings_are_accepted_from_whom_they_are_shown_to(
    app: Flask, store: Session, state: str
) -> None:
    twice = a_drawn_sample(store)
    granted(store, twice.moderator, twice.centre)
    if state == "open":
        pair = a_pair(store, twice)
        read(store, twice.first, pair.first_id, MET)
    else:
        pair = a_complete_pair(store, twice, **{next(iter(MET)): "unmet"})
    if state == "tied":
        tie_down(store, twice.moderator, twice.centre)
    if state in {"proposed", "settled"}:
        paper = pair_paper(store, twice.first, pair.id)
        assert paper is not None
        store.rollback()
        decisions = {key: PairDecision(Choice.FIRST, None, WORDS) for key in paper.apart}
        who = twice.first if state == "proposed" else twice.moderator
        settle_pair(
            store, who, pair.id, PairSettlement(decisions, read=paper.proposal), ZONE, at=LATER
        )
    if state == "void":
        ask_void(store, twice.planner, pair.first_id, "wrong_file", at=LATER)
        confirm_void(store, twice.moderator, pair.first_id, ZONE, at=LATER)
    audits = [pair.first_id, pair.second_id]
    pages = [f"/audits/{audit}{page}" for audit in audits for page in ("/report", "/answers")]
    pages += [f"/moderation/{pair.id}", *(f"/moderation/single/{audit}" for audit in audits)]
    names = ["planner", "first", "second", "moderator", "manager", "elsewhere"]
    found = {(name, value) for name, act, value in walk(app, names, pages) if act == str(pair.id)}
    assert found == {
        "complete": {("first", ""), ("second", ""), ("moderator", "")},
        "tied": {("first", ""), ("second", "")},
        "proposed": {("first", ""), ("second", ""), ("second", "confirm"), ("moderator", "")},
    }.get(state, set())


@pytest.mark.parametrize("is_tied", [False, True])
@BOTH_BY_NIGHT
def test_who_is_tied_to_a_review_is_told_so_instead_of_a_form(
    app: Flask, store: Session, is_tied: bool
) -> None:
    one = a_followed(store)
    sign(store, one, "A2", "B1", at=at(days=2))
    granted(store, one.third, one.desk.centre)
    if is_tied:
        tie_down(store, one.third, one.desk.centre)
    page = f"/moderation/single/{one.audit}"
    found = walk(app, ["third", "reader"], [page])
    assert found == (set() if is_tied else {("third", str(one.audit), "")})
    told = enter(app, "third").get(page).text
    assert ("您与该案卷有关联，不能评判" in told) is is_tied
