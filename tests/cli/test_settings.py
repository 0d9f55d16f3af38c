"""Settings of those who run the product: secrets in files, logs, figures."""

from pathlib import Path

import pytest

from qa_app.config import SettingError, Settings

SECRET = "zWk3-Qv8x_Rt5LmP0aYb7NcE2dHf9GjS"
KEY = "q1m3Xr8vB0tYw5KzL7nPc2dFh4GjS6aE9uQiOoRkTxs="


def read(folder: Path, **more: str) -> Settings:
    given = {"QA_DATA_DIR": str(folder), "QA_SECRET_KEY": SECRET, "QA_FIELD_KEY": KEY}
    return Settings.from_env(given | more)


def test_a_secret_may_stand_in_a_file_and_only_a_secret(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{'t' * 32}\n", "utf-8")
    given = {"QA_DATA_DIR": str(tmp_path), "QA_FIELD_KEY": KEY}
    read_from = Settings.from_env(given | {"QA_SECRET_KEY_FILE": str(tmp_path / "secret")})
    assert read_from.secret_key == "t" * 32
    with pytest.raises(SettingError, match="QA_SECRET_KEY_FILE: cannot stand beside"):
        read(tmp_path, QA_SECRET_KEY_FILE=str(tmp_path / "secret"))
    with pytest.raises(SettingError, match="QA_DATABASE_URL_FILE: names a file that cannot"):
        read(tmp_path, QA_DATABASE_URL_FILE=str(tmp_path / "nowhere"))
    with pytest.raises(SettingError, match="QA_HOST_FILE: is not a setting"):
        read(tmp_path, QA_HOST_FILE=str(tmp_path / "secret"))


def test_every_request_is_logged_in_production_and_only_faults_elsewhere(tmp_path: Path) -> None:
    assert read(tmp_path).log_level == "warning"
    used = {"QA_ENV": "production", "QA_HTTPS": "1", "QA_PUBLIC_URL": "https://q.example.org"}
    assert read(tmp_path, **used).log_level == "info"
    assert read(tmp_path, **used, QA_LOG_LEVEL="warning").log_level == "warning"


def test_a_token_of_figures_is_long_and_never_shown(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="QA_METRICS_TOKEN: is too short"):
        read(tmp_path, QA_METRICS_TOKEN="t" * 19)
    assert "t" * 20 not in repr(read(tmp_path, QA_METRICS_TOKEN="t" * 20))


def test_only_the_server_asks_for_the_list_of_leaked_passwords(tmp_path: Path) -> None:
    # backups and what is due go on without it
    assert read(tmp_path).breached_passwords is None
    gone = tmp_path / "nowhere"
    assert read(tmp_path, QA_BREACHED_PASSWORDS=str(gone)).breached_passwords == gone
