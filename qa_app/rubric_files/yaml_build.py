"""Plain data out of the events of a YAML parser, counted before it grows."""

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from qa_app.domain.defaults import (
    RUBRIC_ALIASES_MOST,
    RUBRIC_BYTES_MOST,
    RUBRIC_DEPTH_MOST,
    RUBRIC_ENTRIES_MOST,
    RUBRIC_KEY_MOST,
    RUBRIC_NODES_MOST,
)
from qa_app.domain.problems import Path, Problem, shown
from qa_app.rubric_files.unreadable import Place, UnreadableError, too_much

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_DECIMAL = re.compile(r"[-+]?\d{1,12}\.\d{1,12}", re.ASCII)
_WHOLE = re.compile(r"[-+]?\d{1,18}", re.ASCII)
_NAMED: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


@dataclass(slots=True)
class _Size:
    """What stands in a piece of a file, its aliases written out.

    Attributes:
        nodes: Values and keys.
        text: Bytes of all texts in UTF-8.
        entries: Mappings that stand in lists.
        depth: Mappings and lists inside each other; 0 for a value.
    """

    nodes: int = 0
    text: int = 0
    entries: int = 0
    depth: int = 0


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A value that aliases repeat, where it stood, and its size."""

    value: Any
    path: Path
    size: _Size


@dataclass(slots=True)
class _Open:
    """A mapping or list that has not ended.

    Attributes:
        value: What it holds so far.
        path: Where it stands.
        anchor: Name that aliases use; None without.
        before: Sizes of the file when it began.
        depth: Depth of the deepest thing in it.
        key: Key whose value comes next; None when a key comes next.
    """

    value: dict[str, Any] | list[Any]
    path: Path
    anchor: str | None
    before: _Size
    depth: int = 0
    key: str | None = None


@dataclass(slots=True)
class Builder:
    """Builds plain data of one document.

    Attributes:
        aliases_most: How often a file may repeat what stands elsewhere.
        places: Path to line and column of everything that was built.
        written: Path to what stands in the file, of values that would be told otherwise: 1.0 is
            the number 1.
        plain: The data; None until the document has ended.
    """

    aliases_most: int = RUBRIC_ALIASES_MOST
    places: dict[Path, Place] = field(default_factory=dict)
    written: dict[Path, str] = field(default_factory=dict)
    plain: Any = None
    _open: list[_Open] = field(default_factory=list)
    _anchored: dict[str, _Anchored] = field(default_factory=dict)
    _size: _Size = field(default_factory=_Size)
    _aliases: int = 0
    _documents: int = 0

    def take(self, event: Event) -> None:
        """Take the next event of the parser.

        Args:
            event: The event.

        Raises:
            UnreadableError: There is more than a rubric may hold, a key stands twice, an
                alias stands in what it repeats, or something that rubric files do not use.
        """
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                why = {"why": "documents"}
                raise UnreadableError(Problem("not_yaml", params=why), _place(event))
        elif isinstance(event, CollectionEndEvent):
            self._end()
        elif isinstance(event, AliasEvent):
            self._alias(event)
        elif isinstance(event, NodeEvent):
            _refuse_extras(event)
            self._node(event)

    def _node(self, event: NodeEvent) -> None:
        self._size.nodes += 1
        is_key = self._is_key_next()
        if isinstance(event, ScalarEvent):
            words = _words(event)
            self._size.text += len(words.encode())
            self._check(event)
            if is_key:
                self._key(words, event)
                return
            path, before = self._path(event), _Size(nodes=1, text=len(words.encode()))
            value = _value(event, words)
            if value is not None and shown(value) != words:
                self.written[path] = words
            self._put(value)
            if event.anchor is not None:
                self._keep(event.anchor, _Anchored(value, path, before), event)
        elif isinstance(event, CollectionStartEvent):
            if is_key:
                raise _not_plain("?", event)
            self._begin(event)

    def _begin(self, event: CollectionStartEvent) -> None:
        before = _Size(self._size.nodes - 1, self._size.text, self._size.entries)
        is_mapping = isinstance(event, MappingStartEvent)
        self._size.entries += is_mapping and self._is_in_list()
        path = self._path(event)
        self._open.append(_Open({} if is_mapping else [], path, event.anchor, before))
        self._check(event, len(self._open))
        if event.anchor is not None:
            self._check_anchors(event)

    def _end(self) -> None:
        ended = self._open.pop()
        depth = ended.depth + 1
        if self._open:
            self._open[-1].depth = max(self._open[-1].depth, depth)
        if ended.anchor is not None:
            size = _Size(
                self._size.nodes - ended.before.nodes,
                self._size.text - ended.before.text,
                self._size.entries - ended.before.entries,
                depth,
            )
            self._anchored[ended.anchor] = _Anchored(ended.value, ended.path, size)
        self._put(ended.value)

    def _alias(self, event: AliasEvent) -> None:
        name = event.anchor
        if any(one.anchor == name for one in self._open):
            problem = Problem("alias_in_itself", params={"name": f"*{name}"})
            raise UnreadableError(problem, _place(event))
        if name not in self._anchored:
            why = {"why": "alias"}
            raise UnreadableError(Problem("not_yaml", params=why), _place(event))
        held = self._anchored[name]
        if self._is_key_next():
            raise _not_plain(f"*{name}", event)
        self._aliases += 1
        if self._aliases > self.aliases_most:
            raise too_much("aliases", self._aliases, self.aliases_most, _place(event))
        self._size.nodes += held.size.nodes
        self._size.text += held.size.text
        is_entry = isinstance(held.value, dict) and self._is_in_list()
        self._size.entries += held.size.entries + is_entry
        self._check(event, len(self._open) + held.size.depth)
        if self._open:
            self._open[-1].depth = max(self._open[-1].depth, held.size.depth)
        path = self._path(event)
        self._put(self._again(held.value, held.path, path))

    def _again(self, value: Any, held: Path, path: Path) -> Any:
        # each its own, so that nothing done to one happens to the other
        if held in self.places:
            self.places.setdefault(path, self.places[held])
        if held in self.written:
            self.written[path] = self.written[held]
        if isinstance(value, dict):
            return {k: self._again(v, (*held, k), (*path, k)) for k, v in value.items()}
        if isinstance(value, list):
            return [self._again(v, (*held, n), (*path, n)) for n, v in enumerate(value)]
        return value

    def _keep(self, name: str, held: _Anchored, event: NodeEvent) -> None:
        self._anchored[name] = held
        self._check_anchors(event)

    def _check_anchors(self, event: NodeEvent) -> None:
        count = len(self._anchored) + sum(one.anchor is not None for one in self._open)
        if count > self.aliases_most:
            raise too_much("aliases", count, self.aliases_most, _place(event))

    def _check(self, event: Event, depth: int = 0) -> None:
        for what, count, most in (
            ("depth", depth, RUBRIC_DEPTH_MOST),
            ("entries", self._size.entries, RUBRIC_ENTRIES_MOST),
            ("nodes", self._size.nodes, RUBRIC_NODES_MOST),
            ("text", self._size.text, RUBRIC_BYTES_MOST),
        ):
            if count > most:
                raise too_much(what, count, most, _place(event))

    def _is_key_next(self) -> bool:
        top = self._open[-1] if self._open else None
        return top is not None and isinstance(top.value, dict) and top.key is None

    def _is_in_list(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, list)

    def _key(self, words: str, event: ScalarEvent) -> None:
        top = self._open[-1]
        if len(words) > RUBRIC_KEY_MOST:  # it would stand in the path of all that is below
            raise too_much("key", len(words), RUBRIC_KEY_MOST, _place(event))
        # 1 and "1" are two keys to YAML and one to a reader
        if words in top.value:
            raise UnreadableError(Problem("key_twice"), _place(event))
        top.key = words
        self.places[*top.path, words] = _place(event)

    def _path(self, event: NodeEvent) -> Path:
        # a key has noted its own place
        if not self._open:
            self.places[()] = _place(event)
            return ()
        top = self._open[-1]
        if isinstance(top.value, list):
            path = (*top.path, len(top.value))
            self.places[path] = _place(event)
            return path
        return (*top.path, top.key or "")

    def _put(self, value: Any) -> None:
        if not self._open:
            self.plain = value
            return
        top = self._open[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        elif top.key is not None:
            top.value[top.key], top.key = value, None


def _words(event: ScalarEvent) -> str:
    words = str(event.value)
    half = _SURROGATE.search(words)  # half a character, which no output can write
    if half is not None:
        raise _not_plain(half[0].encode("unicode_escape").decode(), event)
    return words


def _value(event: ScalarEvent, words: str) -> Any:
    # exactly: what looks like another kind of number stays text
    if event.style:
        return words
    if words in _NAMED:
        return _NAMED[words]
    if _WHOLE.fullmatch(words):
        return int(words)
    return Fraction(words) if _DECIMAL.fullmatch(words) else words


def _refuse_extras(event: NodeEvent) -> None:
    # a rubric file is plain mappings, lists and values: no tags, no merge keys
    is_merge = isinstance(event, ScalarEvent) and event.value == "<<" and not event.style
    extra = "<<" if is_merge else getattr(event, "tag", None)
    if extra is not None:
        raise _not_plain(str(extra), event)


def _not_plain(what: str, event: Event) -> UnreadableError:
    return UnreadableError(Problem("not_plain_yaml", params={"what": what}), _place(event))


def _place(event: Event) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1
