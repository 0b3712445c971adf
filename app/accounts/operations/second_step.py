"""The second step of signing in: a code that the telephone reckons, or one of ten on paper; each serves once."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, update

from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from .. import passwords, queries, rules
from ..models import RecoveryCode, SecondStep, SignIn, User


def begin_second_step(user: User, password: str) -> SecondStep:
    """A secret to take into the telephone; one that was begun and not confirmed stays the same. Refused: a wrong
    password, has one."""
    if not passwords.fit(password, user.password_hash):
        raise Refused(_("La contraseña actual no es esa."), "current")
    return started(user)


def started(user: User) -> SecondStep:
    step = queries.second_step_of(user)
    if step is None:
        step = SecondStep(user_id=user.id, secret=rules.new_secret(), last_counter=0, failures=0)
        db.session.add(step)
        db.session.flush()
    elif step.confirmed_at:
        raise Refused(_("Ya tiene un segundo paso."))
    return step


def confirm_second_step(user: User, typed: str, now: datetime) -> list[str]:
    """The telephone shows the right code: from now on one is asked for. Gives back the recovery codes, this once.

    Refused: a wrong code, nothing begun, confirmed already.
    """
    step = _locked(user)
    if step is None or step.confirmed_at:
        raise Refused(_("Esto ya se hizo, o no se ha empezado: entre de nuevo."), "code")
    counter = rules.counter_of(step.secret, typed, now)
    if counter is None:
        says = _("Ese código no es el que toca. Espere a que el teléfono muestre otro y escríbalo; si tampoco sirve, "
                 "revise que la hora del teléfono sea la correcta.")  # fmt: skip
        raise Refused(says, "code")
    step.confirmed_at, step.last_counter = now, counter
    audit.record("user.second_step_on", f"user:{user.id}", user)
    return _fresh_codes(user)


def fits_second_step(half: SignIn, typed: str, now: datetime) -> bool:
    """Ends the half session where the code fits, or was wrong too often. A wrong one is counted, so nothing is raised
    for it. Refused: too many were wrong a moment ago."""
    user, step = half.user, _locked(half.user)
    if step.closed_until and step.closed_until > now:
        until = clock.to_local(step.closed_until)
        raise Refused(_("Hubo demasiados códigos equivocados: vuelva a probar a las %(hour)s.", hour=f"{until:%H:%M}"),
                      "code")  # fmt: skip
    if _is_next_code(step, typed, now) or _is_paper_code(user, typed, now):
        step.failures, half.ended_at = 0, now
        return True
    step.failures += 1
    if step.failures >= rules.WRONG_CODES:
        step.failures, step.closed_until, half.ended_at = 0, now + rules.PAUSE, now
        audit.record("user.second_step_closed", f"user:{user.id}", user, until=step.closed_until.isoformat())
    return False


def _locked(user: User) -> SecondStep | None:
    """Two tries at once come one after the other, so neither a code nor a guess counts for two."""
    return db.session.get(SecondStep, user.id, with_for_update=True, populate_existing=True)


def _is_next_code(step: SecondStep, typed: str, now: datetime) -> bool:
    counter = rules.counter_of(step.secret, typed, now)
    if counter is None or counter <= step.last_counter:
        return False
    step.last_counter = counter
    return True


def _is_paper_code(user: User, typed: str, now: datetime) -> bool:
    code_hash = queries.token_hash(rules.plain_code(typed))
    unused = update(RecoveryCode).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
    used = db.session.execute(unused.where(RecoveryCode.code_hash == code_hash).values(used_at=now)).rowcount == 1
    if used:
        audit.record("user.recovery_code_used", f"user:{user.id}", user)
    return used


def renew_recovery_codes(user: User, password: str) -> list[str]:
    """Ten others; those of before serve no more. Refused: the password is wrong, no second step."""
    _check_own(user, password)
    audit.record("user.recovery_codes_renewed", f"user:{user.id}", user)
    return _fresh_codes(user)


def give_up_second_step(user: User, password: str, required: Collection[str]) -> None:
    """The password alone is enough again. Refused: it is wrong, or their role has to have a second step."""
    _check_own(user, password)
    if user.role in required:
        raise Refused(_("Con su puesto, el segundo paso no se puede quitar."), "current")
    _forget(user)
    audit.record("user.second_step_off", f"user:{user.id}", user)


def reset_second_step(user: User, now: datetime, by: User | None) -> None:
    """Who lost telephone and paper begins anew at the next sign-in; whoever is in with it is out. `by` None: from the
    command line. Refused: one's own, nothing to take away."""
    if by is not None and by.id == user.id:
        raise Refused(_("El suyo no lo quita usted: pídalo a otra persona de administración."))
    if queries.second_step_of(user) is None:
        raise Refused(_("%(name)s no tiene segundo paso.", name=user.name))
    _forget(user)
    end_sessions(user, now)
    audit.record("user.second_step_reset", f"user:{user.id}", by)


def end_sessions(user: User, now: datetime) -> None:
    open_ones = update(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))
    db.session.execute(open_ones.values(ended_at=now))


def _check_own(user: User, password: str) -> None:
    if not passwords.fit(password, user.password_hash):
        raise Refused(_("La contraseña actual no es esa."), "current")
    if not queries.has_second_step(user):
        raise Refused(_("Todavía no tiene segundo paso."), "current")


def _fresh_codes(user: User) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = rules.new_recovery_codes()
    hashes = (queries.token_hash(rules.plain_code(code)) for code in codes)
    db.session.add_all([RecoveryCode(user_id=user.id, code_hash=code_hash) for code_hash in hashes])
    db.session.flush()
    return codes


def _forget(user: User) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    db.session.execute(delete(SecondStep).where(SecondStep.user_id == user.id))
    db.session.expire_all()
