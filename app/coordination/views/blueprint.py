"""The blueprint that the pages of coordination hang on, the short form that a conversation's page carries,
and the page of a form about one date."""

from flask import Blueprint, render_template

from app.cases.models import Appointment
from app.coordination.forms import WhatsAppForm
from app.foundation.forms import Form

bp = Blueprint("coordination", __name__)


@bp.record_once
def _teach_pages(state) -> None:
    state.app.jinja_env.globals.update(new_whatsapp_form=lambda: WhatsAppForm(None, prefix="wa-"))


def date_page(form: Form, appointment: Appointment, title: str, lead: str = "") -> str:
    """A form about a date: under its title the date as it stands, and `lead`."""
    return render_template(
        "coordination/date_form.html", form=form, appointment=appointment, case=appointment.case, title=title, lead=lead
    )
