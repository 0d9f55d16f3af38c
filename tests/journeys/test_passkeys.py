"""A passkey is made, answers the second question and an act of weight, lets in alone, and goes."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.cast import leave, press
from tests.journeys.conftest import PASSWORD, Journey

OWN = "/me/second-factor"


def an_authenticator(page: Page) -> Any:
    """Plug a device in that makes passkeys and knows its owner."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return cdp, made["authenticatorId"]


def test_a_passkey_from_first_to_last(journey: Journey) -> None:
    # browsers make passkeys for names, not for bare addresses
    base = journey.base.replace("127.0.0.1", "localhost")
    journey.watch.expect(f"request to {base}")
    page = journey.page()
    an_authenticator(page)
    journey.context.add_cookies([{"name": "lang", "value": "zh", "url": base}])

    def by_password() -> None:
        page.goto(f"{base}/login")
        page.fill("[name=login_name]", "caseworker")
        page.fill("[name=password]", PASSWORD)
        press(page, "登录")

    by_password()
    page.goto(f"{base}{OWN}")
    page.fill("[name=name]", "办公室电脑")
    press(page, "登记通行密钥")
    expect(page.locator("#passkeys table")).to_contain_text("保存名称")
    expect(page.locator("#passkeys [name=name]").first).to_have_value("办公室电脑")
    press(page, "退出")

    # the second question
    by_password()
    expect(page).to_have_url(f"{base}/login/second?next=/")
    press(page, "使用通行密钥")
    expect(page).to_have_url(f"{base}/")
    press(page, "退出")

    # alone
    page.goto(f"{base}/login")
    leave(page, page.locator("text=用通行密钥登录"))
    press(page, "使用通行密钥")
    expect(page).to_have_url(f"{base}/")

    page.goto(f"{base}{OWN}")
    page.locator("#passkeys [name=name]").first.fill("笔记本")
    press(page, "保存名称")
    expect(page.locator("#passkeys [name=name]").first).to_have_value("笔记本")
    press(page, "移除")
    expect(page.locator("#passkeys table")).to_have_count(0)
    press(page, "退出")
    by_password()
    expect(page).to_have_url(f"{base}/")
