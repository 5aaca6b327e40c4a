#include "cloud/transfer.hpp"

#include "codec/json.hpp"
#include "net/url.hpp"

namespace aex::cloud {
namespace {

using codec::Json;
using codec::JsonNode;
using job::State;

constexpr std::size_t kMaxStatusBytes = 1u << 20;
constexpr std::size_t kMaxRefusalBytes = 64u << 10;

std::string host_of(const Secret& url) {
  const Result<net::Url> parsed = net::parse_url(url.reveal());
  return parsed.ok() ? parsed.value().origin() : "the store";
}

/** An HTTP status as an error: what may pass by itself is retryable, the rest is `refused`. */
Error http_error(Code refused, const Secret& url, int http_status) {
  const bool may_pass = http_status == 429 || http_status >= 500;
  return {may_pass ? Code::gateway_busy : refused,
          {host_of(url), " answered with HTTP ", decimal(http_status)},
          http_status};
}

bool is_not_yet(const RawAnswer& answer) {
  if (answer.http_status == 403 || answer.http_status == 404) return true;
  const std::size_t first = answer.text.find_first_not_of(" \t\r\n");
  return answer.http_status / 100 == 2 && (first == std::string::npos || answer.text[first] == '<');
}

Result<RunStatus> read_status(JsonNode json, const std::string& host) {
  switch (json["code"].integer()) {
    case 100: return RunStatus{State::running, {}};
    case 200: break;
    case 404: return Error(Code::job_unknown, {host, " reports code 404"});
    case 500: return Error(Code::job_failed, {host, " reports code 500"});
    default:
      return Error(Code::gateway_answer_invalid, {host, " gave a status without a known code"});
  }
  const JsonNode result = json["metadata"]["result"];
  if (result["url"].text().empty() || result["type"].text("stream") != "stream") {
    return Error(Code::gateway_answer_invalid, {host, " is ready but names no result stream"});
  }
  Secret url(result["url"].text());
  AEX_CHECK(check_given_url(url.reveal(), host));
  return RunStatus{State::ready, std::move(url)};
}

/** Writes a download to its file, within a limit. */
class LimitedSink final : public Sink {
 public:
  LimitedSink(Sink& out, std::uint64_t max_bytes, std::string host)
      : out_(out), max_bytes_(max_bytes), host_(std::move(host)) {}
  Status write(ByteView bytes) override {
    if (bytes.size > max_bytes_ - size_) {
      return Error(Code::transfer_too_large,
                   {"the result from ", host_, " is over max_result_bytes, ", decimal(max_bytes_)});
    }
    size_ += bytes.size;
    return out_.write(bytes);
  }
  std::uint64_t size() const { return size_; }

