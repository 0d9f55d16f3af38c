"""Areas of expertise, and which of them a resource centre works in."""

from dataclasses import dataclass

from qa_app.domain.text import BilingualText


@dataclass(frozen=True, slots=True)
class Area:
    """An area of expertise.

    Attributes:
        code: Code in rubric files.
        name: Its name.
        position: Place in lists, from 1.
        is_resource_area: One of the four areas of resource centres.
    """

    code: str
    name: BilingualText
    position: int
    is_resource_area: bool = False
