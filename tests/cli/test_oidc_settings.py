"""Settings of single sign-on: whole or refused."""

import pytest

from qa_app.config import SettingError, Settings

WHOLE = {
    "QA_OIDC_ISSUER": "https://id.example.org",
    "QA_OIDC_CLIENT_ID": "plumbline",
    "QA_OIDC_CLIENT_SECRET": "s" * 32,
    "QA_OIDC_NAME": "政务通|Gov Pass",
}


def read(tmp_path, **environ: str) -> Settings:
    return Settings.from_env({"QA_DATA_DIR": str(tmp_path), **environ})


def test_a_provider_is_named_in_both_languages(tmp_path) -> None:
    settings = read(tmp_path, **WHOLE, QA_LOCAL_SIGN_IN="administrators")
    assert settings.oidc_name == ("政务通", "Gov Pass")
    assert not settings.is_password_for_all
    assert "s" * 32 not in repr(settings)
    assert read(tmp_path).is_password_for_all
    near = read(tmp_path, **{**WHOLE, "QA_OIDC_ISSUER": "http://127.0.0.1:8129"})
    assert near.oidc_issuer == "http://127.0.0.1:8129"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QA_OIDC_ISSUER", "http://id.example.org"),
        ("QA_OIDC_ISSUER", "id.example.org"),
        ("QA_OIDC_CLIENT_ID", ""),
        ("QA_OIDC_CLIENT_SECRET", ""),
        ("QA_OIDC_NAME", ""),
        ("QA_LOCAL_SIGN_IN", "nobody"),
    ],
)
def test_half_a_provider_is_refused(tmp_path, name: str, value: str) -> None:
    with pytest.raises(SettingError) as refused:
        read(tmp_path, **{**WHOLE, name: value})
    assert refused.value.name == name


def test_passwords_go_only_where_something_takes_their_place(tmp_path) -> None:
    with pytest.raises(SettingError, match="QA_LOCAL_SIGN_IN"):
        read(tmp_path, QA_LOCAL_SIGN_IN="administrators")
