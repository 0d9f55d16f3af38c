"""An address that takes forms only leads to the page of its form when it is opened or reloaded."""

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect, Rule

from tests.web.conftest import Visit
from tests.web.visits import post

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
AT_THE_START = {
    "/policy-reports",
    "/logout",
    "/language/<language>",
    "/robots/<int:robot_id>/remove",
    "/robots/<int:robot_id>/try",
}
"""Their answers lead on, are no page, or, of a robot, name no centre to go back to."""


def _is_page(adapter: MapAdapter, address: str) -> bool:
    try:
        adapter.match(address, method="GET")
    except RequestRedirect:  # to the same address with a slash at its end
        return True
    except HTTPException:
        return False
    return True


def _address(adapter: MapAdapter, rule: Rule) -> str:
    chosen = {
        name: 1 if "Integer" in type(part).__name__ else next(iter(getattr(part, "items", ["x"])))
        for name, part in rule._converters.items()
    }
    return adapter.build(rule.endpoint, chosen, method="POST").partition("?")[0]


def test_every_form_can_be_reloaded(app: Flask, visit: Visit) -> None:
    adapter, client = app.url_map.bind(""), visit("sys_admin")
    taken = [one for one in app.url_map.iter_rules() if "POST" in (one.methods or ())]
    only = {
        one.rule: address
        for one in taken
        if not _is_page(adapter, address := _address(adapter, one))
    }
    assert len(only) > 100, "no addresses that take forms only are left: is this still asked?"
    at_start = set()
    for rule, address in only.items():
        if address.startswith("/api/"):
            # scripts ask there, whatever they say that they accept
            assert client.get(address, headers=BROWSER).status_code == 405, rule
            continue
        answer = client.get(f"{address}?reference=KM-26", headers=BROWSER)
        assert answer.status_code == 302, rule
        above = answer.headers["Location"]
        assert address.startswith(above), (rule, above)
        assert _is_page(adapter, above), rule
        if above == "/":
            at_start.add(rule)
    # the start page is no place for a form that was refused
    assert at_start == AT_THE_START


def test_what_stands_in_an_address_stays_quoted_on_the_way(app: Flask) -> None:
    client = app.test_client()
    for address, above in (
        ("/register/lists/%0a/end", "/register/lists/%0A"),
        ("/service/complaints/%0d/back", "/service/complaints/%0D"),
        ("/library/documents/%0a/supersede", "/library/documents/%0A"),
        ("/rubrics/x%0d%0aa%3Fb%23c/1/compare/y", "/rubrics/x%0D%0Aa%3Fb%23c/1"),
    ):
        answer = client.get(address, headers=BROWSER)
        assert (answer.status_code, answer.headers["Location"]) == (302, above)


def test_what_is_no_form_and_what_scripts_ask_stays_refused(visit: Visit) -> None:
    client = visit("sys_admin")
    assert client.get("/plan/months/1/agree").status_code == 405
    for_scripts = {"Accept": "application/json"}
    assert client.get("/plan/months/1/agree", headers=for_scripts).status_code == 405
    assert client.put("/plan/due", headers=BROWSER).status_code in {400, 405}
    assert post(client, "/plan", headers=BROWSER).status_code == 405
