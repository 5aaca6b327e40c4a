#!/usr/bin/python3
"""A stand-in for the service: global API, gateway and object store, strict to the byte.

Prints its URL and serves until it is stopped. See --help for the options and faults.
"""

from __future__ import annotations

import contextlib
import ssl
import sys
import threading
from types import TracebackType

from experiments import State
from options import Options, parse
from service import Service
from store import Store
from wire import Server, Site


def _tls(options: Options) -> ssl.SSLContext | None:
    if not options.tls_cert:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(options.tls_cert, options.tls_key or None)
    return context


class StrictGateway:
    """Both servers; listens from the moment it is made."""

    def __init__(self, options: Options) -> None:
        self.state = State(options)
        store = Store(self.state)
        service = Service(self.state, store)
        tls = _tls(options)
        host, port = options.listen
        state = self.state
        latency_s = options.latency_ms / 1000
        store_site = Site(
            store.answer, state.complain, state.opened, store.refuses_early, latency_s
        )
        self.store = Server("store", (host, 0), tls, store_site)
        store.origin = self.store.origin
        service_site = Site(service.answer, state.complain, state.opened, latency_s=latency_s)
        self.service = Server("gateway", (host, port), tls, service_site)
        service.origin = self.service.origin

    @property
    def url(self) -> str:
        """Base of the global API."""
        return self.service.origin

    def __enter__(self) -> StrictGateway:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.service.stop()
        self.store.stop()


def main() -> None:
    """Serves as the command line says."""
    with StrictGateway(parse(sys.argv[1:])) as gateway:
        print(gateway.url, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
