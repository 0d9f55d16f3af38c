from qa_app.domain.common_digests import COUNT
from qa_app.domain.passwords import PasswordRules, password_flaw


def test_whole_passwords_that_many_choose_are_refused() -> None:
    # a few of zxcvbn's list; with a second factor ten signs do
    two = PasswordRules(has_factor=True)
    for often in (
        "manchester",
        "Strawberry",
        "strawberry-2026",
        "4815162342",
        "harry.potter",
        "basketball",
    ):
        assert password_flaw(often, "", two) == "guessable", often
    for often in ("q1w2e3r4t5y6u7i8", "1qa2ws3ed4rf5tg"):
        assert password_flaw(often, "") == "guessable", often
    for other in ("manchester tram", "strawberries & tea", "heron kettle violin"):
        assert password_flaw(other, "", two) is None, other
    assert COUNT == 2001
