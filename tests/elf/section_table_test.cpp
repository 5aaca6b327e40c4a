#include "elf/section_table.hpp"

#include <gtest/gtest.h>

#include "support/elf/elf_sections.hpp"
#include "support/memory_files.hpp"
#include "support/zlib_stream.hpp"

namespace aex::elf {
namespace {

using testing::ElfSections;

constexpr std::uint32_t kNoBits = 8;

/* A file in memory with its table. */
struct Opened {
  explicit Opened(const Bytes& bytes) {
    files.contents["a.elf"] = bytes;
    handle = files.open("a.elf").value();
    file.emplace(File::open(*handle, "a.elf").value());
    Result<SectionTable> read = SectionTable::read(*file);
    EXPECT_TRUE(read.ok());
    if (read.ok()) table = std::move(read).value();
  }
  Result<Bytes> bytes(std::string_view name) {
    const Section* const section = table.find_debug(name);
    if (section == nullptr) return Error(Code::internal, "no such section");
    AEX_TRY(SectionBytes bytes, SectionBytes::open(*file, table, *section));
    is_compressed = bytes.is_compressed();
    Bytes all(std::size_t(bytes.size()));
    AEX_CHECK(bytes.read(0, all.data(), all.size()));
    return all;
  }
  std::string fault(std::string_view name) {
    const Result<Bytes> result = bytes(name);
    return result.ok() ? std::string() : result.error().detail();
  }

