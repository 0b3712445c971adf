"""The journey is chosen, corrected, begun and ended."""

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.coordination import journeys, money, on_site, party, sentences, several_dates, workflows
from app.coordination.forms import DepartedForm, OccurredForm, UrgentForm
from app.coordination.party_forms import PartyForm
from app.coordination.views.blueprint import bp
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say
from app.travel import queries as travel
from app.travel.rides import as_before


@bp.route("/cases/<number>/appointments/<int:appointment_id>/trip", methods=["GET", "POST"])
def choose_trip(number: str, appointment_id: int):
    """Three proposals by name; who goes and how is told first, since it changes every price. With other dates near
    it: all of them in one journey, or home in between."""
    appointment = cases.appointment_or_404(cases.case_or_404(number, current_user), appointment_id)
    trip, now = travel.trip_of(appointment.id), clock.now()
    if trip and travel.ahead(trip) and trip.appointment_id != appointment.id:
        return redirect(url_for(".choose_trip", number=number, appointment_id=trip.appointment_id))
    form = PartyForm.of(appointment.case, trip.travellers if trip else ())
    dates = several_dates.dates_from(appointment, now)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            party.keep_limits(form, now, current_user)
            if form.proposal.data:
                say(_chosen(form, dates, now))
                return redirect(url_for(".case_page", number=number))
    return _choices(form, dates, trip, now)


def _chosen(form: PartyForm, dates, now) -> str:
    """What was chosen, in words: a journey to the first date, or the journeys to all of them."""
    companions, told, others, code = form.companions(), party.told(form), form.others(), form.proposal.data
    if "-" not in code:
        happened = workflows.choose_trip(dates[0], companions, code, now, current_user, told, others)
        return sentences.chosen(happened)
    going = journeys.party_of(dates[0].case, companions, told, others)
    name = form.authorised_by.data or ""
    return sentences.chosen_for_all(several_dates.choose(dates, going, code, name, now, current_user))


def _choices(form: PartyForm, dates, trip, now):
    appointment = dates[0]
    members = journeys.party_of(appointment.case, form.companions(), party.told(form), form.others())
    visit, asking = journeys.visit_of(appointment), travel.Asking()
    proposals = travel.proposals(visit, as_before(trip, members), now, money.at_rates(), asking)
    return render_template(
        "coordination/choose_trip.html", form=form, appointment=appointment, proposals=proposals,
        limits=party.limits_in_words(form),
        whole=several_dates.whole_ways(dates, members, now, list(proposals), asking) if len(dates) > 1 else None,
        ceiling=on_site.ceiling(),
    )  # fmt: skip


@bp.route("/cases/<number>/urgent", methods=["GET", "POST"])
def leave_urgently(number: str):
    case = cases.case_or_404(number, current_user)
    form = UrgentForm.of(case)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            workflows.leave_urgently(case, now=clock.now(), by=current_user, **form.told())
            say(_("Salida urgente registrada. Otra persona confirma la autorización antes de 24 horas."), "warning")
            return redirect(url_for(".case_page", number=number))
    return render_template(
        "form.html", form=form, case=case, title=_("Salida urgente"),
        lead=_("Primero salen y después se autoriza: aquí sólo queda registrado quién dijo que sí."),
    )  # fmt: skip


def _moment(number: str, trip_id: int, title: str, done: str, act, then=None):
    """The one shape of arrived and returned: when did it happen? `then`: of the trip, its page that follows."""
    case = cases.case_or_404(number, current_user)
    found = travel.trip_or_404(case.id, trip_id)
    form = OccurredForm.for_now()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            act(found, form.occurred_at.data, clock.now(), current_user)
            say(done)
            if then:
                return redirect(url_for(then(found), number=number, trip_id=trip_id))
            return redirect(url_for(".case_page", number=number))
    return render_template("form.html", form=form, case=case, title=title)


@bp.route("/cases/<number>/trips/<int:trip_id>/departed", methods=["GET", "POST"])
def depart(number: str, trip_id: int):
    """Without the money in hand it says so, and asks who stands for it (P4)."""
    case = cases.case_or_404(number, current_user)
    found = travel.trip_or_404(case.id, trip_id)
    form = DepartedForm.for_now()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            workflows.depart(found, form.occurred_at.data, clock.now(), current_user, form.exception.data)
            say(_("Salida registrada."))
            return redirect(url_for(".case_page", number=number))
    lead = _("El dinero todavía no está en su mano. Pueden salir si alguien responde por ello: escriba su nombre.")
    if money.in_hand(found):
        lead = _("Ya tienen el dinero en la mano.")
        del form.exception
    return render_template("form.html", form=form, case=case, title=_("Ya salieron"), lead=lead)


@bp.route("/cases/<number>/trips/<int:trip_id>/arrived", methods=["GET", "POST"])
def arrive(number: str, trip_id: int):
    return _moment(number, trip_id, _("Ya llegaron"), _("Llegada registrada."), workflows.arrive)


@bp.route("/cases/<number>/trips/<int:trip_id>/returned", methods=["GET", "POST"])
def come_home(number: str, trip_id: int):
    return _moment(
        number, trip_id, _("Ya regresaron"), _("Regreso registrado. Sigue comprobar los gastos."),
        workflows.come_home, then=lambda trip: ".way_home" if travel.lacks_way_home(trip) else ".trip_result",
    )  # fmt: skip
