#include "atlasexplorer/error.h"

#include <new>

#include "atlasexplorer/error.hpp"
#include "capi/boundary.hpp"
#include "owned.hpp"

namespace aex::capi {
namespace {

using testing::Failure;
using testing::Owned;

TEST(Error, TellsTheWholeStory) {
  Owned<aex_report> report;
  Failure error;
  EXPECT_EQ(aex_report_open(&report, "/nonexistent/place", &error), AEX_E_REPORT_MISSING);
  EXPECT_EQ(report, nullptr);
  EXPECT_EQ(aex_error_code(error), AEX_E_REPORT_MISSING);
  EXPECT_STREQ(aex_error_name(error), "report_missing");
  EXPECT_STREQ(aex_error_stage(error), "report");
  EXPECT_STREQ(aex_error_remedy(error), "Give the folder of a finished experiment.");
  EXPECT_EQ(aex_error_exit_status(error), 66);
  EXPECT_EQ(aex_error_retryable(error), 0);
  EXPECT_EQ(aex_error_http_status(error), 0);
  const std::string message = aex_error_message(error);
  EXPECT_NE(message.find("/nonexistent/place"), std::string::npos) << message;
  EXPECT_NE(message.find(aex_error_remedy(error)), std::string::npos) << message;
}

TEST(Error, NobodyNeedsToListen) {
  Owned<aex_report> report;
  EXPECT_EQ(aex_report_open(&report, "/nonexistent/place", nullptr), AEX_E_REPORT_MISSING);
}

TEST(Error, OutParametersKeepTheirValueOnFailure) {
  int32_t valid = 42;
  aex_job_state state = 42;
  EXPECT_EQ(aex_client_check_key(&valid, nullptr, nullptr, nullptr), AEX_E_INVALID_ARGUMENT);
  EXPECT_EQ(aex_job_poll(&state, nullptr, nullptr, nullptr), AEX_E_INVALID_ARGUMENT);
  EXPECT_EQ(valid, 42);
  EXPECT_EQ(state, 42);
}

TEST(Error, IsUntouchedOnSuccess) {
  Failure before;
  ASSERT_NE(aex_report_open(nullptr, nullptr, &before), AEX_OK);
  aex_error* error = before;
  EXPECT_EQ(guard(&error, [] { return Status(); }), AEX_OK);
  EXPECT_EQ(error, static_cast<aex_error*>(before));
}

TEST(Error, NullHasNeutralGetters) {
  EXPECT_EQ(aex_error_code(nullptr), AEX_OK);
  EXPECT_STREQ(aex_error_message(nullptr), "");
  EXPECT_STREQ(aex_error_detail(nullptr), "");
  EXPECT_STREQ(aex_error_name(nullptr), "ok");
  EXPECT_EQ(aex_error_exit_status(nullptr), 0);
  aex_error_free(nullptr);
}

TEST(Code, TheTableIsWholeAndAscending) {
  size_t rows = 0;
  const CodeInfo* table = all_codes(&rows);
  ASSERT_EQ(aex_code_count(), rows);
  for (size_t i = 0; i < rows; ++i) {
    const aex_code code = aex_code_at(i);
    EXPECT_EQ(code, int(table[i].code));
    EXPECT_STREQ(aex_code_name(code), table[i].name);
    EXPECT_STREQ(aex_code_text(code), table[i].text);
    EXPECT_STREQ(aex_code_remedy(code), table[i].remedy);
    EXPECT_STREQ(aex_code_python_class(code), table[i].python_class);
    EXPECT_EQ(aex_code_retryable(code) != 0, table[i].retryable);
    EXPECT_EQ(aex_code_exit_status(code), table[i].exit_status);
    EXPECT_GT(code, i == 0 ? 0 : aex_code_at(i - 1));
  }
  EXPECT_EQ(aex_code_at(rows), AEX_OK);
}

TEST(Code, TheHundredsDigitNamesTheStage) {
  EXPECT_STREQ(aex_code_stage(AEX_OK), "any");
  EXPECT_STREQ(aex_code_stage(AEX_E_CANCELLED), "any");
  EXPECT_STREQ(aex_code_stage(AEX_E_CONFIG_MISSING), "config");
  EXPECT_STREQ(aex_code_stage(AEX_E_KEY_INVALID), "envelope");
  EXPECT_STREQ(aex_code_stage(AEX_E_GUEST_BUDGET), "engine");
}

TEST(Code, AnUnknownNumberIsInternal) {
  EXPECT_STREQ(aex_code_name(12345), "internal");
  EXPECT_STREQ(aex_code_name(-1), "internal");
  EXPECT_STREQ(aex_code_stage(999999), "any");
}

TEST(Boundary, NamesTheArgumentThatIsNull) {
  Failure error;
  EXPECT_EQ(aex_report_open(nullptr, "x", &error), AEX_E_INVALID_ARGUMENT);
  EXPECT_EQ(testing::said(error), "invalid_argument: out was NULL");
}

#if defined(__cpp_exceptions)
TEST(Boundary, NoMemoryIsAnErrorThatTakesNone) {
  Failure error;
  EXPECT_EQ(guard(&error, []() -> Status { throw std::bad_alloc(); }), AEX_E_NO_MEMORY);
  EXPECT_EQ(aex_error_code(error), AEX_E_NO_MEMORY);
  EXPECT_STREQ(aex_error_name(error), "no_memory");
  EXPECT_STRNE(aex_error_message(error), "");
  EXPECT_EQ(aex_error_retryable(error), 1);
}

TEST(Boundary, AHookThatThrowsEndsTheCallOnly) {
  Failure error;
  EXPECT_EQ(guard(&error, []() -> Status { throw 1; }), AEX_E_INTERNAL);
}
#endif

struct Grown {
  aex_call_options known;
  uint64_t later;
};

aex_code ask(const void* options, aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_TRY(const aex_call_options known,
            read_options(static_cast<const aex_call_options*>(options), "options"));
    if (known.timeout_ms != 7) return Error(Code::internal, std::to_string(known.timeout_ms));
    return {};
  });
}

