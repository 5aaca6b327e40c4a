#include "gateway/store/calendar.hpp"

namespace aex::gateway {

Result<Calendar> Calendar::start(os::Files& files, os::Clock& clock, const std::string& folder) {
  const std::string path = os::join(folder, "started");
  AEX_CHECK(os::write_atomically(files, path, ByteView(std::string_view("\n")), os::Access::owner));
  AEX_TRY(const os::FileInfo& info, files.info(path, false));
  return Calendar(clock, static_cast<std::uint64_t>(info.changed_ns / 1'000'000'000));
}

}  // namespace aex::gateway
