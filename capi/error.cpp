#include "atlasexplorer/error.h"

#include <algorithm>
#include <cstring>

#include "capi/boundary.hpp"

/* An aex::Error, made without memory where there is none. */
struct aex_error {
  aex::Code code;
  int http_status;
  std::string detail;
  std::string message;
};

namespace aex::capi {
namespace {

/* The header states the codes in plain text; here the compiler compares them with the table. */
#define AEX_ERROR(number, NAME, name, text, retryable, python_class, exit_status, remedy) \
  static_assert(AEX_E_##NAME == (number), #NAME);
#include "atlasexplorer/errors.def"
#undef AEX_ERROR

constexpr const char* kStages[] = {"any",      "config", "gateway", "package", "envelope",
                                   "transfer", "job",    "report",  "elf",     "engine"};

/* Stands for an error that there is no memory to describe. Never destroyed, never freed. */
aex_error& no_memory() noexcept {
  alignas(aex_error) static unsigned char storage[sizeof(aex_error)];
  static aex_error* const made = new (storage) aex_error{Code::no_memory, 0, "", ""};
  return *made;
}

/* Far above any structure to come: a larger size is an uninitialised one. */
constexpr std::uint32_t kMaxStructBytes = 4096;

const CodeInfo& info_of(aex_code code) { return info(static_cast<Code>(code)); }

}  // namespace

aex_code settle(const Status& status, aex_error** error) {
  if (status.ok()) return AEX_OK;
  const Error& it = status.error();
  if (error != nullptr) {
    *error = new aex_error{it.code(), it.http_status(), it.detail(), it.message()};
  }
  return static_cast<aex_code>(it.code());
}

aex_code settle_no_memory(aex_error** error) noexcept {
  if (error != nullptr) *error = &no_memory();
  return AEX_E_NO_MEMORY;
}

Status require(std::initializer_list<Argument> arguments) {
  for (const Argument& argument : arguments) {
    if (argument.pointer == nullptr) {
      return Error(Code::invalid_argument, {argument.name, " was NULL"});
    }
  }
  return {};
}

Status read_struct(void* known, std::size_t size, const void* given, const char* name) {
  std::uint32_t given_bytes = 0;
  std::memcpy(&given_bytes, given, sizeof given_bytes);
  if (given_bytes < 2 * sizeof given_bytes || given_bytes > kMaxStructBytes ||
      given_bytes % sizeof given_bytes != 0) {
    return Error(Code::invalid_argument, {name, ".struct_size was ", decimal(given_bytes),
                                          "; use the _INIT macro of the structure"});
  }
  const auto* bytes = static_cast<const unsigned char*>(given);
  for (std::size_t i = size; i < given_bytes; ++i) {
    if (bytes[i] != 0) {
      return Error(Code::invalid_argument, {name, " set a field that this version does not know"});
    }
  }
  std::memcpy(known, given, std::min<std::size_t>(size, given_bytes));
  std::uint32_t flags = 0;
  std::memcpy(&flags, bytes + sizeof given_bytes, sizeof flags);
  if (flags != 0) return Error(Code::invalid_argument, {name, ".flags was not 0"});
  return {};
}

}  // namespace aex::capi

using aex::capi::info_of;

void aex_error_free(aex_error* error) {
  if (error != &aex::capi::no_memory()) delete error;
}

aex_code aex_error_code(const aex_error* error) {
  return error == nullptr ? AEX_OK : static_cast<aex_code>(error->code);
}

const char* aex_error_message(const aex_error* error) {
  if (error == nullptr) return "";
  return error->message.empty() ? aex_error_remedy(error) : error->message.c_str();
}

const char* aex_error_detail(const aex_error* error) {
  return error == nullptr ? "" : error->detail.c_str();
}

const char* aex_error_name(const aex_error* error) { return aex_code_name(aex_error_code(error)); }

const char* aex_error_remedy(const aex_error* error) {
  return aex_code_remedy(aex_error_code(error));
}

const char* aex_error_stage(const aex_error* error) {
  return aex_code_stage(aex_error_code(error));
}

int32_t aex_error_http_status(const aex_error* error) {
  return error == nullptr ? 0 : error->http_status;
}

int32_t aex_error_retryable(const aex_error* error) {
  return aex_code_retryable(aex_error_code(error));
}

int32_t aex_error_exit_status(const aex_error* error) {
  return aex_code_exit_status(aex_error_code(error));
}

size_t aex_code_count(void) {
  size_t count = 0;
  aex::all_codes(&count);
  return count;
}

aex_code aex_code_at(size_t index) {
  size_t count = 0;
  const aex::CodeInfo* rows = aex::all_codes(&count);
  return index < count ? static_cast<aex_code>(rows[index].code) : AEX_OK;
}

const char* aex_code_name(aex_code code) { return info_of(code).name; }
const char* aex_code_text(aex_code code) { return info_of(code).text; }
const char* aex_code_remedy(aex_code code) { return info_of(code).remedy; }
const char* aex_code_python_class(aex_code code) { return info_of(code).python_class; }
int32_t aex_code_retryable(aex_code code) { return info_of(code).retryable ? 1 : 0; }
int32_t aex_code_exit_status(aex_code code) { return info_of(code).exit_status; }

const char* aex_code_stage(aex_code code) {
  return aex::capi::kStages[static_cast<size_t>(info_of(code).code) / 100];
}
