"""The old client's way to make and run an experiment, over the new one."""

from __future__ import annotations

import os
import time

from atlasexplorer import _core
from atlasexplorer.exceptions import AtlasExplorerError, EncryptionError, _of_the_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from atlasexplorer.analysis.elf_parser import ELFAnalyzer
    from atlasexplorer.analysis.reports import SummaryReport
    from atlasexplorer.core.client import AtlasExplorer
    from atlasexplorer.experiment import Experiment
    from atlasexplorer.network.api_client import AtlasAPIClient
    from atlasexplorer.security.encryption import SecureEncryption

_STAGES = (
    "config", "gateway", "package", "encrypt", "upload", "poll", "download", "decrypt", "unpack",
    "report",
)  # fmt: skip
_REPORT_MISSING = 700
_JOB_FAILED = 610


class ClassicExperiment:
    """The methods and attributes of the old Experiment.

    ``expdir`` is the folder that it was made with and, after a run, the run's own folder in it.
    """

    verbose = False
    timeout_s: float | None = 1800.0
    """Seconds that run() waits for the result; None: for ever."""

    atlas: AtlasExplorer | None
    workloads: list[str]
    core: str | None
    config: Any
    summary: SummaryReport | None
    instcounts: None
    insttrace: None
    expname: str | None
    experiment_timestamp: str | None
    _ran_in: str | None

    def _init_classic(self, expdir: str, atlas: Any, verbose: bool) -> None:
        self.verbose = verbose
        self.atlas = atlas
        self.expdir = os.path.abspath(expdir)
        self.unpack = True
        self.expname = self.experiment_timestamp = self._ran_in = None
        self.config = self.summary = self.instcounts = self.insttrace = None
        if not os.path.isdir(self.expdir):
            os.mkdir(self.expdir)
        self._load_config()
        self._load_summary()

    @property
    def encryption(self) -> SecureEncryption:
        """Encrypts and decrypts files, as packages and results are."""
        from atlasexplorer.security.encryption import SecureEncryption

        return SecureEncryption(self.verbose)

    @property
    def elf_analyzer(self) -> ELFAnalyzer:
        """Looks into the workloads."""
        from atlasexplorer.analysis.elf_parser import ELFAnalyzer

        return ELFAnalyzer(self.verbose)

    @staticmethod
    def getExperiment(
        expdir: str, atlas: AtlasExplorer | None = None, verbose: bool = True
    ) -> Experiment | None:
        """An experiment from the folder of a run; None, and a line, if there is no such folder."""
        from atlasexplorer.experiment import Experiment

        if not os.path.exists(expdir):
            print(f"Experiment directory does not exist: {expdir}")
            return None
        return Experiment(expdir, atlas, verbose)

    def addWorkload(self, workload: str | os.PathLike[str]) -> None:
        """Adds the path of an ELF file; relative paths stay so.

        Raises :class:`ELFValidationError` (a SystemExit) if there is no such file.
        """
        path = os.fspath(workload)
        self._require(path, "Error: specified elf file does not exist", f"ELF: {path}")
        self.workloads.append(path)

    def setCore(self, core: str) -> None:
        """Chooses the core by its name."""
        self.core = core
        self._say(f"Core set to: {core}")

    def getRoot(self) -> str:
        """The folder of the run, absolute: give it to :meth:`getExperiment` later."""
        return self.expdir

    def getSummary(self) -> SummaryReport | None:
        """The report of the run, also of an earlier one; None, and a line, if there is none."""
        if self.summary is None:
            self._load_summary()
        if self.summary is None:
            print("No summary report found for this experiment.")
        return self.summary

    def snapshotSource(self, elfPath: str) -> set[str]:
        """The source files of a program that are on this machine; prints them if verbose."""
        return self.elf_analyzer.snapshot_source_files(elfPath)

    def cleanSummaries(self, report: str) -> None:
        """Removes the reports of regions of interest that were never run: those of zero cycles."""
        from atlasexplorer.analysis.reports import SummaryReport

        folder = os.path.join(self._results(), "reports", report)
        if not os.path.isdir(folder):
            print(f"No report directory found:{report}")
            return
        for name in sorted(os.listdir(folder)):
            path = os.path.join(folder, name)
            if name.startswith("summary_roi") and SummaryReport(path).totalcycles == 0:
                self._say(f"Deleting invalid roi report: {path}")
                os.remove(path)

    add_workload = addWorkload
    set_core = setCore
    _clean_summaries = cleanSummaries

    def _run_classic(self, expname: str | None, unpack: bool) -> None:
        from atlasexplorer.core.client import AtlasExplorer
        from atlasexplorer.utils.exits import fail_run

        self.unpack = unpack
        self.experiment_timestamp = timestamp = time.strftime("%y%m%d_%H%M%S")
        try:
            if self.atlas is None:
                self.atlas = AtlasExplorer(verbose=self.verbose)
            self.expname = expname
            self._execute_experiment(timestamp)
        except AtlasExplorerError as error:
            raise fail_run(error).with_traceback(error.__traceback__) from None

    def _execute_experiment(self, timestamp: str) -> None:
        assert self.atlas is not None
        parent = os.path.dirname(self.expdir) if self.expdir == self._ran_in else self.expdir
        self.expname = self.expname or _free_name(parent, f"{self.core}_{timestamp}")
        self._say(f"experiment name is set to: {self.expname}")
        self._say("creating experiment")
        for workload in self.workloads:
            self._require(workload)
        self.atlas._getCloudCaps("latest")
        story = _Story(self, os.path.join(parent, self.expname))
        try:
            if self.atlas._find_core(self.core) is None:
                story.tell_versions()
                self.atlas.getCoreInfo(str(self.core))
            self._carry_out(parent, story)
        except AtlasExplorerError as error:
            story.end_badly(error)
            raise
        self._process_summary_files()
        for workload in self.workloads if self.verbose else ():
            self.snapshotSource(workload)

    def _carry_out(self, parent: str, story: _Story) -> None:
        assert self.atlas is not None
        native = _core.Experiment(self.atlas.client._native)
        native.set_name(self.expname)
        native.set_core(self.core)
        native.set_directory(parent)
        for workload in self.workloads:
            native.add_workload(workload)
        job = native.submit(on_progress=story)
        self.expdir = self._ran_in = job.directory
        story.job = job
        self.summary = None
        if self.unpack:
            job.result(timeout_s=self.timeout_s, on_progress=story)
            story.tell_until("report")
        else:
            job.wait(timeout_s=self.timeout_s, on_progress=story)
            story.tell_until("download")
            job.download(os.path.join(job.directory, f"{job.name}.tar.gz"))

    def _process_summary_files(self) -> None:
        if self.unpack:
            self.cleanSummaries("summary")
            self._load_summary()

    def _load_config(self) -> None:
        path = os.path.join(self.expdir, "config.json")
        if os.path.exists(path):
            self.config = _read_config(path)

    def _load_summary(self) -> None:
        from atlasexplorer.analysis.reports import SummaryReport

        try:
            path = _core.Report(self.expdir).summary_path
        except AtlasExplorerError as error:
            if error.code != _REPORT_MISSING:
                raise
            return
        self.summary = SummaryReport(path)

    def _results(self) -> str:
        """The folder that holds ``reports``."""
        try:
            return _core.Report(self.expdir).directory
        except AtlasExplorerError:
            return self.expdir

    def _require(self, workload: str, *lines: str) -> None:
        from atlasexplorer.utils.exits import leave

        if not os.path.exists(workload):
            raise leave(_of_the_table("workload_missing", workload), *lines)

    def _say(self, line: str) -> None:
        if self.verbose:
            print(line)

    def _say_report(self, report: Any) -> None:
        self._say(f"creating report {report['reportType']}")
        self._say(f"reportUUID: {report['reportUUID']}")

    def _api(self) -> AtlasAPIClient:
        from atlasexplorer.network.api_client import AtlasAPIClient

        gateway = self.atlas.config.gateway if self.atlas is not None else None
        return AtlasAPIClient(gateway or "", self.verbose)

    def _upload_package(self, url: str, path: str) -> None:
        self._api().upload_file(url, path)

    def _download_result_file(self, url: str, filename: str) -> str:
        return self._api().download_file(url, self.expdir, filename)

    def _monitor_experiment_status(self, status_url: str, config: object = None) -> Any:
        return self._api().poll_status(status_url, max_attempts=900)

    def _Experiment__getStatus(self, url: str) -> Any:
        return self._api().get_status(url)

    def _Experiment__uploadExpPackage(self, url: str, content: bytes) -> bytes:
        path = os.path.join(self.expdir, "workload.exp")
        with open(path, "xb", opener=_private) as file:
            file.write(content)
        try:
            self._api().upload_file(url, path)
        finally:
            os.remove(path)
        return b""

    def _Experiment__downloadBinaryFile(self, url: str, targetPath: str, targetFile: str) -> None:
        self._api().download_file(url, targetPath, targetFile)

    def _Experiment__creatReportNested(
        self, reporttype: str, reportName: str, expconfig: Any, elfName: str, zstfName: str
    ) -> dict[str, Any]:
        """A report as config.json asks for it. For scripts only: the library writes its own."""
        import uuid

        fixed = {"userParameters": [], "startInst": 1, "endInst": -1, "resolution": 1}
        taken = ("toolsVersion", "timeout", "pluginVersion")
        report = {
            "startDate": expconfig["date"],
            "reportUUID": f"{expconfig['date']}_{uuid.uuid4()}",
            "expUUID": expconfig["uuid"],
            "core": expconfig["core"],
            "elfFileName": elfName,
            "zstfFileName": zstfName,
            "reportName": reportName,
            "reportType": reporttype,
            **fixed,
            **{name: expconfig[name] for name in taken},
            "isROIReport": False,
            "region": 0,
        }
        self._say_report(report)
        return report

    _create_report_config = _Experiment__creatReportNested

    def _Experiment__hybrid_encrypt(self, public_key_pem: str | bytes, input_file: str) -> None:
        self.encryption._legacy_hybrid_encrypt_file(public_key_pem, input_file)

    def _Experiment__decrypt_file_with_password(self, src_file_path: str, password: str) -> None:
        self.encryption.decrypt_file_with_password(src_file_path, password)


