"""A checked list of the register on its way through the browser: signed, so that it stays so."""

from itsdangerous import BadData, URLSafeSerializer

from qa_app.domain.register_lists import Line, ListCounts, RegisterList, line_from, plain_line

_SALT = "register-list"


def packed(
    listed: RegisterList, lines: tuple[Line, ...], counts: ListCounts, secret: str, who: int | None
) -> str:
    """Write a checked list for the browser.

    Args:
        listed: Which list.
        lines: Its lines.
        counts: What was said about them.
        secret: The installation's secret.
        who: Who it is good for.

    Returns:
        Signed text.
    """
    body = {
        "counts": [counts.added, counts.updated, counts.unchanged],
        "lines": [plain_line(listed, one) for one in lines],
    }
    return str(_signer(listed, secret, who).dumps(body))


def unpacked(
    listed: RegisterList, text: str, secret: str, who: int | None
) -> tuple[tuple[Line, ...], ListCounts] | None:
    """Read a checked list that came back.

    Args:
        listed: Which list.
        text: What `packed` gave.
        secret: The installation's secret.
        who: Who sends it.

    Returns:
        Its lines and what was said about them; None when it was changed, or was made for another
        list or person.
    """
    try:
        body = _signer(listed, secret, who).loads(text)
    except BadData:
        return None
    lines = tuple(line_from(listed, plain) for plain in body["lines"])
    return lines, ListCounts(*body["counts"])


def _signer(listed: RegisterList, secret: str, who: int | None) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=f"{_SALT}/{listed.code}/{who}")
