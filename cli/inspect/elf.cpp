#include "analysis/survey/survey.hpp"
#include "cli/screen/table.hpp"
#include "cli/screen/terminal.hpp"
#include "cli/verbs/verbs.hpp"
#include "codec/json.hpp"
#include "config/settings.hpp"

namespace aex::cli {
namespace {

using analysis::Survey;

std::string hex(std::uint64_t number) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(number));
  return text;
}

std::string class_text(const elf::Header& header) {
  return "ELF" + std::to_string(header.xlen) + (header.is_big_endian ? ", big-endian" : "");
}

std::string census_text(const Survey& survey) {
  std::string text;
  for (const auto& entry : survey.used) {
    text += (text.empty() ? "" : ", ") + entry.first + ' ' + grouped(std::int64_t(entry.second));
  }
  return text;
}

std::string debug_text(const analysis::SurveyDebug& debug) {
  if (!debug.has_lines && !debug.has_functions) return "none";
  return debug.format + (debug.has_lines ? "" : ", no line tables");
}

std::string flags_text(const analysis::SurveySection& section) {
  std::string text = section.is_loaded ? "loaded" : "";
  if (section.is_code) text += ", code";
  if (section.is_writable) text += ", writable";
  return text;
}

void print_text(const Survey& survey) {
  Table facts({Align::left, Align::left});
  facts.add({"class", class_text(survey.header)});
  facts.add({"machine", survey.machine});
  facts.add({"type", survey.type});
  facts.add({"size", bytes_text(survey.bytes)});
  facts.add({"entry", hex(survey.header.entry)});
  if (!survey.abi.empty()) facts.add({"ABI", survey.abi});
  if (!survey.architecture.empty()) facts.add({"declared", survey.architecture});
  if (!survey.used.empty()) facts.add({"used", census_text(survey)});
  if (!survey.build_id.empty()) facts.add({"build id", survey.build_id});
  facts.add({"symbols", survey.debug.has_symbols ? "yes" : "stripped"});
  facts.add({"debug", debug_text(survey.debug)});
  facts.add({"sources", grouped(std::int64_t(survey.debug.sources)) + ", of these here: " +
                            grouped(std::int64_t(survey.debug.sources_here))});
  Table sections({Align::left, Align::right, Align::right, Align::left});
  for (const analysis::SurveySection& section : survey.sections) {
    sections.add(
        {section.name, hex(section.address), bytes_text(section.bytes), flags_text(section)});
  }
  print(facts.text() + '\n' + sections.text() + '\n');
  for (const analysis::SurveyProblem& problem : survey.problems) {
    print(std::string(output_colour(problem.is_fatal ? Colour::red : Colour::yellow)) +
          (problem.is_fatal ? "problem: " : "note: ") + harmless(problem.text) +
          output_colour(Colour::plain) + '\n');
  }
  if (survey.problems.empty()) print("no problems found\n");
}

template <class List>
codec::Json texts(const List& list) {
  codec::Json array = codec::Json::array();
  for (const std::string& text : list) array.add("", text);
  return array;
}

codec::Json sections_json(const Survey& survey) {
  codec::Json list = codec::Json::array();
  for (const analysis::SurveySection& section : survey.sections) {
    codec::Json row = codec::Json::object();
    row.add("name", section.name).add("address", hex(section.address));
    row.add("bytes", section.bytes).add("loaded", section.is_loaded);
    row.add("writable", section.is_writable).add("code", section.is_code);
    list.add("", std::move(row));
  }
  return list;
}

codec::Json debug_json(const analysis::SurveyDebug& debug) {
  codec::Json object = codec::Json::object();
  object.add("symbols", debug.has_symbols).add("lines", debug.has_lines);
  object.add("functions", debug.has_functions).add("format", debug.format);
  object.add("sources", std::uint64_t{debug.sources});
  object.add("sources_here", std::uint64_t{debug.sources_here});
  object.add("missing", texts(debug.missing));
  return object;
}

std::string json_text(const Survey& survey, const std::string& path) {
  codec::Json used = codec::Json::object();
  for (const auto& entry : survey.used) used.add(entry.first, entry.second);
  codec::Json problems = codec::Json::array();
  for (const analysis::SurveyProblem& problem : survey.problems) {
    codec::Json row = codec::Json::object();
    row.add("fatal", problem.is_fatal).add("text", problem.text);
    problems.add("", std::move(row));
  }
  codec::Json object = codec::Json::object();
  object.add("file", path).add("bytes", survey.bytes).add("class", survey.header.xlen);
  object.add("big_endian", survey.header.is_big_endian).add("machine", survey.machine);
  object.add("type", survey.type).add("entry", hex(survey.header.entry)).add("abi", survey.abi);
  object.add("architecture", survey.architecture).add("declared", texts(survey.declared));
  object.add("used", std::move(used)).add("undeclared", texts(survey.undeclared));
  object.add("build_id", survey.build_id).add("debug", debug_json(survey.debug));
  object.add("sections", sections_json(survey)).add("problems", std::move(problems));
  return object.dump(4) + '\n';
}

}  // namespace

Status elf(const Arguments& arguments) {
  const std::string& path = arguments.operands()[0];
  AEX_TRY(const Survey& survey,
          analysis::survey(os::system_files(), path, config::Limits().max_workload_bytes));
  if (arguments.has("json")) {
    print(json_text(survey, path));
  } else {
    print_text(survey);
  }
  return {};
}

}  // namespace aex::cli
