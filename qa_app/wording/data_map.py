"""The data map: table by table, what of it tells of whom, and how long it stays."""

from collections.abc import Mapping

from qa_app.domain.data_classes import DataClass, data_classes
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

CLASSES: dict[DataClass, str] = {
    DataClass.C4: _("linked with a child"),
    DataClass.C3: _("people who work"),
    DataClass.C2: _("centres and bodies"),
    DataClass.C1: _("rubrics, calendars, lists: nobody"),
    DataClass.SECRET: _("secrets: digests, keys, addresses of robots"),
}
"""Class to whom it tells of."""
_TITLE = _("Data map")
_LEAD = _(
    "Made from the classes in the code (`qa_app/domain/data_classes.py`); a test fails on a column"
    " without a class and on a map that says something else. *Sealed* columns are encrypted with"
    " the field key; what ends is told in `retention.md`."
)
_NEVER = _(
    "Nowhere: a child's name, identity number, birthday, address, school, telephone, photograph or"
    " voice; the name of a suspect; scans of case files."
)
_TABLE, _COLUMNS, _SEALED = _("Table"), _("Columns"), _("Sealed")


def data_map(words: Words, sealed: Mapping[str, tuple[str, ...]]) -> str:
    """Write the data map.

    Args:
        words: The language.
        sealed: Table to its sealed columns.

    Returns:
        Markdown: one part for each class, the most sensitive first.
    """
    parts = [f"# {words.say(_TITLE)}", "", words.say(_LEAD), "", words.say(_NEVER)]
    head = " | ".join(words.say(one) for one in (_TABLE, _COLUMNS, _SEALED))
    for kind, told in CLASSES.items():
        parts += ["", f"## {kind.value}: {words.say(told)}", "", f"| {head} |", "|---|---|---|"]
        for table, columns in data_classes().items():
            here = [name for name, one in columns.items() if one is kind]
            if here:
                shut = " ".join(name for name in sealed.get(table, ()) if name in here)
                parts.append(f"| `{table}` | {' '.join(here)} | {shut} |")
    return "\n".join((*parts, ""))
