#include "capi/files/elf_image.hpp"

#include <algorithm>

#include "capi/boundary.hpp"

namespace aex::capi {
namespace {

AEX_OPTIONS_LAYOUT(aex_elf_image, path);

class ImageFile final : public os::ReadFile {
 public:
  explicit ImageFile(ByteView bytes) : bytes_(bytes) {}
  std::uint64_t size() const override { return bytes_.size; }
  Status seek(std::uint64_t offset) override {
    offset_ = std::size_t(std::min<std::uint64_t>(offset, bytes_.size));
    return {};
  }
  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override {
    const ByteView part = bytes_.slice(offset_, capacity);
    std::copy(part.begin(), part.end(), out);
    offset_ += part.size;
    return part.size;
  }

 private:
  ByteView bytes_;
  std::size_t offset_ = 0;
};

}  // namespace

Result<ImageFiles> ImageFiles::open(const aex_elf_image* image, os::Files& others) {
  AEX_TRY(const aex_elf_image& known, read_options(image, "image"));
  if (known.data == nullptr && known.bytes > 0) {
    return Error(Code::invalid_argument, "image.data is NULL");
  }
  std::string path = text_or_empty(known.path);
  if (path.empty()) path = "(ELF image)";
  const ByteView bytes(static_cast<const std::uint8_t*>(known.data), known.bytes);
  return ImageFiles(bytes, std::move(path), others);
}

Result<std::unique_ptr<os::ReadFile>> ImageFiles::open(const std::string& path) {
  if (path != path_) return others_->open(path);
  return std::unique_ptr<os::ReadFile>(new ImageFile(bytes_));
}

}  // namespace aex::capi
