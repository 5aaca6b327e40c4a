#include "atlasexplorer/files.h"

#include "capi/owned.hpp"
#include "support/folder.hpp"
#include "support/shared_data.hpp"

namespace aex::testing {
namespace {

TEST(Analysis, HotReadsARealResultAndWritesDocuments) {
  AEX_SHARED_DATA_OR_SKIP(data);
  Failure error;
  aex_hot* hot = nullptr;
  const std::string elf = data + "/mandelbrot_rv64_O0.elf";
  ASSERT_FINE(
      aex_hot_read(&hot, (data + "/real_run_1_thread").c_str(), elf.c_str(), nullptr, &error));
  EXPECT_EQ(aex_hot_total(hot), 196626u);
  EXPECT_STREQ(aex_hot_function_name(hot, 0), "iterate_p1");
  EXPECT_EQ(aex_hot_function_instructions(hot, 0, 1), 61820u);
  EXPECT_EQ(aex_hot_line_number(hot, 0), 31u);
  EXPECT_EQ(aex_hot_line_instructions(hot, 0), 28861u);
  EXPECT_STREQ(aex_hot_function_name(hot, 1000), "");
  Folder folder;
  const std::string out = folder / "out";
  ASSERT_FINE(aex_hot_write(hot, AEX_HOT_FOLDED, 0, out.c_str(), &error));
  EXPECT_EQ(folder.read("out").substr(0, 17), "iterate_p1 61820\n");
  ASSERT_FINE(aex_hot_write(hot, AEX_HOT_JSON, 1, out.c_str(), &error));
  EXPECT_EQ(folder.read("out")[0], '{');
  EXPECT_EQ(aex_hot_write(hot, 9, 0, out.c_str(), &error), AEX_E_INVALID_ARGUMENT);
  aex_hot_free(hot);
}

TEST(Analysis, FunctionsNameAddresses) {
  AEX_SHARED_DATA_OR_SKIP(data);
  Failure error;
  aex_functions* functions = nullptr;
  ASSERT_FINE(aex_functions_read(&functions, (data + "/mandelbrot_rv64_O0.elf").c_str(), &error));
  EXPECT_STREQ(aex_functions_chain(functions, 0x10138), "_start");
  EXPECT_STREQ(aex_functions_chain(functions, 1), "");
  aex_functions_free(functions);
  Folder folder;
  size_t count = 7;
  ASSERT_FINE(aex_sources_copy(&count, (data + "/mandelbrot_rv64_O0.elf").c_str(),
                               folder.path().c_str(), &error));
  EXPECT_EQ(count, 0u) << "its sources are on the disk D: of another machine";
  EXPECT_NE(folder.read("index.json").find("files"), std::string::npos);
}

TEST(Analysis, SaysWhatIsMissing) {
  Failure error;
  aex_hot* hot = nullptr;
  EXPECT_EQ(aex_hot_read(&hot, "/nowhere", nullptr, nullptr, &error), AEX_E_REPORT_MISSING);
  EXPECT_EQ(aex_hot_read(&hot, nullptr, nullptr, nullptr, &error), AEX_E_INVALID_ARGUMENT);
  aex_functions* functions = nullptr;
  EXPECT_EQ(aex_functions_read(&functions, "/nowhere", &error), AEX_E_FILE_MISSING);
  EXPECT_EQ(aex_hot_total(nullptr), 0u);
  aex_hot_free(nullptr);
  aex_functions_free(nullptr);
}

}  // namespace
}  // namespace aex::testing
