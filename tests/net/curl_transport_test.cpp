#include <chrono>
#include <cstdlib>
#include <future>

#include "net/loopback_server.hpp"
#include "support/exchange_of.hpp"

namespace aex::net {
namespace {

void say_hello(const Received&, Wire& wire) { wire.answer("200 OK", "hello"); }

TEST(CurlTransport, GetSendsItsHeadersAndNothingElse) {
  LoopbackServer server(say_hello);
  TransportOptions options;
  options.user_agent = "agent/1";
  const Answer answer = perform(*transport(options), get(server.origin() + "/a/../b?x=%2F&s=1",
                                                         {{"apikey", "k"}, {"region", ""}}));
  ASSERT_TRUE(answer.response.ok()) << answer.message();
  EXPECT_EQ(answer.body, "hello");
  EXPECT_EQ(answer.response.value().status, 200);
  EXPECT_EQ(answer.response.value().body_bytes, 5u);
  EXPECT_EQ(answer.response.value().header("content-length"), "5");
  EXPECT_EQ(server.received().front().head,
            "GET /a/../b?x=%2F&s=1 HTTP/1.1\r\n"
            "Host: 127.0.0.1:" +
                std::to_string(server.port()) +
                "\r\nUser-Agent: agent/1\r\nAccept: */*\r\n"
                "apikey: k\r\nregion:\r\n");
}

TEST(CurlTransport, WorksWhileTheAnswerIsAwaited) {
  std::promise<void> worked;
  std::shared_future<void> work = worked.get_future().share();
  LoopbackServer server([work](const Received& received, Wire& wire) {
    if (received.target() == "/held") work.wait_for(std::chrono::seconds(20));
    wire.answer("200 OK", "hello");
  });
  const auto carrier = transport();
  EXPECT_EQ(perform(*carrier, get(server.origin() + "/first")).body, "hello");
  Request request = get(server.origin() + "/held");
  int times = 0;
  request.meanwhile = [&] {
    ++times;
    worked.set_value();
  };
  const Answer answer = perform(*carrier, request);
  ASSERT_TRUE(answer.response.ok()) << answer.message();
  EXPECT_EQ(answer.body, "hello");
  EXPECT_EQ(times, 1);
}

TEST(CurlTransport, PostIsEmptyAndSaysSo) {
  LoopbackServer server(say_hello);
  const Answer answer = perform(*transport(), post(server.origin() + "/p", {{"action", "x"}}));
  ASSERT_TRUE(answer.response.ok()) << answer.message();
  const Received request = server.received().front();
  EXPECT_EQ(request.line(), "POST /p HTTP/1.1");
  EXPECT_TRUE(request.has("\r\nContent-Length: 0\r\n")) << request.head;
  EXPECT_FALSE(request.has("Content-Type")) << request.head;
  EXPECT_FALSE(request.has("Expect")) << request.head;
}

TEST(CurlTransport, PutSendsTheLengthAndTheBytes) {
  LoopbackServer server(say_hello);
  std::string text(5'000'000, 'x');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = char(i * 7 + i / 256);
  MemorySource source{ByteView(text)};
  const Answer answer = perform(*transport(), put(server.origin() + "/o", source, text.size()));
  ASSERT_TRUE(answer.response.ok()) << answer.message();
  const Received request = server.received().front();
  EXPECT_TRUE(request.has("\r\nContent-Length: 5000000\r\n")) << request.head;
  EXPECT_TRUE(request.has("\r\nContent-Type: application/octet-stream\r\n")) << request.head;
  EXPECT_FALSE(request.has("Transfer-Encoding")) << request.head;
  EXPECT_FALSE(request.has("Expect")) << request.head;
  EXPECT_TRUE(request.body == text);
}

TEST(CurlTransport, PutOfNothingHasALengthToo) {
  LoopbackServer server(say_hello);
  MemorySource source{ByteView()};
  ASSERT_EQ(perform(*transport(), put(server.origin(), source, 0)).code(), Code::ok);
  EXPECT_TRUE(server.received().front().has("\r\nContent-Length: 0\r\n"));
}

TEST(CurlTransport, PutWithoutABodyIsRefused) {
  Request request = get("http://127.0.0.1:1/");
  request.method = Method::put;
  request.body_bytes = 3;
  EXPECT_EQ(perform(*transport(), request).code(), Code::invalid_argument);
}

TEST(CurlTransport, OneConnectionServesManyRequestsOfAllMethods) {
  LoopbackServer server(say_hello);
  const std::unique_ptr<Transport> client = transport();
  for (int i = 0; i < 3; ++i) {
    MemorySource source{ByteView("abc")};
    EXPECT_EQ(perform(*client, get(server.origin() + "/g")).body, "hello");
    EXPECT_EQ(perform(*client, post(server.origin() + "/p")).body, "hello");
    EXPECT_EQ(perform(*client, put(server.origin() + "/u", source, 3)).body, "hello");
  }
  const std::vector<Received> requests = server.received();
  ASSERT_EQ(requests.size(), 9u);
  EXPECT_EQ(server.connections(), 1);
  EXPECT_EQ(requests[6].line(), "GET /g HTTP/1.1");
  EXPECT_FALSE(requests[6].has("Content-")) << "an option of the PUT before it stayed";
  EXPECT_EQ(requests[8].body, "abc");
}

TEST(CurlTransport, AStatusIsAnAnswerAndNotAnError) {
  LoopbackServer server([](const Received& request, Wire& wire) {
    wire.answer(request.target().substr(1) + " x", "why");
  });
  const std::unique_ptr<Transport> client = transport();
  for (const int status : {201, 304, 400, 403, 404, 500, 503}) {
    const Answer answer = perform(*client, get(server.origin() + "/" + std::to_string(status)));
    ASSERT_TRUE(answer.response.ok()) << answer.message();
    EXPECT_EQ(answer.response.value().status, status);
  }
}

TEST(CurlTransport, ChunkedAnswersAreUnwrapped) {
  LoopbackServer server([](const Received&, Wire& wire) {
    wire.send(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  });
  EXPECT_EQ(perform(*transport(), get(server.origin())).body, "abcde");
}

TEST(CurlTransport, FollowsRedirectsOfAGet) {
  LoopbackServer server([](const Received& request, Wire& wire) {
    const int left = request.target()[1] - '0';
    if (left == 0) return wire.answer("200 OK", "arrived");
    wire.redirect("/" + std::to_string(left - 1));
  });
  const std::unique_ptr<Transport> client = transport();
  const Answer answer = perform(*client, get(server.origin() + "/5", {{"apikey", "k"}}));
  ASSERT_TRUE(answer.response.ok()) << answer.message();
  EXPECT_EQ(answer.body, "arrived");
  EXPECT_TRUE(server.received().back().has("apikey: k"));
  const Answer endless = perform(*client, get(server.origin() + "/6"));
  EXPECT_EQ(endless.code(), Code::redirect_refused);
  EXPECT_EQ(endless.body, "");
}

TEST(CurlTransport, TheKeyIsNotSentToAnotherOrigin) {
  LoopbackServer other(say_hello);
  LoopbackServer server([&](const Received&, Wire& wire) {
    wire.redirect(other.origin() + "/x?X-Signature=secret");
  });
  const std::unique_ptr<Transport> client = transport();
  const Answer refused = perform(*client, get(server.origin(), {{"ApiKey", "k"}}));
  EXPECT_EQ(refused.code(), Code::redirect_refused);
  EXPECT_NE(refused.message().find(other.origin()), std::string::npos);
  EXPECT_EQ(refused.message().find("secret"), std::string::npos);
  EXPECT_EQ(other.connections(), 0);
  EXPECT_EQ(perform(*client, get(server.origin())).body, "hello");
}

TEST(CurlTransport, RedirectsOfPostAndPutAreAnswers) {
  LoopbackServer server([](const Received&, Wire& wire) { wire.redirect("/elsewhere"); });
  const std::unique_ptr<Transport> client = transport();
  EXPECT_EQ(perform(*client, post(server.origin())).response.value().status, 302);
  MemorySource source{ByteView("abc")};
  EXPECT_EQ(perform(*client, put(server.origin(), source, 3)).response.value().status, 302);
  EXPECT_EQ(server.received().size(), 2u);
}

TEST(CurlTransport, WrongUrlsAndHeadersAreRefusedBeforeAnythingIsSent) {
  LoopbackServer server(say_hello);
  const std::unique_ptr<Transport> client = transport();
  EXPECT_EQ(perform(*client, get("http://192.0.2.1/")).code(), Code::config_insecure_url);
  EXPECT_EQ(perform(*client, get("gopher://127.0.0.1/")).code(), Code::invalid_argument);
  EXPECT_EQ(perform(*client, get(server.origin(), {{"workload", "a\r\nb: c"}})).code(),
            Code::invalid_argument);
  EXPECT_EQ(server.connections(), 0);
}

std::uint64_t last_done(const std::vector<Progress>& seen) {
  std::uint64_t done = 0;
  for (const Progress& progress : seen) {
    EXPECT_GE(progress.done_bytes, done);
    done = progress.done_bytes;
  }
  return done;
}

bool remember(const Progress& progress, void* payload) {
  static_cast<std::vector<Progress>*>(payload)->push_back(progress);
  return false;
}

TEST(CurlTransport, ProgressCountsUpToTheWhole) {
  const std::string text(3'000'000, 'x');
  LoopbackServer server([&](const Received&, Wire& wire) { wire.answer("200 OK", text); });
  std::vector<Progress> seen;
  Control control(remember, &seen);
  MemorySource source{ByteView(text)};
  ASSERT_EQ(perform(*transport(), put(server.origin(), source, text.size()), control).code(),
            Code::ok);
  EXPECT_EQ(last_done(seen), text.size());
  EXPECT_EQ(seen.back().total_bytes, text.size());
  EXPECT_EQ(seen.back().stage, Stage::upload);
  seen.clear();
  Request download = get(server.origin());
  download.stage = Stage::download;
  ASSERT_EQ(perform(*transport(), download, control).code(), Code::ok);
  EXPECT_EQ(last_done(seen), text.size());
  EXPECT_EQ(seen.back().total_bytes, text.size());
  EXPECT_EQ(seen.back().stage, Stage::download);
}

TEST(CurlTransport, LogShowsPathAndStatusButNoQuery) {
  LoopbackServer server(say_hello);
  std::string lines;
  TransportOptions options;
  options.log.payload = &lines;
  options.log.threshold = LogLevel::debug;
  options.log.hook = [](LogLevel, const char* text, void* payload) {
    *static_cast<std::string*>(payload) += text;
  };
  perform(*transport(options), get(server.origin() + "/p/q?s=secret", {{"apikey", "secret"}}));
  EXPECT_EQ(lines.find("GET " + server.origin() + "/p/q 200 "), 0u) << lines;
  EXPECT_EQ(lines.find("secret"), std::string::npos) << lines;
}

TEST(CurlTransport, PlainHttpNeverGoesThroughAProxy) {
  LoopbackServer proxy(say_hello);
  LoopbackServer server(say_hello);
  const std::string address = "http://me:secret@127.0.0.1:" + std::to_string(proxy.port());
  ::setenv("http_proxy", address.c_str(), 1);
  ::setenv("all_proxy", address.c_str(), 1);
  const Answer answer = perform(*transport(), get(server.origin()));
  ::unsetenv("http_proxy");
  ::unsetenv("all_proxy");
  EXPECT_EQ(answer.body, "hello") << answer.message();
  EXPECT_EQ(proxy.connections(), 0);
}

TEST(CurlTransport, HttpsGoesThroughTheProxyWhosePasswordIsNotTold) {
  LoopbackServer proxy([](const Received&, Wire& wire) { wire.answer("407 No", ""); });
  const std::string port = std::to_string(proxy.port());
  for (const std::string& address :
       {"http://me:secret@127.0.0.1:" + port, std::string("http://me:secret@127.0.0.1:1"),
        std::string("http://me:secret@127.0.0.1:99999"), std::string("nope://me:secret@host")}) {
    ::setenv("https_proxy", address.c_str(), 1);
    const Answer answer = perform(*transport(), get("https://example.org/p"));
    ::unsetenv("https_proxy");
    EXPECT_EQ(answer.code(), Code::gateway_unreachable) << answer.message();
    EXPECT_EQ(answer.message().find("secret"), std::string::npos) << answer.message();
  }
  EXPECT_EQ(proxy.received().front().line(), "CONNECT example.org:443 HTTP/1.1");
}

TEST(CurlTransport, TransportsOfSeveralThreadsDoNotMeet) {
  LoopbackServer server(
      [](const Received& request, Wire& wire) { wire.answer("200 OK", request.target()); });
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&server, i] {
      const std::unique_ptr<Transport> client = transport();
      const std::string target = "/" + std::to_string(i);
      for (int k = 0; k < 10; ++k) {
        EXPECT_EQ(perform(*client, get(server.origin() + target)).body, target);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace aex::net
