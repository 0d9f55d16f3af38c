"""Settings from the environment: every value checked, every unknown name refused."""

import os
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from qa_app.domain.reminders import is_mail_address

_KNOWN = frozenset(
    {
        "QA_ENV",
        "QA_DATA_DIR",
        "QA_DATABASE_URL",
        "QA_SECRET_KEY",
        "QA_FIELD_KEY",
        "QA_HOST",
        "QA_PORT",
        "QA_TIMEZONE",
        "QA_REQUIRED_LANGUAGE",
        "QA_REGION",
        "QA_CONTRACT_MONTH",
        "QA_HTTPS",
        "QA_PUBLIC_URL",
        "QA_SMTP_HOST",
        "QA_SMTP_PORT",
        "QA_SMTP_USER",
        "QA_SMTP_PASSWORD",
        "QA_SMTP_STARTTLS",
        "QA_SMTP_FROM",
        "QA_ROBOT_HOSTS",
        "QA_PAPER_PREFIX",
    }
)
_REGION = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,6})?", re.ASCII)
_PREFIX = re.compile(r"[A-Z0-9]{1,8}(?:-[A-Z0-9]{1,8}){0,2}", re.ASCII)
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?", re.ASCII)
_HOST_AND_PORT = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[1-9][0-9]{0,4})?", re.ASCII)
_PUBLIC = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._/-]*[A-Za-z0-9])?")
_MONTHS = tuple(str(number) for number in range(1, 13))
_LEAST_SECRET = 32
_KEY_BYTES = 32
_LAST_PORT = 65535


