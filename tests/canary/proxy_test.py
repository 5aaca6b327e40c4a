"""Runs through a proxy that asks for a password, and redirects to other hosts: who is told what."""

from __future__ import annotations

import argparse
import http.server
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import quote

from lookout import CORE, KEY, PROXY_PASSWORD, Lookout, Outcome
from proxy import USER, Proxy

GATEWAY = "gateway.example"
OTHER = "other.example"
READY = "gateway ready at "
UNAVAILABLE = 69
BAD_PROTOCOL = 76
# Letters that an address must escape.
PASSWORD = PROXY_PASSWORD + "@:/% #?"


def same(actual: object, wanted: object, context: str = "") -> None:
    if actual != wanted:
        raise AssertionError(f"{actual!r}, not {wanted!r} {context}")


def make_certificate(folder: Path) -> None:
    names = f"subjectAltName=DNS:{GATEWAY},DNS:{OTHER}"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    command += " -subj /CN=test -keyout key.pem -out cert.pem -addext"
    subprocess.run([*command.split(), names], cwd=folder, check=True, capture_output=True)


class Answering(http.server.BaseHTTPRequestHandler):
    """Sends every GET elsewhere, or takes it; `seen` has the requests with their headers."""

    location = ""
    seen: list[str]

    def do_GET(self) -> None:
        self.seen.append(f"{self.requestline}\n{self.headers}")
        self.send_response(302 if self.location else 200)
        self.send_header("Content-Length", "2")
        if self.location:
            self.send_header("Location", self.location)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        pass


class HttpsServer:
    """A host of its own, with the certificate of the test."""

    def __init__(self, folder: Path, location: str) -> None:
        self.seen: list[str] = []
        handler = type("Handler", (Answering,), {"location": location, "seen": self.seen})
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Bench:
    """A gateway with TLS behind a proxy."""

    def __init__(self, look: Lookout) -> None:
        self.look = look
        make_certificate(look.home)
        self.proxy = Proxy(PASSWORD)
        self.gateway: subprocess.Popen[str] | None = None

    def serve(self) -> None:
        words = ["serve", "--listen", "127.0.0.1:0", "--data", "data", "--tls-cert", "cert.pem"]
        words += ["--tls-key", "key.pem", "--public-url", f"https://{GATEWAY}"]
        self.gateway = subprocess.Popen(
            [str(self.look.program), *words],
            cwd=self.look.home,
            env={"HOME": str(self.look.home), "AEX_GATEWAY_API_KEYS": KEY, "AEX_LOG": "error"},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.gateway.stdout is not None
        self.proxy.ports[GATEWAY] = int(self.gateway.stdout.readline().rpartition(":")[2])

    def address(self, password: str = PASSWORD) -> str:
        return f"http://{USER}:{quote(password, safe='')}@127.0.0.1:{self.proxy.port}"

    def run(self, *words: str, **variables: str) -> Outcome:
        settings = {"MIPS_ATLAS_CONFIG": f"{KEY}:local:local", "AEX_LOG": "debug"}
        settings |= {"AEX_GLOBAL_API": f"https://{GATEWAY}", "AEX_CA_FILE": "cert.pem"}
        return self.look.run(*words, environment=settings | variables)

    def close(self) -> None:
        self.proxy.stop()
        if self.gateway is not None:
            self.gateway.send_signal(signal.SIGTERM)
            self.gateway.communicate()


def a_run_goes_through_the_proxy(bench: Bench) -> None:
    bench.serve()
    elf = bench.look.workload()
    words = ("run", "--core", CORE, "--name", "one", elf)
    ran = bench.run(*words, https_proxy=bench.address())
    same(ran.status, 0, ran.output)
    same(set(bench.proxy.lines), {f"CONNECT {GATEWAY}:443 HTTP/1.1"})
    same(len(bench.proxy.logins), 1)
    same(len(bench.proxy.carried) > 10_000, True)
    bench.look.search(bytes(bench.proxy.carried), "what the proxy carried")


def the_variables_of_a_proxy(bench: Bench) -> None:
    bench.serve()
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        bench.proxy.lines.clear()
        same(bench.run("cores", **{name: bench.address()}).status, 0, name)
        same(len(bench.proxy.lines) > 0, True, name)
    bench.proxy.lines.clear()
    for name in ("no_proxy", "NO_PROXY"):
        for value in (GATEWAY, ".example", "*"):
            bare = bench.run("cores", https_proxy=bench.address(), **{name: value})
            same(bare.status, UNAVAILABLE, bare.output)
    same(bench.proxy.lines, [])
    same(bench.run("cores", https_proxy=bench.address(), no_proxy=OTHER).status, 0)


def a_wrong_password_is_told_without_it(bench: Bench) -> None:
    bench.serve()
    for password in (PROXY_PASSWORD, ""):
        refused = bench.run("cores", https_proxy=bench.address(password))
        same(refused.status, UNAVAILABLE, refused.output)
        same("the proxy answered 407" in refused.output, True, refused.output)


def a_proxy_that_refuses(bench: Bench) -> None:
    for refusal in ("403 Forbidden", "502 Bad", "503 Busy"):
        bench.proxy.refusal = refusal
        refused = bench.run("cores", https_proxy=bench.address())
        same(refused.status, UNAVAILABLE, refused.output)
        same(f"the proxy answered {refusal[:3]}" in refused.output, True, refused.output)
    bench.proxy.refusal = "not a status"
    same(bench.run("cores", https_proxy=bench.address()).status != 0, True)


def plain_http_never_meets_a_proxy(bench: Bench) -> None:
    address = bench.address()
    bench.run("cores", AEX_GLOBAL_API="http://127.0.0.1:9", http_proxy=address, all_proxy=address)
    same(bench.proxy.lines, [])


def the_key_stays_with_its_host(bench: Bench) -> None:
    there = HttpsServer(bench.look.home, "")
    for location in (f"https://{OTHER}/x", f"//{OTHER}/x", f"https://{GATEWAY}:444/x"):
        here = HttpsServer(bench.look.home, location)
        bench.proxy.ports = {GATEWAY: here.port, OTHER: there.port}
        bench.proxy.lines.clear()
        refused = bench.run("cores", https_proxy=bench.address())
        same(refused.status, BAD_PROTOCOL, refused.output)
        same(KEY in "".join(here.seen), True, "the gateway is to be asked with the key")
        same(set(bench.proxy.lines), {f"CONNECT {GATEWAY}:443 HTTP/1.1"})
        here.stop()
    same(there.seen, [])
    there.stop()


TESTS: tuple[Callable[[Bench], None], ...] = (
    a_run_goes_through_the_proxy,
    the_variables_of_a_proxy,
    a_wrong_password_is_told_without_it,
    a_proxy_that_refuses,
    plain_http_never_meets_a_proxy,
    the_key_stays_with_its_host,
)


def perform(test: Callable[[Bench], None], program: Path) -> list[str]:
    with tempfile.TemporaryDirectory() as home:
        look = Lookout(program, Path(home))
        look.secrets["whole proxy password"] = PASSWORD
        bench = Bench(look)
        try:
            test(bench)
        except (AssertionError, OSError, KeyError) as error:
            look.faults.append(f"it broke off: {error}")
        finally:
            bench.close()
    return [f"{test.__name__}: {fault}" for fault in dict.fromkeys(look.faults)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--only", default="", help="tests whose name holds this")
    options = parser.parse_args()
    task = partial(perform, program=options.program.resolve())
    faults = [f for test in TESTS if options.only in test.__name__ for f in task(test)]
    print("\n".join(faults) or f"{len(TESTS)} tests passed")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
