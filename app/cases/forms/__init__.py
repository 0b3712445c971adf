"""The shape of what people type about people, referrals, work and places."""

from .acompanantes import AcompananteForm, ChooseAcompananteForm, ServesForm
from .cases import CorrectCaseForm, CounterReferralForm, SafeContactForm, StaffForm
from .people import CompanionForm, ConsentForm, NewCompanionForm, PersonForm, PhoneEditForm, PhoneForm, SuspendForm
from .places import PlaceForm, ServiceForm
from .referral import ReferForm
from .work import CallForm, NoteForm, PostponeForm, PreconditionForm, TaskDoneForm

__all__ = [
    "AcompananteForm", "CallForm", "ChooseAcompananteForm", "CompanionForm", "ConsentForm", "CorrectCaseForm",
    "CounterReferralForm", "NewCompanionForm", "NoteForm", "PersonForm", "PhoneEditForm", "PhoneForm", "PlaceForm",
    "PostponeForm", "PreconditionForm", "ReferForm", "SafeContactForm", "ServesForm", "ServiceForm", "StaffForm",
    "SuspendForm", "TaskDoneForm",
]  # fmt: skip
