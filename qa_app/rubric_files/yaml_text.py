"""YAML to plain data with exact numbers, and the line and column of everything in it."""

import json
import re
from dataclasses import dataclass, field
from fractions import Fraction
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from ruamel.yaml.parser import RoundTripParser
from typing_extensions import override

from qa_app.domain.defaults import (
    RUBRIC_ALIASES_MOST,
    RUBRIC_BYTES_MOST,
    RUBRIC_DEPTH_MOST,
    RUBRIC_ENTRIES_MOST,
    RUBRIC_NODES_MOST,
)
from qa_app.domain.problems import Path, Problem

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_HALVED = re.compile(r"(\\+)(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})")
_DECIMAL = re.compile(r"[-+]?\d{1,12}\.\d{1,12}")

Place = tuple[int, int]
"""Line and column, from 1."""


class UnreadableError(Exception):
    """A file is no YAML that may be read.

    Attributes:
        problem: Why.
        place: Line and column; None when the whole file is meant.
    """

    def __init__(self, problem: Problem, place: Place | None = None) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.place = place


@dataclass(frozen=True, slots=True)
class YamlText:
    """A file's data and where everything in it stands.

    Attributes:
        plain: Mappings, lists, text, whole numbers, fractions, truth values and None.
        places: Path to line and column.
    """

    plain: Any
    places: dict[Path, Place] = field(default_factory=dict)

    def place_of(self, path: Path) -> Place:
        """Find where something stands, or what it would stand in.

        Args:
            path: Path of a problem.

        Returns:
            Line and column of the path, or of its nearest part that exists.
        """
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


class _ExactConstructor(RoundTripConstructor):
    """Keeps decimal numbers exact; anything else that looks like a float stays text."""


def _construct_exact(_constructor: Any, node: Any) -> Any:
    return Fraction(node.value) if _DECIMAL.fullmatch(node.value) else str(node.value)


_ExactConstructor.add_constructor("tag:yaml.org,2002:float", _construct_exact)
_ExactConstructor.add_constructor(
    "tag:yaml.org,2002:timestamp", lambda _constructor, node: str(node.value)
)


def read_yaml(text: str) -> YamlText:
    """Read a YAML document that a person wrote.

    Args:
        text: The whole file.

    Returns:
        Its data and places.

    Raises:
        UnreadableError: It is too large, too deep, uses too many aliases, gives a key
            twice, or is no YAML.
    """
    _check_bytes(text)
    yaml = YAML(typ="rt", pure=True)
    yaml.Parser = _CountingParser
    yaml.Constructor = _ExactConstructor
    try:
        document = yaml.load(StringIO(text))
    except DuplicateKeyError as fault:
        raise UnreadableError(Problem("key_twice"), _mark(fault)) from fault
    except MarkedYAMLError as fault:
        raise UnreadableError(
            Problem("not_yaml", params={"why": str(fault.problem)}), _mark(fault)
        ) from fault
    except (YAMLError, ValueError, RecursionError) as fault:
        raise UnreadableError(Problem("not_yaml", params={"why": type(fault).__name__})) from fault
    places: dict[Path, Place] = {}
    return YamlText(_Flattener(places).plain(document, ()), places)


def read_json(text: str) -> YamlText:
    """Read a JSON document; what is JSON is YAML but for tabs and halved characters.

    Args:
        text: The whole file.

    Returns:
        Its data and places; numbers exact, those of an unusual form as text.

    Raises:
        UnreadableError: As `read_yaml`, or it is no JSON.
    """
    _check_bytes(text)
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as fault:
        problem = Problem("not_json", params={"why": fault.msg})
        raise UnreadableError(problem, (fault.lineno, fault.colno)) from fault
    except RecursionError as fault:
        # deeper than the interpreter counts, and so deeper than a rubric may be
        deep = too_much("depth", text.count("[") + text.count("{"), RUBRIC_DEPTH_MOST)
        raise UnreadableError(deep.problem) from fault
    return read_yaml(_HALVED.sub(_whole_character, text.replace("\t", " ")))


def _whole_character(pair: re.Match[str]) -> str:
    if len(pair[1]) % 2 == 0:  # a backslash that is itself escaped begins nothing
        return pair[0]
    character: str = json.loads(f'"\\{pair[2]}"')
    return pair[1][:-1] + character


def _mark(fault: MarkedYAMLError) -> Place | None:
    mark = fault.problem_mark
    return None if mark is None else (mark.line + 1, mark.column + 1)


