"""HTTP/1.1 as strict as it can be read: every line of a request is looked at."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import socketserver
import ssl
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

MAX_HEAD_BYTES = 64 * 1024
MAX_BODY_BYTES = 1 << 30
REQUEST_LINE = re.compile(rb"(GET|POST|PUT) (/[!-~]*) HTTP/1\.1")
HEADER_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*", re.DOTALL)
REASONS = {200: "OK", 302: "Found", 400: "Bad Request", 403: "Forbidden", 404: "Not Found"}
# What a client's HTTP layer may send by itself, with the values it may have (None: any).
TRANSPORT_HEADERS: dict[str, set[str] | None] = {
    "host": None,
    "user-agent": None,
    "accept": {"*/*", "application/json"},
    "accept-encoding": {"identity"},
    "connection": {"keep-alive", "close", "Keep-Alive"},
    "content-length": None,
}


class Complaint(Exception):  # noqa: N818
    """The client did something that the protocol does not allow."""


@dataclass
class Request:
    """One request; header names in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        return self.target.split("?", 1)[0]

    @property
    def query(self) -> str | None:
        return self.target.split("?", 1)[1] if "?" in self.target else None

    def own_headers(self) -> dict[str, str]:
        """Those that are not of the HTTP layer."""
        return {k: v for k, v in self.headers.items() if k not in TRANSPORT_HEADERS}


@dataclass
class Answer:
    """One answer, and how it goes wrong."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    fault: str = ""  # "", "hang", or after half of the body: "reset", "short"


def json_answer(value: object, status: int = 200) -> Answer:
    """An answer of JSON."""
    return Answer(status, json.dumps(value).encode())


def refusal(status: int, message: str) -> Answer:
    """An answer as an API gateway gives it."""
    return json_answer({"message": message}, status)


@dataclass
class Site:
    """What a server serves, and where its complaints go."""

    answer: Callable[[Request], Answer]
    complain: Callable[[str], None]
    opened: Callable[[], None]
    refuses_early: Callable[[Request], Answer | None] = lambda _: None
    latency_s: float = 0.0


def _check_framing(request: Request, host: str) -> None:
    headers = request.headers
    if headers.get("host") != host:
        raise Complaint(f"Host is {headers.get('host')!r}, not {host!r}")
    for name in ("transfer-encoding", "expect"):
        if name in headers:
            raise Complaint(f"{name} is not allowed")
    for name, allowed in TRANSPORT_HEADERS.items():
        if allowed is not None and name in headers and headers[name] not in allowed:
            raise Complaint(f"{name} is {headers[name]!r}")
    length = headers.get("content-length")
    if request.method == "GET" and length is not None:
        raise Complaint("GET with Content-Length")
    if request.method == "POST" and length != "0":
        raise Complaint(f"POST with Content-Length {length!r}, not '0'")
    if request.method == "PUT" and (length is None or not re.fullmatch(r"0|[1-9]\d*", length)):
        raise Complaint(f"PUT with Content-Length {length!r}")


def parse_head(head: bytes, host: str) -> Request:
    """The request of a head without its empty line."""
    lines = head.split(b"\r\n")
    match = REQUEST_LINE.fullmatch(lines[0])
    if match is None:
        raise Complaint("the request line is wrong")
    headers: dict[str, str] = {}
    for line in lines[1:]:
        parts = HEADER_LINE.fullmatch(line)
        if parts is None or any(byte < 0x20 and byte != 9 for byte in line):
            raise Complaint("a header line is wrong")
        name = parts[1].decode().lower()
        if name in headers:
            raise Complaint(f"the header {name} came twice")
        try:
            headers[name] = parts[2].decode()
        except UnicodeDecodeError:
            raise Complaint(f"the header {name} is not UTF-8") from None
    request = Request(match[1].decode(), match[2].decode(), headers)
    _check_framing(request, host)
    return request


class _Connection(socketserver.BaseRequestHandler):
    server: Server

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            wire: socket.socket = self.request
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.server.tls is not None:
                wire = self.server.tls.wrap_socket(wire, server_side=True)
            self.wire = wire
            self.pending = b""
            self.server.site.opened()
            while self._serve_one():
                pass
            wire.close()

    def _read_until(self, count: int) -> bool:
        parts = [self.pending]
        size = len(self.pending)
        while size < count:
            got = self.wire.recv(1 << 16)
            if not got:
                return False
            parts.append(got)
            size += len(got)
        self.pending = b"".join(parts)
        return True

    def _read_head(self) -> bytes | None:
        while b"\r\n\r\n" not in self.pending:
            if len(self.pending) > MAX_HEAD_BYTES:
                raise Complaint("the head is too long")
            if not self._read_until(len(self.pending) + 1):
                return None
        head, self.pending = self.pending.split(b"\r\n\r\n", 1)
        return head

    def _serve_one(self) -> bool:
        site = self.server.site
        try:
            head = self._read_head()
            if head is None:
                return False
            request = parse_head(head, self.server.host)
            early = site.refuses_early(request)
            if early is not None:
                return self._send(early, close=True)
            size = int(request.headers.get("content-length", "0"))
            if size > MAX_BODY_BYTES:
                raise Complaint("the body is too long")
            if not self._read_until(size):
                raise Complaint(f"the body ended after {len(self.pending)} of {size} bytes")
            request.body, self.pending = self.pending[:size], self.pending[size:]
            time.sleep(site.latency_s)
            return self._send(site.answer(request), request.headers.get("connection") == "close")
        except Complaint as complaint:
            site.complain(f"{self.server.name}: {complaint}")
            return self._send(refusal(400, str(complaint)), close=True)

    def _send(self, answer: Answer, close: bool) -> bool:
        if answer.fault == "hang":
            while self.wire.recv(1 << 16):
                pass
            return False
        reason = REASONS.get(answer.status, "Other")
        fields = {"Content-Type": answer.content_type, "Content-Length": str(len(answer.body))}
        fields |= answer.headers | ({"Connection": "close"} if close else {})
        lines = [f"HTTP/1.1 {answer.status} {reason}", *(f"{k}: {v}" for k, v in fields.items())]
        head = ("\r\n".join(lines) + "\r\n\r\n").encode()
        if not answer.fault:
            self.wire.sendall(head + answer.body)
            return not close
        self.wire.sendall(head + answer.body[: len(answer.body) // 2])
        if answer.fault == "reset":
            linger = struct.pack("ii", 1, 0)
            self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        return False


class Server(socketserver.ThreadingTCPServer):
    """Serves one site at one origin, each connection in its own thread."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self, name: str, address: tuple[str, int], tls: ssl.SSLContext | None, site: Site
    ) -> None:
        super().__init__(address, _Connection)
        self.name = name
        self.tls = tls
        self.site = site
        scheme = "http" if tls is None else "https"
        self.origin = f"{scheme}://{address[0]}:{self.server_address[1]}"
        self.host = urlsplit(self.origin).netloc
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Takes no further connections."""
        self.shutdown()
        self.server_close()
