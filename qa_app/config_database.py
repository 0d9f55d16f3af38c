"""Where the database is, and whether the way to it is encrypted."""

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from qa_app.config_keys import SettingError

_NEAR = frozenset({"", "localhost", "127.0.0.1", "::1", "[::1]"})
_PORT = re.compile(r"(?<!:):[0-9]+$")
_ISOLATED = "isolated-network"


class DatabaseLink(StrEnum):
    """How the product comes to its database."""

    NEAR = "near"
    CHECKED = "checked"
    PLAIN = "plain"


def databases(environ: Mapping[str, str], data_dir: Path, *, is_production: bool) -> dict[str, Any]:
    """Read the addresses of the database.

    Args:
        environ: The environment.
        data_dir: Folder of the SQLite database.
        is_production: True for an installation in use.

    Returns:
        `database_url` and `owner_database_url`, as attributes of the settings.

    Raises:
        SettingError: An address is of no database that is known, or an installation in use would
            come to another machine without encryption, or without knowing whose certificates count.
    """
    own = f"sqlite:///{data_dir / 'plumbline.db'}"
    url, owner = environ.get("QA_DATABASE_URL", own), environ.get("QA_OWNER_DATABASE_URL", "")
    if owner and not owner.startswith(("postgresql://", "postgresql+psycopg://")):
        raise SettingError("QA_OWNER_DATABASE_URL", "must start with postgresql://")
    plain = environ.get("QA_PLAIN_DATABASE", "")
    if plain not in ("", _ISOLATED):
        raise SettingError("QA_PLAIN_DATABASE", f"must be {_ISOLATED}, or not set")
    found = {"QA_DATABASE_URL": as_database_url(url)}
    found["QA_OWNER_DATABASE_URL"] = as_database_url(owner) if owner else ""
    for name, address in found.items():
        if is_production and not plain and link_to(address) is DatabaseLink.PLAIN:
            fix = "leads to another machine: end it with ?sslmode=verify-full&sslrootcert=FILE, the"
            way_out = f"the network is cut off set QA_PLAIN_DATABASE={_ISOLATED} instead"
            raise SettingError(
                name, f"{fix} file of the authority that vouches for it; where {way_out}"
            )
    return {name.removeprefix("QA_").lower(): address for name, address in found.items()}


def as_database_url(url: str) -> str:
    """Read the address of a database.

    Args:
        url: `sqlite:///…` or `postgresql://…`.

    Returns:
        It with its driver.

    Raises:
        SettingError: It is of neither.
    """
    if url.startswith("postgresql://"):
        return url.replace("postgresql://", "postgresql+psycopg://", 1)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingError("QA_DATABASE_URL", "must start with sqlite:/// or postgresql://")
    return url


def link_to(url: str) -> DatabaseLink:
    """Tell how an address leads to its database.

    Args:
        url: With or without its driver.

    Returns:
        Near for a file, a socket or this machine by name; checked where the certificate must be
        one for that name by authorities that are named; plain for everything else, as each other
        mode of encryption goes on with whoever answers.

    Source: PostgreSQL 18, 32.19.1, client verification of server certificates.
    """
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    hosts = ",".join([parts.netloc.rpartition("@")[2], *asked.get("host", ())]).split(",")
    hosts += ",".join(asked.get("hostaddr", ())).split(",")
    if all(_is_near(one) for one in hosts) or url.startswith("sqlite:"):
        return DatabaseLink.NEAR
    is_checked = asked.get("sslmode") == ["verify-full"] and bool(asked.get("sslrootcert"))
    return DatabaseLink.CHECKED if is_checked else DatabaseLink.PLAIN


def _is_near(host: str) -> bool:
    return host.startswith(("/", "%2F", "%2f")) or _PORT.sub("", host) in _NEAR
