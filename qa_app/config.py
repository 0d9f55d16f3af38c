"""Settings from the environment: every value checked, every unknown name refused."""

import os
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

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
        "QA_HTTPS",
    }
)
_REGION = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,6})?", re.ASCII)
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
            port=_port(environ),
            timezone=_timezone(environ),
            required_language=_choice(environ, "QA_REQUIRED_LANGUAGE", ("zh", "en")),
            is_https=_choice(environ, "QA_HTTPS", ("0", "1")) == "1",
            region=_region(environ),
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


def _database_url(environ: Mapping[str, str], data_dir: Path) -> str:
    url = environ.get("QA_DATABASE_URL", f"sqlite:///{data_dir / 'plumbline.db'}")
    if url.startswith("postgresql://"):
        return url.replace("postgresql://", "postgresql+psycopg://", 1)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingError("QA_DATABASE_URL", "must start with sqlite:/// or postgresql://")
    return url


def _port(environ: Mapping[str, str]) -> int:
    value = environ.get("QA_PORT", "8000")
    if not value.isdecimal() or not 0 < int(value) <= _LAST_PORT:
        raise SettingError("QA_PORT", "must be a whole number from 1 to 65535")
    return int(value)


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
