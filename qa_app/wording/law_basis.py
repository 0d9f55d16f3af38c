"""Says what items rest on at one centre: a law only where it was confirmed to bind it."""

from qa_app.domain.law_basis import basis_at, items_by_basis
from qa_app.domain.rubric import Basis, Item, Rubric
from qa_app.wording.catalogue import message as _
from qa_app.wording.names import BASES
from qa_app.wording.words import Words

_NOT_BOUND = _("%(basis)s; the law is confirmed for %(kinds)s only")
_COUNTED = _("%(basis)s %(count)s")
_BASES = _("What the items rest on at this centre: %(bases)s.")
_AS_STANDARD = _(
    "Counted as standard and not as law, because the law is not confirmed for centres of this"
    " kind: %(items)s."
)


def said_basis(words: Words, item: Item, kind: str) -> str:
    """Say the basis of an item.

    Args:
        words: The language.
        item: The item.
        kind: Kind of the centre; empty where no centre is meant.

    Returns:
        The basis at that centre; where the law is none there, whom it was confirmed for.
    """
    basis = words.say(BASES[basis_at(item, kind)])
    if basis_at(item, kind) is item.basis or item.confirmed_for is None:
        return basis
    kinds = words.listed(words.named("bound", one) for one in item.confirmed_for.kinds)
    return words.say(_NOT_BOUND, basis=basis, kinds=kinds)


def said_bases(words: Words, rubric: Rubric, kind: str) -> tuple[str, ...]:
    """Say how many items of a rubric rest on what at a centre.

    Args:
        words: The language.
        rubric: The rubric.
        kind: Kind of the centre; empty where no centre is meant.

    Returns:
        One sentence with the numbers, and one with the items that lean on a law which was not
        confirmed for centres of that kind; empty for rule rubrics and where no centre is meant.
    """
    found = items_by_basis(rubric, kind)
    if not kind or not found:
        return ()
    counted = [
        words.say(_COUNTED, basis=words.say(BASES[basis]), count=len(items))
        for basis, items in found.items()
    ]
    told = [words.say(_BASES, bases=words.listed(counted))]
    others = [i.code for i in found.get(Basis.STANDARD, ()) if i.basis is Basis.LAW]
    if others:
        told.append(words.say(_AS_STANDARD, items=words.listed(others)))
    return tuple(told)
