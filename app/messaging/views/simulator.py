"""The phones of the simulator, on screen."""

from flask import current_app, redirect, render_template, request, url_for

from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.errors import NotFound
from app.foundation.language import _
from app.foundation.web import say
from app.messaging import conversations, jobs, labels, screens
from app.messaging.rules import in_window

from .blueprint import bp, visible


def simulating() -> None:
    """There is a simulator only where nothing real is sent."""
    if current_app.config["SETTINGS"].sms_gateway != "simulator":
        raise NotFound(_("Aquí se mandan mensajes de verdad: no hay simulador."))


@bp.get("/simulator")
def simulator():
    simulating()
    phones = conversations.simulated_phones(visible())
    number = request.args.get("number") or (phones[0].number if phones else None)
    shown = screens.screens(number, visible(), clock.now()) if number else []
    window = in_window(clock.now(), current_app.config["SETTINGS"].timezone)
    return render_template(
        "messaging/simulator.html", phones=phones, number=number, shown=shown, in_window=window,
        conditions=labels.CONDITIONS,
    )  # fmt: skip


def back_to(number: str):
    """The page again, with the telephone in front that was in front before."""
    return redirect(url_for("messaging.simulator", number=request.form.get("lead") or number))


@bp.post("/simulator/<number>/line")
def set_line(number: str):
    """Out of signal, nobody's any more, or back: to see what the program does about it."""
    simulating()
    condition = request.form.get("condition")
    if condition not in labels.CONDITIONS:
        raise NotFound(_("Un teléfono está con señal, apagado, o ya no existe."))
    with transaction():
        screens.set_line(number, condition)
    return back_to(number)


@bp.post("/simulator/send")
def send_now():
    """One round, now: what the scheduler does every few seconds."""
    simulating()
    done = jobs.send_round(clock.now())
    say(_("Mensajes que salieron: %(count)s.", count=done.accepted))
    return redirect(url_for(".simulator", number=request.form.get("number") or None))
