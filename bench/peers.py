"""Environments of their own for the peers, made on first use: what they need never meets what the product needs."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ENVIRONMENTS = HERE.parent / "test-results"


def python(peers: str = "routing") -> Path:
    """The interpreter that has `<peers>_requirements.txt`. Raises CalledProcessError where it cannot be installed."""
    environment, requirements = ENVIRONMENTS / f"bench-{peers}", HERE / f"{peers}_requirements.txt"
    interpreter, installed = environment / "bin" / "python", environment / "installed.txt"
    wanted = requirements.read_text(encoding="utf-8")
    if not installed.exists() or installed.read_text(encoding="utf-8") != wanted:
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        subprocess.run([interpreter, "-m", "pip", "install", "-q", "-r", requirements], check=True)
        installed.write_text(wanted, encoding="utf-8")
    return interpreter
