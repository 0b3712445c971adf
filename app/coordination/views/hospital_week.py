"""Whom each hospital expects this week."""

from datetime import date

from flask import render_template, request
from flask_login import current_user

from app.coordination import hospital_week
from app.coordination.views.blueprint import bp
from app.foundation import clock


@bp.get("/hospitals/week")
def hospital_week_page():
    day = request.args.get("from", type=date.fromisoformat) or clock.today()
    chosen = request.args.get("hospital", "")
    week = hospital_week.week(day, chosen, current_user)
    return render_template("coordination/hospital_week.html", week=week, chosen=chosen, today=clock.today())
