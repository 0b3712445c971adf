"""Signing in and out, one's own password, and the people of the programme."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, current_user

from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _, _l
from app.foundation.web import say

from . import operations, queries
from .forms import NewPasswordForm, OwnPhoneForm, PasswordForm, SignInForm, UserForm

bp = Blueprint("accounts", __name__)
limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="fixed-window")
login_manager = LoginManager()
login_manager.login_view = "accounts.login"
login_manager.login_message = _l("Entre con su correo para continuar.")
login_manager.login_message_category = "info"


@login_manager.request_loader
def _who_asks(_request):
    token = session.get("sign_in")
    return queries.signed_in(token, clock.now()) if token else None


@bp.route("/login", methods=["GET", "POST"])
@limiter.limit("10/minute", methods=["POST"])
def login():
    form = SignInForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            _user, token = operations.sign_in(form.email.data, form.password.data, clock.now())
            session.clear()
            session["sign_in"] = token
            return redirect(_own_page(request.args.get("next")))
    return render_template("accounts/login.html", form=form)


def _own_page(target: str | None) -> str:
    """Where the person wanted to go, if that is a page of ours."""
    parts = urlsplit(target or "")
    ours = target and target.startswith("/") and not parts.netloc and not target.startswith(("//", "/\\"))
    return target if ours else url_for("coordination.home")


@bp.post("/logout")
def logout():
    with transaction():
        operations.sign_out(session.get("sign_in", ""), clock.now())
    session.clear()
    say(_("Sesión cerrada."))
    return redirect(url_for("accounts.login"))


@bp.route("/account", methods=["GET", "POST"])
def account():
    form = PasswordForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.change_password(current_user, form.current.data, form.new.data, clock.now())
            session["sign_in"] = operations.open_session(current_user, clock.now())
            say(_("Contraseña cambiada. Las demás sesiones se cerraron."))
            return redirect(url_for(".account"))
    return render_template("accounts/account.html", form=form, phone_form=_phone_form())


@bp.post("/account/phone")
def change_phone():
    form = _phone_form()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.change_phone(current_user, form.phone.data, current_user)
            say(_("Se guardó su celular."))
            return redirect(url_for(".account"))
    return render_template("accounts/account.html", form=PasswordForm(None), phone_form=form)


def _phone_form() -> OwnPhoneForm:
    return OwnPhoneForm(data={"phone": current_user.phone}, prefix="own-")


@bp.route("/people", methods=["GET", "POST"])
def people():
    form = UserForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            user = operations.add_user(
                form.email.data, form.name.data, form.role.data, form.password.data,
                clinic_code=form.clinic_code.data, now=clock.now(), by=current_user,
            )  # fmt: skip
            say(_("%(name)s ya puede entrar.", name=user.name))
            return redirect(url_for(".people"))
    return render_template("accounts/people.html", form=form, people=queries.everybody())


@bp.route("/people/<int:user_id>", methods=["GET", "POST"])
def person(user_id: int):
    form = NewPasswordForm()
    user = queries.user_or_404(user_id)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.set_password(user, form.password.data, clock.now(), current_user)
            say(_("Contraseña nueva para %(name)s.", name=user.name))
            return redirect(url_for(".people"))
    return render_template("accounts/person.html", form=form, user=user)


@bp.post("/people/<int:user_id>/deactivate")
def deactivate(user_id: int):
    user = queries.user_or_404(user_id)
    with transaction():
        operations.deactivate(user, clock.now(), current_user)
    say(_("%(name)s ya no puede entrar.", name=user.name))
    return redirect(url_for(".people"))


@bp.post("/people/<int:user_id>/reactivate")
def reactivate(user_id: int):
    user = queries.user_or_404(user_id)
    with transaction():
        operations.reactivate(user, current_user)
    say(_("%(name)s puede entrar otra vez.", name=user.name))
    return redirect(url_for(".people"))
