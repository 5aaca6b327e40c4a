"""A user's program with every part of the interface: mypy --strict has nothing to say of it."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import Future, as_completed
from pathlib import Path

import atlasexplorer
from atlasexplorer import (
    AtlasExplorerError,
    Bar,
    Client,
    Core,
    Experiment,
    ExperimentError,
    Job,
    JobState,
    Metric,
    Progress,
    Report,
    Settings,
    TimeLimitError,
    aio,
)
from atlasexplorer.futures import RunExecutor


def classic(report: Report) -> None:
    from atlasexplorer.atlasexplorer import SummaryReport

    summary = SummaryReport(report.path)
    cycles: object = summary.getTotalCycles()
    keys: list[str] = summary.getMetricKeys("Total")
    print(cycles is not None, len(keys), atlasexplorer.LegacySummaryReport is SummaryReport)


async def many(client: Client, elf: Path, core: str) -> list[int | None]:
    async with aio.Client(client, connections=4) as together:
        jobs: list[aio.Job] = [
            await together.experiment(elf, core=core, name=f"many{i}").submit() for i in range(3)
        ]
        async for progress in jobs[0]:
            stage: str = progress.stage
            assert stage
        reports: list[Report] = await asyncio.gather(*(job.result(60.0) for job in jobs))
        return [report.instructions for report in reports]


def threads(client: Client, elf: Path, core: str) -> None:
    with RunExecutor(client, max_workers=2) as executor:
        futures: list[Future[Report]] = [
            executor.submit(client.experiment(elf, core=core, name=f"thread{i}")) for i in range(2)
        ]
        for future in as_completed(futures):
            print(future.result().cycles)


def main(elf: Path) -> int:
    settings = Settings(api_key="0123456789abcdef", channel="development", region="us-west-2")
    origins: dict[str, str] = settings.origins()
    client = Client(backend="local", settings=settings, max_instructions=10_000_000)
    cores: list[Core] = client.cores(timeout_s=10.0)
    core: str = cores[0].name
    experiment: Experiment = client.experiment(elf, core=core, name="typed", directory=".")
    experiment.check()

    def tell(progress: Progress) -> bool:
        fraction: float | None = progress.fraction
        return fraction is not None and fraction < 0

    job: Job = experiment.submit(on_progress=tell)
    try:
        state: JobState = job.wait(timeout_s=60.0)
    except TimeLimitError as error:
        print(error.remedy, error.http_status, error.retryable)
        job.cancel()
        return 1
    with Bar() as bar:
        report = job.result(60.0, bar)
    metric: Metric = report.metric("Total Instructions Retired")
    value: float | str = report[metric.name]
    chosen: dict[str, float | str] = report.filter("Total")
    ipc: float = report.ipc
    print(state, state.is_terminal, value, len(chosen), ipc > 0, len(origins), report.to_dict())
    again: Report = Job.open(job.directory, client=client).future(timeout_s=60.0).result()
    rerun: Report = Experiment(client=client, workloads=[elf], core=core, name="rerun").run()
    print(again.cycles == report.cycles, rerun.regions, rerun.files)
    try:
        Report("nowhere")
    except ExperimentError as missing:
        text: str = missing.message
        print(text, missing.code, missing.name, missing.stage)
    except AtlasExplorerError:
        return 2
    threads(client, elf, core)
    classic(report)
    print(asyncio.run(many(client, elf, core)))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
