"""Encrypted files that hold one database: AES-256-GCM in frames, so that memory stays small.

A file begins with a mark, then a header that can be read without the key and is bound into every
frame. Each frame is compressed and sealed under a key of the file's own; its number is its nonce,
and the last one says that it is the last, so that a file that was cut short shows.
"""

import hashlib
import hmac
import json
import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from qa_app.domain.backups import BackupError

_MARK = b"PLUMBLINE BACKUP\n"
_FORMAT = 1
_SALT_BYTES, _LENGTH = 32, struct.Struct(">I")
_FRAME = 1 << 20
_LARGEST_HEADER, _LARGEST_FRAME = 1 << 20, 2 << 20
_MANIFEST, _DATA, _END = b"M", b"D", b"E"


def write_archive(file: Path, key: bytes, manifest: dict[str, Any], content: Path) -> None:
    """Write a file that holds a database; it stands whole or not at all.

    Args:
        file: Where it goes.
        key: 32 bytes.
        manifest: What it says of itself, sealed too.
        content: The database.
    """
    salt = os.urandom(_SALT_BYTES)
    public = {"format": _FORMAT, "salt": salt.hex(), "check": _check(key, salt)}
    header = json.dumps(public).encode()
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("wb") as out:
            out.write(_MARK + _LENGTH.pack(len(header)) + header)
            out.write(hashlib.sha256(header).digest())
            for frame in _sealed(key, salt, header, _frames(manifest, content)):
                out.write(_LENGTH.pack(len(frame)) + frame)
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def read_manifest(file: Path, key: bytes) -> dict[str, Any]:
    """Read what a file says of itself.

    Args:
        file: The file.
        key: 32 bytes.

    Returns:
        The manifest.

    Raises:
        BackupError: It cannot be opened.
    """
    with file.open("rb") as source:
        kind, content = next(_opened(source, key))
    if kind != _MANIFEST:
        raise BackupError("damaged")
    manifest: dict[str, Any] = json.loads(content)
    return manifest


def unpack(file: Path, key: bytes, target: Path) -> None:
    """Write the database that a file holds; every byte is checked.

    Args:
        file: The file.
        key: 32 bytes.
        target: Where the database goes.

    Raises:
        BackupError: It cannot be opened; what was written by then is removed.
    """
    try:
        with file.open("rb") as source, target.open("wb") as out:
            for kind, content in _opened(source, key):
                if kind == _DATA:
                    out.write(content)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def file_digest(file: Path) -> str:
    """Digest a file.

    Args:
        file: The file.

    Returns:
        SHA-256 as 64 hexadecimal digits.
    """
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _frames(manifest: dict[str, Any], content: Path) -> Iterator[tuple[bytes, bytes]]:
    yield _MANIFEST, json.dumps(manifest).encode()
    with content.open("rb") as source:
        while chunk := source.read(_FRAME):
            yield _DATA, chunk
    yield _END, b""


def _sealed(
    key: bytes, salt: bytes, header: bytes, frames: Iterator[tuple[bytes, bytes]]
) -> Iterator[bytes]:
    cipher = AESGCM(_file_key(key, salt))
    for number, (kind, content) in enumerate(frames):
        yield cipher.encrypt(_nonce(number), kind + zlib.compress(content, 1), header)


def _opened(source: BinaryIO, key: bytes) -> Iterator[tuple[bytes, bytes]]:
    header = _header(source)
    public = json.loads(header)
    if public.get("format") != _FORMAT:
        raise BackupError("newer_format")
    salt = bytes.fromhex(public["salt"])
    if not hmac.compare_digest(public["check"], _check(key, salt)):
        raise BackupError("wrong_key")
    cipher, number, kind = AESGCM(_file_key(key, salt)), 0, b""
    while kind != _END:
        size = _LENGTH.unpack(_exactly(source, _LENGTH.size))[0]
        if size > _LARGEST_FRAME:
            raise BackupError("damaged")
        sealed = _exactly(source, size)
        try:
            plain = cipher.decrypt(_nonce(number), sealed, header)
        except InvalidTag as fault:
            raise BackupError("damaged") from fault
        kind, number = plain[:1], number + 1
        yield kind, zlib.decompress(plain[1:])
    if source.read(1):
        raise BackupError("damaged")


def _header(source: BinaryIO) -> bytes:
    if source.read(len(_MARK)) != _MARK:
        raise BackupError("not_an_archive")
    size = _LENGTH.unpack(_exactly(source, _LENGTH.size))[0]
    if size > _LARGEST_HEADER:
        raise BackupError("damaged")
    header = _exactly(source, size)
    if _exactly(source, hashlib.sha256().digest_size) != hashlib.sha256(header).digest():
        raise BackupError("damaged")
    return header


def _exactly(source: BinaryIO, size: int) -> bytes:
    found = source.read(size)
    if len(found) != size:
        raise BackupError("truncated")
    return found


def _file_key(key: bytes, salt: bytes) -> bytes:
    return hmac.digest(key, b"frames" + salt, "sha256")


def _check(key: bytes, salt: bytes) -> str:
    return hmac.digest(key, b"check" + salt, "sha256").hex()[:16]


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")
