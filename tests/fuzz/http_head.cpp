/* The head of an answer, and what is read from its fields. */
#include "fuzz/target.hpp"
#include "net/head.hpp"
#include "net/redirect.hpp"
#include "net/retry.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string_view rest = aex::ByteView(bytes, size).text();
  aex::net::HeadReader head;
  aex::net::Response response;
  while (!rest.empty()) {
    const std::size_t line = std::min(rest.find('\n'), rest.size() - 1) + 1;
    if (!head.take(rest.substr(0, line), response).ok()) return 0;
    rest.remove_prefix(line);
  }
  (void)aex::net::content_length(response);
  (void)aex::net::retry_after_ms(response, 784'111'777'000);
  const auto from = aex::net::parse_url("https://host.example/a/b?c");
  const auto to = aex::net::follow(from.value(), response.header("Location"), true);
  if (to.ok() && to.value().origin() != from.value().origin()) __builtin_trap();
  return 0;
}
