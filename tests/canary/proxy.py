"""An HTTP proxy that asks for a password and leads the host names of a test to ports here."""

from __future__ import annotations

import base64
import contextlib
import select
import socket
import threading
from dataclasses import dataclass, field

USER = "me"
TIMEOUT_S = 30


def read_head(client: socket.socket) -> list[str]:
    head = b""
    while b"\r\n\r\n" not in head:
        more = client.recv(4096)
        if not more:
            break
        head += more
    return head.decode("latin-1").split("\r\n")


@dataclass
class Proxy:
    """Serves from its construction to stop(). `ports` says where a host name leads."""

    password: str
    ports: dict[str, int] = field(default_factory=dict)
    refusal: str = ""  # instead of a tunnel
    lines: list[str] = field(default_factory=list)
    logins: set[str] = field(default_factory=set)
    carried: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._handle, args=(client,), daemon=True).start()

    def _handle(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError):
            client.settimeout(TIMEOUT_S)
            client.sendall(self._answer(client))

    def _answer(self, client: socket.socket) -> bytes:
        line, *headers = read_head(client)
        self.lines.append(line)
        login = next((h for h in headers if h.lower().startswith("proxy-authorization:")), "")
        self.logins.add(login.rpartition(" ")[2])
        wanted = base64.b64encode(f"{USER}:{self.password}".encode()).decode()
        if login.rpartition(" ")[2] != wanted:
            challenge = 'Proxy-Authenticate: Basic realm="test"\r\n'
            return f"HTTP/1.1 407 No\r\n{challenge}Content-Length: 0\r\n\r\n".encode()
        if self.refusal:
            # As careless as a proxy can be: it repeats what it was told.
            body = "\r\n".join([line, *headers])
            return f"HTTP/1.1 {self.refusal}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
        host = line.split()[1].partition(":")[0]
        with socket.create_connection(("127.0.0.1", self.ports[host])) as server:
            client.sendall(b"HTTP/1.1 200 Yes\r\n\r\n")
            self._carry(client, server)
        return b""

    def _carry(self, client: socket.socket, server: socket.socket) -> None:
        """Bytes in both directions, until either end closes."""
        other = {client: server, server: client}
        while True:
            for ready in select.select([client, server], [], [], TIMEOUT_S)[0]:
                some = ready.recv(65536)
                if not some:
                    return
                self.carried += some
                other[ready].sendall(some)
