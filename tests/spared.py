"""Work that every test would repeat and none of them is about, done once or not at all.

What the product does stays the same: addresses, templates and statements are compiled as Flask
and SQLAlchemy do it, only once per run and not once per application; SQLite commits as it does
in the field, only without waiting for the disk, as no test cuts the power
(`tests/models/test_engine.py` reads the settings as they are shipped, in a process of its own).
"""

import gc
from typing import Any, cast

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from qa_app.models.engine import PRAGMAS


class Translated(BytecodeCache):
    """Templates translated in this run; one whose text changed is translated again."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


class Statements:
    """Compiled statements of one kind of database; a key begins with the dialect that compiled.

    Every engine of the tests has a dialect object of its own, all of one kind set alike.
    """

    def __init__(self) -> None:
        self._kept: LRUCache[Any, Any] = LRUCache(3000)

    def get(self, key: tuple[Any, ...]) -> Any:
        return self._kept.get(key[1:])

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        self._kept[key[1:]] = compiled


_STATEMENTS = {"sqlite": Statements(), "postgresql": Statements()}


def sharing_statements(engine: Engine) -> Engine:
    """Let an engine use the statements that others of its kind have compiled."""
    engine.update_execution_options(compiled_cache=_STATEMENTS[engine.dialect.name])
    return engine


def spare_work() -> None:
    gc.disable()  # until everything is loaded
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Translated()}
    cast("dict[str, Any]", PRAGMAS)["synchronous"] = 0
    _compile_addresses_once()


def _compile_addresses_once() -> None:
    """What an address is made of hangs on its rule alone: every application reads parts alike."""
    compiled: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    compile_rule = Rule.compile

    def once(self: Rule) -> None:
        key = (self.rule, self.subdomain, self.host, self.merge_slashes)
        if self.defaults or key not in compiled:
            compile_rule(self)
            made = (self._parts, self._trace, self._converters, self._build, self._build_unknown)
            if not self.defaults:
                compiled[key] = made
            return
        self._parts, self._trace, self._converters, build, unknown = compiled[key]
        self.arguments = self.arguments | set(self._converters)
        self._build = build.__func__.__get__(self, None)
        self._build_unknown = unknown.__func__.__get__(self, None)

    Rule.compile = once


def spare_collecting() -> None:
    """Look for garbage seldom, and never among what is loaded once and stays.

    Python looks through everything that is alive whenever there is somewhat more of it; of a run
    of the tests, nearly all that is alive are its modules, and looking takes a quarter of the time.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 50, 100)
