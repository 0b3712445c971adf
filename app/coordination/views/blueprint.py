"""The blueprint that the pages of coordination hang on, and the short form that a conversation's page carries."""

from flask import Blueprint

from app.coordination.forms import WhatsAppForm

bp = Blueprint("coordination", __name__)


@bp.record_once
def _teach_pages(state) -> None:
    state.app.jinja_env.globals.update(new_whatsapp_form=lambda: WhatsAppForm(None, prefix="wa-"))
