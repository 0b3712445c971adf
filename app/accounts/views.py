"""Signing in and out, one's own password, and the people of the programme."""

from urllib.parse import urlsplit

import segno
from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, current_user

from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _, _l
from app.foundation.settings import current
from app.foundation.web import say

from . import operations, queries, rules
from .forms import CodeForm, NewPasswordForm, OwnPasswordForm, OwnPhoneForm, PasswordForm, SignInForm, UserForm
from .models import SignIn, User

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
            required, target = current().second_step, _own_page(request.args.get("next"))
            _user, token, to_do = operations.sign_in(form.email.data, form.password.data, clock.now(), required)
            session.clear()
            if to_do is None:
                session["sign_in"] = token
                return redirect(target)
            session["half"], session["target"] = token, target
            return redirect(url_for(".enter_code" if to_do == "code" else ".enrol"))
    return render_template("accounts/login.html", form=form)


def _own_page(target: str | None) -> str:
    """Where the person wanted to go, if that is a page of ours."""
    parts = urlsplit(target or "")
    ours = target and target.startswith("/") and not parts.netloc and not target.startswith(("//", "/\\"))
    return target if ours else url_for("coordination.home")


@bp.route("/login/code", methods=["GET", "POST"])
@limiter.limit("10/minute", methods=["POST"])
def enter_code():
    """What is wrong is counted, so it is no refusal: the transaction keeps it."""
    half, form = _half("code"), CodeForm()
    if half is None:
        return _from_the_start()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            if operations.fits_second_step(half, form.code.data, clock.now()):
                return redirect(_let_in(half.user))
            if half.ended_at:
                return _from_the_start(
                    _("Fueron demasiados códigos equivocados: espere cinco minutos y vuelva a entrar.")
                )
        if not form.errors:
            form.code.errors = [_("Ese código no sirve, o ya se usó: escriba el que el teléfono muestra ahora.")]
    return render_template("accounts/enter_code.html", form=form)


@bp.route("/login/enrol", methods=["GET", "POST"])
@limiter.limit("10/minute", methods=["POST"])
def enrol():
    """Their role has to have a second step, and this is the first sign-in since."""
    half, form = _half("enrol"), CodeForm()
    if half is None:
        return _from_the_start()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            codes = operations.confirm_second_step(half.user, form.code.data, clock.now())
            half.ended_at = clock.now()
            return render_template("accounts/recovery_codes.html", codes=codes, onward=_let_in(half.user))
    return _enrolment(half.user, form)


def _half(waits_for: str) -> SignIn | None:
    return queries.half_signed_in(session.get("half", ""), clock.now(), waits_for)


def _from_the_start(why: str = ""):
    session.clear()
    say(why or _("Pasaron más de diez minutos: vuelva a entrar."), "warning")
    return redirect(url_for(".login"))


def _let_in(user: User) -> str:
    """Opens the session; where they wanted to go."""
    target = session.get("target") or url_for("coordination.home")
    session.clear()
    session["sign_in"] = operations.open_session(user, clock.now())
    return target


def _enrolment(user: User, form: CodeForm):
    """The secret as a picture for the telephone's camera and as letters to type."""
    secret = queries.second_step_of(user).secret
    picture = segno.make(rules.address(secret, user.email, current().programme), error="m", micro=False)
    return render_template(
        "accounts/enrol.html", form=form, picture=picture.svg_data_uri(scale=5, border=4, light="#fff"),
        letters=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    )  # fmt: skip


@bp.route("/account/second-step", methods=["GET", "POST"])
@limiter.limit("10/minute", methods=["POST"])
def second_step():
    """Begun with the password, then shown to the telephone and confirmed; once it is there, what one may do with it."""
    if queries.has_second_step(current_user):
        return _own_step(OwnPasswordForm())
    if queries.second_step_of(current_user):
        form = CodeForm()
        if form.validate_on_submit():
            with refusals_on(form), transaction():
                codes = operations.confirm_second_step(current_user, form.code.data, clock.now())
                return render_template("accounts/recovery_codes.html", codes=codes, onward=url_for(".second_step"))
        return _enrolment(current_user, form)
    form = OwnPasswordForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.begin_second_step(current_user, form.current.data)
            return redirect(url_for(".second_step"))
    return render_template("accounts/begin_second_step.html", form=form)


def _own_step(form: OwnPasswordForm):
    return render_template(
        "accounts/second_step.html", form=form, left=queries.recovery_codes_left(current_user),
        required=current_user.role in current().second_step,
    )  # fmt: skip


@bp.post("/account/recovery-codes")
@limiter.limit("10/minute")
def recovery_codes():
    form = OwnPasswordForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            codes = operations.renew_recovery_codes(current_user, form.current.data)
            return render_template("accounts/recovery_codes.html", codes=codes, onward=url_for(".second_step"))
    return _own_step(form)


@bp.post("/account/second-step/off")
@limiter.limit("10/minute")
def give_up_second_step():
    form = OwnPasswordForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.give_up_second_step(current_user, form.current.data, current().second_step)
            say(_("Listo: desde ahora entra sólo con su contraseña."))
            return redirect(url_for(".account"))
    return _own_step(form)


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
    return render_template("accounts/person.html", form=form, user=user, step=queries.second_step_of(user))


@bp.post("/people/<int:user_id>/second-step")
def reset_second_step(user_id: int):
    user = queries.user_or_404(user_id)
    with transaction():
        operations.reset_second_step(user, clock.now(), current_user)
    say(_("Se quitó el segundo paso de %(name)s: empieza de nuevo la próxima vez que entre.", name=user.name))
    return redirect(url_for(".person", user_id=user_id))


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
