#include "package/bundle.hpp"

#include "codec/gzip.hpp"
#include "codec/tar.hpp"
#include "support/folder.hpp"

namespace aex::package {
namespace {

using testing::Folder;

struct Member {
  std::string path;
  std::string content;
};

std::vector<Member> members_of(ByteView tar_gz) {
  MemorySource source(tar_gz);
  codec::GunzipSource gunzip(source);
  codec::TarReader tar(gunzip);
  std::vector<Member> members;
  for (;;) {
    auto member = tar.next();
    EXPECT_TRUE(member.ok());
    if (!member.ok() || !member.value().has_value()) return members;
    Bytes content(std::size_t(member.value()->size));
    std::size_t filled = 0;
    while (filled < content.size()) {
      const auto got = tar.read(content.data() + filled, content.size() - filled);
      EXPECT_TRUE(got.ok());
      if (!got.ok() || got.value() == 0) break;
      filled += got.value();
    }
    members.push_back({member.value()->path, std::string(ByteView(content).text())});
  }
}

TEST(Bundle, HoldsTheConfigAndEachWorkloadUnderItsBaseName) {
  const Folder folder;
  const std::string elf(200'000, 'e');
  const Bundle bundle(os::system_files(), Secret("{\"a\": 1}"),
                      {{folder.write("a.elf", elf), "a.elf", elf.size()}});
  MemorySink out(1 << 20);
  Control control;
  ASSERT_TRUE(bundle.write_to(out, control).ok());
  const std::vector<Member> members = members_of(out.bytes());
  ASSERT_EQ(members.size(), 2u);
  EXPECT_EQ(members[0].path, "config.json");
  EXPECT_EQ(members[0].content, "{\"a\": 1}");
  EXPECT_EQ(members[1].path, "a.elf");
  EXPECT_EQ(members[1].content, elf);
}

/* The most threads that the process had while it was written to. */
class ThreadCountingSink final : public Sink {
 public:
  Status write(ByteView) override {
    most = std::max(most, threads_now());
    return {};
  }
  static std::size_t threads_now() {
    return os::system_files().list("/proc/self/task").value().size();
  }
  std::size_t most = 0;
};

TEST(Bundle, StartsThreadsOnlyWhenAsked) {
  const Folder folder;
  const std::string elf(3'000'000, 'e');
  const std::vector<Workload> workloads = {{folder.write("a.elf", elf), "a.elf", elf.size()}};
  Control control;
  ThreadCountingSink alone, together;
  const std::size_t before = ThreadCountingSink::threads_now();
  ASSERT_TRUE(Bundle(os::system_files(), Secret("{}"), workloads).write_to(alone, control).ok());
  EXPECT_EQ(alone.most, before);
  ASSERT_TRUE(
      Bundle(os::system_files(), Secret("{}"), workloads, 3).write_to(together, control).ok());
  EXPECT_GE(together.most, before + 3);  // ThreadSanitizer adds one of its own
}

TEST(Bundle, EqualInputGivesEqualBytes) {
  const Folder folder;
  MemorySink first(1 << 20), second(1 << 20);
  Control control;
  for (MemorySink* out : {&first, &second}) {
    const Bundle bundle(os::system_files(), Secret("{}"),
                        {{folder.write("a.elf", "same"), "a.elf", 4}});
    ASSERT_TRUE(bundle.write_to(*out, control).ok());
  }
  EXPECT_EQ(first.text(), second.text());
}

TEST(Bundle, AWorkloadThatChangedItsSizeIsAnError) {
  const Folder folder;
  const std::string path = folder.write("a.elf", "shrunk");
  for (const std::uint64_t size : {5u, 7u}) {
    const Bundle bundle(os::system_files(), Secret("{}"), {{path, "a.elf", size}});
    MemorySink out(1 << 20);
    Control control;
    const Status status = bundle.write_to(out, control);
    ASSERT_FALSE(status.ok()) << size;
    EXPECT_EQ(status.error().code(), Code::workload_changed);
  }
}

TEST(Bundle, TellsProgressInBytesOfTheInput) {
  const Folder folder;
  Progress last;
  Control control(
      [](const Progress& progress, void* payload) {
        *static_cast<Progress*>(payload) = progress;
        return false;
      },
      &last);
  const Bundle bundle(os::system_files(), Secret("{}"),
                      {{folder.write("a.elf", "12345678"), "a.elf", 8}});
  MemorySink out(1 << 20);
  ASSERT_TRUE(bundle.write_to(out, control).ok());
  EXPECT_EQ(last.stage, Stage::package);
  EXPECT_EQ(last.done_bytes, 10u);
  EXPECT_EQ(last.total_bytes, 10u);
}

}  // namespace
}  // namespace aex::package
