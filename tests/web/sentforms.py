"""What a browser sends of a form of a page, when nobody touches it."""

from html.parser import HTMLParser


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self.ids: list[str] = []
        self.current: dict[str, list[str]] | None = None
        self.area: str | None = None
        self.select: str | None = None
        self.first: str | None = None
        self.chosen: str | None = None

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.current = {}
            self.forms.append(self.current)
            self.ids.append(given.get("id", ""))
        elif self.current is None or "disabled" in given:
            return  # no browser sends these
        elif tag == "input" and "name" in given:
            skip = given.get("type") in {"checkbox", "radio"} and "checked" not in given
            if not skip:
                self.current.setdefault(given["name"], []).append(given.get("value", ""))
        elif tag == "textarea":
            self.area = given["name"]
            self.current.setdefault(self.area, []).append("")
        elif tag == "select":
            self.select, self.first, self.chosen = given["name"], None, None
        elif tag == "option" and self.select is not None:
            if self.first is None:
                self.first = given.get("value", "")
            if "selected" in given:
                self.chosen = given.get("value", "")

    def handle_data(self, data):
        if self.area is not None and self.current is not None:
            self.current[self.area][-1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.current = None
        elif tag == "textarea":
            self.area = None
        elif tag == "select" and self.current is not None and self.select is not None:
            value = self.first if self.chosen is None else self.chosen
            self.current.setdefault(self.select, []).append(value or "")
            self.select = None


def form_of(page: str, form_id: str) -> dict[str, list[str]]:
    """Give what the form with this id would send, its buttons left out."""
    parser = _Forms()
    parser.feed(page)
    return parser.forms[parser.ids.index(form_id)]
