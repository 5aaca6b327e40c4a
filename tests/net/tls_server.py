"""A TLS server on loopback: answers each request with 200 and the body "hello".

usage: tls_server.py CERT KEY [--old] [--hang-up]
Prints its port. --old speaks TLS 1.1 at most; --hang-up closes in the middle of a PUT's body.
Ends when its standard input ends.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import sys
import threading
import warnings


def context(cert: str, key: str, old: bool) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if old:
        warnings.simplefilter("ignore", DeprecationWarning)
        made.set_ciphers("ALL:@SECLEVEL=0")
        made.minimum_version = ssl.TLSVersion.TLSv1
        made.maximum_version = ssl.TLSVersion.TLSv1_1
    made.load_cert_chain(cert, key)
    return made


def serve(raw: socket.socket, tls: ssl.SSLContext, hang_up: bool) -> None:
    with contextlib.suppress(OSError), tls.wrap_socket(raw, server_side=True) as wire:
        pending = b""
        while True:
            while b"\r\n\r\n" not in pending:
                got = wire.recv(65536)
                if not got:
                    return
                pending += got
            if hang_up and pending.startswith(b"PUT"):
                return
            pending = pending.split(b"\r\n\r\n", 1)[1]
            wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")


def accept_all(listener: socket.socket, tls: ssl.SSLContext, hang_up: bool) -> None:
    while True:
        raw, _ = listener.accept()
        threading.Thread(target=serve, args=(raw, tls, hang_up), daemon=True).start()


def main() -> None:
    cert, key, *flags = sys.argv[1:]
    tls = context(cert, key, "--old" in flags)
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    threading.Thread(
        target=accept_all, args=(listener, tls, "--hang-up" in flags), daemon=True
    ).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
