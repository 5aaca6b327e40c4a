#include "atlasexplorer/files.h"

#include "analysis/functions/function_index.hpp"
#include "analysis/hot/counts.hpp"
#include "analysis/hot/demangle.hpp"
#include "analysis/hot/document.hpp"
#include "analysis/hot/place.hpp"
#include "analysis/line_index.hpp"
#include "analysis/sources.hpp"
#include "analysis/survey/snapshot.hpp"
#include "capi/boundary.hpp"
#include "capi/files/elf_image.hpp"
#include "capi/session/session.hpp"
#include "engine/trace/count_texts.hpp"

using namespace aex::capi;
using aex::Code;
using aex::Error;
using aex::Result;
using aex::Status;

struct aex_hot {
  aex::analysis::Hot hot;
  aex::analysis::HotTitle title;
  std::string sources;
};

struct aex_sources {
  std::vector<std::string> paths;
};

struct aex_functions {
  aex::analysis::FunctionIndex index;
  std::string text;
};

struct aex_lines {
  aex::analysis::LineIndex index;
};

namespace {

const aex::analysis::HotFunction* function_at(const aex_hot* hot, size_t index) {
  return index < aex_hot_function_count(hot) ? &hot->hot.functions[index] : nullptr;
}

const aex::analysis::HotLine* line_at(const aex_hot* hot, size_t index) {
  return index < aex_hot_line_count(hot) ? &hot->hot.lines[index] : nullptr;
}

Result<std::string> document(const aex_hot& hot, int32_t form, uint32_t top) {
  aex::analysis::SourceTexts sources(system_effects().files, hot.sources);
  switch (form) {
    case AEX_HOT_JSON: return aex::analysis::hot_json(hot.hot, hot.title, top);
    case AEX_HOT_HTML: return aex::analysis::hot_page(hot.hot, hot.title, top, sources);
    case AEX_HOT_FOLDED: return aex::analysis::folded_stacks(hot.hot);
    default: return Error(Code::invalid_argument, {"there is no form ", aex::decimal(form)});
  }
}

/* An empty `elf_path` stands for what the experiment's config.json says. */
Result<aex_hot*> read_hot(aex::os::Files& files, const char* path, const std::string& elf_path,
                          const char* workload) {
  AEX_TRY(const aex::analysis::HotPlace& place,
          aex::analysis::find_counts(files, path, text_or_empty(workload)));
  const std::string elf = elf_path.empty() ? place.elf : elf_path;
  AEX_TRY(std::vector<aex::report::InstructionCount> counts,
          aex::analysis::read_counts(files, place.counts, elf, aex::engine::add_texts));
  AEX_TRY(aex::analysis::Hot hot, aex::analysis::find_hot(files, std::move(counts), elf));
  return new aex_hot{std::move(hot), {elf, place.counts}, place.sources};
}

Result<aex_functions*> read_functions(aex::os::Files& files, const std::string& elf_path) {
  AEX_TRY(aex::analysis::FunctionIndex index, aex::analysis::FunctionIndex::build(files, elf_path));
  return new aex_functions{std::move(index), {}};
}

Result<aex_lines*> read_lines(aex::os::Files& files, const std::string& elf_path) {
  AEX_TRY(aex::analysis::LineIndex index, aex::analysis::LineIndex::build(files, elf_path));
  return new aex_lines{std::move(index)};
}

Result<aex_sources*> read_sources(aex::os::Files& files, const std::string& elf_path,
                                  int32_t only_existing) {
  AEX_TRY(std::vector<std::string> paths,
          aex::analysis::source_files(files, elf_path, {only_existing != 0}));
  return new aex_sources{std::move(paths)};
}

/* Runs `read(files, path)` for an ELF file at a path, */
template <class Object, class Read>
aex_code read_at(Object** out, const char* elf_path, aex_error** error, Read&& read) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{out, "out"}, {elf_path, "elf_path"}}));
    AEX_TRY(*out, read(system_effects().files, elf_path));
    return {};
  });
}

/* and for one in memory. */
template <class Object, class Read>
aex_code read_image(Object** out, const aex_elf_image* image, aex_error** error, Read&& read) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{out, "out"}, {image, "image"}}));
    AEX_TRY(ImageFiles files, ImageFiles::open(image, system_effects().files));
    AEX_TRY(*out, read(files, files.path()));
    return {};
  });
}

}  // namespace

aex_code aex_hot_read(aex_hot** out, const char* path, const char* elf_path, const char* workload,
                      aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{out, "out"}, {path, "path"}}));
    AEX_TRY(*out, read_hot(system_effects().files, path, text_or_empty(elf_path), workload));
    return {};
  });
}

aex_code aex_hot_read_image(aex_hot** out, const char* path, const aex_elf_image* image,
                            const char* workload, aex_error** error) {
  const auto read = [&](aex::os::Files& files, const std::string& elf_path) -> Result<aex_hot*> {
    AEX_CHECK(require({{path, "path"}}));
    return read_hot(files, path, elf_path, workload);
  };
  return read_image(out, image, error, read);
}

