"""Nobody gets to what is out of their reach, wherever its id is put.

Source: the sweeps AZ-02, CS-01 and CS-02 of the test plan.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from qa_app.extensions import db
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from tests.attacks.conftest import (
    FAR_DISTRICT,
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
AWAY, FAULTY = {403, 404}, 422
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


@outsiders(BY_DAY - {"far_supervisor", "far_manager"})  # whose pages take as long as all others
def test_what_others_reach_is_not_there(
    world: World, name: str, record_property: Callable[[str, Any], None]
) -> None:
    own, client, references = world.pages(name), world.client(name), foreign_references(world)
    tried, let_in = 0, set()
    leaked = [address for address, page in own.items() if references.search(page)]
    for address in world.reached():
        if address in own:
            continue
        answer = client.get(address)
        tried += 1
        assert answer.status_code < 500, address
        if answer.status_code == 200 and "#" in kind_of(address).split("?")[0]:
            let_in.add(kind_of(address).split("?")[0])
        if references.search(answer.data):
            leaked.append(address)
    record_property("addresses tried", tried)
    assert leaked == []
    assert let_in <= COMMON


@outsiders(BY_DAY)
def test_nothing_out_of_reach_can_be_changed(
    world: World, name: str, record_property: Callable[[str, Any], None]
) -> None:
    client, token = world.client(name), world.token(name)
    acts = [act for act in world.acts(2) if re.search(r"/\d+", act)]
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
    client, token, other = world.client(name), world.token(name), world.token("director")
    before, acts = content_of(world.app), world.acts(1)
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
