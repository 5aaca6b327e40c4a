#include <gtest/gtest.h>

#include <array>

#include "codec/tar.hpp"
#include "os/command.hpp"
#include "os/temporary_folder.hpp"

namespace aex::codec {
namespace {

struct Entry {
  std::string path;
  std::string content;
};

Bytes write_all(const std::vector<Entry>& entries) {
  MemorySink sink(1 << 20);
  TarWriter writer(sink);
  for (const Entry& entry : entries) {
    MemorySource content{ByteView(entry.content)};
    EXPECT_TRUE(writer.add(entry.path, entry.content.size(), content).ok());
  }
  EXPECT_TRUE(writer.finish().ok());
  return sink.bytes();
}

/* Every byte of the header that is not zero; the sum was worked out by another program. */
TEST(TarWriter, HeadersAreUstarAndTellNothingOfTheHost) {
  const Bytes bytes = write_all({{"config.json", "hello"}});
  ASSERT_EQ(bytes.size(), 512u + 512 + 1024);
  std::string expected(512, '\0');
  expected.replace(0, 11, "config.json");
  expected.replace(100, 23,
                   std::string_view("0000644\0"
                                    "0000000\0"
                                    "0000000",
                                    23));
  expected.replace(124, 11, "00000000005");
  expected.replace(136, 11, "00000000000");
  expected.replace(148, 8, std::string_view("011340\0 ", 8));
  expected.replace(156, 1, "0");
  expected.replace(257, 8, std::string_view("ustar\00000", 8));
  expected.replace(329, 15,
                   std::string_view("0000000\0"
                                    "0000000",
                                    15));
  EXPECT_EQ(ByteView(bytes).slice(0, 512).text(), expected);
  EXPECT_EQ(ByteView(bytes).slice(512, 6).text(), std::string_view("hello\0", 6));
}

TEST(TarWriter, RefusesASourceOfAnotherSize) {
  for (const std::uint64_t size : {4, 6}) {
    MemorySink sink(10000);
    TarWriter writer(sink);
    MemorySource content(ByteView("hello"));
    const Status status = writer.add("some/name", size, content);
    EXPECT_EQ(status.error().code(), Code::workload_changed);
    EXPECT_NE(status.error().detail().find("some/name"), std::string::npos);
  }
}

TEST(TarWriter, RefusesNamesThatTarCannotHold) {
  MemorySink sink(10000);
  TarWriter writer(sink);
  MemorySource content{ByteView()};
  EXPECT_EQ(writer.add("", 0, content).error().code(), Code::invalid_argument);
  EXPECT_EQ(writer.add(std::string("a\0b", 3), 0, content).error().code(), Code::invalid_argument);
  EXPECT_EQ(writer.add_folder("").error().code(), Code::invalid_argument);
}

std::vector<Entry> entries_of_all_lengths() {
  std::vector<Entry> entries;
  for (const std::size_t size : {1, 99, 100, 101, 102, 155, 156, 255, 256, 257, 300, 1000}) {
    entries.push_back({std::string(size, 'n'), std::to_string(size)});
    std::string path(size, 'd');
    for (std::size_t at = 50; at + 1 < size; at += 51) path[at] = '/';
    entries.push_back({path, std::string(size, 'c')});
  }
  entries.push_back({std::string(150, 'p') + "/" + std::string(100, 'n'), "split"});
  entries.push_back({"na\xC3\xAFve \xF0\x9F\x98\x80", "unicode"});
  entries.push_back({std::string(985, 'n'), "a length whose digits count themselves"});
  return entries;
}

TEST(TarWriter, ItsReaderGetsEveryNameBack) {
  const std::vector<Entry> entries = entries_of_all_lengths();
  const Bytes bytes = write_all(entries);
  MemorySource source{ByteView(bytes)};
  TarReader reader(source);
  for (const Entry& entry : entries) {
    const auto member = reader.next();
    ASSERT_TRUE(member.ok()) << member.error().detail();
    ASSERT_TRUE(member.value().has_value());
    EXPECT_EQ(member.value()->path, entry.path);
    std::string content(entry.content.size() + 1, '\0');
    content.resize(
        reader.read(reinterpret_cast<std::uint8_t*>(content.data()), content.size()).value());
    EXPECT_EQ(content, entry.content);
  }
  EXPECT_FALSE(reader.next().value().has_value());
  EXPECT_TRUE(reader.finish().ok());
}

TEST(TarWriter, FoldersEndInASlash) {
  MemorySink sink(10000);
  TarWriter writer(sink);
  ASSERT_TRUE(writer.add_folder("a").ok());
  ASSERT_TRUE(writer.add_folder("b/").ok());
  ASSERT_TRUE(writer.finish().ok());
  MemorySource source{ByteView(sink.bytes())};
  TarReader reader(source);
  for (const char* path : {"a/", "b/"}) {
    const TarMember member = *reader.next().value();
    EXPECT_EQ(member.path, path);
    EXPECT_EQ(member.kind, TarKind::folder);
    EXPECT_EQ(member.mode, 0755u);
  }
}

/* Stands for more than 8 GiB of content: the header is all that is looked at. */
class Head final : public Sink {
 public:
  Status write(ByteView bytes) override {
    if (bytes_.size() >= 1536) return Error(Code::no_space, "seen enough");
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return {};
  }
  Bytes bytes_;
};

class Zeros final : public Source {
 public:
  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override {
    std::fill_n(out, capacity, std::uint8_t{0});
    return capacity;
  }
};

TEST(TarWriter, SizesOfEightGigabytesGoIntoAPaxHeader) {
  for (const std::uint64_t size : {(std::uint64_t{1} << 33) - 1, std::uint64_t{1} << 33}) {
    Head head;
    TarWriter writer(head);
    Zeros zeros;
    EXPECT_EQ(writer.add("big", size, zeros).error().code(), Code::no_space);
    MemorySource source{ByteView(head.bytes_)};
    TarReader reader(source);
    const auto member = reader.next();
    ASSERT_TRUE(member.ok()) << member.error().detail();
    EXPECT_EQ(member.value()->size, size);
    EXPECT_EQ(member.value()->path, "big");
  }
}

TEST(TarWriter, TheTarCommandAndPythonReadIt) {
  const os::TemporaryFolder folder;
  const std::vector<Entry> entries = entries_of_all_lengths();
  const Bytes bytes = write_all(entries);
  ASSERT_TRUE(
      write_atomically(os::system_files(), folder / "a.tar", ByteView(bytes), os::Access::owner)
          .ok());
  std::string expected;
  for (const Entry& entry : entries) expected += entry.path + "\n";
  if (os::has_command("tar --version")) {
    EXPECT_EQ(os::run_command("tar --quoting-style=literal -tf " + folder / "a.tar"), expected);
  }
  if (!os::has_command("python3 -c 'import tarfile'")) GTEST_SKIP() << "python3 is not installed";
  EXPECT_EQ(os::run_command("python3 -c 'import sys, tarfile\nfor m in tarfile.open(sys.argv[1]): "
                            "sys.stdout.buffer.write(m.name.encode() + b\"\\n\")' " +
                            folder / "a.tar"),
            expected);
}

}  // namespace
}  // namespace aex::codec
