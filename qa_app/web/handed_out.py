"""Files that the product hands out: what a browser calls them."""

from urllib.parse import quote

from flask_babel import gettext as _

from qa_app.reports.notices import notice_lines

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NAME = "Content-Disposition"


def marked_name(name: str) -> str:
    """Put the mark of a demonstration before the name of a file.

    Args:
        name: What the file is called.

    Returns:
        The same where the installation has no notice.
    """
    if not notice_lines():
        return name
    mark = _("demonstration")
    return f"{mark}_{name}"


def named_file(name: str, *, is_shown: bool = False) -> dict[str, str]:
    """Give the header that names a file.

    Args:
        name: What the file is called; signs that would end the name or the header are left out.
        is_shown: The browser shows it; otherwise it is put away.

    Returns:
        `Content-Disposition`, alone; a name that is not of ASCII in the form of RFC 6266. Where
        the installation has a notice, which only a demonstration has, the name begins with it:
        tables and data that programs read have no other place for it.
    """
    safe = "".join(one for one in marked_name(name) if one.isprintable() and one not in '"\\/')
    way = "inline" if is_shown else "attachment"
    if safe.isascii():
        return {_NAME: f'{way}; filename="{safe}"'}
    return {_NAME: f"{way}; filename*=UTF-8''{quote(safe, safe='')}"}