TEST(Options, ANewerCallerMayOnlyLeaveWhatIsNotKnownAtZero) {
  Grown options = {AEX_CALL_OPTIONS_INIT, 0};
  options.known.struct_size = sizeof options;
  options.known.timeout_ms = 7;
  Failure error;
  EXPECT_FINE(ask(&options, &error));
  options.later = 1;
  EXPECT_EQ(ask(&options, &error), AEX_E_INVALID_ARGUMENT);
  EXPECT_EQ(testing::said(error),
            "invalid_argument: options set a field that this version does not know");
}

TEST(Options, WhatAnOlderCallerDidNotKnowIsZero) {
  aex_call_options options = AEX_CALL_OPTIONS_INIT;
  options.struct_size = offsetof(aex_call_options, progress);
  options.timeout_ms = 7;
  options.progress = [](const aex_progress*, void*) -> int32_t { return 1; };
  const Result<aex_call_options> read = read_options(&options, "options");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value().timeout_ms, 7u);
  EXPECT_EQ(read.value().progress, nullptr);
}

TEST(Options, SizesThatCannotBeAreRefused) {
  aex_call_options options = AEX_CALL_OPTIONS_INIT;
  for (const uint32_t size : {0u, 4u, 7u, 9u, 5000u, 0xffffffffu}) {
    options.struct_size = size;
    EXPECT_EQ(ask(&options, nullptr), AEX_E_INVALID_ARGUMENT) << size;
  }
}

TEST(Options, FlagsThatNobodyDefinedAreRefused) {
  aex_call_options options = AEX_CALL_OPTIONS_INIT;
  options.flags = 1;
  Failure error;
  EXPECT_EQ(ask(&options, &error), AEX_E_INVALID_ARGUMENT);
  EXPECT_EQ(testing::said(error), "invalid_argument: options.flags was not 0");
}

TEST(Options, NullGivesTheDefaults) {
  const Result<aex_call_options> read = read_options<aex_call_options>(nullptr, "options");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value().timeout_ms, 0u);
}

}  // namespace
}  // namespace aex::capi
