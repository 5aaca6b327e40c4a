#include "os/child/remote_files.hpp"

#include <gtest/gtest.h>
#include <signal.h>

#include <thread>

#include "os/child/file_service.hpp"
#include "support/folder.hpp"

namespace aex::os {
namespace {

using aex::testing::Folder;

constexpr std::uint64_t kLongMs = 60'000;

std::string numbers() {
  std::string text;
  for (int number = 0; text.size() < 3 * kMaxHeadBytes; ++number) text += std::to_string(number);
  return text;
}

Status make_empty(Files& files, const std::string& path) {
  AEX_TRY(const std::unique_ptr<WriteFile> file, files.create(path, Access::shared));
  return file->finish();
}

/* The parent's part is played by a thread. */
class RemoteFilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ::signal(SIGPIPE, SIG_IGN);  // which ends a real child that is left alone
    ASSERT_TRUE(Channel::open_pair(ours_, theirs_).ok());
    ASSERT_TRUE(system_files().make_folder(place_, Access::shared, nullptr).ok());
    server_ = std::thread([this] { serve(); });
  }
  void TearDown() override {
    theirs_.close();
    server_.join();
  }
  void serve() {
    FileService service(system_files(), {{readable_, large_}, place_, 3 << 20});
    for (;;) {
      const Result<Bytes> wish = ours_.receive(kLongMs);
      if (!wish.ok()) break;
      const Result<Bytes> answer = service.serve(ByteView(wish.value()));
      if (!answer.ok()) {
        refusal_ = answer.error().code();
        break;
      }
      if (!ours_.send(ByteView(answer.value()), kLongMs).ok()) break;
    }
    ours_.close();
  }

  Folder folder_;
  const std::string readable_ = folder_.write("workload", "0123456789");
  const std::string text_ = numbers();
  const std::string large_ = folder_.write("large", text_);
  const std::string unreadable_ = folder_.write("secret", "secret");
  const std::string place_ = folder_ / "place";
  Channel ours_, theirs_;
  RemoteFiles files_{theirs_};
  std::thread server_;
  std::atomic<Code> refusal_{Code::ok};
};

TEST_F(RemoteFilesTest, Reads) {
  const auto file = files_.open(readable_);
  ASSERT_TRUE(file.ok()) << file.error().message();
  EXPECT_EQ(file.value()->size(), 10u);
  std::uint8_t bytes[16];
  EXPECT_EQ(file.value()->read(bytes, 4).value(), 4u);
  EXPECT_TRUE(file.value()->seek(8).ok());
  EXPECT_EQ(file.value()->read(bytes, 16).value(), 2u);
  EXPECT_EQ(bytes[1], '9');
  EXPECT_EQ(file.value()->read(bytes, 16).value(), 0u);
}

TEST_F(RemoteFilesTest, ReadsWhatIsTooLargeToComeAtOnce) {
  const auto file = files_.open(large_);
  ASSERT_TRUE(file.ok()) << file.error().message();
  EXPECT_EQ(file.value()->size(), text_.size());
  std::string got(text_.size() + 1, ' ');
  auto* const out = reinterpret_cast<std::uint8_t*>(got.data());
  EXPECT_EQ(read_full(*file.value(), out, got.size()).value(), text_.size());
  EXPECT_EQ(got.substr(0, text_.size()), text_);
  for (const std::size_t offset : {kMaxHeadBytes - 2, std::size_t{1}, text_.size() - 3}) {
    EXPECT_TRUE(file.value()->seek(offset).ok());
    EXPECT_EQ(read_full(*file.value(), out, 3).value(), 3u);
    EXPECT_EQ(got.substr(0, 3), text_.substr(offset, 3)) << offset;
  }
  EXPECT_TRUE(file.value()->seek(text_.size() + 9).ok());
  EXPECT_EQ(file.value()->read(out, 3).value(), 0u);
}

TEST_F(RemoteFilesTest, MakesNoFileThatIsNotFinished) {
  auto file = files_.create(join(place_, "half"), Access::shared);
  ASSERT_TRUE(file.value()->write(ByteView(std::string_view("half"))).ok());
  file.value().reset();
  EXPECT_EQ(folder_.names("place"), "");
}

