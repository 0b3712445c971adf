"""Callbacks that are late, early, twice and shuffled come to the same end; forged ones to none."""

import pytest

from tests.faults.installation import Installation, wait_until

TROUBLES = {
    "late": {"callback_delay": 1.0},
    "early": {"early": True},
    "twice and shuffled": {"copies": 2, "shuffle": True, "callback_spread": 0.2},
    "early, and the answer lost": {"early": True, "chances": {"accepted+cut": 1.0}},
}


@pytest.mark.usefixtures("web")
@pytest.mark.parametrize("trouble", TROUBLES)
def test_callbacks_in_any_order_come_to_the_same_end(installation: Installation, trouble):
    installation.fake.set(statuses=["sent", "delivered"], **TROUBLES[trouble])
    messages = installation.write_messages(12)
    installation.finish(60)
    installation.fake.quiet()
    wait_until(lambda: installation.states().get("delivered") == len(messages), 20)
    assert installation.verdict(messages) == (0, 0)


@pytest.mark.usefixtures("web")
def test_a_forged_callback_is_not_believed(installation: Installation):
    installation.write_messages(1)
    installation.finish(60)
    sid = list(installation.fake.log.lines("accepted"))[-1]["sid"]
    assert installation.fake.call_back(sid, "delivered", token="somebody else's") == 403
    assert installation.fake.call_back(sid, "delivered") == 204
    assert installation.states()["delivered"] == 1
