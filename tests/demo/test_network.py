from qa_app.demo.network import ACCOUNTS, centres, places
from qa_app.domain.people import Role
from qa_app.domain.permissions import GRANTS


def test_kunming_has_its_fourteen_districts() -> None:
    tree = places()
    assert [place.code for place in tree[:2]] == ["530000", "530100"]
    districts = [place.name.zh for place in tree if place.level == "district"]
    assert districts == [
        "五华区",
        "盘龙区",
        "官渡区",
        "西山区",
        "东川区",
        "呈贡区",
        "晋宁区",
        "安宁市",
        "富民县",
        "宜良县",
        "石林彝族自治县",
        "嵩明县",
        "禄劝彝族苗族自治县",
        "寻甸回族彝族自治县",
    ]
    assert all(place.name.en for place in tree)


def test_every_centre_says_that_it_is_for_demonstration() -> None:
    network = centres()
    assert len(network) >= 40
    assert len({one.code for one in network}) == len(network)
    assert all("演示" in one.name.zh and "demonstration" in one.name.en for one in network)
    assert {area for one in network for area in one.areas} == {
        "social_work",
        "legal_aid",
        "psychological",
        "family_education",
    }


def test_there_is_an_account_for_each_role_in_force() -> None:
    assert {role for one in ACCOUNTS for role in (one.role, *one.also)} == set(GRANTS)
    assert len(ACCOUNTS) == len({one.login_name for one in ACCOUNTS}) == 18
    # tables for research need two who approve
    assert [one.role for one in ACCOUNTS].count(Role.AUDIT_ADMIN) == 2
    assert Role.CASEWORKER in GRANTS
