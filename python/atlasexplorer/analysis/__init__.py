"""What is computed from reports and ELF files."""

from atlasexplorer.analysis.elf_parser import ELFAnalyzer as ELFAnalyzer
from atlasexplorer.analysis.reports import SummaryReport as SummaryReport
