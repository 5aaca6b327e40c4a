/* A C++ program beside the library: host WORKLOAD. Both fill the same containers of the standard
 * library, compiled into both of them; no block may come from one's allocation functions and go
 * back to the other's. With HAS_OWN_OPERATORS the program replaces operator new, as some do. */
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <new>
#include <string>
#include <vector>

#include "atlasexplorer/atlasexplorer.h"

namespace {

/* Marks blocks by the words before them, so that a stranger's block is seen. */
struct Owner {
  std::uint64_t mark;
  long taken, live, strangers;

  void* take(std::size_t bytes) {
    auto* words = static_cast<std::uint64_t*>(std::malloc(bytes + 2 * sizeof(std::uint64_t)));
    if (words == nullptr) return nullptr;
    words[0] = words[1] = mark;
    ++taken, ++live;
    return words + 2;
  }
  void release(void* memory) {
    if (memory == nullptr) return;
    auto* words = static_cast<std::uint64_t*>(memory) - 2;
    if (words[0] != mark || words[1] != mark) {
      ++strangers;
      return;
    }
    --live;
    std::free(words);
  }
};

Owner library = {0x6c69627261727921, 0, 0, 0};
Owner program = {0x70726f6772616d21, 0, 0, 0};

void* allocate(std::size_t bytes, void*) { return library.take(bytes); }
void release(void* memory, void*) { library.release(memory); }

using Names = std::map<std::string, std::vector<std::string>>;

long fill_containers() {
  Names names;
  std::vector<std::uint8_t> bytes;
  for (int i = 0; i < 1000; ++i) {
    const std::string text = "a string too long to need no memory " + std::to_string(i);
    names[text].push_back(text + text);
    names[text].insert(names[text].begin(), text.substr(1, 40));
    bytes.push_back(static_cast<std::uint8_t>(i));
    bytes.insert(bytes.begin(), bytes.begin(), bytes.end());
    if (bytes.size() > 4000) bytes = {};
  }
  return static_cast<long>(names.size());
}

int use_library(const char* workload) {
  aex_error* error = nullptr;
  aex_sources* sources = nullptr;
  aex_settings* settings = nullptr;
  aex_client* client = nullptr;
  aex_client_options options = AEX_CLIENT_OPTIONS_INIT;
  options.backend = AEX_BACKEND_LOCAL;
  aex_sources_read(&sources, workload, 0, nullptr);
  aex_sources_free(sources);
  int faults = aex_settings_load(&settings, nullptr, &error) != AEX_OK;
  faults += aex_client_new(&client, settings, &options, &error) != AEX_OK;
  aex_settings_free(settings);
  aex_client_free(client);
  const aex_code code = aex_report_open(nullptr, nullptr, &error);
  faults += code != AEX_E_INVALID_ARGUMENT || aex_error_message(error)[0] == 0;
  aex_error_free(error);
  return faults;
}

int fault(const char* text) {
  std::printf("%s: library %ld taken, %ld live, %ld strange; program %ld, %ld, %ld\n", text,
              library.taken, library.live, library.strangers, program.taken, program.live,
              program.strangers);
  return 1;
}

}  // namespace

#ifdef HAS_OWN_OPERATORS
void* operator new(std::size_t bytes) {
  void* memory = program.take(bytes);
  if (memory == nullptr) std::abort();
  return memory;
}
void operator delete(void* memory) noexcept { program.release(memory); }
void operator delete(void* memory, std::size_t) noexcept { program.release(memory); }
#endif

int main(int argc, char** argv) {
  aex_hooks hooks = AEX_HOOKS_INIT;
  hooks.allocate = allocate;
  hooks.release = release;
  if (argc < 2 || aex_hooks_install(&hooks, nullptr) != AEX_OK) return 2;
  int faults = 0;
  for (int i = 0; i < 3; ++i) {
    const long before = library.taken, programs = program.taken;
    if (fill_containers() != 1000) faults += fault("containers");
    if (library.taken != before) faults += fault("the program took the library's memory");
#ifdef HAS_OWN_OPERATORS
    if (program.taken == programs) faults += fault("the program's operators were not used");
#endif
    const long between = program.taken;
    if (use_library(argv[1]) != 0) faults += fault("a call");
    if (library.taken == before) faults += fault("the library took none by the hook");
    if (program.taken != between) faults += fault("the library took the program's memory");
    (void)programs;
  }
  if (library.strangers + program.strangers != 0) faults += fault("mixed");
  return faults;
}
