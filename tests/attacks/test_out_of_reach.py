"""Nobody gets to what is out of their reach, wherever its id is put.

Source: the sweeps AZ-02, CS-01 and CS-02 of the test plan.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select

from qa_app.extensions import db
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from tests.attacks.conftest import (
    FAR_DISTRICT,
    INSIDERS,
    OUTSIDERS,
    Opened,
    World,
    changed,
    content_of,
    kind_of,
)

COMMON = {
    "/supervision/supervisors/#",  # supervisors work across centres, and are known by name
    "/workers/trainings/#",  # courses are open to every centre
    "/certificates/#",
}
"""Things with an id that are the same for everybody who may open such a page at all."""
OF_NETWORK = "/rubrics/drafts/#"
"""Drafts of rubrics belong to everybody who writes rubrics, wherever they work."""
NOT_THERE, FAULTY = 404, 422
AWAY = {403, NOT_THERE}
MANY = 4
"""How many pages of each kind are followed by night."""
BY_DAY = {"far_supervisor", "far_manager", "far_caseworker", "far_judicial"}


def outsiders(by_day: set[str]) -> pytest.MarkDecorator:
    """Everybody from outside, those who are not named by night."""
    night = pytest.mark.nightly
    people = [pytest.param(one, marks=() if one in by_day else night) for one in OUTSIDERS]
    return pytest.mark.parametrize("name", people)


def foreign_references(world: World) -> re.Pattern[bytes]:
    """Match the references of all files outside the far district."""
    with world.app.app_context(), db.engine.connect() as connection:
        found = connection.scalars(
            select(CaseFileRow.reference)
            .join(CentreRow, CentreRow.id == CaseFileRow.centre_id)
            .where(~CentreRow.code.startswith(FAR_DISTRICT))
        ).all()
    assert found
    return re.compile("|".join(map(re.escape, found)).encode())


@dataclass(slots=True)
class Tried:
    """What came of addresses that others reach.

    Attributes:
        count: How many were asked for.
        told: Answers by status.
        let_in: Kinds of address that name a thing and were answered with it.
        leaked: Addresses whose answer names a file of others.
    """

    count: int = 0
    told: Counter[int] = field(default_factory=Counter)
    let_in: set[str] = field(default_factory=set)
    leaked: list[str] = field(default_factory=list)


def try_all(world: World, name: str) -> Tried:
    """Ask as somebody for every address that people of the network reach and they do not."""
    own, reached, references = world.pages(name), world.reached(), foreign_references(world)
    client, _token = world.entered(name)
    tried = Tried(leaked=[address for address, page in own.items() if references.search(page)])
    for address in reached:
        if address in own:
            continue
        answer, kind = client.get(address), kind_of(address).split("?")[0]
        tried.count += 1
        tried.told[answer.status_code] += 1
        assert answer.status_code < 500, address
        if answer.status_code != NOT_THERE and "#" in kind and kind not in COMMON:
            tried.let_in.add(f"{kind} {answer.status_code}")
        if references.search(answer.data):
            tried.leaked.append(address)
    return tried


@outsiders(BY_DAY - {"far_supervisor", "far_manager"})  # whose pages take as long as all others
def test_what_others_reach_is_not_there(
    world: World, name: str, record_property: Callable[[str, Any], None]
) -> None:
    tried = try_all(world, name)
    record_property("addresses tried", tried.count)
    assert tried.leaked == []
    assert tried.let_in == set()


@pytest.fixture(scope="session")
def wide(open_world: Opened) -> World:
    """The network, of which several pages of each kind are followed."""
    world = open_world()
    world.most = MANY
    return world


@pytest.mark.nightly
@pytest.mark.parametrize("name", OUTSIDERS)
def test_every_link_of_a_near_account_leads_a_far_one_nowhere(
    wide: World, name: str, record_property: Callable[[str, Any], None]
) -> None:
    tried = try_all(wide, name)
    record_property("pages of the near ones", sum(len(wide.pages(one)) for one in INSIDERS))
    record_property("addresses tried", tried.count)
    record_property("answers", dict(tried.told))
    assert tried.leaked == []
    assert tried.let_in == set()
    # what is open to both, such as rubrics, is the smaller part by far
    assert tried.told[NOT_THERE] > tried.count - tried.told[NOT_THERE]


@outsiders(BY_DAY)
def test_nothing_out_of_reach_can_be_changed(
    world: World, name: str, record_property: Callable[[str, Any], None]
) -> None:
    acts = [act for act in world.acts(2) if re.search(r"/\d+", act)]
    client, token = world.entered(name)
    before, let_in, faulty = content_of(world.app), set(), 0
    for act in acts:
        answer = client.post(act, data={"csrf_token": token, "why": "mistake"})
        assert answer.status_code < 500, act
        # a form is checked before what it is about, with the same answer for what does not exist
        faulty += answer.status_code == FAULTY
        if answer.status_code not in {*AWAY, FAULTY} and not kind_of(act).startswith(OF_NETWORK):
            let_in.add(kind_of(act))
    record_property("acts tried", len(acts))
    record_property("of them asked for fields first", faulty)
    assert changed(before, content_of(world.app)) == set()
    assert let_in <= {"/me/second-factor/passkeys/#/name"}  # says that a name is missing


def test_no_page_changes_anything(world: World, open_world: Opened) -> None:
    assert world.reached()
    assert changed(content_of(open_world().app), content_of(world.app)) == set()


@pytest.mark.parametrize("name", ["supervisor", "admin"])
def test_no_other_site_can_act(
    world: World, name: str, record_property: Callable[[str, Any], None]
) -> None:
    before, acts, other = content_of(world.app), world.acts(1), world.token("director")
    client, token = world.entered(name)
    right = {"csrf_token": token}
    forgeries: list[dict[str, Any]] = [
        {"data": {}},
        {"data": {"csrf_token": ""}},
        {"data": {"csrf_token": other}},
        {"data": {"csrf_token": token[:-1] + ("0" if token[-1] != "0" else "1")}},
        {"query_string": right},
        {"data": right, "headers": {"Origin": "https://elsewhere.example"}},
        {"data": right, "headers": {"Sec-Fetch-Site": "cross-site"}},
        {"data": '{"csrf_token": "' + token + '"}', "content_type": "text/plain"},
    ]
    let_in = {
        (kind_of(act), number)
        for act in acts
        for number, forgery in enumerate(forgeries)
        if client.post(act, **forgery).status_code not in {400, *AWAY}
    }
    record_property("forgeries tried", len(acts) * len(forgeries))
    assert changed(before, content_of(world.app)) == set()
    assert let_in == set()