def _check_bytes(text: str) -> None:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > RUBRIC_BYTES_MOST:
        raise too_much("bytes", size, RUBRIC_BYTES_MOST)


class _CountingParser(RoundTripParser):
    """Counts every event before anything is built from it."""

    def __init__(self, loader: Any) -> None:
        super().__init__(loader=loader)
        self._count = _Count()

    @override
    def get_event(self) -> Any:
        event = super().get_event()
        self._count.take(event)
        return event


class _Count:
    """Counts what a document holds, event by event."""

    def __init__(self) -> None:
        self.lists: list[bool] = []
        self.depth = self.entries = self.aliases = self.nodes = 0

    def take(self, event: Event) -> None:
        if isinstance(event, NodeEvent):
            _refuse_extras(event)
            self.nodes += 1
        if isinstance(event, CollectionStartEvent):
            is_entry = bool(self.lists) and self.lists[-1]
            self.entries += is_entry and isinstance(event, MappingStartEvent)
            self.lists.append(isinstance(event, SequenceStartEvent))
            self.depth = max(self.depth, len(self.lists))
        elif isinstance(event, CollectionEndEvent):
            self.lists.pop()
        self.aliases += isinstance(event, AliasEvent)
        _check_counts(self)


def _refuse_extras(event: NodeEvent) -> None:
    # a rubric file is plain mappings, lists and values: no tags, no merge keys
    is_merge = isinstance(event, ScalarEvent) and event.value == "<<" and not event.style
    extra = "<<" if is_merge else getattr(event, "tag", None)
    if extra is not None:
        mark = event.start_mark
        raise UnreadableError(
            Problem("not_plain_yaml", params={"what": extra}), (mark.line + 1, mark.column + 1)
        )


def _check_counts(seen: _Count) -> None:
    for what, count, most in (
        ("depth", seen.depth, RUBRIC_DEPTH_MOST),
        ("entries", seen.entries, RUBRIC_ENTRIES_MOST),
        ("aliases", seen.aliases, RUBRIC_ALIASES_MOST),
        ("nodes", seen.nodes, RUBRIC_NODES_MOST),
    ):
        if count > most:
            raise too_much(what, count, most)


def too_much(what: str, count: int, most: int) -> UnreadableError:
    """Refuse a file for its size.

    Args:
        what: What is counted.
        count: How many there are, or how many were seen before counting stopped.
        most: How many are allowed.

    Returns:
        The refusal, with the figure.
    """
    params = {"what": what, "count": str(count), "most": str(most)}
    return UnreadableError(Problem("too_much", params=params))


class _Flattener:
    """Turns a round-trip document into plain data, noting where everything stood."""

    def __init__(self, places: dict[Path, Place]) -> None:
        self.places = places
        self.nodes = 0

    def plain(self, value: Any, path: Path) -> Any:
        self.nodes += 1
        if self.nodes > RUBRIC_NODES_MOST:
            raise too_much("nodes", self.nodes, RUBRIC_NODES_MOST)
        if isinstance(value, CommentedMap):
            return self._mapping(value, path)
        if isinstance(value, CommentedSeq):
            return self._sequence(value, path)
        if value is None or isinstance(value, bool | Fraction):
            return value
        return int(value) if isinstance(value, int) else self._words(str(value), path)

    def _words(self, words: str, path: Path) -> str:
        if _SURROGATE.search(words):  # half a character, which no output can write
            what = words.encode("unicode_escape").decode()[:20]
            raise UnreadableError(
                Problem("not_plain_yaml", params={"what": what}), self.places.get(path)
            )
        return words

    def _mapping(self, value: CommentedMap, path: Path) -> dict[Any, Any]:
        plain = {}
        self.places.setdefault(path, (value.lc.line + 1, value.lc.col + 1))
        for key, entry in value.items():
            name = self._words(str(key), path)
            at = (*path, name)
            line, column = value.lc.key(key)
            self.places[at] = (line + 1, column + 1)
            if name in plain:  # 1 and "1" are two keys to YAML and one to a reader
                raise UnreadableError(Problem("key_twice"), self.places[at])
            plain[name] = self.plain(entry, at)
        return plain

    def _sequence(self, value: CommentedSeq, path: Path) -> list[Any]:
        entries = []
        for position, entry in enumerate(value):
            at = (*path, position)
            line, column = value.lc.item(position)
            self.places[at] = (line + 1, column + 1)
            entries.append(self.plain(entry, at))
        return entries
