"""Programs that pip cannot bring. A test marked `needs("hledger")` is skipped aloud without it; a build must have it."""

import os
import shutil

import pytest


def insist_on(program: str) -> None:
    if shutil.which(program) is None:
        sentence = f"DID NOT RUN: {program} is missing (./test installs it where it may)"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(sentence)


def pytest_runtest_setup(item):
    for mark in item.iter_markers("needs"):
        insist_on(mark.args[0])
