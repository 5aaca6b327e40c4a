"""The object store: another origin, which knows signed URLs and nothing else."""

from __future__ import annotations

import base64
import hmac
import os
import time
from urllib.parse import quote

from experiments import Experiment, State
from wire import Answer, Complaint, Request, json_answer

XML = '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{}</Code></Error>'


def _xml(status: int, code: str) -> Answer:
    return Answer(status, XML.format(code).encode(), "application/xml")


class Store:
    """Signs URLs and serves them."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.options = state.options
        self.secret = os.urandom(32)
        self.origin = ""  # known once the server listens

    def _signature(self, method: str, path: str, expires: int) -> str:
        text = f"{method} {path} {expires}".encode()
        return quote(base64.b64encode(hmac.digest(self.secret, text, "sha256")), safe="")

    def sign(self, method: str, uuid: str, name: str) -> str:
        """A URL that is good for one method and for some time."""
        lifetime = -1 if self.options.has("urls-expired") else self.options.url_lifetime_s
        expires = int(time.time()) + lifetime
        path = f"/experiments/{quote(uuid)}/{name}"
        signature = self._signature(method, path, expires)
        origin = self.origin
        if self.options.has("urls-plain-http"):
            origin = "http://store.example.org"
        return f"{origin}{path}?X-Expires={expires}&X-Signature={signature}"

    def _find(self, request: Request) -> tuple[Experiment, str]:
        parts = request.path.split("/")
        experiment = self.state.experiments.get(parts[2]) if len(parts) == 4 else None
        if experiment is None or parts[1] != "experiments":
            raise Complaint(f"unknown path {request.path}")
        fields = (request.query or "").split("&")
        expires = fields[0].removeprefix("X-Expires=")
        if not expires.isdigit():
            raise Complaint("the signed query was changed")
        wanted = self._signature(request.method, request.path, int(expires))
        if request.query != f"X-Expires={expires}&X-Signature={wanted}":
            raise Complaint("the signature does not fit: the URL or the method was changed")
        return experiment, parts[3]

    def _is_expired(self, request: Request) -> bool:
        expires = (request.query or "").split("&")[0].removeprefix("X-Expires=")
        return expires.isdigit() and int(expires) < time.time()

    def _check_headers(self, request: Request) -> None:
        own = request.own_headers()
        wanted = {"content-type": "application/octet-stream"} if request.method == "PUT" else {}
        for name in own.keys() - wanted.keys():
            raise Complaint(f"{request.method} of a signed URL carries the header {name}")
        if own != wanted:
            raise Complaint(f"PUT with Content-Type {own.get('content-type')!r}")

    def refuses_early(self, request: Request) -> Answer | None:
        """Refusals that do not wait for the body."""
        if request.method != "PUT":
            return None
        if self.options.has("upload-403") or self._is_expired(request):
            self.state.seen("PUT refused 403")
            return _xml(403, "AccessDenied")
        if self.options.has("upload-503"):
            self.state.seen("PUT refused 503")
            return _xml(503, "SlowDown")
        return Answer(body=b"xx", fault="reset") if self.options.has("upload-reset") else None

    def answer(self, request: Request) -> Answer:
        """Serves one request."""
        self._check_headers(request)
        if request.method == "POST":
            raise Complaint("POST to the object store")
        experiment, name = self._find(request)
        self.state.seen(f"{request.method} store/{name}")
        if self._is_expired(request):
            return _xml(403, "AccessDenied")
        if request.method == "PUT":
            self.state.upload(experiment, request.body)
            return Answer(content_type="application/xml")
        return self._status(experiment) if name == "status.json" else self._result(experiment, name)

    def _not_yet(self) -> Answer:
        return {
            "empty": Answer(),
            "xml": _xml(200, "NoSuchKey"),
            "403": _xml(403, "AccessDenied"),
            "404": _xml(404, "NoSuchKey"),
        }[self.options.not_yet]

    def _status(self, experiment: Experiment) -> Answer:
        options = self.options
        if options.has("hang-status"):
            return Answer(fault="hang")
        if experiment.worker is None:
            return self._not_yet()
        experiment.polls += 1
        if experiment.polls <= options.not_yet_count:
            return self._not_yet()
        is_pending = experiment.polls <= options.not_yet_count + options.pending
        if is_pending or options.has("pending-for-ever"):
            return json_answer({"code": 100})
        experiment.worker.join()
        return self._final_status(experiment)

    def _final_status(self, experiment: Experiment) -> Answer:
        options = self.options
        if options.has("status-not-json"):
            return Answer(body=b"<html>busy</html>", content_type="text/html")
        if options.has("status-404"):
            return json_answer({"code": 404})
        if experiment.has_failed or options.has("status-500"):
            return json_answer({"code": 500})
        if options.has("status-no-url"):
            return json_answer({"code": 200, "metadata": {"result": {}}})
        name = "moved.bin" if options.has("redirect-result") else "result.bin"
        url = self.sign("GET", experiment.expected.uuid, name)
        result = {"name": f"{experiment.expected.name}.tar.gz", "url": url, "type": "stream"}
        return json_answer({"code": 200, "metadata": {"result": result}})

    def _result(self, experiment: Experiment, name: str) -> Answer:
        if name == "moved.bin":
            url = self.sign("GET", experiment.expected.uuid, "result.bin")
            return Answer(302, headers={"Location": url})
        if name != "result.bin":
            raise Complaint(f"unknown object {name}")
        if self.options.has("result-403"):
            return _xml(403, "AccessDenied")
        faults = {"reset-result": "reset", "short-result": "short"}
        fault = next((how for what, how in faults.items() if self.options.has(what)), "")
        return Answer(200, experiment.result, "application/octet-stream", fault=fault)
