"""Keys of an installation, given or made once and kept in its folder; paths that it names."""

import os
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_LEAST_SECRET = 32
_KEY_BYTES = 32
_NO_KEY = "must be 32 bytes in base64: what `openssl rand -base64 32` printed for it"
_LEAST_BYTES, _LEAST_SIGNS = 8, 8
_PLACEHOLDER = re.compile(r"change[ _-]?me|your[ _-]?secret|placeholder|example|default", re.I)


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
class KeyFolder:
    """Where keys are kept.

    Attributes:
        folder: The data folder.
        makes_keys: True makes missing ones.
    """

    folder: Path
    makes_keys: bool


def secret_key(environ: Mapping[str, str], keys: KeyFolder, *, is_production: bool) -> str:
    """Read the key that signs what browsers hand back.

    Args:
        environ: The environment.
        keys: Where one is kept that was made.
        is_production: True refuses to make one.

    Returns:
        It, 32 characters or more.

    Raises:
        SettingError: It is missing or cannot be used.
    """
    value = environ.get("QA_SECRET_KEY")
    if value is None:
        if is_production:
            raise SettingError("QA_SECRET_KEY", "must be set in production: 32 characters or more")
        return _kept(keys, "secret_key", secrets.token_urlsafe(_KEY_BYTES))
    if len(value) < _LEAST_SECRET:
        raise SettingError("QA_SECRET_KEY", "is too short: 32 characters or more")
    if is_production and (len(set(value)) < _LEAST_SIGNS or _PLACEHOLDER.search(value)):
        raise SettingError("QA_SECRET_KEY", "is a placeholder: make one of your own")
    return value


def field_key(environ: Mapping[str, str], keys: KeyFolder, *, is_production: bool) -> bytes:
    """Read the key that encrypts free text.

    Args:
        environ: The environment.
        keys: Where one is kept that was made.
        is_production: True refuses to make one.

    Returns:
        It, 32 bytes.

    Raises:
        SettingError: It is missing or cannot be used.
    """
    value = environ.get("QA_FIELD_KEY")
    if value is None:
        if is_production:
            raise SettingError("QA_FIELD_KEY", "must be set in production: 32 bytes in base64")
        fresh = urlsafe_b64encode(secrets.token_bytes(_KEY_BYTES)).decode()
        value = _kept(keys, "field_key", fresh)
    key = read_key("QA_FIELD_KEY", value)
    if is_production and len(set(key)) < _LEAST_BYTES:
        raise SettingError("QA_FIELD_KEY", "is no chance: make one by `openssl rand -base64 32`")
    return key


def read_key(name: str, value: str) -> bytes:
    """Read a key of 32 bytes.

    Args:
        name: The setting.
        value: Its text, base64.

    Returns:
        The key.

    Raises:
        SettingError: It is no such key.
    """
    try:
        key = urlsafe_b64decode(value)
    except ValueError as fault:
        raise SettingError(name, _NO_KEY) from fault
    if len(key) != _KEY_BYTES:
        raise SettingError(name, _NO_KEY)
    return key


def _kept(keys: KeyFolder, name: str, fresh: str) -> str:
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


def path_of(environ: Mapping[str, str], name: str) -> Path | None:
    """Find where a file or folder of an installation lies.

    Args:
        environ: The environment.
        name: The setting.

    Returns:
        The whole path, which need not be there; None where none is named.
    """
    return Path(environ[name]).resolve() if environ.get(name) else None
