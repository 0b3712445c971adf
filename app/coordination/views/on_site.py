"""Who is away: everybody on one page, what to do with each, where each one slept."""

from datetime import date, timedelta

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.coordination import away, homecoming, on_site, sentences
from app.coordination.on_site_forms import ChoiceForm, NightsForm, ResultForm, StayLongerForm, TransferForm
from app.coordination.views.blueprint import bp
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.errors import Refused
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say
from app.travel import queries as trips
from app.travel.rides import going


@bp.get("/away")
def away_today():
    """Fuera de casa hoy: the most pressing first."""
    now = clock.now()
    page = away.gather(now, request.args.get("after"))
    return render_template("coordination/away.html", page=page, now=now, ceiling=on_site.ceiling())


@bp.route("/cases/<number>/trips/<int:trip_id>/on-site", methods=["GET", "POST"])
def on_site_choices(number: str, trip_id: int):
    """Esperar allá · regresar y volver · sigue abierto, each with its price."""
    case, trip = _trip(number, trip_id)
    form = ChoiceForm()
    if form.validate_on_submit() and form.choice.data:
        with refusals_on(form), transaction():
            settled = on_site.choose(trip, form.choice.data, form.authorised_by.data or "", clock.now(), current_user)
            say(sentences.settled(settled))
            return redirect(url_for("coordination.trip", number=number, trip_id=trip_id))
    offers = on_site.offers(trip, clock.now())
    return render_template("coordination/on_site.html", form=form, case=case, trip=trip, page=offers)


@bp.route("/cases/<number>/trips/<int:trip_id>/stay", methods=["GET", "POST"])
def stay_longer(number: str, trip_id: int):
    """Until a night, for all or for some; where each one slept, one click a night."""
    case, trip = _trip(number, trip_id)
    form = StayLongerForm.of(trip, going(trip))
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            who, name = set(form.who.data or ()), form.authorised_by.data or ""
            settled = on_site.extend(trip, who, form.until.data, name, clock.now(), current_user)
            say(sentences.settled(settled))
            return redirect(url_for(".stay_longer", number=number, trip_id=trip_id))
    return _nights_page(case, trip, form, NightsForm.of(trip))


def _nights_page(case, trip, form, nights):
    slept = {(one.traveller_id, one.night): one for one in trip.nights}
    evenings = trips.evenings_so_far(trip, clock.now())
    tonight = trips.here(trip, clock.now()).tonight
    return render_template(
        "coordination/stay.html", form=form, nights=nights, case=case, trip=trip, going=going(trip), slept=slept,
        evenings=evenings, tonight=tonight, ceiling=on_site.ceiling(), given=trips.authorisations_of(trip),
    )  # fmt: skip


@bp.post("/cases/<number>/trips/<int:trip_id>/night-more")
def one_night_more(number: str, trip_id: int):
    """+1 for everybody, from the list. What cannot be done in one step opens the page of the stay."""
    case, trip = _trip(number, trip_id)
    last = max((night.night for night in trip.nights), default=clock.today() - timedelta(days=1))
    try:
        with transaction():
            settled = on_site.extend(trip, set(), last + timedelta(days=1), "", clock.now(), current_user)
            say(sentences.one_night_more(case, last + timedelta(days=1), settled))
    except Refused as refusal:
        say(str(refusal), "warning")
        return redirect(url_for(".stay_longer", number=number, trip_id=trip_id))
    return redirect(url_for(".away_today"))


@bp.post("/cases/<number>/trips/<int:trip_id>/nights")
def set_night(number: str, trip_id: int):
    """Hospitalizado · albergue · silla en hospital · casa: one click for one person and night."""
    case, trip = _trip(number, trip_id)
    form = NightsForm.of(trip)
    if form.validate_on_submit():
        traveller_id, night, kind = form.told()
        with refusals_on(form), transaction():
            traveller = next((one for one in trip.travellers if one.id == traveller_id), None)
            if traveller is None:
                raise Refused(_("Esa persona no va en este viaje."))
            evening = _day(night)
            on_site.set_night(trip, traveller, evening, kind, form.chosen_house(), clock.now(), current_user)
            say(_("Noche anotada."))
            return redirect(url_for(".stay_longer", number=number, trip_id=trip_id))
    return _nights_page(case, trip, StayLongerForm.of(trip, going(trip)), form)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as garbled:
        raise Refused(_("Esa noche no existe.")) from garbled


@bp.route("/cases/<number>/trips/<int:trip_id>/transfer", methods=["GET", "POST"])
def transfer(number: str, trip_id: int):
    case, trip = _trip(number, trip_id)
    form = TransferForm.for_now()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            on_site.take_home(trip, clock.now(), current_user, **form.ride())
            say(_("Traslado anotado. El regreso de la familia sigue como estaba."))
            return redirect(url_for("coordination.trip", number=number, trip_id=trip_id))
    lead = _("El traslado se suma al viaje y a su presupuesto. No se le escribe a nadie.")
    return render_template("form.html", form=form, case=case, title=_("Traslado"), lead=lead)


@bp.route("/cases/<number>/trips/<int:trip_id>/result", methods=["GET", "POST"])
def trip_result(number: str, trip_id: int):
    case, trip = _trip(number, trip_id)
    form = ResultForm.of(trip, trips.result_of(trip))
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            homecoming.record_result(trip, clock.now(), current_user, **form.told())
            say(_("Quedó registrado cómo les fue."))
            return redirect(url_for("coordination.trip", number=number, trip_id=trip_id))
    lead = _("Lo que faltó se cuenta en los reportes: sirve para que no vuelva a faltar.")
    return render_template("form.html", form=form, case=case, title=_("Cómo les fue"), lead=lead)


@bp.post("/cases/<number>/trips/<int:trip_id>/authorisations/<int:authorisation_id>")
def confirm_authorisation(number: str, trip_id: int, authorisation_id: int):
    """Whoever did not ask for it says that it is true."""
    _case, trip = _trip(number, trip_id)
    given = trips.authorisation_or_404(trip, authorisation_id)
    with transaction():
        on_site.confirm(given, clock.now(), current_user)
    say(_("Autorización de %(name)s confirmada.", name=given.name))
    return redirect(url_for("coordination.trip", number=number, trip_id=trip_id))


def _trip(number: str, trip_id: int):
    case = cases.case_or_404(number, current_user)
    return case, trips.trip_or_404(case.id, trip_id)