class SettingError(ValueError):
    """A setting cannot be used.

    Attributes:
        name: Which one.
        fix: What to do.
    """

    def __init__(self, name: str, fix: str) -> None:
        super().__init__(f"{name}: {fix}")
        self.name = name
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an installation may set.

    Attributes:
        is_production: True demands keys from the environment.
        data_dir: Folder of the SQLite database and of generated keys.
        database_url: Database address.
        secret_key: Signs what browsers hand back.
        field_key: 32 bytes that encrypt free text.
        host: Address to serve on.
        port: Port to serve on.
        timezone: Local time zone of days and months.
        required_language: Language in which everything published must be written.
        region: Region such as `CN-53` whose grade bands count where a rubric has several.
        contract_month: Month, 1 to 12, in which contract years of centres begin: one for all, so
            that no two sheets overlap by some of their months.
        public_url: Address under which people reach the product, without a slash at its end;
            empty leaves reminders and calendars without links.
        smtp_host: Mail server; empty sends no mail.
        smtp_port: Its port.
        smtp_user: Name to sign in with there; empty to go without.
        smtp_password: Its password.
        is_smtp_encrypted: True speaks STARTTLS with it.
        smtp_from: Address that mail comes from.
        robot_hosts: Hosts of group robots besides those of their vendors.
        paper_prefix: What numbers of papers about decisions begin with, such as `YN-KM`.
        is_https: True when a proxy serves the product over https.
    """

    is_production: bool
    data_dir: Path
    database_url: str
    secret_key: str
    field_key: bytes
    host: str = "127.0.0.1"
    port: int = 8000
    timezone: str = "Asia/Shanghai"
    required_language: str = "zh"
    is_https: bool = False
    region: str = "CN"
    contract_month: int = 1
    public_url: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    is_smtp_encrypted: bool = True
    smtp_from: str = ""
    robot_hosts: tuple[str, ...] = ()
    paper_prefix: str = "PL"

    @staticmethod
    def from_env(environ: Mapping[str, str], *, makes_keys: bool = True) -> "Settings":
        """Read the settings.

        Args:
            environ: The environment.
            makes_keys: True makes missing keys outside production, once, and keeps them in the
                data folder, readable by their owner only. False leaves every folder as it is.

        Returns:
            The settings.

        Raises:
            SettingError: A value cannot be used, a name starting with `QA_` is unknown, or a
                key is missing that is not to be made.
        """
        unknown = sorted(name for name in environ if name.startswith("QA_") and name not in _KNOWN)
        if unknown:
            raise SettingError(unknown[0], "is not a setting; see docs/operating.md")
        production = _choice(environ, "QA_ENV", ("development", "production")) == "production"
        data_dir = Path(environ.get("QA_DATA_DIR", "instance")).resolve()
        keys = _KeyFolder(data_dir, makes_keys)
        return Settings(
            is_production=production,
            data_dir=data_dir,
            database_url=_database_url(environ, data_dir),
            secret_key=_secret(environ, keys, is_production=production),
            field_key=_field_key(environ, keys, is_production=production),
            host=environ.get("QA_HOST", "127.0.0.1"),
            port=_port(environ, "QA_PORT", "8000"),
            timezone=_timezone(environ),
            required_language=_choice(environ, "QA_REQUIRED_LANGUAGE", ("zh", "en")),
            is_https=_choice(environ, "QA_HTTPS", ("0", "1")) == "1",
            region=_region(environ),
            contract_month=int(_choice(environ, "QA_CONTRACT_MONTH", _MONTHS)),
            public_url=_public_url(environ),
            **_smtp(environ),
            robot_hosts=_robot_hosts(environ),
            paper_prefix=_prefix(environ),
        )


def _choice(environ: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = environ.get(name, allowed[0])
    if value not in allowed:
        raise SettingError(name, f"must be one of {', '.join(allowed)}")
    return value


def _region(environ: Mapping[str, str]) -> str:
    value = environ.get("QA_REGION", "CN")
    if not _REGION.fullmatch(value):
        raise SettingError("QA_REGION", "must be a region code such as CN or CN-53")
    return value


def _prefix(environ: Mapping[str, str]) -> str:
    value = environ.get("QA_PAPER_PREFIX", "PL")
    if not _PREFIX.fullmatch(value):
        raise SettingError("QA_PAPER_PREFIX", "must be capital letters such as YN-KM")
    return value


def _database_url(environ: Mapping[str, str], data_dir: Path) -> str:
    url = environ.get("QA_DATABASE_URL", f"sqlite:///{data_dir / 'plumbline.db'}")
    if url.startswith("postgresql://"):
        return url.replace("postgresql://", "postgresql+psycopg://", 1)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingError("QA_DATABASE_URL", "must start with sqlite:/// or postgresql://")
    return url


def _port(environ: Mapping[str, str], name: str, usual: str) -> int:
    value = environ.get(name, usual)
    if not value.isdecimal() or not 0 < int(value) <= _LAST_PORT:
        raise SettingError(name, "must be a whole number from 1 to 65535")
    return int(value)


def _public_url(environ: Mapping[str, str]) -> str:
    value = environ.get("QA_PUBLIC_URL", "")
    if value and not _PUBLIC.fullmatch(value):
        raise SettingError("QA_PUBLIC_URL", "must be such as https://quality.example.org")
    return value


def _smtp(environ: Mapping[str, str]) -> dict[str, Any]:
    host, user = environ.get("QA_SMTP_HOST", ""), environ.get("QA_SMTP_USER", "")
    sender = environ.get("QA_SMTP_FROM", "")
    is_encrypted = _choice(environ, "QA_SMTP_STARTTLS", ("1", "0")) == "1"
    if host and not _HOST.fullmatch(host):
        raise SettingError("QA_SMTP_HOST", "must be the name of a server, without a port")
    if host and not is_mail_address(sender):
        raise SettingError("QA_SMTP_FROM", "must be a mail address when QA_SMTP_HOST is set")
    if user and not is_encrypted:
        raise SettingError("QA_SMTP_USER", "is sent only over STARTTLS: set QA_SMTP_STARTTLS=1")
    return {
        "smtp_host": host,
        "smtp_port": _port(environ, "QA_SMTP_PORT", "587"),
        "smtp_user": user,
        "smtp_password": environ.get("QA_SMTP_PASSWORD", ""),
        "is_smtp_encrypted": is_encrypted,
        "smtp_from": sender,
    }


def _robot_hosts(environ: Mapping[str, str]) -> tuple[str, ...]:
    hosts = tuple(filter(None, environ.get("QA_ROBOT_HOSTS", "").split(",")))
    if not all(_HOST_AND_PORT.fullmatch(one) for one in hosts):
        raise SettingError("QA_ROBOT_HOSTS", "must be such as im.example.org,im.example.org:8443")
    return hosts


def _timezone(environ: Mapping[str, str]) -> str:
    name = environ.get("QA_TIMEZONE", "Asia/Shanghai")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise SettingError("QA_TIMEZONE", "must name a time zone such as Asia/Shanghai") from fault
    return name


@dataclass(frozen=True, slots=True)
class _KeyFolder:
    folder: Path
    makes_keys: bool


def _secret(environ: Mapping[str, str], keys: _KeyFolder, *, is_production: bool) -> str:
    value = environ.get("QA_SECRET_KEY")
    if value is None:
        if is_production:
            raise SettingError("QA_SECRET_KEY", "must be set in production: 32 characters or more")
        return _kept(keys, "secret_key", secrets.token_urlsafe(_KEY_BYTES))
    if len(value) < _LEAST_SECRET:
        raise SettingError("QA_SECRET_KEY", "is too short: 32 characters or more")
    return value


def _field_key(environ: Mapping[str, str], keys: _KeyFolder, *, is_production: bool) -> bytes:
    value = environ.get("QA_FIELD_KEY")
    if value is None:
        if is_production:
            raise SettingError("QA_FIELD_KEY", "must be set in production: 32 bytes in base64")
        fresh = urlsafe_b64encode(secrets.token_bytes(_KEY_BYTES)).decode()
        value = _kept(keys, "field_key", fresh)
    try:
        key = urlsafe_b64decode(value)
    except ValueError as fault:
        raise SettingError("QA_FIELD_KEY", "is no base64") from fault
    if len(key) != _KEY_BYTES:
        raise SettingError("QA_FIELD_KEY", "must be 32 bytes in base64")
    return key


def _kept(keys: _KeyFolder, name: str, fresh: str) -> str:
    file = keys.folder / name
    if not keys.makes_keys and not file.exists():
        raise SettingError(
            "QA_DATA_DIR",
            f"there is no Plumbline in {keys.folder}: name its folder, or make one by `qa init`",
        )
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(fresh)
    except FileExistsError:
        pass
    except OSError as fault:
        raise SettingError("QA_DATA_DIR", f"{file.parent} cannot be written to") from fault
    return file.read_text()
