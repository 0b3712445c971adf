"""One night more at the destination, with its price, in one step."""

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.coordination import evening_more, sentences
from app.coordination.on_site_forms import ChoiceForm
from app.coordination.views.blueprint import bp
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.web import say
from app.travel import queries as travel


@bp.route("/cases/<number>/trips/<int:trip_id>/evening", methods=["GET", "POST"])
def another_evening(number: str, trip_id: int):
    """Before the first date or after the last, house by house."""
    case = cases.case_or_404(number, current_user)
    trip, form = travel.trip_or_404(case.id, trip_id), ChoiceForm()
    if form.validate_on_submit() and form.choice.data:
        with refusals_on(form), transaction():
            name = form.authorised_by.data or ""
            settled = evening_more.choose(trip, form.choice.data, name, clock.now(), current_user)
            say(sentences.another_evening(settled))
            return redirect(url_for(".trip", number=number, trip_id=trip_id))
    page = evening_more.offers(trip, clock.now())
    return render_template("coordination/evening.html", form=form, case=case, trip=trip, page=page)
