"""Where templates, rubrics and migrations lie: in a checkout or inside an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Find a folder that the product brings along.

    Args:
        name: `templates`, `rubrics` or `migrations`.

    Returns:
        The folder inside the wheel when there is one, else the one of the checkout.
    """
    bundled = _PACKAGE / "_bundled" / name
    return bundled if bundled.is_dir() else _PACKAGE.parent / name
