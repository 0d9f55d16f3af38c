"""Why an act was refused, as codes; doors put them into words."""


class RefusedError(Exception):
    """An act cannot be done.

    Attributes:
        code: Why, for machines; `qa_app.web.labels` and `qa_app.wording` know the words.
        params: Values that the words need.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class OutOfReachError(RefusedError):
    """The object does not exist, or the actor may not see it; both read the same."""


class AccessNeededError(RefusedError):
    """The actor knows of the object and may ask to open it; `params` name the audit."""


class NotAllowedError(RefusedError):
    """The actor may see the object but not do this to it."""


class ConflictError(RefusedError):
    """Someone else, or an earlier call, changed the object first."""


class OnePersonError(RefusedError):
    """An act takes two people, and one may be behind both accounts."""


class InvalidError(RefusedError):
    """What was sent cannot be accepted as it is.

    Attributes:
        codes: Every reason found, for doors that tell them together; the first is `code`.
    """

    def __init__(self, code: str, *more: str, **params: object) -> None:
        super().__init__(code, **params)
        self.codes = (code, *more)


class TooLongError(RefusedError):
    """A text is longer than what is kept of its kind; nothing of the act is saved."""

    def __init__(self, start: str, count: int, most: int) -> None:
        super().__init__("text_over_length", start=start, count=count, most=most)
