"""Where the database is, and whether the way to it is encrypted."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from qa_app.config_keys import SettingError

_NEAR = frozenset({"", "localhost", "127.0.0.1", "::1"})
_ISOLATED = "isolated-network"
_LEADING = ("PGHOST", "PGHOSTADDR", "PGSERVICE")
"""By these the driver goes elsewhere than an address says (PostgreSQL 18, 32.15)."""


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
    found = {"QA_DATABASE_URL": environ.get("QA_DATABASE_URL", own)}
    owner = environ.get("QA_OWNER_DATABASE_URL", "")
    if owner and not owner.startswith(("postgresql://", "postgresql+psycopg://")):
        raise SettingError("QA_OWNER_DATABASE_URL", "must start with postgresql://")
    if owner:
        found["QA_OWNER_DATABASE_URL"] = owner
    for name, given in found.items():
        found[name] = database_address(name, given, environ, is_production=is_production)
    owner = found.get("QA_OWNER_DATABASE_URL", "")
    return {"database_url": found["QA_DATABASE_URL"], "owner_database_url": owner}


def database_address(
    name: str, url: str, environ: Mapping[str, str], *, is_production: bool
) -> str:
    """Read the address of a database, and refuse one that an installation in use must not take.

    Args:
        name: What gave it, such as a setting.
        url: `sqlite:///…` or `postgresql://…`.
        environ: The environment, which the driver looks into as well.
        is_production: True for an installation in use.

    Returns:
        The address with its driver.

    Raises:
        SettingError: It is of no database that is known or cannot be read, or an installation in
            use would come to another machine without encryption, without knowing whose
            certificates count, or by something else than the address.
    """
    plain = environ.get("QA_PLAIN_DATABASE", "")
    if plain not in ("", _ISOLATED):
        raise SettingError("QA_PLAIN_DATABASE", f"must be {_ISOLATED}, or not set")
    address = as_database_url(url, name)
    if not is_production or address.startswith("sqlite:"):
        return address
    leading = next((one for one in _LEADING if one in environ), "")
    if leading:
        fix = f"leads {name} elsewhere than it says: take it out of the environment, and name"
        raise SettingError(leading, f"{fix} the host in the address")
    if "service" in _asked(address):
        fix = "names a service, whose file may lead anywhere: name the host in the address"
        raise SettingError(name, f"{fix} instead of service=")
    if not plain and link_to(address) is DatabaseLink.PLAIN:
        fix = "leads to another machine: end it with ?sslmode=verify-full&sslrootcert=FILE, the"
        way_out = f"the network is cut off set QA_PLAIN_DATABASE={_ISOLATED} instead"
        raise SettingError(
            name, f"{fix} file of the authority that vouches for it; where {way_out}"
        )
    return address


def as_database_url(url: str, name: str = "QA_DATABASE_URL") -> str:
    """Read the address of a database.

    Args:
        url: `sqlite:///…` or `postgresql://…`.
        name: What gave it, such as a setting.

    Returns:
        It with its driver.

    Raises:
        SettingError: It is of neither, or of PostgreSQL and cannot be read.
    """
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingError(name, "must start with sqlite:/// or postgresql://")
    try:
        _asked(url)
    except (ArgumentError, ValueError):
        fix = "cannot be read: write postgresql://user:password@host:port/name, with @ : / % # ?"
        raise SettingError(name, f"{fix} in a password as %40 %3A %2F %25 %23 %3F") from None
    return url


def link_to(url: str) -> DatabaseLink:
    """Tell how an address leads to its database.

    Args:
        url: With or without its driver.

    Returns:
        Near for a file, a socket or this machine by name; checked where the certificate must be
        one for that name by authorities that are named; plain for everything else, as each other
        mode of encryption goes on with whoever answers.

    An address that names a service is plain, for its file may lead anywhere.

    Source: PostgreSQL 18, 32.19.1, client verification of server certificates.
    """
    asked = _asked(url)
    hosts = f"{asked.get('host', '')},{asked.get('hostaddr', '')}".split(",")
    is_near = "service" not in asked and all(_is_near(one) for one in hosts)
    if url.startswith("sqlite:") or is_near:
        return DatabaseLink.NEAR
    is_checked = asked.get("sslmode") == "verify-full" and bool(asked.get("sslrootcert"))
    return DatabaseLink.CHECKED if is_checked else DatabaseLink.PLAIN


def _asked(url: str) -> Mapping[str, Any]:
    # what the driver is handed: read by nothing else than by what connects
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return {}
    return address.get_dialect()().create_connect_args(address)[1]


def _is_near(host: str) -> bool:
    return host.startswith("/") or host.lower() in _NEAR