 private:
  Sink& out_;
  std::uint64_t max_bytes_;
  std::string host_;
  std::uint64_t size_ = 0;
};

bool is_again(net::Retrier* retrier, const net::RetryRule& rule,
              const Result<net::Response>& response, int tries, Stage stage, Control& control) {
  return retrier != nullptr && retrier->again(rule, response, tries, stage, control);
}

/* What the store says beside its status may be too long to hear it out: it may have taken the
 * package all the same. */
Error without_answer(const Error& error, const Secret& url) {
  if (error.code() != Code::transfer_too_large) return error;
  return {Code::transfer_broken, from_host(error, host_of(url)).detail()};
}

Result<Uploaded> put(const std::string& path, const Secret& url, net::Transport& transport,
                     os::Files& files, Control& control, net::Retrier* retrier = nullptr) {
  AEX_TRY(const std::unique_ptr<os::ReadFile>& file, files.open(path));
  net::Request request;
  request.method = net::Method::put;
  request.url = url.reveal();
  request.headers = {{"Content-Type", "application/octet-stream"}};
  request.body = file.get();
  request.body_bytes = file->size();
  request.stage = Stage::upload;
  for (int tries = 1;; ++tries) {
    MemorySink answer(kMaxRefusalBytes);
    const Result<net::Response> response = transport.perform(request, answer, control);
    if (is_again(retrier, net::kRetryUnsent, response, tries, request.stage, control)) {
      AEX_CHECK(file->seek(0));
      continue;
    }
    AEX_CHECK(control.check());
    if (!response.ok()) return without_answer(response.error(), url);
    const int status = response.value().status;
    if (status / 100 != 2) return http_error(Code::upload_refused, url, status);
    return Uploaded{file->size()};
  }
}

}  // namespace

Result<Uploaded> upload(const package::SealedBundle& sealed, const Secret& package_url,
                        net::Transport& transport, os::Files& files, Control& control,
                        net::Retrier* retrier) {
  return put(sealed.path(), package_url, transport, files, control, retrier);
}

Result<Uploaded> upload_file(const std::string& path, const Secret& package_url,
                             net::Transport& transport, os::Files& files, Control& control) {
  AEX_CHECK(package::require_sealed(path, files));
  return put(path, package_url, transport, files, control);
}

namespace {

Result<RawAnswer> ask_raw(const Secret& status_url, net::Transport& transport, Control& control,
                          net::Retrier* retrier, const std::function<void()>& meanwhile) {
  net::Request request;
  request.url = status_url.reveal();
  request.stage = Stage::poll;
  request.meanwhile = meanwhile;
  for (int tries = 1;; ++tries) {
    MemorySink body(kMaxStatusBytes);
    const Result<net::Response> response = transport.perform(request, body, control);
    if (is_again(retrier, net::kRetryIdempotent, response, tries, request.stage, control)) continue;
    AEX_CHECK(control.check());
    if (!response.ok()) return from_host(response.error(), host_of(status_url));
    return RawAnswer{response.value().status, host_of(status_url), std::string(body.text())};
  }
}

}  // namespace

Result<RawAnswer> ask_raw_status(const Secret& status_url, net::Transport& transport,
                                 Control& control) {
  return ask_raw(status_url, transport, control, nullptr, nullptr);
}

Result<RunStatus> ask_status(const Secret& status_url, bool has_begun, net::Transport& transport,
                             Control& control, net::Retrier* retrier,
                             const std::function<void()>& meanwhile) {
  AEX_TRY(const RawAnswer& answer, ask_raw(status_url, transport, control, retrier, meanwhile));
  if (is_not_yet(answer) && !has_begun) return RunStatus{State::submitted, {}};
  if (answer.http_status / 100 != 2) {
    return http_error(Code::job_unknown, status_url, answer.http_status);
  }
  const Result<Json> json = Json::parse(answer.text);
  if (!json.ok()) {
    return Error(Code::gateway_answer_invalid, {answer.host, " gave a status that is not JSON"});
  }
  return read_status(json.value().node(), answer.host);
}

Result<package::SealedResult> download(const Secret& result_url, std::uint64_t max_bytes,
                                       net::Transport& transport, os::Files& files,
                                       const std::string& path, Control& control,
                                       net::Retrier* retrier) {
  net::Request request;
  request.url = result_url.reveal();
  request.stage = Stage::download;
  for (int tries = 1;; ++tries) {
    os::Scratch scratch(files, path);
    AEX_TRY(const std::unique_ptr<os::WriteFile>& file, scratch.create(os::Access::owner));
    LimitedSink sink(*file, max_bytes, host_of(result_url));
    const Result<net::Response> response = transport.perform(request, sink, control);
    if (is_again(retrier, net::kRetryIdempotent, response, tries, request.stage, control)) continue;
    AEX_CHECK(control.check());
    if (!response.ok()) return response.error();
    const int status = response.value().status;
    if (status / 100 != 2) return http_error(Code::download_refused, result_url, status);
    return package::SealedResult{std::move(scratch), sink.size()};
  }
}

Result<std::uint64_t> download_file(const Secret& url, std::uint64_t max_bytes,
                                    net::Transport& transport, os::Files& files,
                                    const std::string& path, Control& control) {
  AEX_TRY(const std::string& temporary, os::temporary_beside(path));
  AEX_TRY(package::SealedResult got,
          download(url, max_bytes, transport, files, temporary, control));
  AEX_CHECK(got.file.keep_as(path));
  return got.size;
}

}  // namespace aex::cloud
