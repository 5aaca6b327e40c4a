#include "codec/json.hpp"

#include <cjson/cJSON.h>
#include <locale.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <new>

#include "base/memory/memory.hpp"
#include "codec/json_text.hpp"

namespace aex::codec {
namespace {

constexpr std::int64_t kMaxExact = (std::int64_t{1} << 53) - 1;

/* cJSON reads numbers with strtod, which may expect a comma. */
class PlainLocale {
 public:
  PlainLocale() : plain_(newlocale(LC_NUMERIC_MASK, "C", locale_t{})) {
    if (plain_ != locale_t{}) before_ = uselocale(plain_);
  }
  PlainLocale(const PlainLocale&) = delete;
  PlainLocale& operator=(const PlainLocale&) = delete;
  ~PlainLocale() {
    if (plain_ == locale_t{}) return;
    uselocale(before_);
    freelocale(plain_);
  }

 private:
  locale_t plain_;
  locale_t before_{};
};

/* Ends as any failed allocation of the language does: this one cannot succeed. */
void run_out_of_memory() {
  volatile std::size_t most = PTRDIFF_MAX;
  ::operator delete(::operator new(most));
}

cJSON* require(cJSON* item) {
  if (item == nullptr) run_out_of_memory();
  return item;
}

/* A C string cannot hold U+0000; a replacement shows what a cut would hide. */
std::string without_nul(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) c == '\0' ? out.append("\xEF\xBF\xBD") : out.append(1, c);
  return out;
}

/* cJSON frees what it holds as it is. */
void wipe_strings(cJSON* node) {
  for (; node != nullptr; node = node->next) {
    if (node->valuestring != nullptr) wipe(node->valuestring, std::strlen(node->valuestring));
    wipe_strings(node->child);
  }
}

void destroy(cJSON* root) {
  wipe_strings(root);
  cJSON_Delete(root);
}

cJSON* raw_number(const std::string& digits) { return cJSON_CreateRaw(digits.c_str()); }

void attach(cJSON* parent, std::string_view key, cJSON* item) {
  require(item);
  const bool is_done = cJSON_IsObject(parent)
                           ? cJSON_AddItemToObject(parent, without_nul(key).c_str(), item)
                           : cJSON_AddItemToArray(parent, item);
  if (is_done) return;
  cJSON_Delete(item);
  run_out_of_memory();
}

}  // namespace

void use_library_memory_for_json() {
  cJSON_Hooks hooks = {&take_memory, &release_memory};
  cJSON_InitHooks(&hooks);
}

bool JsonNode::is_object() const { return cJSON_IsObject(node_); }
bool JsonNode::is_array() const { return cJSON_IsArray(node_); }
bool JsonNode::is_string() const { return cJSON_IsString(node_); }
bool JsonNode::is_number() const { return cJSON_IsNumber(node_) || cJSON_IsRaw(node_); }
bool JsonNode::is_bool() const { return cJSON_IsBool(node_); }
bool JsonNode::is_null() const { return cJSON_IsNull(node_); }

bool JsonNode::is_integer() const {
  if (!is_number()) return false;
  const double value = number();
  return std::trunc(value) == value && std::fabs(value) <= double(kMaxExact);
}

std::string_view JsonNode::key() const {
  return node_ != nullptr && node_->string != nullptr ? node_->string : std::string_view();
}

std::string_view JsonNode::text(std::string_view otherwise) const {
  return is_string() ? std::string_view(node_->valuestring) : otherwise;
}

double JsonNode::number(double otherwise) const {
  if (cJSON_IsNumber(node_)) return node_->valuedouble;
  if (!cJSON_IsRaw(node_)) return otherwise;
  const PlainLocale plain;  // std::from_chars needs none, and brings 30 KiB into a static program
  return std::strtod(node_->valuestring, nullptr);
}

std::int64_t JsonNode::integer(std::int64_t otherwise) const {
  return is_integer() ? std::int64_t(number()) : otherwise;
}

bool JsonNode::boolean(bool otherwise) const {
  return is_bool() ? cJSON_IsTrue(node_) != 0 : otherwise;
}

JsonNode JsonNode::operator[](std::string_view member) const {
  if (!is_object()) return {};
  JsonNode child = first();
  while (child.exists() && child.key() != member) child = child.next();
  return child;
}

std::size_t JsonNode::size() const {
  std::size_t count = 0;
  for (JsonNode child = first(); child.exists(); child = child.next()) ++count;
  return count;
}

JsonNode JsonNode::first() const {
  return is_object() || is_array() ? JsonNode(node_->child) : JsonNode();
}

JsonNode JsonNode::next() const { return node_ != nullptr ? JsonNode(node_->next) : JsonNode(); }

Result<Json> Json::parse(std::string_view text, const JsonLimits& limits) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.substr(0, 3) == kByteOrderMark) text.remove_prefix(3);
  AEX_CHECK(check_json(text, limits));
  const PlainLocale plain;
  cJSON* const root = cJSON_ParseWithLengthOpts(text.data(), text.size(), nullptr, false);
  if (root == nullptr) {
    return Error(Code::no_memory, {"parsing ", decimal(text.size()), " bytes of JSON"});
  }
  return Json(root);
}

Json Json::object() { return Json(require(cJSON_CreateObject())); }

Json Json::array() { return Json(require(cJSON_CreateArray())); }

Json& Json::operator=(Json&& other) noexcept {
  if (this != &other) {
    destroy(root_);
    root_ = other.root_;
    other.root_ = nullptr;
  }
  return *this;
}

Json::~Json() { destroy(root_); }

Json& Json::add(std::string_view key, std::string_view text) {
  std::string clean = without_nul(text);
  cJSON* const item = cJSON_CreateString(clean.c_str());
  wipe(clean.data(), clean.size());
  attach(root_, key, item);
  return *this;
}

Json& Json::add(std::string_view key, std::int64_t number) {
  attach(root_, key, raw_number(decimal(number)));
  return *this;
}

Json& Json::add(std::string_view key, std::uint64_t number) {
  attach(root_, key, raw_number(decimal(number)));
  return *this;
}

Json& Json::add(std::string_view key, double number, int digits) {
  const bool is_finite = std::isfinite(number);
  attach(root_, key, is_finite ? raw_number(real_text(number, digits)) : cJSON_CreateNull());
  return *this;
}

Json& Json::add(std::string_view key, bool value) {
  attach(root_, key, cJSON_CreateBool(value));
  return *this;
}

Json& Json::add_null(std::string_view key) {
  attach(root_, key, cJSON_CreateNull());
  return *this;
}

Json& Json::add(std::string_view key, Json child) {
  attach(root_, key, child.root_);
  child.root_ = nullptr;
  return *this;
}

Json& Json::add_copy(std::string_view key, JsonNode node) {
  attach(root_, key, node.exists() ? cJSON_Duplicate(node.raw(), true) : cJSON_CreateNull());
  return *this;
}

}  // namespace aex::codec