  testing::MemoryFiles files;
  std::unique_ptr<os::ReadFile> handle;
  std::optional<File> file;
  SectionTable table;
  bool is_compressed = false;
};

Bytes sample() {
  Bytes bytes(5000);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = std::uint8_t(i / 9);
  return bytes;
}

Bytes behind(const testing::ByteWriter& header, const Bytes& body) {
  Bytes bytes = header.bytes();
  bytes.insert(bytes.end(), body.begin(), body.end());
  return bytes;
}

class SectionTableOf : public ::testing::TestWithParam<std::tuple<bool, bool>> {
 protected:
  ElfSections elf() const {
    testing::ElfSectionsShape shape;
    shape.is_64 = std::get<0>(GetParam());
    shape.is_big_endian = std::get<1>(GetParam());
    return ElfSections(shape);
  }
};

TEST_P(SectionTableOf, FindsByName) {
  Opened it(elf()
                .add(".text", {1, 2}, 6, kNoBits)
                .add(".text", {3, 4}, 6)
                .add(".debug_line", {5})
                .file());
  ASSERT_EQ(it.table.all().size(), 5u);
  EXPECT_EQ(it.table.name(it.table.all()[3]), ".debug_line");
  EXPECT_EQ(it.bytes(".text").value(), (Bytes{3, 4}));
  EXPECT_EQ(it.bytes(".debug_line").value(), Bytes{5});
  EXPECT_EQ(it.table.find(".debug_lin"), nullptr);
  EXPECT_EQ(it.table.find(""), nullptr);
}

TEST_P(SectionTableOf, Decompresses) {
  const ElfSections shape = elf();
  const Bytes packed = testing::zlib_stream(sample());
  Opened it(elf()
                .add(".debug_info", behind(shape.compression(1, sample().size()), packed), 0x800)
                .file());
  EXPECT_EQ(it.bytes(".debug_info").value(), sample());
  EXPECT_TRUE(it.is_compressed);
}

TEST_P(SectionTableOf, DecompressesTheOlderForm) {
  testing::ByteWriter header(true, true);
  header.u8('Z').u8('L').u8('I').u8('B').u64(sample().size());
  Opened it(elf().add(".zdebug_info", behind(header, testing::zlib_stream(sample()))).file());
  EXPECT_EQ(it.bytes(".debug_info").value(), sample());
  EXPECT_EQ(it.bytes(".zdebug_info").value(), sample());
}

INSTANTIATE_TEST_SUITE_P(All, SectionTableOf,
                         ::testing::Combine(::testing::Bool(), ::testing::Bool()));

TEST(SectionTable, ZstdWhereItIsBuiltIn) {
  const ElfSections shape;
  const Bytes frame = {0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x05, 0x29,
                       0x00, 0x00, 'h',  'e',  'l',  'l',  'o'};
  Opened it(ElfSections().add(".debug_str", behind(shape.compression(2, 5), frame), 0x800).file());
  const Result<Bytes> bytes = it.bytes(".debug_str");
  if (!bytes.ok()) {
    EXPECT_EQ(bytes.error().code(), Code::unsupported);
    EXPECT_NE(bytes.error().detail().find("a.elf in .debug_str at offset"), std::string::npos);
    GTEST_SKIP() << bytes.error().detail();
  }
  EXPECT_EQ(ByteView(bytes.value()).text(), "hello");
}

TEST(SectionTable, RefusesDamagedCompression) {
  const ElfSections shape;
  const Bytes packed = testing::zlib_stream(sample());
  const auto fault = [&](const Bytes& content, std::uint64_t flags = 0x800,
                         const char* name = ".debug_str") {
    return Opened(ElfSections().add(name, content, flags).file()).fault(".debug_str");
  };
  EXPECT_EQ(fault({1, 2, 3}), "a.elf in .debug_str at offset 64 is short");
  EXPECT_NE(fault(behind(shape.compression(7, 9), packed)).find("has compression 7"),
            std::string::npos);
  EXPECT_NE(fault(behind(shape.compression(1, 6000), packed)).find("does not decompress"),
            std::string::npos);
  EXPECT_NE(fault(behind(shape.compression(1, 5000), {9, 9, 9, 9, 9, 9})).find("does not decomp"),
            std::string::npos);
  EXPECT_NE(fault(behind(shape.compression(1, 1 << 29), packed)).find("would decompress to"),
            std::string::npos);
  EXPECT_NE(fault(behind(shape.compression(2, 2u << 30), packed)).find("would decompress to"),
            std::string::npos);
  EXPECT_NE(fault({'Z', 'L', 'I'}, 0, ".zdebug_str").find("is short"), std::string::npos);
  EXPECT_NE(fault(Bytes(20), 0, ".zdebug_str").find("no header of compression"), std::string::npos);
}

TEST(SectionTable, RefusesSectionsBeyondTheFile) {
  for (const std::uint64_t size : {std::uint64_t{100000}, UINT64_MAX}) {
    Opened it(ElfSections().add(".debug_line", {1}).lie(size).file());
    const Result<Bytes> bytes = it.bytes(".debug_line");
    EXPECT_EQ(bytes.error().code(), Code::elf_truncated);
    EXPECT_EQ(bytes.error().detail(), "a.elf in .debug_line at offset 64 is cut short");
  }
}

TEST(SectionTable, IsEmptyWithoutSections) {
  Bytes bytes = ElfSections().file();
  bytes.resize(64);
  std::fill_n(bytes.begin() + 40, 8, std::uint8_t(0));  // e_shoff
  std::fill_n(bytes.begin() + 60, 4, std::uint8_t(0));  // e_shnum, e_shstrndx
  Opened it(bytes);
  EXPECT_TRUE(it.table.all().empty());
  EXPECT_EQ(it.table.find(".text"), nullptr);
}

TEST(SectionTable, ReadsOnlyWithinASection) {
  Opened it(ElfSections().add(".debug_line", {1, 2, 3}).file());
  SectionBytes bytes =
      SectionBytes::open(*it.file, it.table, *it.table.find(".debug_line")).value();
  std::uint8_t out[4];
  EXPECT_TRUE(bytes.read(1, out, 2).ok());
  EXPECT_EQ(out[1], 3);
  EXPECT_EQ(bytes.read(1, out, 3).error().code(), Code::internal);
}

}  // namespace
}  // namespace aex::elf
