"""What people tell us about who joins a trip, and who goes home before the others."""

from datetime import datetime

from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional

from app.cases.models import Case
from app.coordination.party_forms import FARE_NAMES, RELATIVE_KINDS
from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.forms import Form, LocalTimeField, MoneyField, Required, choices
from app.foundation.language import _, _l
from app.foundation.money import Money
from app.travel import queries as travel
from app.travel.models import Traveller, Trip
from app.travel.operations import ByHand, Way
from app.travel.planner import Answer
from app.travel.rides import going, limits_of_person, members
from app.travel.rules import MODE_NAMES, Member

WITH_THEM, BY_HAND = "with_them", "hand"


class OwnWayForm(Form):
    """How one person rides alone, where the book has no way or knows less than whoever tells it."""

    mode = SelectField(_l("En qué"), choices=choices(MODE_NAMES), default="colectivo")
    leaves_at = LocalTimeField(_l("Sale"), [Optional()])
    minutes = IntegerField(_l("Minutos de camino"), [Optional(), NumberRange(min=1, max=10_000)])
    fare = MoneyField(_l("Pasaje completo"), [Optional()], allow_zero=True, description=_l("Vacío: nada."))

    def way(self, picked: str, ways: Answer) -> Way:
        """What was picked: none of their own, the ride that was typed, or one of the ways. Refused: it is gone."""
        if picked == WITH_THEM:
            return None
        return self.by_hand() if picked == BY_HAND else travel.own_way(ways, picked)

    def by_hand(self) -> ByHand:
        """Refused: no hour or no minutes."""
        if self.leaves_at.data is None:
            raise Refused(_("Escriba a qué hora sale."), "leaves_at")
        if self.minutes.data is None:
            raise Refused(_("Escriba cuántos minutos se hacen."), "minutes")
        return ByHand(self.mode.data, self.leaves_at.data, self.minutes.data, self.fare.data or Money.zero())


class TakenForm(OwnWayForm):
    """A way that all of them have ridden already; by hand it begins about that hour."""

    @classmethod
    def by(cls, hour: datetime | None) -> "TakenForm":
        form = cls()
        if not form.is_submitted():
            form.leaves_at.data = hour
        return form


class JoinForm(OwnWayForm):
    direction = "there"
    at = LocalTimeField(_l("Está con ellos desde"), [Required()])
    person = SelectField(_l("Quién"), coerce=int)
    name = StringField(
        _l("Nombre, si no está en la lista"), [Length(max=200)], description=_l("Un recién nacido, un donador.")
    )
    kind = SelectField(_l("Va como"), choices=choices(RELATIVE_KINDS), default="companion")
    fare_class = SelectField(_l("Pasaje"), choices=choices(FARE_NAMES), default="full")

    @classmethod
    def of(cls, case: Case, trip: Trip) -> "JoinForm":
        form = cls(prefix="join-")
        there = {one.person_id for one in trip.travellers}
        form.known = {
            one.person_id: one.person
            for one in case.companions
            if one.person_id not in there and not one.person.died_on
        }
        form.person.choices = choices({0: "—"} | {key: one.full_name for key, one in form.known.items()})
        if not form.is_submitted() or form.at.data is None and not form.at.raw_data:
            form.at.data = _can_be_there(trip, clock.now())
        return form

    def party(self) -> list[Member]:
        return [self.member()]

    def member(self) -> Member:
        """Refused: nobody is named."""
        person = self.known.get(self.person.data)
        if person is None and not self.name.data:
            raise Refused(_("Elija quién se suma, o escriba su nombre."), "person")
        name = person.full_name if person else self.name.data
        number, sex = (person.id, person.sex) if person else (None, None)
        return Member(number, name, self.kind.data, self.fare_class.data, limits_of_person(person), sex)


def _can_be_there(trip: Trip, now: datetime) -> datetime:
    """Before they present themselves if there is time for it, else as soon as the next departures bring somebody."""
    soonest = travel.soonest_there(trip, now)
    return max(trip.present_at, soonest or now, now)


class LeaveForm(OwnWayForm):
    direction = "home"
    at = LocalTimeField(_l("Puede salir desde"), [Required()])
    who = SelectField(_l("Quién regresa antes"), coerce=int)

    @classmethod
    def of(cls, trip: Trip) -> "LeaveForm":
        form = cls(prefix="leave-")
        form.able = {one.id: one for one in going(trip) if one.kind != "patient"}
        form.who.choices = choices({key: one.name for key, one in form.able.items()})
        if not form.is_submitted() or form.at.data is None and not form.at.raw_data:
            form.at.data = clock.now()
        return form

    def party(self) -> list[Member]:
        return members([self.traveller()])

    def traveller(self) -> Traveller:
        return self.able[self.who.data]
