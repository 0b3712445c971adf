"""What decides in `cases`, on plain values."""

from datetime import UTC, date, datetime, time

import pytest

from app.cases import labels, rules
from app.cases.rules import PersonFacts, Slot, StageFacts
from app.foundation.errors import Refused

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
LADDER = [
    ("died", "deceased"),
    ("closed", "closed"),
    ("on_hold", "on_hold"),
    ("travelling", "travelling"),
    ("outcome_due", "awaiting_outcome"),
    ("trip_funded", "ready"),
    ("trip_planned", "trip_planned"),
    ("booked", "booked"),
    ("requested", "requested"),
    ("money_open", "settling"),
    ("answer_due", "loop_open"),
]


@pytest.mark.parametrize("at", range(len(LADDER)))
def test_of_all_that_holds_the_first_in_the_order_is_the_stage(at):
    facts = StageFacts(**{fact: True for fact, _stage in LADDER[at:]})
    assert rules.stage(facts) == LADDER[at][1]


def test_a_case_of_which_nothing_is_known_is_new():
    assert rules.stage(StageFacts()) == "new"


def test_every_stage_has_a_name_and_a_mark():
    from_rules = {stage for _fact, stage in LADDER} | {"new"}
    assert from_rules == set(labels.STAGE_NAMES) == set(labels.STAGE_MARKS)


@pytest.mark.parametrize("code", ["F20", "f32.1", "B20", "B24", "Z21", "T74.1", "X85", "Y09"])
def test_mental_health_hiv_and_violence_are_restricted_by_their_code(code):
    assert rules.restricted_by_diagnosis(code, None)


@pytest.mark.parametrize("words", ["VIH", "Esquizofrenia paranoide", "violencia familiar", "intento de suicidio"])
def test_without_a_code_the_words_restrict(words):
    assert rules.restricted_by_diagnosis(None, words)


@pytest.mark.parametrize(("code", "words"), [("C50", "cáncer de mama"), ("B25", "citomegalovirus"), (None, None)])
def test_anything_else_is_open_to_the_team(code, words):
    assert not rules.restricted_by_diagnosis(code, words)


def test_an_urgent_referral_is_answered_the_next_day_and_seen_within_the_week():
    assert rules.targets(True, TODAY) == rules.Targets(date(2026, 11, 24), date(2026, 11, 30))


def test_a_referral_is_answered_in_7_days_and_seen_in_27():
    assert rules.targets(False, TODAY) == rules.Targets(date(2026, 11, 30), date(2026, 12, 20))


def test_a_curp_that_is_none_is_kept_with_a_warning():
    (warned,) = rules.person_warnings(PersonFacts("Rosa", "Mejía", "Gómez", curp="MEGR791017"))
    assert warned.field == "curp"


def test_a_curp_that_contradicts_sex_and_birth_date_says_both():
    facts = PersonFacts("Rosa", "Mejía", "Gómez", "male", date(1980, 1, 1), "MEGR791017MCSJMS06")
    assert len(rules.person_warnings(facts)) == 2


def test_a_curp_that_agrees_says_nothing():
    facts = PersonFacts("Rosa", "Mejía", "Gómez", "female", date(1979, 10, 17), "MEGR791017MCSJMS06")
    assert rules.person_warnings(facts) == []


@pytest.mark.parametrize("born_on", [date(2026, 11, 24), date(1890, 1, 1)])
def test_nobody_is_born_tomorrow_or_is_over_120(born_on):
    assert refused(rules.check_person, PersonFacts("Rosa", born_on=born_on), TODAY) == "born_on"


def test_a_date_and_time_needs_its_hour():
    assert refused(rules.check_slot, slot("datetime", at_time=None)) == "at_time"


def test_a_date_needs_its_day():
    assert refused(rules.check_slot, slot("date", on_day=None)) == "on_day"


def test_waiting_for_a_date_needs_nothing():
    rules.check_slot(Slot("waiting", None, None, None, None))


def test_nobody_is_told_to_come_after_the_appointment():
    assert refused(rules.check_slot, slot("datetime", present_at=time(9))) == "present_at"


def test_an_appointment_of_this_morning_is_past():
    assert rules.is_past(slot("datetime", starts_at=datetime(2026, 11, 23, 14, tzinfo=UTC)), NOW, TODAY)


def test_a_day_without_hour_is_past_when_the_day_is_over():
    assert not rules.is_past(slot("date", on_day=TODAY), NOW, TODAY)
    assert rules.is_past(slot("date", on_day=date(2026, 11, 22)), NOW, TODAY)


def test_a_week_is_past_when_its_seventh_day_is_over():
    assert not rules.is_past(slot("week", on_day=date(2026, 11, 17)), NOW, TODAY)
    assert rules.is_past(slot("week", on_day=date(2026, 11, 16)), NOW, TODAY)


def test_a_past_appointment_asks_for_its_reason():
    assert refused(rules.check_past, slot("date", on_day=date(2026, 11, 1)), " ", NOW, TODAY) == "past_reason"


def test_not_having_arrived_needs_a_cause():
    assert refused(rules.check_outcome, "no_show", None, TODAY, TODAY) == "cause"


def test_an_outcome_is_never_told_beforehand():
    assert refused(rules.check_outcome, "attended", None, date(2026, 11, 24), TODAY) == "occurred_on"


def test_a_case_closes_for_a_known_reason_only():
    assert refused(rules.check_closing, "porque sí") == "reason"


def slot(precision, on_day=date(2026, 12, 15), at_time=time(8), present_at=None, starts_at=None):
    return Slot(precision, on_day, at_time, present_at, starts_at)


def refused(check, *arguments) -> str:
    """The field that the refusal names."""
    with pytest.raises(Refused) as refusal:
        check(*arguments)
    return refusal.value.field