TEST_F(RemoteFilesTest, WritesThroughTheUsualHelpers) {
  ASSERT_TRUE(make_folders(files_, join(place_, "a/b"), Access::shared).ok());
  const std::string path = join(place_, "a/b/c.txt");
  ASSERT_TRUE(
      write_atomically(files_, path, ByteView(std::string_view("hello")), Access::shared).ok());
  ASSERT_TRUE(files_.settle().ok());
  EXPECT_EQ(folder_.read("place/a/b/c.txt"), "hello");
  EXPECT_EQ(files_.info(path, true).value().size, 5u);
  EXPECT_EQ(files_.info(path + "x", true).error().code(), Code::file_missing);
  EXPECT_TRUE(files_.remove(path).ok());
  EXPECT_TRUE(files_.remove_tree(join(place_, "a")).ok());
  EXPECT_TRUE(files_.settle().ok());
  EXPECT_EQ(folder_.names("place"), "");
}

TEST_F(RemoteFilesTest, WritesLargeAndInPlace) {
  const std::string large(2 * kMaxMovedBytes + 5, 'x');
  {
    auto file = files_.create(join(place_, "large"), Access::owner);
    ASSERT_TRUE(file.ok());
    ASSERT_TRUE(file.value()->write(ByteView(std::string_view(large))).ok());
    ASSERT_TRUE(file.value()->write_at(1, ByteView(std::string_view("yz"))).ok());
    ASSERT_TRUE(file.value()->finish().ok());
  }
  ASSERT_TRUE(files_.settle().ok());
  const std::string got = folder_.read("place/large");
  EXPECT_EQ(got.size(), large.size());
  EXPECT_EQ(got.substr(0, 4), "xyzx");
}

TEST_F(RemoteFilesTest, PassesErrorsOn) {
  (void)make_empty(files_, join(place_, "no/such/folder"));
  const Status missing = files_.settle();
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code(), Code::file_missing);
  EXPECT_TRUE(files_.settle().ok());
  EXPECT_EQ(files_.list(place_).error().code(), Code::unsupported);
  EXPECT_EQ(files_.restrict_to_owner(place_).error().code(), Code::unsupported);
  EXPECT_EQ(refusal_, Code::ok);
}

TEST_F(RemoteFilesTest, KeepsTheFirstErrorAndTellsNothingAfterIt) {
  (void)files_.rename(join(place_, "none"), join(place_, "other"));
  EXPECT_EQ(files_.info(place_, true).value().kind, FileKind::folder);  // waits for both
  EXPECT_EQ(make_empty(files_, join(place_, "late")).error().code(), Code::file_missing);
  EXPECT_EQ(files_.settle().error().code(), Code::file_missing);
  EXPECT_EQ(folder_.names("place"), "");
  EXPECT_TRUE(make_empty(files_, join(place_, "next")).ok());
  EXPECT_TRUE(files_.settle().ok());
  EXPECT_EQ(folder_.names("place"), "next");
}

TEST_F(RemoteFilesTest, TellsMoreThanTheSocketHolds) {
  const std::string text(kMaxMovedBytes / 2, 'x');
  for (int i = 0; i < 5; ++i) {
    for (int wish = 0; wish < 2000; ++wish) {
      ASSERT_TRUE(files_.remove(join(place_, "file")).ok());
    }
    auto file = files_.create(join(place_, "file"), Access::owner);
    ASSERT_TRUE(file.value()->write(ByteView(std::string_view(text))).ok());
    ASSERT_TRUE(file.value()->finish().ok());
  }
  ASSERT_TRUE(files_.settle().ok());
  EXPECT_EQ(folder_.read("place/file"), text);
}

/* Each of these ends the connection. */
using Attempt = void (*)(RemoteFiles& files, const std::string& place, const std::string& secret);

struct Named {
  const char* name;
  Attempt attempt;
};

std::ostream& operator<<(std::ostream& out, const Named& named) { return out << named.name; }

