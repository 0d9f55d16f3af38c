"""A paper without a draft that carries the digest of its own content."""

import hashlib

from qa_app.wording.audit_reports import CLOSING, HEADS
from qa_app.wording.catalogue import message as _
from qa_app.wording.said import SaidLine
from qa_app.wording.said_printed import SaidPart, SaidPrinted, texts_of
from qa_app.wording.words import Words

_DRAFT = _("Draft for approval")
_DIGEST = _("Digest of the content")


def digested_paper(
    words: Words,
    head: tuple[str, str],
    identity: tuple[SaidLine, ...],
    parts: tuple[SaidPart, ...],
    ends: tuple[str, str],
) -> SaidPrinted:
    """Put a paper together.

    Args:
        words: The language.
        head: Its title, and what it is about.
        identity: What it is about, line by line.
        parts: Its parts.
        ends: When it was made, in words, and for whom it is.

    Returns:
        The paper, with the digest of its content.
    """
    (title, subject), (foot, class_mark) = head, ends
    texts = "\n".join(texts_of(title, identity, (), parts))
    digest = hashlib.sha256(texts.encode()).hexdigest()
    return SaidPrinted(
        language=words.language,
        title=title,
        subject=subject,
        draft=words.say(_DRAFT),
        is_draft=False,
        identity=identity,
        remarks=(),
        parts=parts,
        closing=words.say(CLOSING),
        verification=(SaidLine(words.say(_DIGEST), f"SHA-256 {digest}"),),
        verification_head=words.say(HEADS["verification"]),
        foot=foot,
        page=words.say(HEADS["page"]),
        class_mark=class_mark,
    )
