"""What people tell us about who goes: as what, at which fare, and what they cannot do on the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import request
from wtforms import BooleanField, DecimalField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.cases.models import Case, Person
from app.foundation.forms import Form, choices
from app.foundation.language import _, _l
from app.travel.book import MODES, Limits
from app.travel.models import Traveller
from app.travel.rides import limits_of_person
from app.travel.rules import MEMBER_NAMES, MODE_NAMES, Member

FARE_NAMES = {"full": _l("entero"), "half": _l("medio"), "free": _l("no paga")}
RELATIVE_KINDS = {kind: name for kind, name in MEMBER_NAMES.items() if kind != "patient"}


@dataclass(frozen=True)
class Named:
    """Somebody on the trip of whom the programme knows the name alone: a newborn, a donor. `id` names the line."""

    id: str
    full_name: str
    limits: None = None


class MemberForm(Form):
    """One person's line. Its names carry the person's number, so that a page holds one for each."""

    goes = BooleanField(_l("Va"))
    kind = SelectField(_l("Va como"), choices=choices(RELATIVE_KINDS), default="companion")
    fare_class = SelectField(_l("Pasaje"), choices=choices(FARE_NAMES), default="full")
    no_dark = BooleanField(_l("No viaja de noche"))
    wheelchair = BooleanField(_l("Viaja en su silla de ruedas"))
    riding_hours = DecimalField(
        _l("Horas de camino al día, a lo más"), [Optional(), NumberRange(min=0.5, max=24, message=_l("De 0.5 a 24."))],
        places=1, description=_l("Vacío: sin límite."),
    )  # fmt: skip
    barred = SelectMultipleField(
        _l("En qué no puede ir"), choices=choices(MODE_NAMES), option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )  # fmt: skip

    @classmethod
    def of(cls, person: Person | Named, told: bool, **first) -> "MemberForm":
        """`first`: what stands there until somebody tells otherwise."""
        shared = {"prefix": f"p{person.id}-", "meta": {"csrf": False}}
        known = limits_of_person(person)
        barred = sorted(set(MODES) - known.modes) if known.modes is not None else []
        hours = None if known.riding_minutes is None else known.riding_minutes / 60
        standing = {"no_dark": known.no_dark, "wheelchair": known.wheelchair, "riding_hours": hours, "barred": barred}
        form = cls(request.values, **shared) if told else cls(None, data=standing | first, **shared)
        form.person = person
        return form

    def limits(self) -> Limits:
        hours = self.riding_hours.data
        return Limits(
            frozenset(MODES) - set(self.barred.data) if self.barred.data else None,
            bool(self.no_dark.data),
            None if hours is None else round(hours * 60),
            bool(self.wheelchair.data),
        )

    def in_words(self) -> str:
        """`no de noche · 4 h de camino al día · no en camioneta pasajera`."""
        said = [_("no de noche")] if self.no_dark.data else []
        if self.wheelchair.data:
            said.append(_("en su silla de ruedas"))
        if self.riding_hours.data is not None:
            said.append(_("%(hours)s h de camino al día", hours=f"{self.riding_hours.data:g}"))
        if self.barred.data:
            names = ", ".join(str(MODE_NAMES[mode]) for mode in self.barred.data if mode in MODE_NAMES)
            said.append(_("no en %(modes)s", modes=names))
        return " · ".join(said)


class PartyForm(Form):
    """Who goes: the patient always, and each relative that is ticked. `asked` tells a first visit from "nobody"."""

    asked = HiddenField(default="1")
    proposal = HiddenField()
    authorised_by = StringField(
        _l("Quién autoriza una estancia más larga que el tope"), [Length(max=120)],
        description=_l("Sólo si se elige una que pasa del tope: otra persona lo confirma en 24 horas."),
    )  # fmt: skip

    @classmethod
    def of(cls, case: Case, standing: Iterable = ()) -> "PartyForm":
        """`standing`: the travellers of the trip that was chosen before, who go as they did."""
        form = cls(request.values)
        told, standing = bool(request.values.get("asked")), list(standing)
        before = {one.person_id: one for one in standing if one.person_id}
        form.members = [_line(case.patient, told, before, goes=True)]
        for relative in case.companions:
            if not relative.person.died_on:
                form.members.append(_line(relative.person, told, before, goes=relative.travels))
        named = [one for one in standing if one.person_id is None]
        form.members += [_named(number, one, told) for number, one in enumerate(named)]
        form.relatives = {relative.person_id: relative.id for relative in case.companions}
        return form

    def validate(self, extra_validators=None) -> bool:
        good = [member.validate() for member in self.members]
        return super().validate(extra_validators) and all(good)

    def companions(self) -> list[int]:
        """Ids of CasePerson of those who are ticked."""
        return [self.relatives[one.person.id] for one in self.known()[1:] if one.goes.data]

    def known(self) -> list[MemberForm]:
        """The patient first, then the relatives of the case."""
        return [one for one in self.members if not isinstance(one.person, Named)]

    def others(self) -> list[Member]:
        """Those known by name only who are still ticked."""
        named = [one for one in self.members if isinstance(one.person, Named) and one.goes.data]
        return [Member(None, one.person.full_name, one.kind.data, one.fare_class.data) for one in named]

    def told(self) -> Mapping[int, MemberForm]:
        return {member.person.id: member for member in self.known()}


def _line(person: Person, told: bool, before: Mapping, goes: bool) -> MemberForm:
    stood = before.get(person.id)
    first = {"goes": goes if not before else stood is not None}
    if stood is not None:
        first |= {"kind": stood.kind, "fare_class": stood.fare_class}
    return _apart(MemberForm.of(person, told, **first), stood)


def _named(number: int, stood: Traveller, told: bool) -> MemberForm:
    person = Named(f"-named{number}", stood.name)
    line = MemberForm.of(person, told, goes=True, kind=stood.kind, fare_class=stood.fare_class)
    return _apart(line, stood)


def _apart(line: MemberForm, stood: Traveller | None) -> MemberForm:
    """When the trip that stands says that this person joins or leaves."""
    line.joins_at, line.leaves_at = (stood.joins_at, stood.leaves_at) if stood else (None, None)
    line.has_limits = not isinstance(line.person, Named)
    return line
