"""An environment of their own for the peers, made on first use: what they need never meets what the product needs."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ENVIRONMENT = HERE.parent / "test-results" / "bench-peers"


def python() -> Path:
    """The interpreter that has routing_requirements.txt. Raises CalledProcessError where it cannot be installed."""
    interpreter = ENVIRONMENT / "bin" / "python"
    wanted = (HERE / "routing_requirements.txt").read_text(encoding="utf-8")
    installed = ENVIRONMENT / "installed.txt"
    if not installed.exists() or installed.read_text(encoding="utf-8") != wanted:
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        subprocess.run([interpreter, "-m", "pip", "install", "-q", "-r", HERE / "routing_requirements.txt"], check=True)
        installed.write_text(wanted, encoding="utf-8")
    return interpreter
