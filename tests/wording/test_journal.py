import importlib
import pkgutil
from dataclasses import fields

import qa_app.domain
from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.events import Event
from qa_app.domain.frames import AddReason
from qa_app.domain.permissions import GRANTS
from qa_app.domain.replacements import ReplaceReason
from qa_app.domain.rounds import RoundCancelReason
from qa_app.domain.sample_design import DrawMethod
from qa_app.domain.supervision import CancelReason, SessionType
from qa_app.domain.voiding import VoidReason
from qa_app.wording import Words
from qa_app.wording.journal import ACTIONS, FLAWS, OBJECTS, VALUES, detail_value
from qa_app.wording.journal_details import DETAILS


def events() -> list[type[Event]]:
    for module in pkgutil.iter_modules(qa_app.domain.__path__):
        importlib.import_module(f"qa_app.domain.{module.name}")
    # a dataclass with slots leaves its first form behind among the subclasses
    return [kind for kind in Event.__subclasses__() if hasattr(kind, "action")]


def test_every_act_and_every_kind_of_thing_has_words_and_no_other() -> None:
    assert {kind.action for kind in events()} == set(ACTIONS)
    assert {kind.object_type for kind in events()} == set(OBJECTS)
    zh = Words("zh")
    for message in (*ACTIONS.values(), *OBJECTS.values(), *FLAWS.values()):
        assert zh.say(message) != message, message


def test_two_acts_never_read_alike() -> None:
    for language in ("zh", "en"):
        words = [Words(language).say(message) for message in ACTIONS.values()]
        assert len(set(words)) == len(words)


def test_every_recorded_detail_and_every_coded_value_has_words() -> None:
    common = {field.name for field in fields(Event)}
    recorded = {field.name for kind in events() for field in fields(kind)} - common
    assert recorded == set(DETAILS)
    zh = Words("zh")
    messages = [message for values in VALUES.values() for message in values.values()]
    for message in (*DETAILS.values(), *messages):
        assert zh.say(message) != message, message
    for name, codes in (
        ("kind", EntryKind),
        ("type", SessionType),
        ("reason", (*ReplaceReason, *RoundCancelReason)),
        ("method", DrawMethod),
        ("reason", (*CancelReason, *AddReason, *VoidReason)),
        ("roles", GRANTS),
    ):
        assert all(detail_value(zh, name, code) for code in codes), name


def test_a_value_without_words_stays_as_it_is() -> None:
    assert detail_value(Words("en"), "kind", "answer") == "answer"
    assert detail_value(Words("zh"), "reason", "wrong_file") == "评查的不是被抽中的案卷"
    assert detail_value(Words("zh"), "key", "answer") is None
    assert detail_value(Words("zh"), "kind", "C2") is None
