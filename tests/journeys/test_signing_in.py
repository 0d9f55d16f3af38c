"""A person comes in, changes the language, goes out."""

from tests.journeys.cast import leave
from tests.journeys.conftest import PASSWORD, Journey


def test_in_by_form_and_out_again(journey: Journey) -> None:
    page = journey.page()
    page.goto(f"{journey.base}/login?next=/me")
    page.fill("[name=login_name]", "senior_supervisor")
    page.fill("[name=password]", PASSWORD)
    # the address of the form ends like that of the page that it leads to
    leave(page, page.locator("main button[type=submit]"))
    assert page.url == f"{journey.base}/me"
    assert page.get_attribute("html", "lang") == "zh-CN"
    page.click(".pl-top form.pl-push button")
    page.wait_for_selector("html[lang=en]")
    page.click("text=Sign out")
    page.wait_for_url("**/login")
