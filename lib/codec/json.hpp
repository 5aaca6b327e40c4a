/** JSON documents. The only folder that knows cJSON is this one. */
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "atlasexplorer/result.hpp"
#include "base/secret.hpp"

struct cJSON;

namespace aex::codec {

/** What a document may be at most. */
struct JsonLimits {
  std::size_t max_bytes = 16 * 1024 * 1024;
  int max_depth = 64;
};

/** A borrowed node of a document; valid while the document lives. A missing member or element
 *  gives a node for which `exists()` is false, so that lookups chain without checks between. */
class JsonNode {
 public:
  JsonNode() = default;
  explicit JsonNode(const cJSON* node) : node_(node) {}

  bool exists() const { return node_ != nullptr; }
  bool is_object() const;
  bool is_array() const;
  bool is_string() const;
  bool is_number() const;
  bool is_integer() const; /**< a number without a fraction, below 2^53 in size: exact */
  bool is_bool() const;
  bool is_null() const;

  std::string_view key() const; /**< of a member; empty otherwise */
  std::string_view text(std::string_view otherwise = {}) const;
  double number(double otherwise = 0) const;
  std::int64_t integer(std::int64_t otherwise = 0) const;
  bool boolean(bool otherwise = false) const;

  JsonNode operator[](std::string_view member) const; /**< case-sensitive, first match */
  std::size_t size() const;
  /** Members or elements in document order: for (JsonNode n = a.first(); n.exists(); n = n.next())
   */
  JsonNode first() const;
  JsonNode next() const;

  /** As Json::dump writes it. */
  std::string dump(int indent = 0) const;

  const cJSON* raw() const { return node_; }

 private:
  const cJSON* node_ = nullptr;
};

/** From here on cJSON takes memory from base/memory. It has one setting for all its callers, so
 * this is for a process that is the library's alone; no document may exist. */
void use_library_memory_for_json();

/** A whole document. Movable, owned; its strings are wiped at its end, for some are secrets. */
class Json {
 public:
  /** Refuses whatever RFC 8259 does not allow, trailing text, bytes and depth over the limits,
   *  halves of surrogate pairs and a NUL inside a string (cJSON would cut it). A byte order mark
   *  is skipped. Code::invalid_argument with the offset; callers say which document it was. */
  static Result<Json> parse(std::string_view text, const JsonLimits& limits = {});
  static Json object();
  static Json array();

  Json(Json&& other) noexcept : root_(other.root_) { other.root_ = nullptr; }
  Json& operator=(Json&& other) noexcept;
  ~Json();

  JsonNode node() const { return JsonNode(root_); }
  JsonNode operator[](std::string_view member) const { return node()[member]; }

  /** Add a member to an object, or an element to an array (the key is then not looked at). A NUL
   *  in a text becomes U+FFFD. Running out of memory ends as it does for operator new. */
  Json& add(std::string_view key, std::string_view text);
  Json& add(std::string_view key, const char* text) { return add(key, std::string_view(text)); }
  Json& add(std::string_view key, std::int64_t number);
  Json& add(std::string_view key, int number) { return add(key, std::int64_t{number}); }
  Json& add(std::string_view key, std::uint64_t number); /**< exact up to UINT64_MAX */
  /** As Python's repr: the shortest text that reads back equal, "5.0" for five. With `digits` as
   *  printf's %g with that precision. What is not finite becomes null. */
  Json& add(std::string_view key, double number, int digits = 0);
  Json& add(std::string_view key, bool value);
  Json& add_null(std::string_view key);
  Json& add(std::string_view key, Json child);
  Json& add_copy(std::string_view key, JsonNode node);

  /** As text; `indent` 0 gives one line as Python's json.dumps writes it, 4 the indented form of
   *  json.dump(indent=4). Non-ASCII is escaped as \uXXXX, a byte that is not UTF-8
   *  as U+FFFD. Whole numbers that were parsed are written without a fraction. No trailing
   *  newline. */
  std::string dump(int indent = 0) const;
  /** The same, leaving no copy of the text behind. */
  Secret dump_secret(int indent = 0) const;

 private:
  explicit Json(cJSON* root) : root_(root) {}
  cJSON* root_;
};

}  // namespace aex::codec
