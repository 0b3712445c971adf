"""The words of the texts: all of them, one in the editor with its live preview, and a speaker's check."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.coordination.texts import operations, sentences, words_page
from app.coordination.texts.forms import CheckForm
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.web import say
from app.messaging import drafting

from .blueprint import bp


@bp.get("/messages/words")
def words():
    return render_template("coordination/texts/words.html", page=words_page.shelf())


@bp.route("/messages/words/<key>", methods=["GET", "POST"])
def edit_words(key: str):
    """First the difference and what the lint says; sent again unchanged, it is the new version."""
    page = words_page.gather(key, current_user)
    form, difference = words_page.form_of(page), None
    if form.validate_on_submit():
        typed = form.stored()
        with refusals_on(form):
            drafting.refuse_unfit(page.text, *typed)
            if form.was_seen(typed):
                return _saved(key, *typed)
            difference = words_page.difference(page.text, *typed)
    preview = words_page.preview(page, *form.stored(), form.case.data, clock.now())
    return render_template(
        "coordination/texts/edit.html", page=page, form=form, difference=difference, preview=preview, check=CheckForm()
    )


def _saved(key: str, body: str, brief: str):
    with transaction():
        say(sentences.did(operations.reword(key, body, brief, current_user, clock.now())))
    return redirect(url_for(".edit_words", key=key))


@bp.post("/messages/words/<key>/preview")
def preview(key: str):
    """The piece beside the editor, while somebody is typing. Keeps nothing."""
    page = words_page.gather(key, current_user)
    form = words_page.form_of(page)
    shown = words_page.preview(page, *form.stored(), form.case.data, clock.now())
    return render_template("coordination/texts/preview.html", preview=shown)


@bp.post("/messages/words/<key>/check")
def check_words(key: str):
    form, version = CheckForm(), request.form.get("version", type=int, default=0)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            change = operations.check_words(
                key, version, form.speaker.data, form.checked_on.data, current_user, clock.now()
            )
            say(sentences.did(change))
            return redirect(url_for(".edit_words", key=key))
    page = words_page.gather(key, current_user)
    typed = words_page.form_of(page, typed=False)
    preview = words_page.preview(page, *typed.stored(), "", clock.now())
    return render_template("coordination/texts/edit.html", page=page, form=typed, preview=preview, check=form)
