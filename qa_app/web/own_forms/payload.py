"""A form on its way through the browser: signed, so that nothing of it is stored here."""

from base64 import b64decode, b64encode
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeSerializer

_SALT = "own-form"


@dataclass(frozen=True, slots=True)
class CarriedForm:
    """A workbook that was looked at.

    Attributes:
        data: The file.
        name: What it was called.
        code: Centre or place for cells that name none; empty for none.
    """

    data: bytes
    name: str
    code: str


def packed(form: CarriedForm, secret: str, person: int) -> str:
    """Write a form for the browser.

    Args:
        form: The form.
        secret: The installation's secret.
        person: The account that it is good for.

    Returns:
        Packed and signed text.
    """
    body = [b64encode(form.data).decode("ascii"), form.name, form.code]
    return str(URLSafeSerializer(secret, salt=f"{_SALT}/{person}").dumps(body))


def unpacked(text: str, secret: str, person: int) -> CarriedForm | None:
    """Read a form that came back.

    Args:
        text: What `packed` gave.
        secret: The installation's secret.
        person: The account.

    Returns:
        The form; None when it was changed, or was made for somebody else.
    """
    try:
        data, name, code = URLSafeSerializer(secret, salt=f"{_SALT}/{person}").loads(text)
    except BadData:
        return None
    return CarriedForm(b64decode(data), name, code)
