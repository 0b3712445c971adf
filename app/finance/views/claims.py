"""Claims (comprobaciones): opened, submitted, reviewed by another person, settled."""

from dataclasses import dataclass, field

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.foundation import clock, files
from app.foundation.db import transaction
from app.foundation.errors import NotFound, Refused
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.money import Money
from app.foundation.web import say

from .. import cash_slips, operations, queries, receipt_queries, rules
from ..forms import ClaimForm, SettleForm, SubmitClaimForm
from ..models import Advance, Claim, Custodian, Fund
from ..operations import lines
from .blueprint import bp, case_page, claim_page, openable, paper_or_404, refusals_said, slips_to_sign


@bp.get("/claims")
def claims():
    state = request.args.get("state", "")
    page = queries.claim_page(current_user, request.args.get("after"), state)
    return render_template("finance/claims.html", page=page, state=state, openable=openable(page.rows))


@bp.get("/claims/<int:claim_id>")
def claim(claim_id: int):
    one = paper_or_404(Claim, claim_id)
    return render_template(
        "finance/claim.html", claim=one, uploads=receipt_queries.uploads_of(one), doubts=receipt_queries.doubts(one),
        proofs=receipt_queries.proofs_of(one.lines), pictured=receipt_queries.pictured(one),
        slips=cash_slips.slips_of(one),
    )  # fmt: skip


@bp.get("/claims/<int:claim_id>/attendance")
def attendance_file(claim_id: int):
    """The picture of what shows that they travelled, for who may open the case: a hospital's paper bears a name."""
    one = paper_or_404(Claim, claim_id)
    proof = one.attendance_file if cases.may_open(one.case, current_user) else None
    if proof is None:
        raise NotFound(_("Esa comprobación no tiene foto de la constancia."))
    return files.sent(proof)


@bp.post("/advances/<int:advance_id>/claims")
def open_claim(advance_id: int):
    one = paper_or_404(Advance, advance_id)
    if one.budget and one.budget.direct_number:  # a supplier's: its CFDI proves it, and nothing else
        return redirect(url_for(".direct_payment", number=one.budget.direct_number))
    with refusals_said(), transaction():
        made = operations.open_claim(one.case_id, advance=one, by=current_user, now=clock.now())
        return redirect(url_for(".claim", claim_id=made.id))
    return redirect(url_for(".advance", advance_id=advance_id))


@bp.route("/cases/<number>/claims/new", methods=["GET", "POST"])
def add_claim(number: str):
    case = cases.case_or_404(number, current_user)
    form = ClaimForm.of(case)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            fund = queries.one_or_404(Fund, form.fund.data)
            made = operations.open_claim(case.id, fund=fund, payee=form.payee.data, by=current_user, now=clock.now())
            return redirect(url_for(".claim", claim_id=made.id))
    title = _("Comprobación para reembolso · %(number)s", number=number)
    return render_template("form.html", form=form, title=title, back=case_page(number))


@bp.route("/claims/<int:claim_id>/submit", methods=["GET", "POST"])
def submit_claim(claim_id: int):
    one, form = paper_or_404(Claim, claim_id), SubmitClaimForm()
    if not form.is_submitted():
        form.note.data = one.attendance_note
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            proof = files.store_upload(form.file.data, current_user) if form.file.data else None
            operations.prove_attendance(one, form.note.data or "", current_user, proof)
            operations.submit_claim(one, current_user, clock.now())
            say(_("Enviada: ahora la revisa finanzas."))
            return redirect(url_for(".claim", claim_id=claim_id))
    title = _("Enviar la comprobación %(number)s", number=one.number)
    return render_template("form.html", form=form, title=title, multipart=True, back=claim_page(one))


@bp.route("/claims/<int:claim_id>/review", methods=["GET", "POST"])
def review_claim(claim_id: int):
    """Approve, all or with cuts; or send back with a reason. What was typed stays when it is refused."""
    one = paper_or_404(Claim, claim_id)
    errors = _Errors(one)
    if request.method == "POST":
        with refusals_on(errors), transaction():
            if request.form.get("verdict") == "reject":
                operations.reject_claim(one, request.form.get("reason", ""), current_user, clock.now())
                say(_("Devuelta con su motivo."))
            else:
                operations.approve_claim(one, current_user, clock.now(), _cuts(one))
                say(_("Aprobada: falta cerrarla con la familia."))
            return redirect(url_for(".claim", claim_id=claim_id))
    return render_template(
        "finance/review.html", claim=one, errors=errors, typed=request.form,
        doubts=receipt_queries.doubts(one), proofs=receipt_queries.proofs_of(one.lines), foreseen=_foreseen(one),
    )  # fmt: skip


def _foreseen(claim: Claim) -> str:
    if not claim.advance:
        return ""
    applied = lines.foreseen(claim) if claim.split and claim.advance.by_line else None
    return rules.foreseen(claim.claimed, claim.advance.outstanding, applied)


@dataclass
class _Field:
    errors: list[str] = field(default_factory=list)


class _Errors:
    """The sentences of a page whose fields grow with the claim's lines, each by the name of its field."""

    def __init__(self, claim: Claim):
        names = [f"{name}-{line.id}" for line in claim.lines for name in ("accepted", "why")]
        self._fields = {name: _Field() for name in ("reason", *names)}
        self.form_errors: list[str] = []

    def beside(self, name: str) -> list[str]:
        return self._fields[name].errors


def _cuts(claim: Claim) -> dict[int, tuple[Money, str]]:
    typed = ((line.id, request.form.get(f"accepted-{line.id}", "")) for line in claim.lines)
    return {
        line_id: (_amount(line_id, text), request.form.get(f"why-{line_id}", ""))
        for line_id, text in typed
        if text.strip()
    }


def _amount(line_id: int, text: str) -> Money:
    try:
        return Money.parse(text)
    except Refused as unreadable:
        raise Refused(unreadable.sentence, f"accepted-{line_id}") from unreadable


@bp.route("/claims/<int:claim_id>/settle", methods=["GET", "POST"])
def settle_claim(claim_id: int):
    one = paper_or_404(Claim, claim_id)
    form = SettleForm.of(one)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.settle_claim(
                one, queries.one_or_404(Custodian, form.box.data), current_user, clock.now(),
                returned=form.returned.data if form.returned else None,
                keep_open=bool(form.keep_open and form.keep_open.data),
            )  # fmt: skip
            papers = (one, one.advance) if one.advance else (one,)
            say(" ".join([_("Comprobación cerrada."), *slips_to_sign(papers, one.settled_at)]))
            return redirect(url_for(".claim", claim_id=claim_id))
    return render_template("finance/settle.html", form=form, claim=one)
