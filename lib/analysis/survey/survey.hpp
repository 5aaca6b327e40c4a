/** What a user wants to know of a workload before paying for a run. */
#pragma once

#include "analysis/survey/census.hpp"
#include "elf/file.hpp"

namespace aex::analysis {

struct SurveySection {
  std::string name;
  std::uint64_t address = 0;
  std::uint64_t bytes = 0;
  bool is_loaded = false;
  bool is_writable = false;
  bool is_code = false;
};

struct SurveyDebug {
  bool has_symbols = false;
  bool has_lines = false;
  bool has_functions = false;       /**< .debug_info */
  std::string format;               /**< "DWARF 5", "DWARF 4, split"; empty if there is none */
  std::size_t sources = 0;          /**< files named */
  std::size_t sources_here = 0;     /**< of these, on this machine */
  std::vector<std::string> missing; /**< split debug files that are not here */
};

/** Something that a run may fail or suffer from. */
struct SurveyProblem {
  bool is_fatal = false; /**< a run would be refused */
  std::string text;
};

struct Survey {
  elf::Header header;
  std::uint64_t bytes = 0;
  std::string machine;                 /**< "RISC-V" */
  std::string type;                    /**< "executable" */
  std::string abi;                     /**< of the flags: "rvc, double-float" */
  std::string architecture;            /**< as the file declares it; may be empty */
  std::vector<std::string> declared;   /**< its extensions */
  Census used;                         /**< of RISC-V code */
  std::vector<std::string> undeclared; /**< used, but not declared */
  std::string build_id;
  std::vector<SurveySection> sections;
  SurveyDebug debug;
  std::vector<SurveyProblem> problems;
};

/** `max_bytes` is what a run accepts. Never fails for what is merely a bad workload: that is a
 * problem in the survey. Errors of reading and of files that are no ELF: Code::file_missing,
 * Code::workload_empty, Code::elf_not_elf, Code::elf_truncated, Code::elf_malformed. */
Result<Survey> survey(os::Files& files, const std::string& path, std::uint64_t max_bytes);

}  // namespace aex::analysis
