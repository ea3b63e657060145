"""Serve the site on one machine."""

import errno
import gc
import os
import resource
import signal
import socket
from types import FrameType
from typing import Any

import waitress
from django.core.management.base import BaseCommand, CommandError, CommandParser
from waitress.server import BaseWSGIServer, MultiSocketServer

import neuraxis
from neuroquiz.wsgi import application

CONNECTIONS = 4000
MOST_BODY = 4 * 1024 * 1024
MOST_HEADER = 64 * 1024


class Command(BaseCommand):
    help = "Serve the site with waitress. HOST, PORT, THREADS and TRUSTED_PROXY are read from the environment."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"))
        parser.add_argument("--threads", default=os.environ.get("THREADS", "8"))

    def handle(self, *args: Any, **options: Any) -> None:
        host = options["host"]
        port = whole_number("PORT", options["port"], most=65535)
        threads = whole_number("THREADS", options["threads"], most=256)
        allow_connections(CONNECTIONS)
        server = listen(host, port, threads)
        # Compiled or read now, so that no learner waits for it.
        neuraxis.edge_catalog(neuraxis.load_model())
        # What is loaded now stays: the search for garbage need not walk through it again and again.
        gc.freeze()
        signal.signal(signal.SIGTERM, stop)
        name = f"[{host}]" if ":" in host else host
        self.stdout.write(f"Neuroquiz is at http://{name}:{port}/ (Ctrl+C stops it)")
        self.stdout.flush()
        server.run()


def whole_number(name: str, text: str, most: int) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise CommandError(f"{name} is {text!r}; it must be a whole number from 1 to {most}.")
    return int(text)


def listen(host: str, port: int, threads: int) -> MultiSocketServer | BaseWSGIServer:
    proxy = os.environ.get("TRUSTED_PROXY")
    behind = {"trusted_proxy": proxy, "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"}}
    try:
        return waitress.create_server(
            application,
            host=host,
            port=port,
            threads=threads,
            # poll and many connections: at its defaults waitress is blocked by a few hundred idle browsers
            asyncore_use_poll=True,
            connection_limit=CONNECTIONS,
            max_request_body_size=MOST_BODY,
            max_request_header_size=MOST_HEADER,
            clear_untrusted_proxy_headers=True,
            ident=None,
            **(behind if proxy else {}),
        )
    except OSError as fault:
        raise CommandError(why_not(fault, host, port)) from fault
    except ValueError as fault:
        raise CommandError(f"HOST is {host!r}, which names no address of this machine ({fault}).") from fault


def why_not(fault: OSError, host: str, port: int) -> str:
    """What to do about an address that cannot be had."""
    if fault.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is taken. Stop what holds it, or choose another: make run PORT={port % 65535 + 1}"
        )
    if fault.errno == errno.EACCES:
        return f"Port {port} is open to the administrator of this machine only. Choose one from 1024 up."
    if fault.errno == errno.EADDRNOTAVAIL or isinstance(fault, socket.gaierror):
        return f"HOST is {host!r}, which is no address of this machine. 127.0.0.1 serves this machine alone."
    return f"Cannot serve on {host}:{port}: {fault.strerror or fault}."


def allow_connections(number: int) -> None:
    """Every connection is an open file; many systems allow a process 1024 until it asks for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = number + 256
    if soft != resource.RLIM_INFINITY and soft < wanted:
        allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


def stop(number: int, frame: FrameType | None) -> None:
    """Let waitress finish the requests it has begun."""
    raise SystemExit(0)
