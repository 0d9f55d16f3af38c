import re

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.errors import TooLongError
from qa_app.domain.people import Role
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.places import AreaRow, CentreRow, PlaceRow, PractitionerRow
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.web.admin import routes
from tests.people import NOON, OPERATOR
from tests.readings import published
from tests.register import AREAS, two_centres
from tests.statements import counted_on
from tests.web.conftest import CHEAP, PASSWORD, Visit, sign_in, token_of
from tests.web.pagecheck import faults

NEW_PASSWORD = "quite another set of words"


@pytest.fixture(autouse=True)
def cheap_hasher(monkeypatch: pytest.MonkeyPatch) -> None:
    made: PasswordHasher = CHEAP
    monkeypatch.setattr(routes, "hasher", lambda: made)


@pytest.fixture
def store(store: Session) -> Session:
    """The product's database with two centres, and an administrator of Wuhua district."""
    two_centres(store)
    for area in AREAS:
        published(store, id=f"of_{area}", area=area)
    for name, role in (("wuhua", Role.SYS_ADMIN), ("wuhua_roles", Role.SEC_ADMIN)):
        local = NewAccount(name, "内勤戊", PASSWORD, (NewGrant(role, "WH"),))
        add_account(store, OPERATOR, local, CHEAP, at=NOON)
    return store


def post(client: FlaskClient, address: str, **data: object):
    return client.post(address, data={"csrf_token": token_of(client.get("/login").text), **data})


def link_of(page: str) -> str:
    found = re.search(r'value="http://localhost(/join/[\w-]{43})"', page)
    assert found is not None, page
    return found[1]


def account_id(store: Session, name: str) -> int:
    store.rollback()
    query = select(AccountRow.id).where(AccountRow.login_name == name)
    return store.execute(query).scalar_one()


def roles_of(store: Session, account: int) -> list[str]:
    store.rollback()
    query = select(RoleGrantRow.role).where(RoleGrantRow.account_id == account)
    return sorted(store.execute(query).scalars())


def centre_id(store: Session, code: str) -> int:
    store.rollback()
    return store.execute(select(CentreRow.id).where(CentreRow.code == code)).scalar_one()


def test_a_new_account_opens_nothing_until_somebody_else_gives_it_a_role(
    app: Flask, visit: Visit, store: Session
) -> None:
    admin = visit("sys_admin")
    done = post(
        admin,
        "/admin/accounts/new",
        login_name="Manager.A",
        display_name="主任丙",
    )
    assert done.status_code == 200, done.text
    assert "请亲自转交此链接" in done.text
    here = f"/admin/accounts/{account_id(store, 'manager.a')}"
    page = admin.get(here).text
    assert "尚无角色" in page
    assert "本人尚未设密码" in page
    assert f"{here}/roles" not in page
    person = app.test_client()
    link = link_of(done.text)
    assert "欢迎：请设密码" in person.get(link).text
    assert (
        post(person, link, new=NEW_PASSWORD).headers["Location"] == "/login?notice=password_ready"
    )
    assert sign_in(person, "manager.a", NEW_PASSWORD).status_code == 302
    closed = person.get("/")
    assert closed.status_code == 404
    # whom to ask is told, and not what eleven other roles may do
    assert "您的账户尚无角色" in closed.text
    assert re.search("安全管理员授予：[^。]*sec_admin", closed.text)
    assert "返回首页" not in closed.text
    giver = visit("sec_admin")
    assert "主任丙" in giver.get("/").text
    assert f"{here}/state" not in giver.get(here).text
    done = post(giver, f"{here}/roles", role="centre_manager", centre="A")
    assert done.status_code == 302, done.text
    person = app.test_client()
    sign_in(person, "manager.a", NEW_PASSWORD)
    assert person.get(f"/centres/{centre_id(store, 'A')}/cases").status_code == 200
    assert person.get(f"/centres/{centre_id(store, 'B')}/cases").status_code == 404


