import pytest

from qa_app.web.account_labels import device_name

_MOZILLA = "Mozilla/5.0"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            f"{_MOZILLA} (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156 Safari/537.36",
            "Chrome · Linux",
        ),
        (
            f"{_MOZILLA} (Linux; Android 11) Chrome/86 Mobile Safari MicroMessenger/8",
            "WeChat · Android",
        ),
        (f"{_MOZILLA} (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Edge · Windows"),
        (
            f"{_MOZILLA} (iPhone; CPU iPhone OS 17 like Mac OS X) Version/17 Safari/604",
            "Safari · iOS",
        ),
        (f"{_MOZILLA} (Macintosh; Intel Mac OS X 10.15; rv:120) Firefox/120", "Firefox · macOS"),
        ("Firefox", "Firefox"),
    ],
)
def test_names_of_devices(agent: str, name: str) -> None:
    assert device_name(agent) == name
