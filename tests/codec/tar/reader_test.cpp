#include <gtest/gtest.h>

#include "codec/gzip.hpp"
#include "codec/tar.hpp"
#include "codec/tar/test_block.hpp"
#include "os/command.hpp"

namespace aex::codec {
namespace {

using Members = std::vector<std::pair<TarMember, std::string>>;

Result<Members> read_all(Source& source) {
  TarReader reader(source);
  Members members;
  while (true) {
    AEX_TRY(std::optional<TarMember> member, reader.next());
    if (!member.has_value()) break;
    std::string content;
    std::uint8_t out[100];
    std::size_t count = 1;
    while (count > 0) {
      AEX_TRY(count, reader.read(out, sizeof out));
      content.append(reinterpret_cast<const char*>(out), count);
    }
    members.emplace_back(std::move(*member), std::move(content));
  }
  AEX_CHECK(reader.finish());
  return members;
}

Result<Members> read_all(std::string_view tar) {
  MemorySource source{ByteView(tar)};
  return read_all(source);
}

TarMember only(const std::string& tar) {
  const Result<Members> members = read_all(tar + tar_end());
  if (!members.ok() || members.value().size() != 1) {
    ADD_FAILURE() << (members.ok() ? "not one member" : members.error().detail());
    return {};
  }
  return members.value()[0].first;
}

testing::AssertionResult refuses(const std::string& tar, std::string_view reason) {
  const Result<Members> members = read_all(tar);
  if (members.ok()) return testing::AssertionFailure() << "accepted";
  const Error& error = members.error();
  if (error.code() != Code::archive_malformed || error.detail().find(reason) == std::string::npos) {
    return testing::AssertionFailure() << error.detail();
  }
  return testing::AssertionSuccess();
}

std::string octal(std::size_t number) {
  char text[12];
  snprintf(text, sizeof text, "%011zo", number);
  return text;
}

std::string pax(std::string_view records, char type = 'x') {
  return TarBlock("PaxHeaders/x", type, octal(records.size())).with(records);
}

TEST(TarReader, ReadsMembersInOrder) {
  const Result<Members> members =
      read_all(TarBlock("a", '0', "5").with("hello") + TarBlock("d/", '5').with() +
               TarBlock("d/b", '\0', "00000001000 ").with(std::string(512, 'b')) + tar_end());
  ASSERT_TRUE(members.ok()) << members.error().detail();
  ASSERT_EQ(members.value().size(), 3u);
  EXPECT_EQ(members.value()[0].first.path, "a");
  EXPECT_EQ(members.value()[0].first.mode, 0644u);
  EXPECT_EQ(members.value()[0].second, "hello");
  EXPECT_EQ(members.value()[1].first.kind, TarKind::folder);
  EXPECT_EQ(members.value()[2].first.kind, TarKind::file);
  EXPECT_EQ(members.value()[2].second, std::string(512, 'b'));
}

TEST(TarReader, SkipsWhatIsNotRead) {
  const std::string tar = TarBlock("a", '0', "1001").with(std::string(513, 'x')) +
                          TarBlock("b", '0', "1").with("y") + tar_end();
  MemorySource source{ByteView(tar)};
  TarReader reader(source);
  EXPECT_EQ(reader.next().value()->size, 513u);
  std::uint8_t out[1];
  EXPECT_EQ(reader.read(out, 1).value(), 1u);
  EXPECT_EQ(reader.next().value()->path, "b");
  EXPECT_FALSE(reader.next().value().has_value());
  EXPECT_FALSE(reader.next().value().has_value());
  EXPECT_EQ(reader.read(out, 1).value(), 0u);
  EXPECT_TRUE(reader.finish().ok());
}

TEST(TarReader, TellsKindsApart) {
  const auto kind = [](char type) { return only(TarBlock("m", type).with()).kind; };
  EXPECT_EQ(kind('7'), TarKind::file);
  EXPECT_EQ(kind('1'), TarKind::hard_link);
  EXPECT_EQ(kind('2'), TarKind::symbolic_link);
  for (const char type : {'3', '4', '6', 'V', 'M', 'D', 'X', 'z'}) {
    EXPECT_EQ(kind(type), TarKind::special) << type;
  }
  EXPECT_EQ(only(TarBlock("old/", '\0').with()).kind, TarKind::folder);
}

/* A link or folder may state a size and has no content all the same. */
TEST(TarReader, LinksAndFoldersHaveNoContent) {
  for (const char type : {'1', '2', '3', '4', '5', '6'}) {
    EXPECT_EQ(only(TarBlock("m", type, "1000").with()).size, 0u) << type;
  }
}

TEST(TarReader, JoinsThePrefixOfUstarOnly) {
  EXPECT_EQ(only(TarBlock("name").set(345, "some/prefix").with()).path, "some/prefix/name");
  EXPECT_EQ(only(TarBlock("name").set(257, "ustar  ").set(345, "1234").with()).path, "name");
  const std::string full(100, 'n');
  EXPECT_EQ(only(TarBlock(full).set(345, std::string(155, 'p')).with()).path,
            std::string(155, 'p') + "/" + full);
}

TEST(TarReader, PaxPathAndSizeComeFirst) {
  EXPECT_EQ(only(pax("21 path=\xC3\xA9/long/name\n") + TarBlock("x").with()).path,
            "\xC3\xA9/long/name");
  const auto members = read_all(pax("14 path=a/b=c\n9 size=5\n13 mtime=1.5\n") +
                                TarBlock("short", '0', "0").with("hello") + tar_end());
  ASSERT_TRUE(members.ok()) << members.error().detail();
  EXPECT_EQ(members.value()[0].first.path, "a/b=c");
  EXPECT_EQ(members.value()[0].second, "hello");
}

TEST(TarReader, PaxHeadersHoldForOneMember) {
  const auto members =
      read_all(pax("13 path=long\n") + TarBlock("x").with() + TarBlock("y").with() + tar_end());
  ASSERT_TRUE(members.ok()) << members.error().detail();
  EXPECT_EQ(members.value()[0].first.path, "long");
  EXPECT_EQ(members.value()[1].first.path, "y");
}

TEST(TarReader, GlobalPaxHeadersAreSkipped) {
  EXPECT_EQ(only(pax("13 path=evil\n", 'g') + TarBlock("x").with()).path, "x");
}

TEST(TarReader, ReadsGnuLongNames) {
  const std::string name = std::string(300, 'n') + "/file";
  const auto long_name = [](const std::string& text, char type) {
    return TarBlock("././@LongLink", type, octal(text.size() + 1)).with(text + '\0');
  };
  EXPECT_EQ(only(long_name("target", 'K') + long_name(name, 'L') + TarBlock("n", '2').with()).path,
            name);
}

TEST(TarReader, ReadsBase256Sizes) {
  const std::string size("\x80\0\0\0\0\0\0\0\0\0\0\5", 12);
  EXPECT_EQ(only(TarBlock("a", '0', size).with("hello")).size, 5u);
  EXPECT_TRUE(refuses(TarBlock("a", '0', std::string(12, '\xFF')).with() + tar_end(), "bad size"));
  const std::string huge("\x80\0\0\0\x80\0\0\0\0\0\0\0", 12);
  EXPECT_TRUE(refuses(TarBlock("a", '0', huge).with() + tar_end(), "bad size"));
}

TEST(TarReader, AcceptsChecksumsOfSignedBytes) {
  EXPECT_EQ(only(TarBlock("\xC3\xA9").with("", true)).path, "\xC3\xA9");
}

TEST(TarReader, RefusesDamagedHeaders) {
  std::string bad_sum = TarBlock("a").with();
  bad_sum[0] = 'b';
  EXPECT_TRUE(refuses(bad_sum + tar_end(), "bad checksum"));
  EXPECT_TRUE(refuses(TarBlock("a", '0', "12x").with() + tar_end(), "bad size"));
  EXPECT_TRUE(refuses(TarBlock("a").set(100, "-1     ").with() + tar_end(), "bad mode"));
  EXPECT_TRUE(refuses(TarBlock("").with() + tar_end(), "without a name"));
  EXPECT_TRUE(refuses(TarBlock("a", 'S').with() + tar_end(), "sparse"));
}

TEST(TarReader, RefusesBadPaxHeaders) {
  const std::string rest = TarBlock("a").with() + tar_end();
  for (const char* records : {"x", "99 path=a\n", "12 pathlong\n", "8 path=a\n", "9 path=ab",
                              "5 =a\n", "0 path=a\n", "-9 path=a\n"}) {
    EXPECT_TRUE(refuses(pax(records) + rest, "bad extended header")) << records;
  }
  EXPECT_TRUE(refuses(pax("22 GNU.sparse.major=1\n") + rest, "sparse"));
  EXPECT_TRUE(refuses(pax("11 size=-1\n") + rest, "bad size"));
  EXPECT_TRUE(refuses(pax("29 size=99999999999999999999\n") + rest, "bad size"));
  EXPECT_TRUE(refuses(pax("28 size=9999999999999999999\n") + rest, "bad size"));
  EXPECT_TRUE(refuses(pax(std::string_view("12 path=a\0b\n", 12)) + rest, "NUL"));
  EXPECT_TRUE(refuses(TarBlock("p", 'x', "200001").with() + rest, "64 KiB"));
  EXPECT_TRUE(refuses(pax("13 path=long\n") + tar_end(), "extended header"));
}

TEST(TarReader, ACutArchiveIsNotAWholeOne) {
  const std::string member = TarBlock("a", '0', "5").with("hello");
  EXPECT_TRUE(refuses("", "no end mark"));
  EXPECT_TRUE(refuses(member, "no end mark"));
  EXPECT_TRUE(refuses(member.substr(0, 1000), "cut short"));
  EXPECT_TRUE(refuses(member.substr(0, 514), "cut short"));
  EXPECT_TRUE(refuses(member + std::string(512, '\0'), "no end mark"));
  EXPECT_TRUE(refuses(member + std::string(512, '\0') + member, "half an end mark"));
}

TEST(TarReader, OnlyZerosFollowTheEndMark) {
  EXPECT_TRUE(read_all(tar_end() + std::string(9217, '\0')).ok());
  EXPECT_TRUE(refuses(tar_end() + std::string(9000, '\0') + "x", "after its end mark"));
}

TEST(TarReader, FinishChecksWhatTheSourceChecksLast) {
  MemorySink sink(10000);
  GzipSink gzip(sink);
  ASSERT_TRUE(
      gzip.write(ByteView(TarBlock("a").with() + tar_end() + std::string(5000, '\0'))).ok());
  ASSERT_TRUE(gzip.finish().ok());
  Bytes bytes = sink.bytes();
  bytes[bytes.size() - 5] ^= 1;
  MemorySource source{ByteView(bytes)};
  GunzipSource gunzip(source);
  TarReader reader(gunzip);
  EXPECT_TRUE(reader.next().value().has_value());
  EXPECT_EQ(reader.finish().error().code(), Code::internal);
  EXPECT_FALSE(reader.next().value().has_value());
  EXPECT_EQ(reader.finish().error().code(), Code::archive_malformed);
}

TEST(TarReader, ReadsWhatPythonWrites) {
  if (!os::has_command("python3 -c 'import tarfile'")) GTEST_SKIP() << "python3 is not installed";
  for (const char* format : {"USTAR_FORMAT", "GNU_FORMAT", "PAX_FORMAT"}) {
    const std::string tar = os::run_command(
        std::string("python3 -c \"\nimport tarfile, io, sys\nname = 'd' * 60 + '/' + 'n' * 90\n"
                    "t = tarfile.open(fileobj=sys.stdout.buffer, mode='w|', format=tarfile.") +
        format +
        ")\ni = tarfile.TarInfo(name)\ni.size = 700\ni.mtime = 1.25\n"
        "t.addfile(i, io.BytesIO(b'z' * 700))\nt.close()\n\"");
    const Result<Members> members = read_all(tar);
    ASSERT_TRUE(members.ok()) << format << ": " << members.error().detail();
    ASSERT_EQ(members.value().size(), 1u);
    EXPECT_EQ(members.value()[0].first.path, std::string(60, 'd') + "/" + std::string(90, 'n'));
    EXPECT_EQ(members.value()[0].second, std::string(700, 'z'));
  }
}

}  // namespace
}  // namespace aex::codec
