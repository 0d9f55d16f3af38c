"""Settings from the environment: every value checked, every unknown name refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from qa_app.config_address import address
from qa_app.config_database import databases
from qa_app.config_keys import KeyFolder, SettingError, field_key, path_of, read_key, secret_key
from qa_app.domain.passwords import PasswordProfile
from qa_app.domain.reminders import is_mail_address
from qa_app.domain.retention import SETTINGS, PeriodError, Periods
from qa_app.domain.trust_defaults import JOURNAL_DAYS, JOURNAL_DAYS_LEAST

__all__ = ["SettingError", "Settings"]

_KNOWN = frozenset(
    {
        "QA_ENV",
        "QA_DATA_DIR",
        "QA_DATABASE_URL",
        "QA_OWNER_DATABASE_URL",
        "QA_PLAIN_DATABASE",
        "QA_SECRET_KEY",
        "QA_FIELD_KEY",
        "QA_FIELD_KEYS_OLD",
        *SETTINGS,
        "QA_HOST",
        "QA_PORT",
        "QA_TIMEZONE",
        "QA_REQUIRED_LANGUAGE",
        "QA_REGION",
        "QA_CONTRACT_MONTH",
        "QA_HTTPS",
        "QA_PLAIN_HTTP",
        "QA_PUBLIC_URL",
        "QA_OTHER_HOSTS",
        "QA_SMTP_HOST",
        "QA_SMTP_PORT",
        "QA_SMTP_USER",
        "QA_SMTP_PASSWORD",
        "QA_SMTP_STARTTLS",
        "QA_SMTP_FROM",
        "QA_ROBOT_HOSTS",
        "QA_PAPER_PREFIX",
        "QA_OIDC_ISSUER",
        "QA_OIDC_CLIENT_ID",
        "QA_OIDC_CLIENT_SECRET",
        "QA_OIDC_NAME",
        "QA_LOCAL_SIGN_IN",
        "QA_AUTH_PROFILE",
        "QA_BREACHED_PASSWORDS",
        "QA_PROXIES",
        "QA_LOG_LEVEL",
        "QA_METRICS_TOKEN",
        "QA_ANCHOR_DIR",
        "QA_ANCHOR_MAIL",
        "QA_JOURNAL_DAYS",
        "QA_BACKUP_KEY",
    }
)
_SECRET = frozenset(
    {
        "QA_DATABASE_URL",
        "QA_OWNER_DATABASE_URL",
        "QA_SECRET_KEY",
        "QA_FIELD_KEY",
        "QA_FIELD_KEYS_OLD",
        "QA_SMTP_PASSWORD",
        "QA_OIDC_CLIENT_SECRET",
        "QA_METRICS_TOKEN",
        "QA_BACKUP_KEY",
    }
)
"""Settings that may stand in a file of their own, named by the setting with `_FILE` behind it."""
_REGION = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,6})?", re.ASCII)
_PREFIX = re.compile(r"[A-Z0-9]{1,8}(?:-[A-Z0-9]{1,8}){0,2}", re.ASCII)
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?", re.ASCII)
_HOST_AND_PORT = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[1-9][0-9]{0,4})?", re.ASCII)
_PROXIES = ("0", "1", "2", "3", "4")
_ISSUER = re.compile(r"https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/-]*)?")
_NEAR_ISSUER = re.compile(r"http://(?:127\.0\.0\.1|localhost):[0-9]{1,5}(?:/[A-Za-z0-9._~/-]*)?")
_MONTHS = tuple(str(number) for number in range(1, 13))
_LEAST_TOKEN = 20
_MOST_DAYS = 36_600


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an installation may set.

    Attributes:
        is_production: True demands keys and an address from the environment.
        data_dir: Folder of the SQLite database and of generated keys.
        database_url: Database address, as whoever serves comes to it.
        secret_key: Signs what browsers hand back.
        field_key: 32 bytes that encrypt free text.
        field_keys_old: Keys before it, newest first; they only open.
        periods: How long what is kept of people stays.
        host: Address to serve on.
        port: Port to serve on.
        timezone: Local time zone of days and months.
        required_language: Language in which everything published must be written.
        region: Region such as `CN-53` whose grade bands count where a rubric has several.
        contract_month: Month, 1 to 12, in which contract years of centres begin: one for all, so
            that no two sheets overlap by some of their months.
        public_url: Address under which people reach the product, without a slash at its end;
            empty, outside production alone, leaves reminders and calendars without links.
        hosts: Names under which requests may come: that of `public_url`, and others that it has
            besides; empty, where there is no such address, for every one.
        smtp_host: Mail server; empty sends no mail.
        smtp_port: Its port.
        smtp_user: Name to sign in with there; empty to go without.
        smtp_password: Its password.
        is_smtp_encrypted: True speaks STARTTLS with it.
        smtp_from: Address that mail comes from.
        robot_hosts: Hosts of group robots besides those of their vendors.
        auth_profile: By which rules passwords are judged.
        breached_passwords: File of digests of passwords that leaked somewhere; None asks none.
        proxies: How many proxies that are trusted stand before the product; the address of a
            request is the one that the outermost of them saw.
        paper_prefix: What numbers of papers about decisions begin with, such as `YN-KM`.
        log_level: `info` writes a line for every request, `warning` only faults.
        metrics_token: What whoever reads figures at `/metrics` must show; empty offers none.
        anchor_dir: Folder that takes a head of the journal every day; None writes none.
        anchor_mail: Address that is sent the same; empty sends none.
        journal_days: How many days rows of the journal are kept before a checkpoint replaces them.
        backup_key: 32 bytes that encrypt backups; empty where none is set.
        oidc_issuer: Provider of single sign-on; empty offers none.
        oidc_client_id: What it calls this installation.
        oidc_client_secret: Shared with it.
        oidc_name: Its name in Chinese and in English.
        is_password_for_all: False keeps signing in with a password for administrators.
        owner_database_url: The same database for the role that owns its tables; empty where one
            role does both.
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
    hosts: tuple[str, ...] = ()
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    is_smtp_encrypted: bool = True
    smtp_from: str = ""
    robot_hosts: tuple[str, ...] = ()
    paper_prefix: str = "PL"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_name: tuple[str, str] = ("", "")
    is_password_for_all: bool = True
    field_keys_old: tuple[bytes, ...] = field(default=(), repr=False)
    periods: Periods = field(default_factory=Periods)
    auth_profile: PasswordProfile = PasswordProfile.NIST
    breached_passwords: Path | None = None
    proxies: int = 0
    log_level: str = "warning"
    metrics_token: str = field(default="", repr=False)
    anchor_dir: Path | None = None
    anchor_mail: str = ""
    journal_days: int = JOURNAL_DAYS
    backup_key: bytes = field(default=b"", repr=False)
    owner_database_url: str = field(default="", repr=False)

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
        environ = _with_files(environ)
        unknown = sorted(name for name in environ if name.startswith("QA_") and name not in _KNOWN)
        if unknown:
            raise SettingError(unknown[0], "is not a setting; see docs/operating.md")
        production = _choice(environ, "QA_ENV", ("development", "production")) == "production"
        data_dir = Path(environ.get("QA_DATA_DIR", "instance")).resolve()
        keys = KeyFolder(data_dir, makes_keys)
        return Settings(
            is_production=production,
            data_dir=data_dir,
            **databases(environ, data_dir, is_production=production),
            secret_key=secret_key(environ, keys, is_production=production),
            field_key=field_key(environ, keys, is_production=production),
            host=environ.get("QA_HOST", "127.0.0.1"),
            port=_whole(environ, "QA_PORT", 8000, 1, 65_535),
            timezone=_timezone(environ),
            required_language=_choice(environ, "QA_REQUIRED_LANGUAGE", ("zh", "en")),
            region=_region(environ),
            contract_month=int(_choice(environ, "QA_CONTRACT_MONTH", _MONTHS)),
            **address(environ, is_production=production),
            **_smtp(environ),
            robot_hosts=_robot_hosts(environ),
            paper_prefix=_prefix(environ),
            **_oidc(environ, is_production=production),
            field_keys_old=tuple(
                read_key("QA_FIELD_KEYS_OLD", one)
                for one in environ.get("QA_FIELD_KEYS_OLD", "").split(",")
                if one
            ),
            periods=_periods(environ),
            auth_profile=PasswordProfile(
                _choice(environ, "QA_AUTH_PROFILE", tuple(PasswordProfile))
            ),
            breached_passwords=path_of(environ, "QA_BREACHED_PASSWORDS"),
            proxies=int(_choice(environ, "QA_PROXIES", _PROXIES)),
            log_level=_choice(
                environ, "QA_LOG_LEVEL", ("info", "warning") if production else ("warning", "info")
            ),
            metrics_token=_metrics_token(environ),
            **_kept_outside(environ),
        )


def _with_files(environ: Mapping[str, str]) -> dict[str, str]:
    # as Docker and systemd hand secrets over
    found = {name: value for name, value in environ.items() if not _is_file_of(name)}
    for name in filter(_is_file_of, environ):
        setting = name.removesuffix("_FILE")
        if setting in environ:
            raise SettingError(name, f"cannot stand beside {setting}: set one of them")
        try:
            found[setting] = Path(environ[name]).read_text("utf-8").strip()
        except (OSError, ValueError) as fault:
            raise SettingError(name, "names a file that cannot be read") from fault
    return found


def _is_file_of(name: str) -> bool:
    return name.endswith("_FILE") and name.removesuffix("_FILE") in _SECRET


def _metrics_token(environ: Mapping[str, str]) -> str:
    value = environ.get("QA_METRICS_TOKEN", "")
    if value and len(value) < _LEAST_TOKEN:
        raise SettingError("QA_METRICS_TOKEN", "is too short: 20 characters or more")
    return value


def _kept_outside(environ: Mapping[str, str]) -> dict[str, Any]:
    mail = environ.get("QA_ANCHOR_MAIL", "")
    days, key = (JOURNAL_DAYS, JOURNAL_DAYS_LEAST, _MOST_DAYS), environ.get("QA_BACKUP_KEY", "")
    if mail and not (is_mail_address(mail) and environ.get("QA_SMTP_HOST")):
        raise SettingError("QA_ANCHOR_MAIL", "is no mail address, or needs a mail server")
    return {
        "anchor_dir": path_of(environ, "QA_ANCHOR_DIR"),
        "anchor_mail": mail,
        "journal_days": _whole(environ, "QA_JOURNAL_DAYS", *days),
        "backup_key": read_key("QA_BACKUP_KEY", key) if key else b"",
    }


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


def _whole(environ: Mapping[str, str], name: str, usual: int, least: int, most: int) -> int:
    value = environ.get(name, str(usual))
    if not value.isdecimal() or not least <= int(value) <= most:
        raise SettingError(name, f"must be a whole number from {least} to {most}")
    return int(value)


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
        "smtp_port": _whole(environ, "QA_SMTP_PORT", 587, 1, 65_535),
        "smtp_user": user,
        "smtp_password": environ.get("QA_SMTP_PASSWORD", ""),
        "is_smtp_encrypted": is_encrypted,
        "smtp_from": sender,
    }


def _oidc(environ: Mapping[str, str], *, is_production: bool) -> dict[str, Any]:
    issuer = environ.get("QA_OIDC_ISSUER", "")
    is_near = not is_production and _NEAR_ISSUER.fullmatch(issuer)
    if issuer and not _ISSUER.fullmatch(issuer) and not is_near:
        raise SettingError("QA_OIDC_ISSUER", "must be such as https://id.example.org")
    for name in ("QA_OIDC_CLIENT_ID", "QA_OIDC_CLIENT_SECRET"):
        if issuer and not environ.get(name):
            raise SettingError(name, "must be set beside QA_OIDC_ISSUER")
    zh, _, en = environ.get("QA_OIDC_NAME", "").partition("|")
    if issuer and not zh.strip():
        raise SettingError("QA_OIDC_NAME", "must name the provider: Chinese|English")
    is_for_all = _choice(environ, "QA_LOCAL_SIGN_IN", ("all", "administrators")) == "all"
    if not is_for_all and not issuer:
        raise SettingError("QA_LOCAL_SIGN_IN", "needs single sign-on: set QA_OIDC_ISSUER")
    return {
        "oidc_issuer": issuer,
        "oidc_client_id": environ.get("QA_OIDC_CLIENT_ID", ""),
        "oidc_client_secret": environ.get("QA_OIDC_CLIENT_SECRET", ""),
        "oidc_name": (zh.strip(), en.strip() or zh.strip()),
        "is_password_for_all": is_for_all,
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


def _periods(environ: Mapping[str, str]) -> Periods:
    try:
        return Periods.from_texts(environ)
    except PeriodError as fault:
        fix = f"must be a whole number from {fault.least} to {fault.most}"
        raise SettingError(fault.name, fix) from fault
