"""The phones of the simulator, on screen."""

from flask import current_app, redirect, render_template, request, url_for

from app.foundation import clock
from app.foundation.errors import NotFound
from app.foundation.language import _
from app.foundation.web import say
from app.messaging import conversations, jobs, simulated_calls
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
    turns = conversations.conversation(number, visible()) if number else []
    window = in_window(clock.now(), current_app.config["SETTINGS"].timezone)
    call = simulated_calls.on_screen(number, visible(), clock.now()) if number else None
    return render_template(
        "messaging/simulator.html", phones=phones, number=number, turns=turns, in_window=window, call=call
    )


@bp.post("/simulator/send")
def send_now():
    """One round, now: what the scheduler does every few seconds."""
    simulating()
    done = jobs.send_round(clock.now())
    say(_("Mensajes que salieron: %(count)s.", count=done.accepted))
    return redirect(url_for(".simulator", number=request.form.get("number") or None))