GOOD = {"login_name": "someone"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"login_name": ""}, "用户名"),
        ({"login_name": "a b"}, "请用小写字母"),
        ({"login_name": "auditor"}, "该名称已被使用"),
        ({"centre": "nowhere"}, "pl-summary"),
        ({"centre": "A"}, "请填写工作人员代码"),
        ({"practitioner": "W1"}, "本中心没有使用该代码的工作人员"),
    ],
)
def test_what_is_wrong_with_a_new_account_stands_beside_the_field(
    visit: Visit, store: Session, changes: dict[str, str], words: str
) -> None:
    before = store.execute(select(func.count()).select_from(AccountRow)).scalar_one()
    answer = post(visit("sys_admin"), "/admin/accounts/new", **(GOOD | changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert "pl-summary" in answer.text
    assert NEW_PASSWORD not in answer.text
    store.rollback()
    assert store.execute(select(func.count()).select_from(AccountRow)).scalar_one() == before


WRONG = re.compile(r'<span class="pl-wrong" id="(\w+)-wrong">([^<]+)</span>')


def test_everything_wrong_with_a_new_account_is_told_together(visit: Visit, store: Session) -> None:
    data = {"login_name": "auditor", "centre": "A"}
    answer = post(visit("sys_admin"), "/admin/accounts/new", **data)
    assert answer.status_code == 422
    assert WRONG.findall(answer.text) == [
        ("login_name", "该名称已被使用，请换一个"),
        ("practitioner", "请填写工作人员代码，或不选择中心"),
    ]


@pytest.mark.parametrize(
    ("language", "group", "name"), [("zh", "盘龙区", "中心甲"), ("en", "Panlong", "Centre A")]
)
def test_a_centre_is_chosen_by_name_below_its_place(
    visit: Visit, store: Session, language: str, group: str, name: str
) -> None:
    wanted = f'<optgroup label="{group}"><option value="A">{name}</option></optgroup>'
    for who, address in (
        ("sys_admin", "/admin/accounts/new"),
        ("sec_admin", f"/admin/accounts/{account_id(store, 'auditor')}"),
    ):
        admin = visit(who)
        post(admin, f"/language/{language}")
        assert wanted in admin.get(address).text


def test_only_centres_within_reach_that_are_open_are_offered(app: Flask, store: Session) -> None:
    local = app.test_client()
    sign_in(local, "wuhua", PASSWORD)
    page = local.get("/admin/accounts/new").text
    assert '<option value="B">' in page
    assert '<option value="A">' not in page
    there = store.get(CentreRow, centre_id(store, "B"))
    assert there is not None
    there.closed_on = NOON.date()
    store.commit()
    assert '<option value="B">' not in local.get("/admin/accounts/new").text
    refused = post(local, "/admin/accounts/new", **(GOOD | {"centre": "B", "practitioner": "W9"}))
    assert refused.status_code == 422


def test_areas_of_reference_rubrics_are_not_offered(visit: Visit, store: Session) -> None:
    reference = AreaRow(code="abroad", name_zh="国外", name_en="Abroad", position=90)
    store.add(reference)
    store.commit()
    published(store, id="reference", area="abroad", hidden=True)
    admin = visit("sys_admin")
    page = admin.get("/admin/centres/new").text
    assert re.findall(r'name="areas" type="checkbox" value="(\w+)"', page) == list(AREAS)
    data = {"place": "PL", "code": "A9", "name_zh": "甲", "kind": "law_firm", "areas": "abroad"}
    assert post(admin, "/admin/centres/new", **data).status_code == 422


def test_a_caseworker_is_tied_to_their_files(visit: Visit, store: Session) -> None:
    done = post(
        visit("sys_admin"),
        "/admin/accounts/new",
        **(GOOD | {"centre": "A", "practitioner": "W1"}),
    )
    assert done.status_code == 200, done.text
    worker = store.execute(
        select(PractitionerRow.id).where(PractitionerRow.code == "W1")
    ).scalar_one()
    account = store.get(AccountRow, account_id(store, "someone"))
    assert account is not None
    assert account.practitioner_id == worker


def test_a_practitioner_has_one_active_account(visit: Visit, store: Session) -> None:
    admin = visit("sys_admin")
    sent = GOOD | {"centre": "A", "practitioner": "W1"}
    assert post(admin, "/admin/accounts/new", **sent).status_code == 200
    again = post(admin, "/admin/accounts/new", **(sent | {"login_name": "second"}))
    assert again.status_code == 422
    assert "请先停用" in again.text
    assert faults(again.text, "zh") == []
    first = f"/admin/accounts/{account_id(store, 'someone')}"
    assert post(admin, f"{first}/state", is_active="0").status_code == 302
    assert (
        post(admin, "/admin/accounts/new", **(sent | {"login_name": "second"})).status_code == 200
    )
    answer = post(admin, f"{first}/state", is_active="1")
    assert answer.status_code == 422
    assert "请先停用" in answer.text
    assert faults(answer.text, "zh") == []
    assert "请先停用" not in admin.get(first).text


def test_roles_are_taken_and_given(visit: Visit, store: Session) -> None:
    admin, target = visit("sec_admin"), account_id(store, "auditor")
    victim = visit("auditor")
    here = f"/admin/accounts/{target}"
    done = post(admin, f"{here}/roles", kept=["auditor||"], role="senior_supervisor", place="KM")
    assert done.status_code == 302, done.text
    assert roles_of(store, target) == ["auditor", "senior_supervisor"]
    assert victim.get("/").status_code == 302
    done = post(admin, f"{here}/roles", kept=["senior_supervisor|KM|"])
    assert done.status_code == 302, done.text
    assert roles_of(store, target) == ["senior_supervisor"]


def test_the_last_role_is_taken(visit: Visit, store: Session) -> None:
    admin, target = visit("sec_admin"), account_id(store, "auditor")
    here = f"/admin/accounts/{target}"
    done = post(admin, f"{here}/roles")
    assert done.headers["Location"] == f"{here}?notice=roles_taken"
    assert roles_of(store, target) == []
    again = post(admin, f"{here}/roles")
    assert again.status_code == 422
    assert "账户没有角色" in again.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"kept": ["auditor||"], "role": "sys_admin", "place": "*"}, "管理员角色必须单独使用"),
        ({"kept": ["auditor||"], "role": "auditor"}, "请选择地区或一个中心"),
        ({"kept": ["sys_admin||"]}, "pl-summary"),
        ({"kept": ["nonsense"]}, "pl-summary"),
    ],
)
def test_roles_that_cannot_be(
    visit: Visit, store: Session, data: dict[str, object], words: str
) -> None:
    target = account_id(store, "auditor")
    answer = post(visit("sec_admin"), f"/admin/accounts/{target}/roles", **data)
    assert answer.status_code == 422
    assert words in answer.text
    assert roles_of(store, target) == ["auditor"]


