"""What happened, in one sentence that names every part it happened in."""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import format_date, format_datetime

from app.cases.models import Appointment, Case
from app.coordination.happened import Happened
from app.coordination.on_site import Settled
from app.foundation.clock import to_local
from app.foundation.language import _
from app.foundation.money import Money
from app.travel.rules import UNDER_WAY


def booked(happened: Happened) -> str:
    if happened.appointment.past_reason:
        return _("Cita pasada registrada. No se le escribe a nadie.")
    if happened.appointment.state == "requested":
        return _("En espera de fecha: hay que insistir.")
    return _("Cita guardada. %(texts)s", texts=texts(happened))


def chosen(happened: Happened) -> str:
    return _(
        "Viaje elegido: %(cost)s presupuestados. %(texts)s",
        cost=cost(happened), texts=texts(happened),
    )  # fmt: skip


def chosen_for_all(happened: Sequence[Happened]) -> str:
    """Of several dates in one step: the money of every journey, and their texts."""
    if len(happened) == 1:
        return _("Un solo viaje para todas: %(told)s", told=chosen(happened[0]))
    total = sum((cost(one) for one in happened), Money.zero())
    said = _("Regresan a casa y vuelven: %(count)s viajes elegidos, %(cost)s presupuestados.",
             count=len(happened), cost=total)  # fmt: skip
    return " ".join((said, *dict.fromkeys(texts(one) for one in happened)))


def corrected(happened: Happened) -> str:
    return _("Viaje corregido: ahora cuesta %(cost)s. %(texts)s", cost=cost(happened), texts=texts(happened))


def moved(happened: Happened) -> str:
    """Every part that moved, with what it was before."""
    return " ".join((_("Cita cambiada."), _journey_moved(happened), texts(happened))).strip()


def _journey_moved(happened: Happened) -> str:
    trip, before = happened.trip, happened.before
    if trip is None:
        return ""
    if before is None:
        return _("Ya habían salido: el viaje sigue como estaba. Elija abajo si esperan o regresan.")
    if trip.state == "cancelled":
        return _("Sin hora no hay viaje: se liberaron las camas y el dinero comprometido.")
    if trip.state == "draft":
        return _("El libro de rutas no da camino para esa fecha: quedó la tarea de buscarlo.")
    return _(
        "Viaje: salían el %(was)s, salen el %(now)s. Dinero: de %(cost_was)s a %(cost)s.",
        was=moment(before.departs_at), now=moment(trip.departs_at), cost_was=before.cost, cost=cost(happened),
    )  # fmt: skip


def moment(at: datetime | None) -> str:
    """`lunes 14 de diciembre, 16:30`."""
    return format_datetime(to_local(at), "EEEE d 'de' MMMM, HH:mm", rebase=False) if at else "—"


def cancelled(happened: Happened) -> str:
    parts = [_("Cita cancelada."), texts(happened)]
    if happened.trip and happened.trip.state in UNDER_WAY:
        parts.insert(1, _("Ya habían salido: el viaje sigue como estaba. Elija abajo si esperan o regresan."))
    elif happened.trip and happened.trip.state != "cancelled":
        parts.insert(1, _("El viaje se planeó de nuevo para la otra cita."))
    elif happened.trip:
        parts.insert(1, _("Se liberaron las camas y el dinero comprometido."))
    if happened.money_out:
        parts.append(_("Hay %(amount)s ya entregados: quedó la tarea de recogerlos.", amount=str(happened.money_out)))
    return " ".join(part for part in parts if part)


def outcome(appointment: Appointment) -> str:
    if appointment.state == "attended":
        return _("Quedó registrado. Sigue conseguir la contrarreferencia.")
    return _("Quedó registrado. Sigue insistir por otra fecha.")


def cost(happened: Happened) -> Money:
    return happened.budget.total


def texts(happened: Happened) -> str:
    """`2 mensajes por enviar, 3 retirados.`"""
    if happened.texts is None:
        return ""
    added, gone = len(happened.texts.added), len(happened.texts.cancelled)
    if not added and not gone:
        return _("Ningún mensaje cambia.")
    return _("Mensajes: %(added)s por enviar, %(gone)s retirados.", added=added, gone=gone)


def another_evening(done: Settled) -> str:
    """From when to when they are away now, and the rest."""
    return " ".join((_("Una noche más: salen el %(when)s.", when=moment(done.trip.departs_at)), settled(done)))


def one_night_more(case: Case, evening: date, done: Settled) -> str:
    """Whose, and which night: it is said above a list of everybody."""
    whose = case.number if case.restricted else case.patient.full_name
    said = _("%(who)s: una noche más, la del %(day)s.", who=whose, day=format_date(evening, "EEEE d 'de' MMMM"))
    return " ".join((said, settled(done)))


def settled(done: Settled) -> str:
    """What they do now, what it costs, and what is missing for it."""
    trip = done.trip
    parts = [_("Sigue abierto: se decide día con día.") if trip.open_since else
             _("Regresan a casa el %(when)s.", when=moment(trip.returns_at))]  # fmt: skip
    if done.again is not None:
        parts.append(_("Vuelven a salir el %(when)s.", when=moment(done.again.departs_at)))
    if done.budget is not None:
        parts.append(_("El viaje queda en %(cost)s.", cost=done.budget.total))
    if done.lacking and not done.budget.split and done.budget.fund.available < done.lacking:
        fund = done.budget.fund
        parts.append(_("El fondo %(fund)s no alcanza: le quedan %(left)s.", fund=fund.name, left=fund.available))
    if done.lacking:
        parts.append(_("Faltan %(lacking)s por autorizar: pídalos a finanzas.", lacking=done.lacking))
    return " ".join(parts)
