#include "analysis/survey/snapshot.hpp"

#include "analysis/hot/listing.hpp"
#include "analysis/program.hpp"

namespace aex::analysis {
namespace {

TEST(Snapshot, KeepsEqualContentsOnceAndOutlastsTheSources) {
  const testing::Program program({"gcc", 5, false, "plain"});
  if (!program.problem().empty()) GTEST_SKIP() << program.problem();
  os::Files& files = os::system_files();
  ASSERT_TRUE(program.run("cp lib/other.c src/deep/inner.h").ok());
  const std::string folder = program.folder() + "/kept/sources";
  const auto first = take_snapshot(files, program.path(), folder);
  ASSERT_TRUE(first.ok()) << first.error().detail();
  EXPECT_EQ(first.value().files.size(), 6u);
  EXPECT_EQ(first.value().missing.size(), 2u) << "made.y and a path of Windows";
  EXPECT_EQ(files.list(folder + "/blobs").value().size(), 5u);
  const auto second = take_snapshot(files, program.path(), folder);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second.value().bytes, 0u);

  const std::string main = program.folder() + "/src/main.c";
  ASSERT_TRUE(program.run("echo changed > src/main.c").ok());
  SourceTexts texts(files, folder);
  ASSERT_NE(texts.lines(main), nullptr);
  EXPECT_EQ(texts.lines(main)->at(0), "#include \"../inc/shared.h\"");
  EXPECT_EQ(read_snapshot(files, folder).size(), 6u);
  EXPECT_TRUE(read_snapshot(files, program.folder()).empty());
}

}  // namespace
}  // namespace aex::analysis
