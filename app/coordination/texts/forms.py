"""The shape of what people write about the policy and its words."""

import hashlib

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.foundation.forms import DayField, Form, Required, choices, not_in_future
from app.foundation.language import _l
from app.messaging import drafting, policy_lines
from app.messaging.labels import KINDS
from app.messaging.models import ReminderRow
from app.messaging.policy_words import ANCHORS, AUDIENCES, LANGUAGES, WEEKDAYS
from app.messaging.reminders import KIND_ANCHORS, OWN_ANCHORS, Reminder

SIDES = {"before": _l("antes de"), "after": _l("después de")}
OWN_AUDIENCES = ("everyone", "patient", "companions", "one_traveller")
AREA = {"rows": 4, "lang": "es", "spellcheck": "true"}


class WhenFields:
    """When a line goes, and to whom; a mixin of the forms that ask it."""

    days = IntegerField(_l("Días"), [Optional(), NumberRange(0, policy_lines.MOST_DAYS)])
    side = SelectField(_l("Antes o después"), choices=list(SIDES.items()))
    at = TimeField(_l("A qué hora"), [Optional()], description=_l("Entre las 9 de la mañana y las 8 de la noche."))
    minutes = IntegerField(
        _l("O minutos"), [Optional(), NumberRange(1, 2880)], description=_l("Si no es a una hora del día.")
    )
    lasts = IntegerField(
        _l("Sirve durante (horas)"), [Optional(), NumberRange(1, 240)], description=_l("Vacío: hasta que pase.")
    )
    weekdays = SelectMultipleField(
        _l("Sólo estos días (ninguno marcado: cualquiera)"), coerce=int, choices=list(enumerate(WEEKDAYS)),
        widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
    )  # fmt: skip
    language = SelectField(_l("Lengua"), choices=choices(LANGUAGES, _l("la de cada persona")), default="")
    seen = HiddenField()

    def when(self, kind: str, anchor: str, audience: str, active: bool) -> Reminder:
        """The line that was typed; where it goes at once, hours and days mean nothing."""
        sign = -1 if self.side.data == "before" else 1
        timed = anchor != "now"
        at = self.at.data if timed else None
        return Reminder(
            kind, anchor, audience, days=sign * (self.days.data or 0) if timed and at else 0,
            minutes=sign * (self.minutes.data or 0) if timed and not at else 0, at=at,
            lasts_minutes=self.lasts.data * 60 if self.lasts.data and timed else None, active=active,
            weekdays=tuple(self.weekdays.data or ()), language=self.language.data or None,
        )  # fmt: skip

    def was_seen(self, *what: object) -> bool:
        """Whether exactly this was shown with what it does; if not, it is from now on."""
        now = hashlib.sha256(repr(what).encode()).hexdigest()[:16]
        seen, self.seen.data = self.seen.data == now, now
        return seen


class LineForm(WhenFields, Form):
    kind = SelectField(_l("Qué aviso"))
    audience = SelectField(_l("A quién"), choices=list(AUDIENCES.items()))
    anchor = SelectField(_l("Se cuenta desde"), choices=list(ANCHORS.items()))
    active = BooleanField(_l("Encendida"), default=True)

    @classmethod
    def of(cls, row: ReminderRow | None) -> "LineForm":
        form = cls(data=_shown(policy_lines.reminder_of(row)) if row else None)
        own = {kind.code: kind.name for kind in policy_lines.kinds("approved")}
        offered = {code: KINDS[code] for code in KIND_ANCHORS} | own
        kept = {row.kind: policy_lines.own_names()[row.kind]} if row and row.kind not in offered else {}
        form.kind.choices = choices(offered | kept)
        return form

    def line(self) -> Reminder:
        return self.when(self.kind.data, self.anchor.data, self.audience.data, self.active.data)


def _shown(line: Reminder) -> dict[str, object]:
    return {
        "kind": line.kind, "audience": line.audience, "anchor": line.anchor, "days": abs(line.days) or None,
        "side": "before" if line.before else "after", "at": line.at, "minutes": abs(line.minutes) or None,
        "lasts": line.lasts_minutes // 60 if line.lasts_minutes else None, "weekdays": list(line.weekdays),
        "language": line.language or "", "active": line.active,
    }  # fmt: skip


class KindForm(WhenFields, Form):
    """A new kind: its name, its line, its words."""

    name = StringField(_l("Cómo se llama"), [Required(), Length(max=60)], description=_l("Como «Traiga sus placas»."))
    audience = SelectField(_l("A quién"), choices=[(code, AUDIENCES[code]) for code in OWN_AUDIENCES])
    anchor = SelectField(_l("Se cuenta desde"), choices=[(code, ANCHORS[code]) for code in OWN_ANCHORS])
    patient = TextAreaField(_l("Qué le dice al paciente"), [Length(max=400)], render_kw=AREA)
    relative = TextAreaField(_l("Qué le dice al familiar"), [Length(max=400)], render_kw=AREA)
    submit = SubmitField(_l("Proponer"))

    def line(self) -> Reminder:
        return self.when("", self.anchor.data, self.audience.data, True)

    def words(self) -> dict[str, str]:
        typed = {"patient": self.patient.data, "relative": self.relative.data}
        return {role: drafting.stored(body) for role, body in typed.items() if body}

    def validate(self, extra_validators=None) -> bool:
        """Whoever is spoken to needs words."""
        fine = super().validate(extra_validators)
        needed = {"patient": ("patient",), "companions": ("relative",)}.get(self.audience.data, ("patient", "relative"))
        for role in needed:
            if not self[role].data:
                self[role].errors = [*self[role].errors, str(_l("Falta este dato."))]
                fine = False
        return fine


class WordsForm(Form):
    body = TextAreaField(_l("El mensaje"), [Required(), Length(max=400)], render_kw=AREA)
    brief = TextAreaField(
        _l("Más corto, para nombres largos"), [Required(), Length(max=400)], render_kw=AREA | {"rows": 3}
    )  # fmt: skip
    case = SelectField(_l("Verlo con los nombres de"), default="")
    seen = HiddenField()

    was_seen = WhenFields.was_seen

    def stored(self) -> tuple[str, str]:
        return drafting.stored(self.body.data or ""), drafting.stored(self.brief.data or "")


class CheckForm(Form):
    speaker = StringField(_l("Quién lo revisó (habla la lengua)"), [Required(), Length(max=80)])
    checked_on = DayField(_l("Qué día"), [Required(), not_in_future])
    submit = SubmitField(_l("Registrar que está bien dicho"))
