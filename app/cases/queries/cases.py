"""Reads of cases: lookup and permission in one step, lists, who goes along."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.foundation.db import KeysetPage, db, keyset_page
from app.foundation.errors import NotFound, Refused
from app.foundation.files import StoredFile
from app.foundation.language import _

from ..models import Case, CaseAccess, CasePerson, CounterReferral, Person, Place, SafeContactPlan
from ..spellings.text import fold


def _own_clinic(user: User) -> ColumnElement[bool]:
    """A clinician: the cases of their clinic. Everybody else: all."""
    if user.role != "clinician":
        return true()
    return Case.clinic_id == select(Place.id).where(Place.code == user.clinic_code).scalar_subquery()


def _named(user: User) -> ColumnElement[bool]:
    return exists().where(CaseAccess.case_id == Case.id, CaseAccess.user_id == user.id).correlate(Case)


def visible_to(user: User) -> ColumnElement[bool]:
    """The condition on `Case` for all that this user may open: own clinic; restricted only when named."""
    return and_(_own_clinic(user), or_(Case.restricted.is_(False), _named(user)))


def visible_cases(user: User) -> Select[tuple[Case]]:
    return select(Case).where(visible_to(user))


def case_or_404(number: str, user: User) -> Case:
    """The case, if this user may open it. NotFound says the same of one that is hidden and one that is not."""
    wanted = visible_cases(user).where(Case.number == number)
    case = db.session.scalar(wanted.options(joinedload(Case.navigator)))
    if case is None:
        raise NotFound(_("Ese caso no existe, o no es de los suyos."))
    return case


def case_numbered(number: str) -> Case:
    """For a command: whoever has the database may read any case. Refused: there is none."""
    case = db.session.scalar(select(Case).where(Case.number == number))
    if case is None:
        raise Refused(_("No hay un caso %(number)s.", number=number))
    return case


def case_number_visible(number: str, user: User) -> Case:
    """The case for its number and money alone: finance, admin and auditor see that a restricted one exists."""
    wanted = select(Case).where(Case.number == number)
    if user.role not in ("finance", "admin", "auditor"):
        wanted = wanted.where(visible_to(user))
    case = db.session.scalar(wanted)
    if case is None:
        raise NotFound(_("Ese caso no existe, o no es de los suyos."))
    return case


def openable(case_ids: Iterable[int], user: User) -> set[int]:
    """Of these cases, those whose page this user may open: one statement for a whole list."""
    return set(db.session.scalars(select(Case.id).where(Case.id.in_(list(case_ids)), visible_to(user))))


def may_open(case: Case, user: User) -> bool:
    """Whether this user may open the case's page; without it, number and amounts are all they are shown."""
    return case.id in openable([case.id], user)


@dataclass(frozen=True)
class CaseFilters:
    """What a list of cases is narrowed to; None does not narrow. `text`: number, folio, or part of a name."""

    text: str | None = None
    clinic_id: int | None = None
    hospital_id: int | None = None
    service_id: int | None = None
    navigator_id: int | None = None
    urgent: bool | None = None
    closed: bool | None = False


def case_page_list(user: User, filters: CaseFilters, after: str | None, limit: int = 50) -> KeysetPage[Case]:
    """The newest first: one statement, with patient, places, service and navigator."""
    wanted = narrowed(visible_cases(user), filters).options(joinedload(Case.navigator))
    return keyset_page(wanted, Case.id, after, limit, descending=True)


def narrowed(wanted: Select, filters: CaseFilters) -> Select:
    """`wanted`, a select of cases, narrowed to the filters that are given."""
    columns = ("clinic_id", "hospital_id", "service_id", "navigator_id", "urgent")
    given = {name: getattr(filters, name) for name in columns if getattr(filters, name) is not None}
    wanted = wanted.filter_by(**given)
    if filters.closed is not None:
        wanted = wanted.where(Case.closed_at.is_not(None) if filters.closed else Case.closed_at.is_(None))
    return wanted.where(_says(filters.text)) if filters.text else wanted


def _says(text: str) -> ColumnElement[bool]:
    words = [Person.name_key.contains(word, autoescape=True) for word in fold(text).split()]
    named = select(Person.id).where(*words) if words else select(Person.id).where(False)
    typed = text.strip()
    return or_(Case.number == typed.upper(), Case.folio == typed, Case.patient_id.in_(named))


def party_of(case: Case) -> list[CasePerson]:
    """The relatives of a case. They and the patient come with phones and consents: two statements for all."""
    links = list(db.session.scalars(select(CasePerson).where(CasePerson.case_id == case.id).order_by(CasePerson.id)))
    everybody = Person.id.in_([case.patient_id, *(link.person_id for link in links)])
    reach = [joinedload(part) for part in (Person.phones, Person.consents)]
    db.session.scalars(select(Person).where(everybody).options(*reach)).unique().all()
    return links


def companion_or_404(case: Case, link_id: int) -> CasePerson:
    link = db.session.scalar(select(CasePerson).where(CasePerson.case_id == case.id, CasePerson.id == link_id))
    if link is None:
        raise NotFound(_("Esa persona no está en el caso."))
    return link


def live_case_of(person: Person, user: User) -> Case | None:
    """An open case of this patient that this user may open, the newest."""
    wanted = visible_cases(user).where(Case.patient_id == person.id, Case.closed_at.is_(None))
    return db.session.scalar(wanted.order_by(Case.id.desc()).limit(1))


def safe_contact_of(case: Case) -> SafeContactPlan | None:
    return db.session.scalar(select(SafeContactPlan).where(SafeContactPlan.case_id == case.id))


def counter_referrals_of(case: Case) -> list[CounterReferral]:
    wanted = select(CounterReferral).where(CounterReferral.case_id == case.id).order_by(CounterReferral.id.desc())
    return list(db.session.scalars(wanted.options(joinedload(CounterReferral.file))))


def case_file_or_404(case: Case, file_id: int) -> StoredFile:
    """A file of this case: the paper of one of its counter-referrals."""
    wanted = select(StoredFile).join(CounterReferral, CounterReferral.file_id == StoredFile.id)
    file = db.session.scalar(wanted.where(CounterReferral.case_id == case.id, StoredFile.id == file_id))
    if file is None:
        raise NotFound(_("Ese archivo no es de este caso."))
    return file


def named_staff(case: Case) -> list[User]:
    wanted = select(User).join(CaseAccess, CaseAccess.user_id == User.id).where(CaseAccess.case_id == case.id)
    return list(db.session.scalars(wanted.order_by(User.name)))


def restricted_cases(limit: int = 200) -> list[tuple[str, bool, int]]:
    """Number, whether it is open, and how many members of staff are named: that it exists, and no more."""
    staff = func.count(CaseAccess.id)
    wanted = select(Case.number, Case.closed_at.is_(None), staff).outerjoin(CaseAccess, CaseAccess.case_id == Case.id)
    wanted = wanted.where(Case.restricted).group_by(Case.id).order_by(staff, Case.id.desc()).limit(limit)
    return [tuple(row) for row in db.session.execute(wanted)]


def with_party(wanted: Select) -> Select:
    """For lists and jobs that reach people: patient and relatives with phones and consents, eagerly."""
    patient, along = joinedload(Case.patient), selectinload(Case.companions).joinedload(CasePerson.person)
    reach = [path.selectinload(part) for path in (patient, along) for part in (Person.phones, Person.consents)]
    return wanted.options(*reach, joinedload(Case.navigator))