class _Story:
    """Prints what the old client printed, as the stages of a run go by. Called with progress."""

    def __init__(self, experiment: ClassicExperiment, directory: str) -> None:
        assert experiment.atlas is not None
        self.job: _core.Job | None = None
        self._say = experiment._say
        self._say_report = experiment._say_report
        self._directory = directory
        self._versions = f"Available versions: {', '.join(experiment.atlas.getVersionList())}"
        self._answers = 0
        self._parts: list[tuple[str, Callable[[], None]]] = [
            ("package", self._describe),
            ("upload", lambda: self._say("File encrypted using hybrid approach.")),
            ("upload", lambda: self._say("uploading experiment package")),
            ("download", lambda: self._say("experiment is ready, downloading now")),
            ("download", lambda: self._say("Preparing download")),
            ("decrypt", lambda: self._say("Decrypting package")),
            ("unpack", lambda: self._say("Unpacking package")),
        ]

    def __call__(self, progress: _core.Progress) -> None:
        self.tell_until(progress.stage)

    def tell_until(self, stage: str) -> None:
        """Tells all that comes up to a stage and was not told yet."""
        rank = _STAGES.index(stage)
        if rank >= _STAGES.index("poll"):
            self._tell_answers()
        while self._parts and _STAGES.index(self._parts[0][0]) <= rank:
            self._parts.pop(0)[1]()

    def end_badly(self, error: AtlasExplorerError) -> None:
        """The last lines of a run that failed."""
        self.tell_versions()
        if error.code == _JOB_FAILED:
            print("error generating experiment, escaping now")
        if isinstance(error, EncryptionError):
            what = "Decryption" if self.job is not None else "Encryption"
            print(f"{what} error: {error.message}")

    def tell_versions(self) -> None:
        """The one line of a quiet run."""
        if self._versions:
            print(self._versions)
        self._versions = ""

    def _tell_answers(self) -> None:
        answers = self.job.running_answers if self.job is not None else 0
        for _ in range(self._answers, answers):
            self._say("experiment is being generated.....")
        self._answers = answers

    def _describe(self) -> None:
        config = _read_config(os.path.join(self._directory, "config.json"))
        self._say(f"expUUID: {config['uuid']}")
        self.tell_versions()
        for report in config["reports"]:
            self._say_report(report)


def _read_config(path: str) -> Any:
    import json

    with open(path, encoding="utf-8") as file:
        return json.load(file)


def _free_name(parent: str, wanted: str) -> str:
    """The name, with a number if two runs of one core began within a second."""
    name, number = wanted, 1
    while os.path.exists(os.path.join(parent, name)):
        number += 1
        name = f"{wanted}_{number}"
    return name


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
