"""No test reaches beyond this machine: whoever tries is told so, and the test fails."""

import socket

import pytest

OURS = ("127.0.0.1", "::1", "localhost")


class BeyondThisMachine(AssertionError):
    """A test wanted the network. Nothing of ours needs it: the simulator stands in for the provider."""


@pytest.fixture(autouse=True, scope="session")
def stay_here():
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family != socket.AF_UNIX and address[0] not in OURS:
            raise BeyondThisMachine(address)
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield
