"""How long money, beds and seats will last."""

from flask import render_template

from app.coordination.forecast import page, picture
from app.coordination.views.blueprint import bp
from app.foundation import clock


@bp.get("/forecast")
def forecast():
    return render_template("coordination/forecast.html", page=page.forecast(clock.now()), frame=picture)
