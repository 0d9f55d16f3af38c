"""Why a text is no YAML or JSON, by kind: the readers of the formats say it in English only."""

from typing import Final

_YAML: Final = (
    ("mapping values are not allowed", "colon"),
    ("\\t", "tab"),
    ("cannot start any token", "sign"),
    ("could not find expected ':'", "no_colon"),
    ("unexpected end of stream", "quote"),
    ("unexpected document separator", "quote"),
    ("unknown escape", "escape"),
    ("escape sequence", "escape"),
    ("another document", "documents"),
    ("undefined alias", "alias"),
    ("block sequence entries", "item"),
    ("sequence entries are not allowed", "item"),
    ("expected ',' or", "bracket"),
    ("expected the node content", "bracket"),
    ("expected <block end>", "indent"),
    ("indentation", "indent"),
    ("alphabetic or numeric", "sign"),
    ("expected alphabetic", "sign"),
)
_JSON: Final = (
    ("Extra data", "more"),
    ("property name", "key_quote"),
    ("Expecting ':'", "no_colon"),
    ("Expecting ','", "comma"),
    ("Expecting value", "json_value"),
    ("Unterminated string", "quote"),
    ("escape", "escape"),
    ("control character", "quote"),
)


def yaml_why(said: str) -> str:
    """Sort a sentence of the YAML package into a kind.

    Args:
        said: What it says, in English.

    Returns:
        A kind; `other` for a sentence that is not known.
    """
    return _kind(_YAML, said)


def json_why(said: str) -> str:
    """Sort a sentence of the JSON package into a kind.

    Args:
        said: What it says, in English.

    Returns:
        A kind; `other` for a sentence that is not known.
    """
    return _kind(_JSON, said)


def _kind(known: tuple[tuple[str, str], ...], said: str) -> str:
    return next((kind for piece, kind in known if piece in said), "other")
