#include "atlasexplorer/progress.hpp"

namespace aex {

const char* stage_name(Stage stage) noexcept {
  switch (stage) {
    case Stage::config: return "config";
    case Stage::gateway: return "gateway";
    case Stage::package: return "package";
    case Stage::encrypt: return "encrypt";
    case Stage::upload: return "upload";
    case Stage::poll: return "poll";
    case Stage::download: return "download";
    case Stage::decrypt: return "decrypt";
    case Stage::unpack: return "unpack";
    case Stage::report: return "report";
  }
  return "unknown";
}

}  // namespace aex
