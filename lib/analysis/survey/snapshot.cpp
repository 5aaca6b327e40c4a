#include "analysis/survey/snapshot.hpp"

#include <map>

#include "analysis/sources.hpp"
#include "codec/json.hpp"
#include "crypto/digest.hpp"

namespace aex::analysis {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{64} << 20;
constexpr std::size_t kMaxIndexBytes = std::size_t{16} << 20;
constexpr const char* kIndex = "index.json";
constexpr const char* kBlobs = "blobs";

std::string hexadecimal(const crypto::Digest256& digest) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : digest) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

bool is_digest(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

/* Another program may have brought the same contents. */
Status keep(os::Files& files, const std::string& folder, const std::string& text,
            SnapshotFile& file, Snapshot& snapshot) {
  AEX_TRY(const crypto::Digest256& digest, crypto::sha256(ByteView(text)));
  file.sha256 = hexadecimal(digest);
  file.copy = os::join(kBlobs, file.sha256);
  const std::string place = os::join(folder, file.copy);
  const Result<os::FileInfo> info = files.info(place, false);
  if (info.ok() && info.value().size == text.size()) return {};
  snapshot.bytes += text.size();
  return os::write_atomically(files, place, ByteView(text), os::Access::shared);
}

Status write_index(os::Files& files, const std::string& folder, const Snapshot& snapshot) {
  codec::Json list = codec::Json::array();
  for (const SnapshotFile& file : snapshot.files) {
    codec::Json row = codec::Json::object();
    row.add("path", file.path).add("sha256", file.sha256);
    list.add("", std::move(row));
  }
  codec::Json index = codec::Json::object();
  index.add("files", std::move(list));
  const std::string text = index.dump(2) + '\n';
  return os::write_atomically(files, os::join(folder, kIndex), ByteView(text), os::Access::shared);
}

}  // namespace

Result<Snapshot> take_snapshot(os::Files& files, const std::string& elf_path,
                               const std::string& folder) {
  AEX_TRY(const std::vector<std::string>& sources, source_files(files, elf_path));
  AEX_CHECK(os::make_folders(files, os::join(folder, kBlobs), os::Access::shared));
  std::map<std::string, SnapshotFile> all;
  for (SnapshotFile& file : read_snapshot(files, folder)) all[file.path] = std::move(file);
  Snapshot snapshot;
  for (const std::string& path : sources) {
    const Result<std::string> text = os::is_file(files, path)
                                         ? os::read_text(files, path, kMaxFileBytes)
                                         : Error(Code::file_missing, path);
    if (!text.ok()) {
      snapshot.missing.push_back(path);
      continue;
    }
    SnapshotFile file;
    file.path = path;
    AEX_CHECK(keep(files, folder, text.value(), file, snapshot));
    all[path] = std::move(file);
  }
  for (auto& entry : all) snapshot.files.push_back(std::move(entry.second));
  AEX_CHECK(write_index(files, folder, snapshot));
  return snapshot;
}

std::vector<SnapshotFile> read_snapshot(os::Files& files, const std::string& folder) {
  std::vector<SnapshotFile> all;
  const Result<std::string> text = os::read_text(files, os::join(folder, kIndex), kMaxIndexBytes);
  if (!text.ok()) return all;
  const Result<codec::Json> index = codec::Json::parse(text.value());
  if (!index.ok()) return all;
  const codec::JsonNode list = index.value()["files"];
  for (codec::JsonNode row = list.first(); row.exists(); row = row.next()) {
    SnapshotFile file;
    file.path = row["path"].text();
    file.sha256 = row["sha256"].text();
    if (file.path.empty() || !is_digest(file.sha256)) continue;
    file.copy = os::join(kBlobs, file.sha256);
    all.push_back(std::move(file));
  }
  return all;
}

}  // namespace aex::analysis