constexpr Named kAttempts[] = {
    {"Read", [](auto& files, auto&, auto& secret) { (void)files.open(secret); }},
    {"ReadSystem", [](auto& files, auto&, auto&) { (void)files.open("/etc/passwd"); }},
    {"Create", [](auto& files, auto& place, auto&) { (void)make_empty(files, place + "x"); }},
    {"Climb", [](auto& files, auto& place, auto&) { (void)make_empty(files, place + "/../x"); }},
    {"CreateToWriteMore",
     [](auto& files, auto& place, auto&) {
       (void)files.create(place + "x", Access::shared).value()->write_at(0, ByteView());
     }},
    {"ClimbLast", [](auto& files, auto& place, auto&) { (void)files.remove_tree(place + "/.."); }},
    {"CutShort",
     [](auto& files, auto& place, auto&) { (void)files.remove(place + std::string("/a\0b", 4)); }},
    {"Overwrite",
     [](auto& files, auto& place, auto& secret) { (void)files.rename(place + "/a", secret); }},
    {"TakeAway",
     [](auto& files, auto& place, auto& secret) { (void)files.rename(secret, place + "/a"); }},
    {"Remove", [](auto& files, auto&, auto& secret) { (void)files.remove(secret); }},
    {"Look", [](auto& files, auto&, auto& secret) { (void)files.info(secret, true); }},
    {"WriteTooMuch",
     [](auto& files, auto& place, auto&) {
       auto file = files.create(place + "/bomb", Access::shared);
       for (int i = 0; i < 4; ++i) {
         (void)file.value()->write(ByteView(Bytes(1 << 20)));
       }
     }},
    {"OpenTooMany",
     [](auto& files, auto& place, auto&) {
       std::vector<std::unique_ptr<WriteFile>> kept;
       for (int i = 0; i < 65; ++i) {
         auto file = files.create(place + "/" + std::to_string(i), Access::shared);
         (void)file.value()->write_at(0, ByteView());
         kept.push_back(std::move(file).value());
       }
     }},
};

class Refused : public RemoteFilesTest, public ::testing::WithParamInterface<Named> {};

TEST_P(Refused, WhatWasNotGranted) {
  GetParam().attempt(files_, place_, unreadable_);
  EXPECT_EQ(files_.info(place_, true).error().code(), Code::io_failed);  // nobody answers
  EXPECT_EQ(refusal_, Code::invalid_argument);
  EXPECT_EQ(folder_.read("secret"), "secret");
  EXPECT_EQ(folder_.names(), "large place secret workload");
}

INSTANTIATE_TEST_SUITE_P(RemoteFiles, Refused, ::testing::ValuesIn(kAttempts),
                         ::testing::PrintToStringParamName());

TEST(FileService, RefusesMalformedWishes) {
  const Folder folder;
  const std::string path = folder.write("w", std::string(kMaxHeadBytes + 1, 'x'));
  const auto refused = [&](const Bytes& wish) {
    FileService service(system_files(), {{path}, folder.path()});
    const Result<Bytes> answer = service.serve(ByteView(wish));
    return !answer.ok() && answer.error().code() == Code::invalid_argument;
  };
  EXPECT_TRUE(refused({}));
  EXPECT_TRUE(refused({1, 2, 3}));
  for (std::uint64_t wish = 0; wish < 70; ++wish) {
    EXPECT_TRUE(refused(MessageWriter().put(wish).bytes())) << wish;
    EXPECT_TRUE(refused(MessageWriter().put(wish).put(UINT64_MAX).put(1).bytes())) << wish;
  }
  FileService service(system_files(), {{path}, folder.path()});
  const auto open = static_cast<std::uint64_t>(FileWish::open);
  ASSERT_TRUE(service.serve(ByteView(MessageWriter().put(open).put_text(path).bytes())).ok());
  const auto finish = static_cast<std::uint64_t>(FileWish::finish);
  EXPECT_FALSE(service.serve(ByteView(MessageWriter().put(finish).put(1).bytes())).ok());
  const auto write = static_cast<std::uint64_t>(FileWish::write);
  EXPECT_FALSE(service.serve(ByteView(MessageWriter().put(write).put(1).put(2).bytes())).ok());
}

}  // namespace
}  // namespace aex::os
