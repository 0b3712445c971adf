"""The shape of what is typed about messages."""

from wtforms import StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from app.foundation.forms import Form, Required
from app.foundation.language import _l
from app.messaging import lint
from app.messaging.gsm7 import transliterate

MOST_PARTS = 2


class ReplyForm(Form):
    """An answer written by hand: short, and without what must not travel by text."""

    body = TextAreaField(_l("Respuesta"), [Required(), Length(max=400)])

    def validate_body(self, field: StringField) -> None:
        findings = lint.privacy(field.data) + lint.air(transliterate(field.data), MOST_PARTS)
        if findings:
            raise ValidationError(" ".join(finding.sentence for finding in findings))
