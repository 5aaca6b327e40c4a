#include "codec/json.hpp"

#include <cjson/cJSON.h>

#include <cstdlib>
#include <cstring>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cfloat>
#include <charconv>
#include <clocale>
#include <cmath>
#include <limits>
#include <random>

#include "base/memory/memory.hpp"

namespace aex::codec {
namespace {

bool refuses(std::string_view text, std::string_view reason) {
  const Result<Json> json = Json::parse(text);
  if (json.ok()) return false;
  EXPECT_EQ(json.error().code(), Code::invalid_argument);
  EXPECT_NE(json.error().detail().find(reason), std::string::npos) << json.error().detail();
  return true;
}

std::string round_trip(std::string_view text, int indent = 0) {
  Result<Json> json = Json::parse(text);
  return json.ok() ? json.value().dump(indent) : json.error().detail();
}

TEST(Json, LookupsChainOverWhatIsMissing) {
  const Json json = Json::parse(R"({"a": {"b": [1, "x", true, null]}, "A": 2})").value();
  EXPECT_EQ(json["A"].integer(), 2);
  EXPECT_EQ(json["a"]["b"].size(), 4u);
  EXPECT_FALSE(json["a"]["c"]["d"].exists());
  EXPECT_EQ(json["a"]["c"].text("otherwise"), "otherwise");
  JsonNode node = json["a"]["b"].first();
  EXPECT_TRUE(node.is_integer());
  EXPECT_EQ(node.next().text(), "x");
  EXPECT_TRUE(node.next().next().boolean());
  EXPECT_TRUE(node.next().next().next().is_null());
  EXPECT_FALSE(node.next().next().next().next().exists());
  EXPECT_EQ(json.node().first().key(), "a");
}

TEST(Json, RefusesWhatIsNotJson) {
  EXPECT_TRUE(refuses("", "ended early"));
  EXPECT_TRUE(refuses("{} x", "after the end"));
  EXPECT_TRUE(refuses("[1,]", "not a JSON value"));
  EXPECT_TRUE(refuses("{\"a\":1,}", "without a name"));
  EXPECT_TRUE(refuses("{\"a\" 1}", "colon"));
  EXPECT_TRUE(refuses("[1 2]", "array without its end"));
  EXPECT_TRUE(refuses("{\"a\":1", "object without its end"));
  EXPECT_TRUE(refuses("[01]", "array without its end"));
  EXPECT_TRUE(refuses("1.", "not a JSON value"));
  EXPECT_TRUE(refuses("nul", "unknown word"));
  EXPECT_TRUE(refuses("NaN", "not a JSON value"));
  EXPECT_TRUE(refuses("\"a\nb\"", "control character"));
  EXPECT_TRUE(refuses("\"\\x\"", "unknown escape"));
  EXPECT_TRUE(refuses("\"\\u12g4\"", "bad \\u"));
  EXPECT_TRUE(refuses("\"ab", "without its end"));
  EXPECT_TRUE(refuses("\"\xC0\xAF\"", "UTF-8"));
  EXPECT_TRUE(refuses("\"\xED\xA0\x80\"", "UTF-8"));
  EXPECT_TRUE(refuses(std::string(64, '1'), "63 characters"));
}

TEST(Json, NamesTheOffset) {
  EXPECT_EQ(Json::parse("[1, ?]").error().detail(), "not a JSON value at byte 4 of the JSON text");
}

TEST(Json, RefusesNulAndHalvesOfPairsInsteadOfCutting) {
  EXPECT_TRUE(refuses("\"a\\u0000b\"", "U+0000"));
  EXPECT_TRUE(refuses("{\"a\\u0000b\": 1}", "U+0000"));
  EXPECT_TRUE(refuses(std::string_view("\"a\0b\"", 5), "control character"));
  EXPECT_TRUE(refuses(std::string_view("1\0", 2), "after the end"));
  EXPECT_TRUE(refuses("\"\\ud83d\"", "surrogate"));
  EXPECT_TRUE(refuses("\"\\ud83dx\"", "surrogate"));
  EXPECT_TRUE(refuses("\"\\ud83d\\u0041\"", "surrogate"));
  EXPECT_TRUE(refuses("\"\\ude00\"", "surrogate"));
}

TEST(Json, KeepsToItsLimits) {
  EXPECT_TRUE(Json::parse("[[1]]", {100, 2}).ok());
  EXPECT_EQ(Json::parse("[[1]]", {100, 1}).error().code(), Code::invalid_argument);
  EXPECT_TRUE(Json::parse("[1]", {3, 9}).ok());
  EXPECT_FALSE(Json::parse("[1] ", {3, 9}).ok());
  const std::string deep = std::string(1001, '[') + std::string(1001, ']');
  EXPECT_NE(Json::parse(deep, {10000, 100000}).error().detail().find("nesting"), std::string::npos);
}

TEST(Json, SkipsAByteOrderMark) {
  EXPECT_EQ(round_trip("\xEF\xBB\xBF"
                       "1"),
            "1");
}

TEST(Json, IntegersAreExactOrRefused) {
  const Json json = Json::parse(
                        "[9007199254740991, 9007199254740992, 9007199254740993,"
                        " -9007199254740991, 1.5, 1e3, 1e999]")
                        .value();
  JsonNode node = json.node().first();
  EXPECT_EQ(node.integer(), 9007199254740991);
  EXPECT_FALSE((node = node.next()).is_integer());
  EXPECT_FALSE((node = node.next()).is_integer());
  EXPECT_EQ(node.integer(-1), -1);
  EXPECT_EQ((node = node.next()).integer(), -9007199254740991);
  EXPECT_FALSE((node = node.next()).is_integer());
  EXPECT_EQ((node = node.next()).integer(), 1000);
  EXPECT_FALSE((node = node.next()).is_integer());
}

TEST(Json, AddsExactIntegersAndReadsThemBack) {
  Json json = Json::object();
  json.add("most", std::uint64_t{UINT64_MAX}).add("least", std::int64_t{INT64_MIN}).add("n", 7);
  EXPECT_EQ(json.dump(),
            R"({"most": 18446744073709551615, "least": -9223372036854775808, "n": 7})");
  EXPECT_EQ(json["n"].integer(), 7);
  EXPECT_TRUE(json["most"].is_number());
  EXPECT_FALSE(json["most"].is_integer());
}

TEST(Json, DumpsAsPythonDoes) {
  EXPECT_EQ(round_trip("{\"a\":1,\"b\":[1,2],\"c\":{},\"d\":[]}"),
            R"({"a": 1, "b": [1, 2], "c": {}, "d": []})");
  EXPECT_EQ(round_trip("{\"a\":1,\"b\":[1,{}],\"c\":{\"d\":[]}}", 4),
            "{\n    \"a\": 1,\n    \"b\": [\n        1,\n        {}\n    ],\n    \"c\": {\n"
            "        \"d\": []\n    }\n}");
}

TEST(Json, EscapesAsPythonDoes) {
  EXPECT_EQ(round_trip("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u001f\x7f\""),
            "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u001f\x7f\"");
  EXPECT_EQ(round_trip("\"é€😀\""), "\"\\u00e9\\u20ac\\ud83d\\ude00\"");
  EXPECT_EQ(round_trip("\"\\ud83d\\ude00\""), "\"\\ud83d\\ude00\"");
  EXPECT_EQ(round_trip("{\"k\\n\": 1}"), "{\"k\\n\": 1}");
}

TEST(Json, NeverCutsAddedText) {
  Json json = Json::array();
  json.add("", std::string_view("a\0b", 3)).add("", "\xFFz");
  EXPECT_EQ(json.dump(), "[\"a\\ufffdb\", \"\\ufffdz\"]");
}

TEST(Json, WritesRealNumbersAsPythonDoes) {
  const auto text = [](double number, int digits = 0) {
    Json json = Json::array();
    json.add("", number, digits);
    const std::string all = json.dump();
    return all.substr(1, all.size() - 2);
  };
  EXPECT_EQ(text(5), "5.0");
  EXPECT_EQ(text(0.1), "0.1");
  EXPECT_EQ(text(-0.0), "-0.0");
  EXPECT_EQ(text(0.0001), "0.0001");
  EXPECT_EQ(text(0.00001), "1e-05");
  EXPECT_EQ(text(1234567890123456.0), "1234567890123456.0");
  EXPECT_EQ(text(1e16), "1e+16");
  EXPECT_EQ(text(-1.5e300), "-1.5e+300");
  EXPECT_EQ(text(123.456), "123.456");
  EXPECT_EQ(text(5e-324), "5e-324");
  EXPECT_EQ(text(2.0 / 3, 6), "0.666667");
  EXPECT_EQ(text(5, 6), "5");
  EXPECT_EQ(text(1234567, 6), "1.23457e+06");
  EXPECT_EQ(text(0), "0.0");
  EXPECT_EQ(text(9.5367431640625e-07), "9.5367431640625e-07");
  EXPECT_EQ(text(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(text(std::ldexp(1, -44)), "5.684341886080802e-14") << "the next text of 16 digits up";
  EXPECT_EQ(text(std::ldexp(1, -1022)), "2.2250738585072014e-308");
  EXPECT_EQ(text(DBL_MAX), "1.7976931348623157e+308");
  EXPECT_EQ(text(0, 6), "0");
  EXPECT_EQ(text(999999.5, 6), "1e+06");
  EXPECT_EQ(text(0.00012, 2), "0.00012");
  EXPECT_EQ(text(0.1, 40), "0.1000000000000000055511151231257827021182");
  EXPECT_EQ(text(std::nan("")), "null");
  EXPECT_EQ(text(std::numeric_limits<double>::infinity()), "null");
}

/* The significant digits of a number's text. */
std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text.substr(0, text.find('e'))) {
    if (c >= '0' && c <= '9' && (c != '0' || !digits.empty())) digits += c;
  }
  while (!digits.empty() && digits.back() == '0') digits.pop_back();
  return digits;
}

void expect_shortest(double number) {
  Json json = Json::array();
  json.add("", number, 0);
  const std::string all = json.dump();
  const std::string_view text = std::string_view(all).substr(1, all.size() - 2);
  double read = 0;
  std::from_chars(text.data(), text.data() + text.size(), read);
  EXPECT_EQ(read, number);
  EXPECT_EQ(json.node().first().number(), number);
  char buffer[40];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::scientific).ptr;
  EXPECT_EQ(digits_of(text), digits_of({buffer, std::size_t(end - buffer)}));
}

TEST(Json, WritesRealNumbersAsTheStandardLibraryDoes) {
  for (int exponent = -1074; exponent < 1024; ++exponent) {
    const double power = std::ldexp(1, exponent);
    for (const double number : {power, std::nextafter(power, 0), std::nextafter(power, DBL_MAX)}) {
      expect_shortest(number);
    }
  }
  std::mt19937_64 random(1);
  for (int count = 0; count < 3000; ++count) {
    const double number = std::ldexp(double(random() >> 11), int(random() % 2000) - 1050);
    if (std::isfinite(number)) expect_shortest(number);
    expect_shortest(double(random() % 1000000) / 1000);
  }
}

TEST(Json, BuildsNestedDocuments) {
  Json inner = Json::array();
  inner.add("", true).add_null("").add("", 1.5);
  Json json = Json::object();
  json.add("list", std::move(inner)).add("text", "x");
  json.add_copy("copy", json["list"]).add_copy("none", json["absent"]);
  EXPECT_EQ(json.dump(),
            "{\"list\": [true, null, 1.5], \"text\": \"x\","
            " \"copy\": [true, null, 1.5], \"none\": null}");
  EXPECT_EQ(json["copy"].first().next().next().number(), 1.5);
  Json other = Json::object();
  other = std::move(json);
  EXPECT_EQ(other["text"].text(), "x");
}

TEST(Json, ACommaLocaleChangesNothing) {
  const char* const kComma[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "de_DE"};
  bool is_set = false;
  for (const char* name : kComma) is_set = is_set || std::setlocale(LC_ALL, name) != nullptr;
  if (!is_set) GTEST_SKIP() << "no locale with a decimal comma is installed";
  EXPECT_EQ(round_trip("[1.5, 2.5e-7]"), "[1.5, 2.5e-07]");
  Json json = Json::array();
  json.add("", 0.25).add("", 2.0 / 3, 3);
  EXPECT_EQ(json.dump(), "[0.25, 0.667]");
  EXPECT_EQ(json.node().first().number(), 0.25);
  std::setlocale(LC_ALL, "C");
}

/* Counts what cJSON frees with a secret in it; each block has its size in front. */
int open_secrets = 0;
constexpr std::string_view kSecret = "a-secret-of-a-run";
constexpr std::size_t kFront = 16;

void* counted_malloc(std::size_t size) {
  auto* const block = static_cast<char*>(std::malloc(size + kFront));
  std::memcpy(block, &size, sizeof size);
  return block + kFront;
}

void counted_free(void* memory) {
  if (memory == nullptr) return;
  char* const block = static_cast<char*>(memory) - kFront;
  std::size_t size = 0;
  std::memcpy(&size, block, sizeof size);
  const std::string_view text(block + kFront, size);
  if (text.find(kSecret) != std::string_view::npos) ++open_secrets;
  std::free(block);
}

TEST(Json, StringsAreWipedBeforeTheyAreFreed) {
  cJSON_Hooks hooks = {counted_malloc, counted_free};
  cJSON_InitHooks(&hooks);
  {
    Json json = Json::parse(R"({"a": ["a-secret-of-a-run", {"b": "a-secret-of-a-run"}]})").value();
    json.add("otp", kSecret).add_copy("copy", json["a"]);
    EXPECT_EQ(json.dump_secret(4).reveal(), json.dump(4));
    json = Json::object();
  }
  EXPECT_EQ(open_secrets, 0);
  cJSON* const bare = cJSON_CreateString(kSecret.data());
  cJSON_Delete(bare);
  EXPECT_EQ(open_secrets, 1) << "the count cannot fail";
  cJSON_InitHooks(nullptr);
}

TEST(Json, TakesMemoryFromTheLibraryWhereItIsAlone) {
  static long taken = 0, live = 0;
  const auto count = [] {
    replace_memory_hooks(
        {[](std::size_t bytes, void*) { return ++taken, ++live, std::malloc(bytes); },
         [](void* memory, void*) { --live, std::free(memory); }, nullptr});
    use_library_memory_for_json();
    const std::string text = Json::object().add("a", "b").add("c", 1.5).dump();
    return text == R"({"a": "b", "c": 1.5})" && taken > 4 && live == 0 ? 0 : 1;
  };
  const pid_t child = ::fork();
  if (child == 0) ::_exit(count());
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace aex::codec
