"""Settings of mail, robots and links: every value checked."""

from pathlib import Path

import pytest

from qa_app.config import SettingError, Settings

MAIL = {"QA_SMTP_HOST": "mail.example.org", "QA_SMTP_FROM": "qa@example.org"}


def read(folder: Path, **values: str) -> Settings:
    return Settings.from_env({"QA_DATA_DIR": str(folder), **values})


def test_without_them_nothing_is_sent(tmp_path: Path) -> None:
    plain = read(tmp_path)
    assert (plain.smtp_host, plain.public_url, plain.robot_hosts) == ("", "", ())


def test_what_is_right_is_taken(tmp_path: Path) -> None:
    full = read(
        tmp_path, **MAIL, QA_SMTP_USER="qa", QA_SMTP_PASSWORD="p w", QA_SMTP_PORT="2525",
        QA_PUBLIC_URL="https://q.example.org/plumbline",
        QA_ROBOT_HOSTS="im.example.org,im.example.org:8443",
    )  # fmt: skip
    assert (full.smtp_host, full.smtp_port, full.is_smtp_encrypted) == (
        "mail.example.org", 2525, True,
    )  # fmt: skip
    assert full.robot_hosts == ("im.example.org", "im.example.org:8443")
    assert "p w" not in repr(full)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"QA_SMTP_HOST": "mail.example.org"}, "QA_SMTP_FROM"),
        (MAIL | {"QA_SMTP_FROM": "a@b.org\nBcc: c@d.org"}, "QA_SMTP_FROM"),
        (MAIL | {"QA_SMTP_HOST": "mail.example.org:25"}, "QA_SMTP_HOST"),
        (MAIL | {"QA_SMTP_PORT": "0"}, "QA_SMTP_PORT"),
        (MAIL | {"QA_SMTP_STARTTLS": "yes"}, "QA_SMTP_STARTTLS"),
        (MAIL | {"QA_SMTP_STARTTLS": "0", "QA_SMTP_USER": "qa"}, "QA_SMTP_USER"),
        ({"QA_PUBLIC_URL": "https://q.example.org/"}, "QA_PUBLIC_URL"),
        ({"QA_PUBLIC_URL": "q.example.org"}, "QA_PUBLIC_URL"),
        ({"QA_ROBOT_HOSTS": "https://im.example.org"}, "QA_ROBOT_HOSTS"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, values: dict[str, str], name: str) -> None:
    with pytest.raises(SettingError) as refused:
        read(tmp_path, **values)
    assert refused.value.name == name