void aex_hot_free(aex_hot* hot) { delete hot; }

uint64_t aex_hot_total(const aex_hot* hot) { return hot == nullptr ? 0 : hot->hot.total; }

size_t aex_hot_function_count(const aex_hot* hot) {
  return hot == nullptr ? 0 : hot->hot.functions.size();
}

const char* aex_hot_function_name(const aex_hot* hot, size_t index) {
  const auto* const function = function_at(hot, index);
  return function == nullptr ? "" : function->name.c_str();
}

uint64_t aex_hot_function_instructions(const aex_hot* hot, size_t index, int32_t self_only) {
  const auto* const function = function_at(hot, index);
  if (function == nullptr) return 0;
  return self_only != 0 ? function->self : function->with_inlined;
}

size_t aex_hot_line_count(const aex_hot* hot) { return hot == nullptr ? 0 : hot->hot.lines.size(); }

const char* aex_hot_line_path(const aex_hot* hot, size_t index) {
  const auto* const line = line_at(hot, index);
  if (line == nullptr || line->path == aex::analysis::kNowhere) return "";
  return hot->hot.paths[line->path].c_str();
}

uint32_t aex_hot_line_number(const aex_hot* hot, size_t index) {
  const auto* const line = line_at(hot, index);
  return line == nullptr ? 0 : line->line;
}

uint64_t aex_hot_line_instructions(const aex_hot* hot, size_t index) {
  const auto* const line = line_at(hot, index);
  return line == nullptr ? 0 : line->retired;
}

aex_code aex_hot_write(const aex_hot* hot, int32_t form, uint32_t top, const char* out_path,
                       aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{hot, "hot"}, {out_path, "out_path"}}));
    AEX_TRY(const std::string& text, document(*hot, form, top));
    return aex::os::write_atomically(system_effects().files, out_path, aex::ByteView(text),
                                     aex::os::Access::shared);
  });
}

aex_code aex_functions_read(aex_functions** out, const char* elf_path, aex_error** error) {
  return read_at(out, elf_path, error, read_functions);
}

aex_code aex_functions_read_image(aex_functions** out, const aex_elf_image* image,
                                  aex_error** error) {
  return read_image(out, image, error, read_functions);
}

void aex_functions_free(aex_functions* functions) { delete functions; }

const char* aex_functions_chain(aex_functions* functions, uint64_t address) {
  if (functions == nullptr) return "";
  std::string& text = functions->text;
  const aex_code code = guard(nullptr, [&]() -> Status {
    text.clear();
    for (const aex::analysis::Frame& frame : functions->index.chain(address)) {
      if (!text.empty()) text += " > ";
      text += aex::analysis::demangled(functions->index.name(frame.name));
    }
    return {};
  });
  return code == AEX_OK ? text.c_str() : "";
}

aex_code aex_lines_read(aex_lines** out, const char* elf_path, aex_error** error) {
  return read_at(out, elf_path, error, read_lines);
}

aex_code aex_lines_read_image(aex_lines** out, const aex_elf_image* image, aex_error** error) {
  return read_image(out, image, error, read_lines);
}

void aex_lines_free(aex_lines* lines) { delete lines; }

const char* aex_lines_path(const aex_lines* lines, uint64_t address) {
  aex::analysis::LineSpan span;
  const bool has_file = lines != nullptr && lines->index.find(address, &span) &&
                        span.file != aex::analysis::FileTable::kNone;
  return has_file ? lines->index.path(span.file).c_str() : "";
}

uint32_t aex_lines_number(const aex_lines* lines, uint64_t address) {
  aex::analysis::LineSpan span;
  return lines != nullptr && lines->index.find(address, &span) ? span.line : 0;
}

aex_code aex_sources_copy(size_t* out, const char* elf_path, const char* folder,
                          aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{elf_path, "elf_path"}, {folder, "folder"}}));
    AEX_TRY(const aex::analysis::Snapshot& snapshot,
            aex::analysis::take_snapshot(system_effects().files, elf_path, folder));
    if (out != nullptr) *out = snapshot.files.size();
    return {};
  });
}

aex_code aex_sources_read(aex_sources** out, const char* elf_path, int32_t only_existing,
                          aex_error** error) {
  return read_at(out, elf_path, error, [&](aex::os::Files& files, const std::string& path) {
    return read_sources(files, path, only_existing);
  });
}

aex_code aex_sources_read_image(aex_sources** out, const aex_elf_image* image,
                                int32_t only_existing, aex_error** error) {
  return read_image(out, image, error, [&](aex::os::Files& files, const std::string& path) {
    return read_sources(files, path, only_existing);
  });
}

void aex_sources_free(aex_sources* sources) { delete sources; }

size_t aex_sources_count(const aex_sources* sources) {
  return sources == nullptr ? 0 : sources->paths.size();
}

const char* aex_sources_path(const aex_sources* sources, size_t index) {
  return index < aex_sources_count(sources) ? sources->paths[index].c_str() : "";
}
