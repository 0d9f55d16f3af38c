"""What follows publication: taking a version out of use, and giving it its missing texts."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission
from qa_app.domain.text import LANGUAGES
from qa_app.domain.translations import asked_texts, for_every_place
from qa_app.extensions import database
from qa_app.queries.rubric_list import VersionLine, versions_of
from qa_app.queries.rubric_reach import may_publish_for
from qa_app.queries.rubric_texts import TextsOfVersion, texts_of_version
from qa_app.services.standards.add_translation import Translation, add_translation
from qa_app.services.standards.retire_rubric import retire_rubric
from qa_app.web.drafting.blueprint import bp
from qa_app.web.drafting.forms import RetireForm, TranslationForm
from qa_app.web.drafting.labels import refusal_words
from qa_app.web.drafting.pages import RetirePage, TextToWrite, TranslationPage
from qa_app.web.guard import current_actor, requires
from qa_app.web.locale import page_language
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.rubric_places import place_words

_UNPROCESSABLE = 422
_FIELD = "text-"


def _version(code: str, version: str) -> VersionLine:
    listed = versions_of(database(), code)
    return next((one for one in listed if one.version == version), None) or abort(404)


@bp.get("/<code>/<version>/retire")
@requires(Permission.RUBRIC_PUBLISH)
def retiring(code: str, version: str) -> ResponseReturnValue:
    line = _version(code, version)
    if line.is_retired:
        return redirect(url_for("standards.version", code=code, version=version))
    if not may_publish_for(database(), current_actor(), line.id):
        abort(404)
    return _retire_page(code, line, RetireForm(prefix="retire")).render()


@bp.post("/<code>/<version>/retire")
@requires(Permission.RUBRIC_PUBLISH)
def retire(code: str, version: str) -> ResponseReturnValue:
    line, form = _version(code, version), RetireForm(prefix="retire")
    if not form.validate_on_submit():
        return _retire_page(code, line, form).render(), _UNPROCESSABLE
    reason, zone = form.reason.data, installation().timezone
    try:
        retire_rubric(database(), current_actor(), line.id, reason, zone, at=clock.now())
    except InvalidError as fault:
        form.fail("reason", refusal_words(fault))
        return _retire_page(code, line, form).render(), _UNPROCESSABLE
    return _shown(code, version, "version_retired")


def _retire_page(code: str, line: VersionLine, form: RetireForm) -> RetirePage:
    return RetirePage(code=code, title=line.title, version=line.version, form=form)


@bp.get("/<code>/<version>/translation")
@requires(Permission.RUBRIC_WRITE)
def translating(code: str, version: str) -> ResponseReturnValue:
    texts = _texts(code, version)
    form = TranslationForm(prefix="form")
    form.revision.data = texts.revision
    return _translation_page(code, version, texts, form).render()


@bp.post("/<code>/<version>/translation")
@requires(Permission.RUBRIC_WRITE)
def translate(code: str, version: str) -> ResponseReturnValue:
    texts, form = _texts(code, version), TranslationForm(prefix="form")
    if not form.validate_on_submit():
        abort(_UNPROCESSABLE)
    sent = {
        name.removeprefix(_FIELD): words
        for name, words in request.form.items()
        if name.startswith(_FIELD)
    }
    everywhere = for_every_place(asked_texts(texts.missing, texts.translated), sent)
    given = Translation(texts.version_id, form.revision.data or 0, texts.language, everywhere)
    try:
        add_translation(database(), current_actor(), given, at=clock.now())
    except InvalidError as fault:
        form.fail("", refusal_words(fault))
        page = _translation_page(code, version, texts, form, sent)
        return page.render(), _UNPROCESSABLE
    except ConflictError:
        form.fail("", _("Somebody else translated meanwhile. Both versions stand below."))
        form.revision.data = texts.revision
        page = _translation_page(code, version, texts, form, sent)
        return page.render(), 409
    return _shown(code, version, "texts_translated")


def _shown(code: str, version: str, notice: str) -> ResponseReturnValue:
    return redirect(url_for("standards.version", code=code, version=version, notice=notice))


def _texts(code: str, version: str) -> TextsOfVersion:
    required = installation().required_language
    language = next(one for one in LANGUAGES if one != required)
    return texts_of_version(database(), _version(code, version).id, language) or abort(404)


def _translation_page(
    code: str,
    version: str,
    texts: TextsOfVersion,
    form: TranslationForm,
    sent: dict[str, str] | None = None,
) -> TranslationPage:
    words, given = Words(page_language()), sent or {}
    lines = []
    asked = asked_texts(texts.missing, texts.translated)
    for one in asked:
        kept, first = one.translation, one.texts[0]
        mine = given.get(one.place, kept)
        label = place_words(words, texts.content, first.path)
        if more := len(one.texts) - 1:
            label = ngettext(
                "%(place)s, and in %(num)d more place",
                "%(place)s, and in %(num)d more places",
                more,
                place=label,
            )
        theirs = kept if kept and mine.strip() != kept else ""
        lines.append(TextToWrite(one.place, label, first.words, mine, theirs if given else ""))
    return TranslationPage(
        code=code,
        title=texts.title,
        version=version,
        from_language=installation().required_language,
        to_language=texts.language,
        texts=tuple(lines),
        missing=sum(one.is_open for one in asked),
        form=form,
    )
