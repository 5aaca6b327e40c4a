#include "package/workload.hpp"

#include "support/elf/elf_file.hpp"
#include "support/folder.hpp"

namespace aex::package {
namespace {

using testing::Folder;
using testing::tiny_elf;

Code code_of(const std::vector<std::string>& paths, std::uint64_t max_bytes = 1 << 20) {
  const auto checked = check_workloads(os::system_files(), paths, max_bytes);
  return checked.ok() ? Code::ok : checked.error().code();
}

TEST(Workload, GoodOnesKeepTheirPathAndGetTheirBaseName) {
  const Folder folder;
  const std::string path = folder.write("a.elf", tiny_elf());
  const auto checked = check_workloads(os::system_files(), {path}, 1 << 20);
  ASSERT_TRUE(checked.ok()) << checked.error().message();
  ASSERT_EQ(checked.value().size(), 1u);
  EXPECT_EQ(checked.value()[0].path, path);
  EXPECT_EQ(checked.value()[0].name, "a.elf");
  EXPECT_EQ(checked.value()[0].size, tiny_elf().size());
}

TEST(Workload, EachKindOfBadInputHasItsOwnErrorThatNamesTheFile) {
  const Folder folder;
  const std::string truncated = tiny_elf().substr(0, 100);
  const struct {
    std::string path;
    Code code;
  } cases[] = {
      {folder / "missing.elf", Code::workload_missing},
      {folder.path(), Code::workload_not_a_file},
      {"/dev/null", Code::workload_not_a_file},
      {folder.write("empty.elf", ""), Code::workload_empty},
      {folder.write("text.elf", "int main(void) { return 0; }\n"), Code::elf_not_elf},
      {folder.write("short.elf", truncated), Code::elf_truncated},
      {folder.write("x86.elf", tiny_elf(62)), Code::elf_wrong_machine},
      {folder.write("big.elf", tiny_elf() + std::string(1 << 20, 'x')), Code::workload_too_large},
  };
  for (const auto& bad : cases) {
    const auto checked = check_workloads(os::system_files(), {bad.path}, 1 << 20);
    ASSERT_FALSE(checked.ok()) << bad.path;
    EXPECT_EQ(checked.error().code(), bad.code) << checked.error().message();
    EXPECT_NE(checked.error().detail().find(bad.path), std::string::npos)
        << checked.error().message();
  }
  EXPECT_EQ(code_of({}), Code::invalid_argument);
}

TEST(Workload, TwoOfOneBaseNameAreRefused) {
  const Folder folder;
  ASSERT_TRUE(os::system_files().make_folder(folder / "other", os::Access::shared, nullptr).ok());
  const std::string first = folder.write("a.elf", tiny_elf());
  const std::string second = folder.write("other/a.elf", tiny_elf());
  EXPECT_EQ(code_of({first, second}), Code::workload_duplicate);
  EXPECT_EQ(code_of({first, folder.write("b.elf", tiny_elf())}), Code::ok);
}

TEST(Workload, NoneMayPoseAsThePackagesOwnConfig) {
  const Folder folder;
  EXPECT_EQ(code_of({folder.write("config.json", tiny_elf())}), Code::workload_duplicate);
}

TEST(Workload, WidthMustBeTheCores) {
  const Folder folder;
  const auto checked =
      check_workloads(os::system_files(), {folder.write("a.elf", tiny_elf())}, 1 << 20);
  ASSERT_TRUE(checked.ok());
  EXPECT_TRUE(check_width(os::system_files(), checked.value(), 64).ok());
  EXPECT_EQ(check_width(os::system_files(), checked.value(), 32).error().code(),
            Code::elf_wrong_class);
}

}  // namespace
}  // namespace aex::package
