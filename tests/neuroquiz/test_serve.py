"""The serve command, in a process of its own as `make run` starts it."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError

from neuroquiz.management.commands.serve import whole_number, why_not

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "ENV_FILE": os.devnull,
    "SECRET_KEY": "a-secret-of-more-than-fifty-characters-0123456789-abcdefgh",
    "LOCAL": "on",
    "DEBUG": "on",
}


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def free_port() -> int:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        port: int = holder.getsockname()[1]
        return port


@contextmanager
def serving(**environment: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=ENVIRONMENT | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def test_it_says_where_it_is_answers_there_and_stops_when_told() -> None:
    port = free_port()
    with serving(PORT=str(port)) as process:
        assert process.stdout
        assert process.stdout.readline() == f"Neuroquiz is at http://127.0.0.1:{port}/ (Ctrl+C stops it)\n"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20) as response:
            assert response.read() == b"ok\n"
            assert response.headers["Server"] is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0


def test_a_taken_port_is_told_with_what_to_do(taken_port: int) -> None:
    with serving(PORT=str(taken_port)) as process:
        _, complaint = process.communicate(timeout=20)
        assert process.returncode == 1
    assert re.fullmatch(
        rf"CommandError: Port {taken_port} on 127.0.0.1 is taken. "
        r"Stop what holds it, or choose another: make run PORT=\d+\n",
        complaint,
    )


@pytest.mark.parametrize("text", ["", "eight", "0", "65536", "-1", "80.5"])
def test_an_impossible_port_is_refused(text: str) -> None:
    with pytest.raises(CommandError, match=f"PORT is '{text}'; it must be a whole number from 1 to 65535"):
        whole_number("PORT", text, most=65535)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (PermissionError(13, "denied"), "Choose one from 1024 up."),
        (OSError(99, "no such address"), "is no address of this machine"),
        (socket.gaierror(-2, "unknown"), "is no address of this machine"),
        (OSError(5, "broken"), "Cannot serve on nowhere:80: broken."),
    ],
)
def test_whatever_stands_in_the_way_is_named(fault: OSError, sentence: str) -> None:
    assert sentence in why_not(fault, "nowhere", 80)
