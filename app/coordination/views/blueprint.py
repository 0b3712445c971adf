"""The blueprint that the pages of coordination hang on."""

from flask import Blueprint

bp = Blueprint("coordination", __name__)
