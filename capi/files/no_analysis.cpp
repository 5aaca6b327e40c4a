/* Stands in for analysis.cpp in a build without the analysis: nothing can be read, so that the
 * other functions are only ever called with NULL. */
#include "atlasexplorer/files.h"
#include "capi/boundary.hpp"

namespace {

aex_code refuse(aex_error** error) {
  return aex::capi::guard(error, []() -> aex::Status {
    return aex::Error(aex::Code::unsupported, "this build reads no debug information");
  });
}

aex_code refuse(std::initializer_list<aex::capi::Argument> arguments, aex_error** error) {
  const aex_code code = aex::capi::guard(error, [&] { return aex::capi::require(arguments); });
  return code == AEX_OK ? refuse(error) : code;
}

}  // namespace

aex_code aex_hot_read(aex_hot** out, const char* path, const char*, const char*,
                      aex_error** error) {
  return refuse({{out, "out"}, {path, "path"}}, error);
}

aex_code aex_hot_read_image(aex_hot** out, const char* path, const aex_elf_image* image,
                            const char*, aex_error** error) {
  return refuse({{out, "out"}, {path, "path"}, {image, "image"}}, error);
}

void aex_hot_free(aex_hot*) {}
uint64_t aex_hot_total(const aex_hot*) { return 0; }
size_t aex_hot_function_count(const aex_hot*) { return 0; }
const char* aex_hot_function_name(const aex_hot*, size_t) { return ""; }
uint64_t aex_hot_function_instructions(const aex_hot*, size_t, int32_t) { return 0; }
size_t aex_hot_line_count(const aex_hot*) { return 0; }
const char* aex_hot_line_path(const aex_hot*, size_t) { return ""; }
uint32_t aex_hot_line_number(const aex_hot*, size_t) { return 0; }
uint64_t aex_hot_line_instructions(const aex_hot*, size_t) { return 0; }

aex_code aex_hot_write(const aex_hot* hot, int32_t, uint32_t, const char* out_path,
                       aex_error** error) {
  return refuse({{hot, "hot"}, {out_path, "out_path"}}, error);
}

aex_code aex_functions_read(aex_functions** out, const char* elf_path, aex_error** error) {
  return refuse({{out, "out"}, {elf_path, "elf_path"}}, error);
}

aex_code aex_functions_read_image(aex_functions** out, const aex_elf_image* image,
                                  aex_error** error) {
  return refuse({{out, "out"}, {image, "image"}}, error);
}

void aex_functions_free(aex_functions*) {}
const char* aex_functions_chain(aex_functions*, uint64_t) { return ""; }

aex_code aex_lines_read(aex_lines** out, const char* elf_path, aex_error** error) {
  return refuse({{out, "out"}, {elf_path, "elf_path"}}, error);
}

aex_code aex_lines_read_image(aex_lines** out, const aex_elf_image* image, aex_error** error) {
  return refuse({{out, "out"}, {image, "image"}}, error);
}

void aex_lines_free(aex_lines*) {}
const char* aex_lines_path(const aex_lines*, uint64_t) { return ""; }
uint32_t aex_lines_number(const aex_lines*, uint64_t) { return 0; }

aex_code aex_sources_read(aex_sources** out, const char* elf_path, int32_t, aex_error** error) {
  return refuse({{out, "out"}, {elf_path, "elf_path"}}, error);
}

aex_code aex_sources_read_image(aex_sources** out, const aex_elf_image* image, int32_t,
                                aex_error** error) {
  return refuse({{out, "out"}, {image, "image"}}, error);
}

void aex_sources_free(aex_sources*) {}
size_t aex_sources_count(const aex_sources*) { return 0; }
const char* aex_sources_path(const aex_sources*, size_t) { return ""; }

aex_code aex_sources_copy(size_t* out, const char* elf_path, const char* folder,
                          aex_error** error) {
  return refuse({{out, "out"}, {elf_path, "elf_path"}, {folder, "folder"}}, error);
}
