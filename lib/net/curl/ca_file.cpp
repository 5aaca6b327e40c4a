#include "net/curl/ca_file.hpp"

#include "os/files.hpp"

namespace aex::net {
namespace {

constexpr std::size_t kMaxCaBytes = 16 * 1024 * 1024;
constexpr const char* kMarks[] = {"-----BEGIN CERTIFICATE-----",
                                  "-----BEGIN TRUSTED CERTIFICATE-----",
                                  "-----BEGIN X509 CERTIFICATE-----"};

}  // namespace

Status check_ca_file(const std::string& path) {
  if (path.empty()) return {};
  const Result<std::string> text = os::read_text(os::system_files(), path, kMaxCaBytes);
  if (!text.ok()) return Error(Code::ca_unreadable, text.error().detail());
  for (const char* mark : kMarks) {
    if (text.value().find(mark) != std::string::npos) return {};
  }
  return Error(Code::ca_unreadable, path + " holds no certificate");
}

}  // namespace aex::net
