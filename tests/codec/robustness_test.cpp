#include <gtest/gtest.h>

#include "codec/mutation.hpp"
#include "codec/probes.hpp"

namespace aex::codec {
namespace {

constexpr int kRounds = 6000;

Bytes bytes_of(std::string_view text) { return Bytes(text.begin(), text.end()); }

Bytes seed_tar() {
  MemorySink sink(1 << 20);
  TarWriter writer(sink);
  MemorySource one(ByteView("one")), many(ByteView("0123456789"));
  EXPECT_TRUE(writer.add_folder("folder").ok());
  EXPECT_TRUE(writer.add("folder/one", 3, one).ok());
  EXPECT_TRUE(writer.add(std::string(200, 'n') + "/\xC3\xA9", 10, many).ok());
  EXPECT_TRUE(writer.finish().ok());
  return sink.bytes();
}

Bytes seed_gzip() {
  MemorySink sink(1 << 20);
  GzipSink gzip(sink);
  EXPECT_TRUE(gzip.write(ByteView(seed_tar())).ok());
  EXPECT_TRUE(gzip.finish().ok());
  return sink.bytes();
}

Bytes seed_json() {
  return bytes_of(
      R"({"channels": [{"name": "development", "regions": "[\"us-west-2\"]"}, )"
      R"([], {}, true, false, null, -1.5e-3, "\u00e9\ud83d\ude00\n", "é😀", 18446744]})");
}

/* Both verdicts must come up, or the damage was too small or too great to tell anything. */
void expect_robust(Verdict (*probe)(ByteView), const Bytes& seed, int fewest_accepted) {
  ASSERT_EQ(probe(ByteView(seed)), Verdict::accepted);
  Mutation mutation(20250716);
  int accepted = 0;
  for (int round = 0; round < kRounds; ++round) {
    const Bytes input = mutation.apply(seed);
    if (probe(ByteView(input)) == Verdict::accepted) ++accepted;
  }
  EXPECT_GE(accepted, fewest_accepted);
  EXPECT_LT(accepted, kRounds / 2);
}

TEST(Robustness, Json) { expect_robust(probe_json, seed_json(), 100); }
TEST(Robustness, Tar) { expect_robust(probe_tar, seed_tar(), 100); }
TEST(Robustness, Gzip) { expect_robust(probe_gzip, seed_gzip(), 0); }

TEST(Robustness, EveryCutIsRefused) {
  const Bytes tar = seed_tar(), gzip = seed_gzip();
  for (std::size_t size = 0; size < tar.size(); ++size) {
    ASSERT_EQ(probe_tar(ByteView(tar).slice(0, size)), Verdict::refused) << size;
  }
  for (std::size_t size = 0; size < gzip.size(); ++size) {
    ASSERT_EQ(probe_gzip(ByteView(gzip).slice(0, size)), Verdict::refused) << size;
  }
}

}  // namespace
}  // namespace aex::codec
