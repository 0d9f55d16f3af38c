"""Brings the Chinese catalogue up to date with the words in the code; `--check` only looks."""

import io
import re
import sys
from pathlib import Path

from babel.messages import Catalog, Message, mofile, pofile
from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "qa_app" / "translations" / "zh_Hans" / "LC_MESSAGES"
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext.babel_extract")]
MARKS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}
# a colon before a blank is YAML and stays
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff](?:,|;|\?|!|:(?![/ ]))|(?:,|;)[\u4e00-\u9fff]")
# figures and Latin words stand against Chinese ones without a blank; a formula keeps its own
BLANK = re.compile(
    r"[\u4e00-\u9fff] +[0-9A-Za-z%{<&*`-]|[0-9A-Za-z)}%>*`] +[\u4e00-\u9fff]|[sd] +%%"
)
A_BLANK_PARTS = ("已全部保存 %(at)s", " = ")
OTHER_WORDS = re.compile("认可证书|司法部门|审核|从业者|从业人员|(?<!社会)工作者")
OTHER_ENGLISH = re.compile(
    r"\b(?:re-?)?audit(?:s|ed|ing|or|ors)?\b(?! administrator)", re.IGNORECASE
)
"""Words that the glossary replaces by another one: code says audit, screens say review; who reads
the journal is an audit administrator in both."""


def words_in_code() -> Catalog:
    """Collect every message of the code and the templates."""
    found = Catalog(project="Plumbline", charset="utf-8")
    for folder in ("qa_app", "templates"):
        for _file, _line, message, _comments, context in extract_from_dir(
            ROOT / folder, method_map=METHODS, options_map={}, keywords=MARKS
        ):
            found.add(message, context=context)
    return found


def translated() -> Catalog:
    """Read the catalogue as it stands."""
    with (FOLDER / "messages.po").open("rb") as file:
        return pofile.read_po(file, locale="zh_Hans")


def brought_up_to_date() -> Catalog:
    """Add new messages untranslated, drop those that no code says any more."""
    catalog = translated()
    created = catalog.creation_date
    catalog.update(words_in_code(), no_fuzzy_matching=True)
    catalog.creation_date = created
    catalog.obsolete.clear()
    catalog.fuzzy = False
    return catalog


def written(catalog: Catalog) -> tuple[bytes, bytes]:
    """Give the text of a catalogue and its compiled form, as pages read it."""
    text, compiled = io.BytesIO(), io.BytesIO()
    pofile.write_po(text, catalog, no_location=True, sort_output=True, width=100)
    mofile.write_mo(compiled, catalog)
    return text.getvalue(), compiled.getvalue()


def write(catalog: Catalog) -> None:
    """Write both forms."""
    text, compiled = written(catalog)
    (FOLDER / "messages.po").write_bytes(text)
    (FOLDER / "messages.mo").write_bytes(compiled)


def faults() -> list[str]:
    """List what is wrong with the catalogue: gaps, lost placeholders, punctuation, words."""
    catalog = brought_up_to_date()
    text, compiled = written(catalog)
    found = []
    if (FOLDER / "messages.po").read_bytes() != text:
        found.append("messages.po does not hold the words of the code: run `make words`")
    if (FOLDER / "messages.mo").read_bytes() != compiled:
        found.append("messages.mo is older than messages.po: run `make words`")
    for message in catalog:
        found += _faults_of(message) if message.id else []
    return found


def _faults_of(message: Message) -> list[str]:
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    if not all(strings):
        return [f"not translated: {ids[0]}"]
    found = [f"not this product's word: {words}" for words in ids if OTHER_ENGLISH.search(words)]
    for words in strings:
        wanted = set(re.findall(r"%\(\w+\)s", ids[-1]))
        if set(re.findall(r"%\(\w+\)s", words)) != wanted:
            found.append(f"placeholders differ: {ids[0]}")
        if HALF_WIDTH.search(words):
            found.append(f"half-width punctuation: {words}")
        if BLANK.search(words) and not any(one in words for one in A_BLANK_PARTS):
            found.append(f"a blank beside a figure or a Latin word: {words}")
        found += [
            f"{word} is not this product's word: {words}" for word in OTHER_WORDS.findall(words)
        ]
    return found


if __name__ == "__main__":
    if "--check" not in sys.argv:
        write(brought_up_to_date())
    problems = faults()
    print(*problems, sep="\n")
    sys.exit(1 if problems and "--check" in sys.argv else 0)
