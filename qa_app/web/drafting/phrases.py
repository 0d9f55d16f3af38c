"""The phrase bank of a rubric: what readers may insert into notes and then edit."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.defaults import PHRASE_MOST, PHRASES_MOST
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission
from qa_app.domain.phrases import Phrase, digest_of_phrases
from qa_app.domain.text import text_from
from qa_app.extensions import database
from qa_app.queries.item_phrases import phrases_of
from qa_app.queries.rubric_standing import StandingVersion, standing_version
from qa_app.services.standards.set_item_phrases import PhrasesTyped, set_item_phrases
from qa_app.web.drafting.blueprint import bp
from qa_app.web.drafting.editor_pages import PhraseItem, PhrasesPage
from qa_app.web.guard import current_actor, requires

_UNPROCESSABLE, _CONFLICT = 422, 409


@bp.get("/<code>/phrases")
@requires(Permission.RUBRIC_WRITE)
def phrases(code: str) -> ResponseReturnValue:
    return _page(_rubric(code)).render()


@bp.post("/<code>/phrases")
@requires(Permission.RUBRIC_WRITE)
def set_phrases(code: str) -> ResponseReturnValue:
    standing, item = _rubric(code), request.form.get("item", "")
    columns = (request.form.getlist("zh"), request.form.getlist("en"))
    typed = tuple(Phrase(zh, en) for zh, en in zip(*columns, strict=False))
    wanted = PhrasesTyped(code, item, request.form.get("seen", ""), typed)
    try:
        set_item_phrases(database(), current_actor(), wanted, at=clock.now())
    except InvalidError as fault:
        words = " ".join(_words(one) for one in fault.codes)
        return _page(standing, item, words, typed).render(), _UNPROCESSABLE
    except ConflictError:
        return _page(standing, item, _words("stale"), typed).render(), _CONFLICT
    return redirect(f"{url_for('drafting.phrases', code=code, notice='part_saved')}#i-{item}")


def _rubric(code: str) -> StandingVersion:
    return standing_version(database(), code) or abort(404)


def _words(code: str) -> str:
    words = {
        "too_many": _("An item has at most %(most)s phrases.", most=PHRASES_MOST),
        "chinese_missing": _("Every phrase needs its Chinese words; English may follow later."),
        "too_long": _("A phrase holds at most %(most)s characters.", most=PHRASE_MOST),
        "identity": _("A phrase holds no ID number, phone number or mail address."),
        "stale": _(
            "Somebody changed these phrases meanwhile; theirs stand beside yours. Save again to"
            " keep yours."
        ),
    }
    return str(words[code])


def _page(
    standing: StandingVersion, item: str = "", trouble: str = "", typed: tuple[Phrase, ...] = ()
) -> PhrasesPage:
    kept = phrases_of(database(), standing.code)
    items = []
    for section in standing.content.get("sections", ()):
        for one in section["items"]:
            code, stands = one["id"], kept.get(one["id"], ())
            is_meant = bool(trouble) and code == item
            shown = typed if is_meant else stands
            theirs = stands if is_meant and shown != stands else ()
            items.append(
                PhraseItem(
                    code,
                    text_from(one["text"]),
                    tuple(shown),
                    digest_of_phrases(stands),
                    trouble if is_meant else "",
                    theirs,
                )
            )
    return PhrasesPage(
        code=standing.code,
        title=text_from(standing.content["title"]),
        version=standing.version,
        items=tuple(items),
        count=sum(map(len, kept.values())),
    )
