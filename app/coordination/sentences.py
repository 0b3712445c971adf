"""What happened, in one sentence that names every part it happened in."""

from app.cases.models import Appointment
from app.coordination.workflows import Happened
from app.foundation.language import _
from app.foundation.money import Money


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


def moved(happened: Happened) -> str:
    if happened.trip is None:
        return _("Cita cambiada. %(texts)s", texts=texts(happened))
    if happened.budget is None:
        return _("Cita cambiada; ya habían salido: el viaje sigue como estaba. %(texts)s", texts=texts(happened))
    return _(
        "Cita cambiada, viaje planeado de nuevo, presupuesto de %(cost)s. %(texts)s",
        cost=cost(happened), texts=texts(happened),
    )  # fmt: skip


def cancelled(happened: Happened) -> str:
    parts = [_("Cita cancelada."), texts(happened)]
    if happened.trip:
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
