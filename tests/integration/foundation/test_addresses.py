"""Addresses that people and robots make up: nobody's page is 404, never a fault of ours."""

import pytest


@pytest.mark.parametrize(
    "address",
    [
        "/people/99999999999999999999",
        "/messages/99999999999999999999",
        "/cases?after=%00",
        "/cases?after=99999999999999999999",
        "/cases?after=-1",
        "/worklist?after=zzz",
        "/worklist?after=2026-12-15|1",
        "/ledger?after=zzz",
    ],
)
def test_a_made_up_address_is_not_found(as_role, address):
    assert as_role("admin").get(address).status_code == 404
