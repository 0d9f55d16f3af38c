"""Laws, standards and guides that items lean on."""

from dataclasses import dataclass

from qa_app.domain.text import BilingualText


@dataclass(frozen=True, slots=True)
class Source:
    """One source.

    Attributes:
        code: Code in rubric files.
        title: Its title.
        status: `read`, `partly` or `title-only`: how far its text was read.
    """

    code: str
    title: BilingualText
    status: str
