"""What has to work after ``pip install``, in an environment with nothing else, in any folder."""

import importlib
import importlib.metadata
import os
import pkgutil
import subprocess
import sys

import atlasexplorer
from atlasexplorer import AtlasExplorer, Client, Experiment  # noqa: F401
from atlasexplorer.atlasexplorer import SummaryReport

elf = os.path.abspath(sys.argv[1])
package = os.path.dirname(atlasexplorer.__file__)

# Its own files, and nothing of others.
for name in ("py.typed", "_core.pyi", "_native/atlasexplorer"):
    assert os.path.isfile(os.path.join(package, name)), name
needed = importlib.metadata.requires("atlasexplorer") or []
assert all("extra ==" in line for line in needed), needed
assert importlib.metadata.version("atlasexplorer") == atlasexplorer.__version__
for module in pkgutil.walk_packages(atlasexplorer.__path__, "atlasexplorer."):
    importlib.import_module(module.name)
others = {
    name.partition(".")[0]
    for name, module in sys.modules.items()
    if "site-packages" in (getattr(module, "__file__", None) or "")
    and not (module.__file__ or "").startswith(package)
}
assert not others - {"_distutils_hack", "__editable___atlasexplorer_4_0_0_finder"}, others

# A run, by the package and by the command in its three forms.
client = Client(backend="local")
report = client.experiment(elf, core="I8500_(1_thread)", name="package").run()
assert report.instructions
assert SummaryReport(report.path).getTotalInstructions() == report.instructions
script = os.path.join(os.path.dirname(sys.executable), "atlasexplorer")
commands = [[sys.executable, "-m", "atlasexplorer"]]
if "--no-script" not in sys.argv:
    commands.append([script])
for number, command in enumerate(commands):
    version = subprocess.run([*command, "--version"], stdout=subprocess.PIPE, check=True).stdout
    assert atlasexplorer.__version__.encode() in version
    options = ["--local", "--core", "I8500_(1_thread)", "--name", f"command{number}"]
    subprocess.run([*command, "run", *options, elf], capture_output=True, check=True)
    again = atlasexplorer.Report(f"command{number}")
    assert again.instructions == report.instructions

# The old command line, by its path and by its module.
for arguments in (
    [os.path.join(package, "atlasexplorer.py")],
    ["-m", "atlasexplorer.cli.commands"],
):
    done = subprocess.run([sys.executable, *arguments], stderr=subprocess.PIPE, check=False)
    assert (done.returncode, b"configure" in done.stderr) == (2, True), done
print("installed", atlasexplorer.__version__, "for", sys.version.split()[0])
