import pytest

from qa_app.models.sign_in import address_key


@pytest.mark.parametrize(
    ("address", "key"),
    [
        (None, "?"),
        ("", "?"),
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        # one connection has all of the second half
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("unix", "unix"),
        ("x" * 100, "x" * 64),
    ],
)
def test_what_tries_of_an_address_are_counted_under(address: str | None, key: str) -> None:
    assert address_key(address) == key
