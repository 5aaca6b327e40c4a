"""What the strict gateway is asked to be: its formats, its cores and what it does wrong."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field

CORE_NAMES = ("I8500_(1_thread)", "I8500_(2_threads)", "I8500_(4_threads)")

FAULTS = {
    "worker-down": "dataworkerstatus answers false",
    "bad-key": "every API key is refused with 403",
    "gw-unknown": "no gateway serves the channel and region (404)",
    "busy": "cloudcaps answers 503 every time",
    "busy-once": "cloudcaps answers 503 the first time",
    "not-json": "cloudcaps answers text that is no JSON",
    "empty-cloudcaps": "cloudcaps answers an empty list",
    "no-latest": "cloudcaps has no entry 'latest'",
    "huge-json": "cloudcaps answers 64 MiB of JSON",
    "redirect-other-origin": "cloudcaps sends the client, with its key, to another origin",
    "redirect-same-origin": "cloudcaps is found at another path of the same origin",
    "reset-api": "the connection of cloudcaps is reset in the answer's body",
    "key-garbage": "publicKey is no key",
    "key-short": "publicKey has 1024 bits",
    "key-missing": "createsignedurls answers without publicKey",
    "urls-plain-http": "createsignedurls answers plain http URLs of another host",
    "urls-expired": "the signed URLs have expired when they are made",
    "upload-403": "the object store refuses the package",
    "upload-503": "the object store is busy",
    "upload-reset": "the upload's connection is reset in the middle",
    "status-500": "the experiment fails",
    "status-404": "the service does not know the experiment",
    "status-not-json": "the status is text that is no JSON",
    "status-no-url": "the status is 200 without a result URL",
    "hang-status": "the status is never answered",
    "pending-for-ever": "the status stays at 100",
    "redirect-result": "the result is found behind a redirect to another signed URL",
    "result-403": "the object store refuses the result",
    "reset-result": "the connection is reset in the middle of the result",
    "short-result": "the connection ends cleanly in the middle of the result",
    "result-truncated": "the encrypted result lacks its last bytes",
    "result-tampered": "one bit of the encrypted result is flipped",
    "result-empty": "the result has no bytes",
    "result-wrong-otp": "the result is encrypted with another password",
    "result-not-gzip": "the decrypted result is no gzip file",
    "gzip-truncated": "the gzip file inside lacks its end",
    "tar-truncated": "the tar file inside lacks its end",
    "tar-absolute": "a member has an absolute path",
    "tar-parent": "a member leaves its folder with ..",
    "tar-other-folder": "a member lies outside of the experiment's folder",
    "tar-symlink": "a symbolic link to /etc and a file below it",
    "tar-hardlink": "a hard link to /etc/passwd",
    "tar-device": "a character device",
    "tar-fifo": "a fifo",
    "tar-bomb": "one member of --bomb-mib MiB of zeros",
    "tar-many": "--many-members empty members",
    "tar-duplicate": "one member twice, with different content",
    "no-summary": "the result holds no summary.json",
    "summary-not-json": "summary.json is cut short",
}


@dataclass
class Options:
    """All settings, with the defaults of a deployment as it is today."""

    api_key: str = "0123456789abcdef"
    channel: str = "development"
    region: str = "us-west-2"
    extversion: str = "0.0.97"
    package_formats: tuple[str, ...] = ("v1",)
    advertised_formats: tuple[str, ...] = ()
    result_format: str = "v1"
    key_bits: int = 2048
    pending: int = 1
    not_yet: str = "403"
    not_yet_count: int = 1
    faults: frozenset[str] = frozenset()
    regions_as_string: bool = True
    cores: tuple[str, ...] = CORE_NAMES
    bomb_mib: int = 512
    many_members: int = 120_000
    url_lifetime_s: int = 900
    quick_keys: bool = False
    latency_ms: int = 0
    tls_cert: str = ""
    tls_key: str = ""
    listen: tuple[str, int] = field(default=("127.0.0.1", 0))

    def has(self, fault: str) -> bool:
        """Is this fault asked for?"""
        return fault in self.faults


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    return host, int(port)


def _formats(text: str) -> tuple[str, ...]:
    formats = tuple(text.split(","))
    if not set(formats) <= {"v1", "v2"}:
        raise argparse.ArgumentTypeError("v1, v2 or v1,v2")
    return formats


def _cores(text: str) -> tuple[str, ...]:
    return CORE_NAMES[: int(text)] if text.isdigit() else tuple(text.split(","))


def _parser() -> argparse.ArgumentParser:
    faults = "\n".join(f"  {name:22} {text}" for name, text in FAULTS.items())
    parser = argparse.ArgumentParser(
        description="A gateway that follows the protocol to the byte and complains of all else.",
        epilog=f"faults:\n{faults}\n\nGET /_complaints: what was wrong; GET /_requests: what came.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--listen", type=_address, default=("127.0.0.1", 0), metavar="HOST:PORT")
    add("--tls-cert", default="", metavar="PEM")
    add("--tls-key", default="", metavar="PEM")
    add("--api-key", default=Options.api_key)
    add("--channel", default=Options.channel)
    add("--region", default=Options.region)
    add("--extversion", default=Options.extversion)
    add("--package-format", type=_formats, default=("v1",), help="v1 (default), v2 or v1,v2")
    add("--result-format", choices=("v1", "v2"), default="v1")
    add("--advertise-formats", action="store_true", help="packageFormats in cloudcaps")
    add("--key-bits", type=int, choices=(2048, 3072, 4096), default=2048)
    add("--pending", type=int, default=1, metavar="N", help="answer status 100 N times")
    add("--not-yet", choices=("empty", "xml", "403", "404"), default="403")
    add("--not-yet-count", type=int, default=1, metavar="N")
    add("--fault", action="append", choices=sorted(FAULTS), default=[])
    add("--regions-as-string", action=argparse.BooleanOptionalAction, default=True)
    add("--cores", type=_cores, default=CORE_NAMES, metavar="N|NAME,...")
    add("--bomb-mib", type=int, default=512)
    add("--many-members", type=int, default=120_000)
    add("--url-lifetime-s", type=int, default=900)
    add("--quick-keys", action="store_true", help="SHA-256 in scrypt's place, for results")
    add("--latency-ms", type=int, default=0, metavar="MS", help="before each answer")
    return parser


def parse(arguments: list[str]) -> Options:
    """Options of a command line."""
    got = vars(_parser().parse_args(arguments))
    formats = got.pop("package_format")
    advertised = formats if got.pop("advertise_formats") else ()
    faults = frozenset(got.pop("fault"))
    return Options(package_formats=formats, advertised_formats=advertised, faults=faults, **got)
