/* The settings file and `.env`, through to the settings. The first byte chooses which of the two
 * the rest is. */
#include "config/settings.hpp"

#include "fuzz/target.hpp"
#include "support/memory_files.hpp"

namespace {

bool holds_key(const std::string& text, const aex::config::Settings& settings) {
  const std::string& key = settings.api_key.reveal();
  return key.size() > 8 && text.find(key) != std::string::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  aex::testing::MemoryFiles files;
  const std::string path = bytes[0] % 2 == 0 ? aex::config::settings_path() : ".env";
  files.contents[path] = aex::Bytes(bytes + 1, bytes + size);
  const auto settings = aex::config::load(files, {});
  if (!settings.ok()) return 0;
  (void)aex::config::require_credentials(settings.value()).ok();
  const auto rows = aex::config::show(settings.value());
  if (holds_key(rows[0].value, settings.value())) __builtin_trap();
  return 0;
}
