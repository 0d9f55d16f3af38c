"""The key of a centre as it is typed with each list; nothing of it is kept."""

from flask_babel import gettext as _

from qa_app.domain.centre_keys import key_fingerprint, read_key
from qa_app.queries.centre_keys import CentreKey
from qa_app.web.cases.forms import UploadForm


def typed_keys(form: UploadForm, kept: CentreKey | None) -> tuple[str, ...] | None:
    """Read the keys that came with a list.

    Args:
        form: The form.
        kept: What is known of the centre's key.

    Returns:
        The key, then an earlier one; none where the centre has no key. None when they are
        refused; the form says why.
    """
    if kept is None:
        return ()
    key = read_key(form.key.data or "")
    if key is None:
        form.fail("key", _("Type the key of the centre; look for a mistyped sign"))
        return None
    if key_fingerprint(key) != kept.fingerprint:
        form.fail("key", _("This is a key, but not the one that this centre uses"))
        return None
    if not (form.earlier.data or "").strip():
        return (key,)
    earlier = read_key(form.earlier.data)
    if earlier is None:
        form.fail("earlier", _("This is not such a key: look for a mistyped sign"))
        return None
    return key, earlier
