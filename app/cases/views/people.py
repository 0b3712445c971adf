"""A person: who they are, their phones, what they consented to."""

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import operations, queries, rules
from ..forms import ConsentForm, PersonForm, PhoneEditForm, PhoneForm
from ..models import Person
from ..spellings.phones import read_aloud
from .blueprint import bp


@bp.route("/person/<number>", methods=["GET", "POST"])
def person(number: str):
    who = queries.person_or_404(number, current_user)
    form = PersonForm.of(who)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.correct_person(who, form.facts(), clock.now(), current_user)
            say(_("Se guardaron los datos de %(name)s.", name=who.full_name))
            return _back(who)
    return _page(who, form=form)


@bp.post("/person/<number>/phones")
def add_phone(number: str):
    who = queries.person_or_404(number, current_user)
    form = PhoneForm(prefix="phone-")
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            link = operations.add_phone(
                who, form.phone.data, form.belongs_to.data, clock.now(), current_user, form.kind.data
            )
            say(_phone_said(link), "success" if link.phone.number else "warning")
            return _back(who)
    return _page(who, phone_form=form)


def _phone_said(link) -> str:
    if link.phone.number is None:
        return _("Ese número no es de México: se guardó como está, pero ahí no llegan mensajes.")
    return _("Teléfono agregado. Lo usa más de una persona.") if link.phone.shared else _("Teléfono agregado.")


@bp.route("/person/<number>/phones/<int:link_id>", methods=["GET", "POST"])
def phone(number: str, link_id: int):
    who = queries.person_or_404(number, current_user)
    link = queries.phone_or_404(who, link_id)
    form = PhoneEditForm(
        data={"kind": link.phone.kind, "signal_hours": link.phone.signal_hours, "relay_only": link.relay_only}
    )
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.correct_phone(
                link,
                form.kind.data,
                form.signal_hours.data or "",
                form.relay_only.data,
                clock.now(),
                current_user,
            )
            say(_("Teléfono guardado."))
            return _back(who)
    title = _("Teléfono %(number)s", number=read_aloud(link.phone.number or link.phone.typed))
    back = who.full_name, url_for(".person", number=who.number)
    return render_template("form.html", form=form, title=title, back=back)


@bp.post("/person/<number>/phones/<int:link_id>/end")
def end_phone(number: str, link_id: int):
    who = queries.person_or_404(number, current_user)
    link = queries.phone_or_404(who, link_id)
    with transaction():
        operations.end_phone(link, clock.now(), current_user)
    say(_("Ya no se le busca en ese teléfono."))
    return _back(who)


@bp.post("/person/<number>/phones/<int:link_id>/first")
def prefer_phone(number: str, link_id: int):
    who = queries.person_or_404(number, current_user)
    link = queries.phone_or_404(who, link_id)
    with transaction():
        operations.prefer_phone(link, current_user)
    say(_("Ese teléfono va primero."))
    return _back(who)


@bp.post("/person/<number>/consents")
def give_consent(number: str):
    who = queries.person_or_404(number, current_user)
    form = ConsentForm(prefix="consent-")
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.give_consent(
                who, form.purpose.data, form.granted.data == "yes", form.given_on.data, form.method.data,
                clock.now(), current_user, form.witness.data,
            )  # fmt: skip
            say(_("Respuesta registrada."))
            return _back(who)
    return _page(who, consent_form=form)


def _back(who: Person):
    return redirect(url_for(".person", number=who.number))


def _page(who: Person, form=None, phone_form=None, consent_form=None) -> str:
    form = form or PersonForm.of(who, formdata=None)
    return render_template(
        "cases/person.html", person=who, form=form, phone_form=phone_form or PhoneForm(None, prefix="phone-"),
        consent_form=consent_form or ConsentForm(None, prefix="consent-", data={"given_on": clock.today()}),
        warnings=rules.person_warnings(form.facts()), consents=queries.consents_now(who),
        case=queries.live_case_of(who, current_user),
    )  # fmt: skip
