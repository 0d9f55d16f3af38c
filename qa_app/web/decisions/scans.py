"""The scan of a paper: only its digest is kept, and only of a file that was given here."""

import hashlib

from flask import request
from itsdangerous import BadData, URLSafeSerializer

from qa_app.domain.defaults import SCAN_BYTES_MOST
from qa_app.domain.errors import InvalidError
from qa_app.web.settings import installation

_MEGA = 1_000_000


def digest_of_file() -> str:
    """Work out the digest of the scan that was sent.

    Returns:
        SHA-256 (hex); empty where no file was sent.

    Raises:
        InvalidError: It is larger than a scan may be (`scan_large`).
    """
    sent = request.files.get("scan_file")
    content = b"" if sent is None else sent.read(SCAN_BYTES_MOST + 1)
    if len(content) > SCAN_BYTES_MOST:
        raise InvalidError("scan_large", most=SCAN_BYTES_MOST // _MEGA)
    return hashlib.sha256(content).hexdigest() if content else ""


def kept_scan(digest: str, snapshot_id: int, account_id: int | None) -> str:
    """Write a digest for the form that goes on from a preview, so that nobody types one.

    Args:
        digest: What `digest_of_file` gave; empty before a file was sent.
        snapshot_id: The evidence on which the paper is recorded.
        account_id: Who records it.

    Returns:
        Signed text, good for these alone; empty without a digest.
    """
    return str(_signer(snapshot_id, account_id).dumps(digest)) if digest else ""


def scan_given(snapshot_id: int, account_id: int | None) -> str:
    """Find the digest of the scan: of the file that was sent now, or before the preview.

    Args:
        snapshot_id: The evidence on which the paper is recorded.
        account_id: Who records it.

    Returns:
        SHA-256 (hex); empty where no file was ever sent, whatever the form says.

    Raises:
        InvalidError: The file is larger than a scan may be (`scan_large`).
    """
    try:
        kept = _signer(snapshot_id, account_id).loads(request.form.get("scan", ""))
    except BadData:
        kept = ""
    return digest_of_file() or str(kept)


def _signer(snapshot_id: int, account_id: int | None) -> URLSafeSerializer:
    secret = installation().secret_key
    return URLSafeSerializer(secret, salt=f"paper-scan/{snapshot_id}/{account_id}")
