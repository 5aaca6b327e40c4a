"""The global API and the gateway's API: every call, with exactly its headers."""

from __future__ import annotations

import json
from collections.abc import Callable

import envelope
from experiments import State
from manifest import Expected, is_dated_uuid
from store import Store
from wire import Answer, Complaint, Request, json_answer, refusal

PREFIX = "/gw"


class Service:
    """Serves both APIs at one origin, the gateway below a prefix."""

    def __init__(self, state: State, store: Store) -> None:
        self.state = state
        self.store = store
        self.options = state.options
        self.origin = ""  # known once the server listens
        self.calls: dict[tuple[str, str], tuple[str, Callable[[Request], Answer]]] = {
            ("GET", "/user"): ("apikey", self._user),
            ("GET", "/channellist"): ("apikey extversion", self._channels),
            ("GET", "/gwbychannelregion"): ("apikey channel region", self._gateway),
            ("GET", PREFIX + "/dataworkerstatus"): ("apikey channel region", self._worker),
            ("GET", PREFIX + "/cloudcaps"): ("apikey content-type", self._capabilities),
            ("GET", PREFIX + "/moved"): ("apikey content-type", self._capabilities_answer),
            ("POST", PREFIX + "/createsignedurls"): (
                "apikey channel exp-uuid workload core action",
                self._signed_urls,
            ),
        }

    def answer(self, request: Request) -> Answer:
        """Serves one request."""
        if request.method == "GET" and request.target in ("/_complaints", "/_requests"):
            return self._tell(request.target)
        self.state.seen(f"{request.method} {request.path}")
        if request.query is not None:
            raise Complaint(f"{request.path} came with query parameters")
        if (request.method, request.path) not in self.calls:
            raise Complaint(f"unknown call {request.method} {request.path}")
        names, call = self.calls[request.method, request.path]
        self._check_headers(request, set(names.split()))
        if request.headers["apikey"] != self.options.api_key or self.options.has("bad-key"):
            return refusal(403, "Forbidden")
        return call(request)

    def _tell(self, target: str) -> Answer:
        with self.state.lock:
            if target == "/_complaints":
                return json_answer(self.state.complaints)
            return json_answer(
                {"connections": self.state.connections, "requests": self.state.requests}
            )

    def _check_headers(self, request: Request, wanted: set[str]) -> None:
        own = request.own_headers()
        if own.keys() != wanted:
            missing, extra = sorted(wanted - own.keys()), sorted(own.keys() - wanted)
            raise Complaint(f"{request.path}: missing headers {missing}, unknown headers {extra}")
        fixed = {
            "extversion": self.options.extversion,
            "content-type": "application/json",
            "action": "experiment",
        }
        for name, value in fixed.items():
            if name in own and own[name] != value:
                raise Complaint(f"{request.path}: {name} is {own[name]!r}, not {value!r}")

    def _is_known_place(self, request: Request) -> bool:
        place = (request.headers["channel"], request.headers.get("region", self.options.region))
        return place == (self.options.channel, self.options.region)

    def _user(self, _: Request) -> Answer:
        return json_answer({"valid": True})

    def _channels(self, _: Request) -> Answer:
        regions: object = [self.options.region]
        if self.options.regions_as_string:
            regions = json.dumps(regions)
        return json_answer({"channels": [{"name": self.options.channel, "regions": regions}]})

    def _gateway(self, request: Request) -> Answer:
        if self.options.has("gw-unknown") or not self._is_known_place(request):
            return refusal(404, "no gateway")
        return json_answer({"endpoint": self.origin + PREFIX})

    def _worker(self, request: Request) -> Answer:
        if not self._is_known_place(request):
            raise Complaint("dataworkerstatus of another channel or region")
        return json_answer({"status": not self.options.has("worker-down")})

    def _capabilities(self, request: Request) -> Answer:
        has = self.options.has
        count = self.state.seen("cloudcaps")
        if has("redirect-other-origin"):
            return Answer(302, headers={"Location": self.store.origin + PREFIX + "/cloudcaps"})
        if has("redirect-same-origin"):
            return Answer(302, headers={"Location": PREFIX + "/moved"})
        if has("busy") or (has("busy-once") and count == 1):
            return Answer(503, b'{"message":"busy"}', headers={"Retry-After": "0"})
        if has("not-json"):
            return Answer(body=b"<html>not found</html>", content_type="text/html")
        if has("huge-json"):
            return Answer(body=b"[" + b" " * (64 << 20) + b"]")
        return self._capabilities_answer(request)

    def _capabilities_answer(self, _: Request) -> Answer:
        if self.options.has("empty-cloudcaps"):
            return json_answer([])
        latest: dict[str, object] = {"version": "latest"}
        if self.options.advertised_formats:
            latest["packageFormats"] = list(self.options.advertised_formats)
        latest["shinro"] = {"arches": self.state.cores}
        dated = {"version": "ST-2025-07-16-171806", "shinro": {"arches": self.state.cores[:1]}}
        answer = json_answer([dated] if self.options.has("no-latest") else [latest, dated])
        answer.fault = "reset" if self.options.has("reset-api") else ""
        return answer

    def _signed_urls(self, request: Request) -> Answer:
        headers = request.headers
        core = self.state.core(headers["core"])
        if not self._is_known_place(request):
            raise Complaint("createsignedurls for another channel")
        if core is None:
            raise Complaint(f"core {headers['core']!r} is not offered")
        if not headers["workload"] or "/" in headers["workload"]:
            raise Complaint(f"workload is {headers['workload']!r}")
        uuid = headers["exp-uuid"]
        if not is_dated_uuid(uuid):
            raise Complaint(f"exp-uuid is {uuid!r}, not <date>_<uuid4>")
        name, key = headers["workload"], headers["apikey"]
        self.state.add(Expected(name, core["name"], uuid, key, self.options.extversion, core))
        answer = {
            "exppackageurl": self.store.sign("PUT", uuid, "workload.exp"),
            "publicKey": self._public_key(),
            "statusget": self.store.sign("GET", uuid, "status.json"),
        }
        if self.options.has("key-missing"):
            del answer["publicKey"]
        return json_answer(answer)

    def _public_key(self) -> str:
        if self.options.has("key-garbage"):
            return "-----BEGIN PUBLIC KEY-----\nbm8ga2V5\n-----END PUBLIC KEY-----\n"
        if self.options.has("key-short"):
            return envelope.public_pem(envelope.make_key(1024))
        return envelope.public_pem(self.state.key)
