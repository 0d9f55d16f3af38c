"""A person comes in, changes the language, goes out."""

from tests.journeys.conftest import BOTH_BY_DAY, Journey


@BOTH_BY_DAY
def test_in_by_form_and_out_again(journey: Journey) -> None:
    page = journey.enter("senior_supervisor")
    assert page.get_attribute("html", "lang") == "zh-CN"
    page.click(".pl-top form.pl-push button")
    page.wait_for_selector("html[lang=en]")
    page.click("text=Sign out")
    page.wait_for_url("**/login")
