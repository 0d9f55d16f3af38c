"""How people reach an installation: its address, and whether the way there is encrypted."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from qa_app.config_keys import SettingError

_PUBLIC = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._/-]*[A-Za-z0-9])?")
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_ISOLATED = "isolated-network"


def address(environ: Mapping[str, str], *, is_production: bool) -> dict[str, Any]:
    """Read the address of an installation.

    An installation in use names its own address: whoever asks chooses the `Host` header, and
    links in mails, codes on papers and the way back from single sign-on would lead there. It
    says as well that the way is encrypted, or that it is meant not to be.

    Args:
        environ: The environment.
        is_production: True for an installation in use.

    Returns:
        `public_url`, `hosts` and `is_https`, as attributes of the settings.

    Raises:
        SettingError: A value cannot be used, two contradict each other, or one is missing that an
            installation in use needs.
    """
    public, https = environ.get("QA_PUBLIC_URL", ""), environ.get("QA_HTTPS", "0")
    if public and not _PUBLIC.fullmatch(public):
        raise SettingError("QA_PUBLIC_URL", "must be such as https://quality.example.org")
    if https not in ("0", "1"):
        raise SettingError("QA_HTTPS", "must be one of 0, 1")
    is_plain = _is_plain(environ, is_https=https == "1")
    if is_production and not public:
        fix = "must be set in production to the address under which people come"
        raise SettingError("QA_PUBLIC_URL", f"{fix}, such as https://quality.example.org")
    if is_production and https == "0" and not is_plain:
        fix = "must be 1 in production, behind a proxy that speaks https; on one machine or in a"
        way_out = f"network that is cut off set QA_PLAIN_HTTP={_ISOLATED} instead"
        raise SettingError("QA_HTTPS", f"{fix} {way_out}")
    if is_production and public.startswith("https:") != (https == "1"):
        fix = "must begin with https:// where QA_HTTPS=1, and with http:// elsewhere"
        raise SettingError("QA_PUBLIC_URL", fix)
    return {"public_url": public, "hosts": _hosts(environ, public), "is_https": https == "1"}


def _hosts(environ: Mapping[str, str], public: str) -> tuple[str, ...]:
    listed = (one.strip().lower() for one in environ.get("QA_OTHER_HOSTS", "").split(","))
    others = tuple(filter(None, listed))
    if not all(_NAME.fullmatch(one) for one in others):
        raise SettingError("QA_OTHER_HOSTS", "must be such as quality.example.lan,10.0.0.5")
    if others and not public:
        raise SettingError("QA_OTHER_HOSTS", "needs QA_PUBLIC_URL, the name that comes first")
    return (urlsplit(public).hostname or "", *others) if public else ()


def _is_plain(environ: Mapping[str, str], *, is_https: bool) -> bool:
    value = environ.get("QA_PLAIN_HTTP", "")
    if value not in ("", _ISOLATED):
        raise SettingError("QA_PLAIN_HTTP", f"must be {_ISOLATED}, or not set")
    if value and is_https:
        raise SettingError("QA_PLAIN_HTTP", "cannot stand beside QA_HTTPS=1: set one of them")
    return bool(value)
