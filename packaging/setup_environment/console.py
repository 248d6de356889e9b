"""Starting other programs quietly, and one sentence for each way in which they fail.

What only a set-up needs is imported where it is used: every start of the program passes here.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
LOCKS = ROOT / "packaging" / "requirements"

NO_NETWORK = (
    r"name resolution|failure resolving|could not resolve|dns error|network is unreachable|"
    r"connection refused|no route to host|could not connect|unable to connect|newconnectionerror|"
    r"timed out|getaddrinfo|proxyerror|tunnel error"
)
# The words by which pip, uv, apt and Python tell a failure, and what to tell the person then.
FAILURES = {
    r"no space left on device|disk quota exceeded|not enough space on the disk": (
        "The disk is full: free about 1 GB where {root} is, then run the same command again."
    ),
    # Before the network: a refused certificate is reported as a failed connection, too.
    r"certificate verify failed|peer certificate|unknownissuer|self-signed certificate": (
        "The certificate of the package index is not trusted here: name your network's CA file in "
        "SSL_CERT_FILE and PIP_CERT, then run the same command again."
    ),
    NO_NETWORK: (
        "The packages could not be downloaded: connect this computer to the network (or name its "
        "proxy in HTTPS_PROXY), then run the same command again."
    ),
    r"permission denied|read-only file system|access is denied": (
        "This user may not write where it is needed ({reason}): run it as the owner of {root}."
    ),
    # After the network: pip says it as well when it could not ask.
    r"no matching distribution|no wheels|no usable wheels|not a supported wheel": (
        "There are no ready-made packages for Python {python} on this {machine}: "
        "use a 64-bit Python, 3.11 or a little newer."
    ),
}


class SetupError(SystemExit):
    """Why the set-up stopped, as one sentence; Python itself prints it and exits with 1."""


def explain(output: str, otherwise: str) -> str:
    """Return one sentence for a failed command's output; ``otherwise`` and its end if unknown."""
    import platform

    lines = output.strip().splitlines()
    for pattern, sentence in FAILURES.items():
        # The last line with the words is nearest to the cause.
        found = [line.strip() for line in lines if re.search(pattern, line, re.IGNORECASE)]
        if found:
            return sentence.format(
                root=ROOT,
                reason=found[-1],
                python=platform.python_version(),
                machine=f"{platform.system()} {platform.machine()}",
            )
    return "\n".join([otherwise, *lines[-15:]])


def is_network_failure(output: str) -> bool:
    """Tell whether a failed command's words speak of the network."""
    return re.search(NO_NETWORK, output, re.IGNORECASE) is not None


def say(text: str) -> None:
    """Tell what takes its time, on stderr: what a program prints stays usable."""
    # Flushed, or it would land after the lines of the programs started next.
    print(text, file=sys.stderr, flush=True)


def attempt(command: Sequence[str], env: Mapping[str, str] | None = None) -> tuple[bool, str]:
    """Run a command without input; return whether it succeeded, and what it printed."""
    import subprocess

    try:
        done = subprocess.run(  # noqa: S603 - the commands are put together in this folder
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        return False, f"{error}"
    return done.returncode == 0, done.stdout


def demand(command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
    """Run a command that has to succeed."""
    done, output = attempt(command, env)
    if not done:
        raise SetupError(explain(output, f"This failed: {' '.join(command)}"))
