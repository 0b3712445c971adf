"""What texts cost: the month, one fund's days, the texts behind one entry."""

from flask import render_template, request
from flask_login import current_user

from app.coordination import cost_page
from app.coordination.views.blueprint import bp
from app.foundation import clock


@bp.get("/costs/texts")
def text_costs():
    page = cost_page.monthly(current_user, request.args, clock.now())
    sees_all = current_user.role in cost_page.SEES_EVERY_NUMBER
    return render_template("coordination/text_costs.html", page=page, sees_all=sees_all)


@bp.get("/costs/texts/funds/<int:fund_id>")
def text_cost_days(fund_id: int):
    month = cost_page.Month.of(request.args.get("month"), clock.now())
    fund, days, next_key = cost_page.days_of_fund(fund_id, month, request.args.get("after"))
    return render_template("coordination/text_cost_days.html", fund=fund, month=month, days=days, next_key=next_key)


@bp.get("/costs/texts/postings/<int:posting_id>")
def text_cost_texts(posting_id: int):
    posting, lines, next_key = cost_page.texts_of_posting(posting_id, current_user, request.args.get("after"))
    return render_template(
        "coordination/text_cost_texts.html", posting=posting, lines=lines, next_key=next_key
    )  # fmt: skip
