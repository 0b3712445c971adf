"""The shape of sign-in and of people."""

from wtforms import PasswordField, SelectField, StringField, SubmitField
from wtforms.validators import Email, EqualTo, Length

from app.foundation.forms import Form, Required
from app.foundation.language import _l

from .rules import ROLE_NAMES


class SignInForm(Form):
    email = StringField(_l("Correo"), [Required()], render_kw={"autocomplete": "username", "autofocus": True})
    password = PasswordField(_l("Contraseña"), [Required()], render_kw={"autocomplete": "current-password"})
    submit = SubmitField(_l("Entrar"))


class PasswordForm(Form):
    current = PasswordField(_l("Contraseña actual"), [Required()], render_kw={"autocomplete": "current-password"})
    new = PasswordField(_l("Contraseña nueva"), [Required()], render_kw={"autocomplete": "new-password"})
    again = PasswordField(
        _l("Otra vez la nueva"),
        [Required(), EqualTo("new", _l("Las dos no son iguales."))],
        render_kw={"autocomplete": "new-password"},
    )
    submit = SubmitField(_l("Cambiar contraseña"))


class OwnPhoneForm(Form):
    phone = StringField(
        _l("Mi celular"), [Length(max=20)], render_kw={"inputmode": "tel", "autocomplete": "tel"},
        description=_l("Desde ahí puede preguntar sin internet: CITA y el número del caso. Vacío: ninguno."),
    )  # fmt: skip
    submit = SubmitField(_l("Guardar celular"))


class UserForm(Form):
    name = StringField(_l("Nombre completo"), [Required(), Length(max=120)])
    email = StringField(_l("Correo"), [Required(), Email(_l("Ese correo no está completo.")), Length(max=200)])
    role = SelectField(_l("Papel"), choices=list(ROLE_NAMES.items()))
    clinic_code = StringField(_l("Clave de su clínica"), description=_l("Sólo para médicas y médicos, como SAL."))
    password = PasswordField(_l("Contraseña inicial"), [Required()], render_kw={"autocomplete": "new-password"})
    submit = SubmitField(_l("Agregar"))


class NewPasswordForm(Form):
    password = PasswordField(_l("Contraseña nueva"), [Required()], render_kw={"autocomplete": "new-password"})
    submit = SubmitField(_l("Guardar"))


class CodeForm(Form):
    code = StringField(
        _l("Código"), [Required(), Length(max=40)],
        render_kw={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"},
    )  # fmt: skip
    submit = SubmitField(_l("Continuar"))


class OwnPasswordForm(Form):
    """What is asked again of who changes how they sign in."""

    current = PasswordField(_l("Contraseña actual"), [Required()], render_kw={"autocomplete": "current-password"})
