#include "atlasexplorer/files.h"

#include "capi/owned.hpp"
#include "os/files.hpp"
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

TEST(Analysis, HotCountsATrace) {
  AEX_SHARED_DATA_OR_SKIP(data);
  Failure error;
  Owned<aex_hot> hot;
  const std::string trace = data + "/real_run_1_thread/.experiment/mandelbrot_rv64_O0.elf.zstf";
  const std::string elf = data + "/mandelbrot_rv64_O0.elf";
  const aex_code code = aex_hot_read(&hot, trace.c_str(), elf.c_str(), nullptr, &error);
  if (code == AEX_E_UNSUPPORTED) GTEST_SKIP() << "no libzstd";
  ASSERT_FINE(code);
  EXPECT_EQ(aex_hot_total(hot), 196626u);
  EXPECT_STREQ(aex_hot_function_name(hot, 0), "iterate_p1");
  EXPECT_EQ(aex_hot_line_instructions(hot, 0), 28861u);
  const std::string other = AEX_SOURCE_DIR "/examples/workloads/text.elf";
  Owned<aex_hot> none;
  EXPECT_EQ(aex_hot_read(&none, trace.c_str(), other.c_str(), nullptr, &error),
            AEX_E_TRACE_MISMATCH);
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

std::string workload_text() {
  return os::read_text(os::system_files(), AEX_SOURCE_DIR "/examples/workloads/text.elf", 1u << 24)
      .value();
}

aex_elf_image image_of(const std::string& bytes, const char* path) {
  aex_elf_image image = AEX_ELF_IMAGE_INIT;
  image.data = bytes.data();
  image.bytes = bytes.size();
  image.path = path;
  return image;
}

TEST(ElfImage, TellsWhatTheFileTells) {
  const std::string path = AEX_SOURCE_DIR "/examples/workloads/text.elf", bytes = workload_text();
  const aex_elf_image image = image_of(bytes, "/nowhere/text.elf");
  Failure error;
  Owned<aex_sources> sources, from_path;
  ASSERT_FINE(aex_sources_read_image(&sources, &image, 0, &error));
  ASSERT_FINE(aex_sources_read(&from_path, path.c_str(), 0, &error));
  ASSERT_GT(aex_sources_count(sources), 0u);
  ASSERT_EQ(aex_sources_count(sources), aex_sources_count(from_path));
  EXPECT_STREQ(aex_sources_path(sources, 0), aex_sources_path(from_path, 0));
  Owned<aex_functions> functions;
  ASSERT_FINE(aex_functions_read_image(&functions, &image, &error));
  Owned<aex_lines> lines, lines_from_path;
  ASSERT_FINE(aex_lines_read_image(&lines, &image, &error));
  ASSERT_FINE(aex_lines_read(&lines_from_path, path.c_str(), &error));
  std::size_t known = 0;
  for (std::uint64_t address = 0x10000; address < 0x12000; address += 2) {
    EXPECT_STREQ(aex_lines_path(lines, address), aex_lines_path(lines_from_path, address));
    EXPECT_EQ(aex_lines_number(lines, address), aex_lines_number(lines_from_path, address));
    known += aex_lines_number(lines, address) > 0 && *aex_functions_chain(functions, address) != 0;
  }
  EXPECT_GT(known, 100u);
}

TEST(ElfImage, IsTheWorkloadOfHotSpots) {
  AEX_SHARED_DATA_OR_SKIP(data);
  Failure error;
  const std::string bytes =
      os::read_text(os::system_files(), data + "/mandelbrot_rv64_O0.elf", 1u << 24).value();
  const aex_elf_image image = image_of(bytes, nullptr);
  aex_hot* hot = nullptr;
  const std::string run = data + "/real_run_1_thread";
  ASSERT_FINE(aex_hot_read_image(&hot, run.c_str(), &image, nullptr, &error));
  EXPECT_STREQ(aex_hot_function_name(hot, 0), "iterate_p1");
  EXPECT_EQ(aex_hot_line_number(hot, 0), 31u);
  aex_hot_free(hot);
}

TEST(ElfImage, IsRefusedIfItIsNone) {
  Failure error;
  aex_elf_image image = AEX_ELF_IMAGE_INIT;
  Owned<aex_sources> sources;
  EXPECT_EQ(aex_sources_read_image(&sources, &image, 0, &error), AEX_E_WORKLOAD_EMPTY);
  image.bytes = 1;
  EXPECT_EQ(aex_sources_read_image(&sources, &image, 0, &error), AEX_E_INVALID_ARGUMENT);
  EXPECT_STREQ(aex_error_detail(error), "image.data is NULL");
  const std::string text = "no ELF";
  image = image_of(text, "/host/program");
  EXPECT_EQ(aex_sources_read_image(&sources, &image, 0, &error), AEX_E_ELF_NOT_ELF);
  EXPECT_NE(std::string(aex_error_detail(error)).find("/host/program"), std::string::npos);
  image.flags = 1;
  EXPECT_EQ(aex_lines_read_image(nullptr, &image, &error), AEX_E_INVALID_ARGUMENT);
  EXPECT_EQ(aex_lines_number(nullptr, 1), 0u);
  EXPECT_STREQ(aex_lines_path(nullptr, 1), "");
}

TEST(ElfImage, EndsWhereItsLengthSays) {
  const std::string bytes = workload_text();
  Failure error;
  for (std::size_t length : {20u, 63u, 64u, 4096u}) {
    const std::vector<char> exactly(bytes.begin(), bytes.begin() + std::ptrdiff_t(length));
    aex_elf_image image = image_of(bytes, nullptr);
    image.data = exactly.data();
    image.bytes = length;
    Owned<aex_sources> sources;
    EXPECT_EQ(aex_sources_read_image(&sources, &image, 0, &error), AEX_E_ELF_TRUNCATED);
  }
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
