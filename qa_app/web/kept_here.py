"""Under which names and keys a browser keeps what is not sent yet, without telling of whom."""

import base64
import hmac

from qa_app.web.guard import current_signed
from qa_app.web.settings import installation


def owner_for(what: str) -> str:
    """Name a person and a thing for the browser's own store, without telling either.

    Args:
        what: The thing, such as `12` for a draft of a reading and `record/12` for a record.

    Returns:
        A keyed digest of both, the same in every session of that person.
    """
    account = _account()
    return f"{_digest(f'drafts:{account}')}.{_digest(f'drafts:{account}:{what}')}"


def seal_for(what: str) -> str:
    """Give the key under which a browser keeps unsent texts of one person on one thing.

    Args:
        what: The thing, as for `owner_for`.

    Returns:
        256 bits, Base64; the same in every session of that person.
    """
    secret = installation().secret_key.encode()
    key = hmac.new(secret, f"notes:{_account()}:{what}".encode(), "sha256").digest()
    return base64.b64encode(key).decode()


def _account() -> int | None:
    signed = current_signed()
    return None if signed is None else signed.actor.account_id


def _digest(text: str) -> str:
    secret = installation().secret_key.encode()
    return hmac.new(secret, text.encode(), "sha256").hexdigest()[:12]
