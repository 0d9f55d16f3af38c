import importlib
import pkgutil

import qa_app.domain
from qa_app.domain.events import Event
from qa_app.wording import Words
from qa_app.wording.journal import ACTIONS, FLAWS, OBJECTS


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