def shown(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_roles_of_weight_wait_for_a_second_administrator(
    app: Flask, visit: Visit, store: Session, language: str
) -> None:
    giver, target = visit("sec_admin"), account_id(store, "auditor")
    here = f"/admin/accounts/{target}"
    post(giver, f"/language/{language}")
    done = post(giver, f"{here}/roles", kept=["auditor||"], role="registrar", place="KM")
    assert done.headers["Location"] == f"{here}?notice=roles_wait"
    own = giver.get(here).text
    assert faults(own, language) == []
    assert 'value="drop"' in own
    assert 'value="confirm"' not in own
    assert roles_of(store, target) == ["auditor"]
    # who else may confirm is named; where nobody may, the way out
    assert "sys_admin" in own
    assert "qa people invite" not in own
    others = update(AccountRow).where(AccountRow.login_name.in_(("sys_admin", "wuhua")))
    for is_active, way in ((False, True), (True, False)):
        store.execute(others.values(is_active=is_active))
        store.commit()
        assert ("qa people invite" in giver.get(here).text) == way
    answer = re.search(r'action="(/admin/accounts/roles/\d+)"', own)
    assert answer is not None
    assert post(giver, answer[1], step="confirm").status_code == 409
    second = visit("sys_admin")
    post(second, f"/language/{language}")
    # whoever confirms sees where each role applies, and what is new
    page = shown(second.get(here).text)
    registrar, auditor, place, new, held = {
        "zh": ("登记员", "评查员", "昆明市", "（新增）", "（已持有）"),
        "en": ("Registrar", "Reviewer", "Kunming", "(new)", "(held already)"),
    }[language]
    assert f"{registrar} · {place} {new}" in page
    assert re.search(rf"{auditor}[^()（）]* · [^()（）]* {re.escape(held)}", page)
    assert f"{registrar} · {place}" in shown(second.get("/").text)
    # both are told on their first page
    for who in (giver, second):
        first = who.get("/").text
        assert here in first
        assert faults(first, language) == []
    assert 'value="confirm"' in second.get(here).text
    assert post(second, answer[1], step="maybe").status_code == 422
    assert post(second, answer[1], step="confirm").status_code == 302
    assert roles_of(store, target) == ["auditor", "registrar"]
    assert post(second, answer[1], step="confirm").status_code == 409
    assert here in giver.get("/").text
    assert here not in second.get("/").text


def test_disabling_and_enabling(app: Flask, visit: Visit, store: Session) -> None:
    admin, victim = visit("sys_admin"), visit("auditor")
    here = f"/admin/accounts/{account_id(store, 'auditor')}/state"
    assert post(admin, here, is_active="0").status_code == 302
    assert victim.get("/").status_code == 302
    assert sign_in(app.test_client(), "auditor", PASSWORD).status_code == 401
    assert post(admin, here, is_active="1").status_code == 302
    assert sign_in(app.test_client(), "auditor", PASSWORD).status_code == 302
    assert post(admin, here, is_active="2").status_code == 422
    assert post(admin, here).status_code == 422


def test_a_reset_link_is_shown_once_and_opens_once(
    app: Flask, visit: Visit, store: Session
) -> None:
    admin, victim = visit("sys_admin"), visit("auditor")
    here = f"/admin/accounts/{account_id(store, 'auditor')}/link"
    older, newer = link_of(post(admin, here).text), link_of(post(admin, here).text)
    assert older != newer
    assert admin.get(here).status_code == 405
    assert victim.get("/").status_code == 200
    person = app.test_client()
    assert person.get(older).status_code == 404
    poor = post(person, newer, new="auditor")
    assert poor.status_code == 422
    assert "至少使用15个字符" in poor.text
    assert post(person, newer, new=NEW_PASSWORD).status_code == 302
    assert victim.get("/").status_code == 302
    assert "因密码已更改，登录已结束" in victim.get("/login").text
    used = post(person, newer, new=NEW_PASSWORD)
    assert used.status_code == 404
    assert "此链接已失效" in used.text
    assert sign_in(person, "auditor", NEW_PASSWORD).status_code == 302
    told = person.get("/").text
    assert told.count("管理员生成了一个可以重设您密码的链接") == 2
    note = re.findall(r'action="(/me/notes/\d+/seen)"', told)
    assert len(note) == 3
    for one in note:
        assert post(person, one).status_code == 302
    assert "/seen" not in person.get("/").text
    assert post(admin, note[0]).status_code == 404


def test_a_security_administrator_ends_sessions_of_others(visit: Visit, store: Session) -> None:
    victim, keeper = visit("auditor"), visit("sec_admin")
    here = f"/admin/accounts/{account_id(store, 'auditor')}"
    assert "127.0.0.1" in keeper.get(here).text
    assert "127.0.0.1" not in visit("sys_admin").get(here).text
    done = post(keeper, f"{here}/sessions/end")
    assert done.headers["Location"] == f"{here}?notice=sessions_ended"
    assert victim.get("/").status_code == 302
    assert "安全管理员结束了您的登录会话" in victim.get("/login").text
    assert "此人现在没有登录" in keeper.get(here).text
    assert "安全管理员结束了您的登录会话" in visit("auditor").get("/").text


def test_nobody_changes_their_own_account_here(visit: Visit, store: Session) -> None:
    admin, mine = visit("sys_admin"), account_id(store, "sys_admin")
    page = admin.get(f"/admin/accounts/{mine}").text
    assert "这是您本人的账户" in page
    assert "/state" not in page
    assert post(admin, f"/admin/accounts/{mine}/state", is_active="0").status_code == 422
    assert post(admin, f"/admin/accounts/{mine}/link").status_code == 422
    answer = post(admin, f"/admin/accounts/{mine}/roles", kept=["sys_admin||"])
    assert answer.status_code == 404
    assert admin.get("/").status_code == 200
    assert roles_of(store, mine) == ["sys_admin"]


def test_an_administrator_of_a_district_sees_their_district(
    app: Flask, visit: Visit, store: Session
) -> None:
    local = app.test_client()
    sign_in(local, "wuhua", PASSWORD)
    page = local.get("/admin/accounts").text
    assert "wuhua" in page
    assert "senior_supervisor" not in page
    target = account_id(store, "auditor")
    assert local.get(f"/admin/accounts/{target}").status_code == 404
    assert post(local, f"/admin/accounts/{target}/state", is_active="0").status_code == 404
    assert post(local, "/admin/accounts/new", **GOOD).status_code == 200
    giver = app.test_client()
    sign_in(giver, "wuhua_roles", PASSWORD)
    roles = f"/admin/accounts/{account_id(store, 'someone')}/roles"
    assert post(giver, roles, role="auditor", place="KM").status_code == 422
    assert post(giver, roles, role="auditor", place="WH").status_code == 302
    assert post(giver, f"/admin/accounts/{target}/roles", kept=["auditor||"]).status_code == 404
    tree = local.get("/admin/places").text
    assert "五华区" in tree
    assert "盘龙区" not in tree
    assert local.get(f"/admin/centres/{centre_id(store, 'A')}").status_code == 404
    assert local.get(f"/admin/centres/{centre_id(store, 'B')}").status_code == 200


def test_an_auditor_of_the_log_reads_accounts_and_changes_none(
    visit: Visit, store: Session
) -> None:
    reader, target = visit("audit_admin"), account_id(store, "auditor")
    page = reader.get(f"/admin/accounts/{target}")
    assert page.status_code == 200
    assert '<form class="pl-form' not in page.text
    assert "添加账户" not in reader.get("/admin/accounts").text


def test_accounts_in_pages_with_few_queries(app: Flask, visit: Visit, store: Session) -> None:
    for n in range(40):
        new = NewAccount(f"person{n:02}", "评查员", PASSWORD, (NewGrant(Role.AUDITOR, "KM"),))
        add_account(store, OPERATOR, new, CHEAP, at=NOON)
    admin = visit("sys_admin")
    admin.get("/")
    with app.app_context():
        from qa_app.extensions import db

        engine = db.engine
    with counted_on(engine) as statements:
        first = admin.get("/admin/accounts").text
    # who asks; the page, its roles, its last uses; the counts
    assert len([one for one in statements if one.startswith("SELECT")]) <= 6
    assert len(re.findall(r'href="/admin/accounts/\d+"', first)) == ROWS_PER_PAGE
    following = re.search(r'href="(/admin/accounts\?after=[^"]+)"', first)
    assert following is not None
    second = admin.get(following[1]).text
    assert len(re.findall(r'href="/admin/accounts/\d+"', second)) == 50 - ROWS_PER_PAGE
    # looked for by a part of either name, whatever its case
    for named, count in (("SON3", 10), ("person07", 1), ("nobody%", 0)):
        found = admin.get("/admin/accounts", query_string={"named": named}).text
        assert len(re.findall(r'href="/admin/accounts/\d+"', found)) == count
        assert faults(found, "zh") == []


def test_a_place_a_centre_and_a_worker(visit: Visit, store: Session) -> None:
    admin = visit("sys_admin")
    done = post(
        admin, "/admin/places/new", above="KM", code="GD", name_zh="官渡区", name_en="Guandu"
    )
    assert done.status_code == 302, done.text
    assert "地区已添加" in admin.get(done.headers["Location"]).text
    data = {
        "place": "GD",
        "code": "GD-1",
        "name_zh": "中心丙",
        "kind": "law_firm",
        "areas": ["legal_aid", "psychological"],
        "onboarded_on": "2026-03-01",
    }
    done = post(admin, "/admin/centres/new", **data)
    assert done.status_code == 302, done.text
    here = f"/admin/centres/{centre_id(store, 'GD-1')}"
    assert done.headers["Location"] == f"{here}?notice=centre_added"
    page = admin.get(here).text
    assert "律师事务所" in page
    assert "尚未登记工作人员" in page
    done = post(admin, here, code="LA01", area="legal_aid", started_on="2026-03-02")
    assert done.status_code == 302, done.text
    assert "LA01" in admin.get(here).text
    worker = store.execute(
        select(PractitionerRow.id).where(PractitionerRow.code == "LA01")
    ).scalar_one()
    store.rollback()
    end = f"{here}/practitioners/{worker}/end"
    assert post(admin, end, ended_on="2026-03-01").status_code == 422
    assert post(admin, end, ended_on="bad").status_code == 422
    assert post(admin, end, ended_on="2026-03-20").status_code == 302
    assert 'value="2026-03-20"' in admin.get(here).text
    assert post(admin, f"{here}/practitioners/999999/end", ended_on="").status_code == 404
    readers = f"/centres/{centre_id(store, 'GD-1')}/practitioners"
    assert "2026年3月20日" in visit("senior_supervisor").get(readers).text
    assert visit("auditor").get(readers).status_code == 404


@pytest.mark.parametrize(
    ("address", "data", "words"),
    [
        ("/admin/places/new", {"above": "KM", "code": "PL", "name_zh": "某区"}, "该代码已被使用"),
        ("/admin/places/new", {"above": "KM", "code": "盘", "name_zh": "某区"}, "不含汉字"),
        ("/admin/places/new", {"above": "KM", "code": "X"}, "请至少填写一种语言的名称"),
        ("/admin/places/new", {"above": "PL", "code": "X", "name_zh": "某"}, "上级地区"),
        ("/admin/places/new", {}, "代码"),
        (
            "/admin/centres/new",
            {"place": "PL", "code": "A", "name_zh": "甲", "kind": "law_firm", "areas": "legal_aid"},
            "该代码已被使用",
        ),
        (
            "/admin/centres/new",
            {"place": "PL", "code": "A9", "name_zh": "甲", "kind": "law_firm"},
            "请至少选择一个专业领域",
        ),
        (
            "/admin/centres/new",
            {"place": "PL", "code": "A9", "name_zh": "甲", "kind": "x", "areas": "legal_aid"},
            "机构类别",
        ),
    ],
)
def test_what_does_not_fit_the_register(
    visit: Visit, store: Session, address: str, data: dict[str, str], words: str
) -> None:
    answer = post(visit("sys_admin"), address, **data)
    assert answer.status_code == 422
    assert "pl-summary" in answer.text
    assert words in answer.text
    store.rollback()
    assert store.execute(select(func.count()).select_from(PlaceRow)).scalar_one() == 4
    assert store.execute(select(func.count()).select_from(CentreRow)).scalar_one() == 2


def test_an_empty_register_says_where_to_begin(visit: Visit, app: Flask) -> None:
    admin = visit("sys_admin")
    assert "尚无地区" in admin.get("/admin/places").text
    assert "目前尚无地区" in admin.get("/admin/centres/new").text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_keeps_to_its_language(visit: Visit, store: Session, language: str) -> None:
    admin, supervisor, giver = map(visit, ("sys_admin", "senior_supervisor", "sec_admin"))
    for client in (admin, supervisor, giver):
        post(client, f"/language/{language}")
    centre = centre_id(store, "A")
    place = store.execute(select(PlaceRow.id).where(PlaceRow.code == "KM")).scalar_one()
    store.rollback()
    here = f"/admin/accounts/{account_id(store, 'auditor')}"
    pages = {
        "accounts": admin.get("/admin/accounts"),
        "new account": admin.get("/admin/accounts/new"),
        "nothing filled in": post(admin, "/admin/accounts/new"),
        "account": admin.get(here),
        "roles": giver.get(here),
        "half a role": post(giver, f"{here}/roles", kept=["auditor||"], role="auditor"),
        "link": post(admin, f"{here}/link"),
        "sessions": giver.get(here),
        "own": admin.get(f"/admin/accounts/{account_id(store, 'sys_admin')}"),
        "places": admin.get("/admin/places"),
        "place": admin.get(f"/admin/places/{place}"),
        "new place": admin.get("/admin/places/new?above=KM"),
        "no place": post(admin, "/admin/places/new"),
        "new centre": admin.get("/admin/centres/new?place=PL"),
        "no centre": post(admin, "/admin/centres/new"),
        "centre": admin.get(f"/admin/centres/{centre}"),
        "no worker": post(admin, f"/admin/centres/{centre}"),
        "workers": supervisor.get(f"/centres/{centre}/practitioners"),
    }
    found = {name: faults(page.text, language) for name, page in pages.items()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_what_a_form_lets_pass_and_no_column_holds_is_refused_in_words(
    visit: Visit, store: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store.scalars(select(PlaceRow).where(PlaceRow.code == "KM")).one()

    def too_long(*_given: object, **_named: object) -> int:
        raise TooLongError("官渡区", 121, 120)

    monkeypatch.setattr("qa_app.web.admin.register.add_place", too_long)
    admin = visit("sys_admin")
    sent = {"above": "KM", "code": "GD", "name_zh": "官渡区", "name_en": "Guandu"}
    answer = post(admin, "/admin/places/new", **sent)
    assert answer.status_code == 422
    assert "文字过长" in answer.text
    assert "最多保留120个字符" in answer.text
