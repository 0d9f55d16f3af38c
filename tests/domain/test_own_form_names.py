"""Every name of a form in both languages."""

from qa_app.domain.own_form_names import (
    ABOUT_RESULTS,
    ABOUT_SESSIONS,
    FORM_NAMES,
    KEY_NAMES,
    FormName,
    Key,
    key_named,
    metric_named,
    plain_name,
)


def test_every_name_has_a_chinese_one_and_a_page_that_it_is_read_from() -> None:
    assert set(FORM_NAMES) == set(FormName)
    assert set(KEY_NAMES) == set(Key)
    assert set(FormName) - ABOUT_RESULTS - ABOUT_SESSIONS == {FormName.CENTRE, FormName.TODAY}
    assert len(set(FORM_NAMES.values())) == len(FormName)


def test_names_are_found_in_both_languages_whatever_their_case() -> None:
    assert (
        metric_named(" Sessions Held ") is FormName.SESSIONS_HELD is metric_named("已开展督导次数")
    )
    assert key_named("PERIOD") is Key.PERIOD is key_named("期间")
    assert (metric_named("scroe"), key_named("")) == (None, None)
    assert plain_name("  A b ") == "a_b"
