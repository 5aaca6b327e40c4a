#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/files.hpp"
#include "os/temporary_folder.hpp"

namespace aex::os {
namespace {

Status put(const std::string& path, std::string_view text, Access access = Access::owner) {
  AEX_TRY(const auto file, system_files().create(path, access));
  AEX_CHECK(file->write(ByteView(text)));
  return file->finish();
}

std::string get(const std::string& path) {
  const Result<std::string> text = read_text(system_files(), path, 1 << 20);
  return text.ok() ? text.value() : text.error().detail();
}

bool names(const Error& error, const std::string& path) {
  return error.detail().find(path) != std::string::npos;
}

TEST(PosixFiles, WithoutWaitingForTheDiskFilesAreTheSame) {
  const TemporaryFolder folder;
  ASSERT_TRUE(
      write_atomically(unsynced_files(), folder / "a", ByteView("hello"), Access::owner).ok());
  EXPECT_EQ(get(folder / "a"), "hello");
  EXPECT_EQ(system_files().list(folder / "").value().size(), 1u);
}

/* Stays until it is killed, with every descriptor that was open. */
class Copy {
 public:
  Copy() : number_(::fork()) {
    while (number_ == 0) ::pause();
  }
  ~Copy() {
    ::kill(number_, SIGKILL);
    ::waitpid(number_, nullptr, 0);
  }

 private:
  pid_t number_;
};

TEST(PosixFiles, ALockIsGivenBackWhateverProcessesWereStarted) {
  const TemporaryFolder folder;
  Result<std::unique_ptr<FolderLock>> lock = system_files().lock(folder / "");
  ASSERT_TRUE(lock.ok());
  const Copy copy;
  EXPECT_EQ(system_files().lock(folder / "").error().code(), Code::job_busy);
  lock.value().reset();
  EXPECT_TRUE(system_files().lock(folder / "").ok());
}

TEST(PosixFiles, ACopyOfTheProcessDoesNotGiveALockBack) {
  const TemporaryFolder folder;
  Result<std::unique_ptr<FolderLock>> lock = system_files().lock(folder / "");
  ASSERT_TRUE(lock.ok());
  const pid_t copy = ::fork();
  if (copy == 0) {
    lock.value().reset();
    ::_exit(0);
  }
  ::waitpid(copy, nullptr, 0);
  EXPECT_EQ(system_files().lock(folder / "").error().code(), Code::job_busy);
}

TEST(PosixFiles, WritesAndReadsBack) {
  const TemporaryFolder folder;
  ASSERT_TRUE(put(folder / "a", "hello").ok());
  EXPECT_EQ(get(folder / "a"), "hello");
  const auto file = system_files().open(folder / "a").value();
  EXPECT_EQ(file->size(), 5u);
  std::uint8_t out[8];
  ASSERT_TRUE(file->seek(3).ok());
  EXPECT_EQ(file->read(out, sizeof out).value(), 2u);
  EXPECT_EQ(out[0], 'l');
  EXPECT_EQ(file->read(out, sizeof out).value(), 0u);
}

TEST(PosixFiles, MissingFilesAreTold) {
  const TemporaryFolder folder;
  const auto file = system_files().open(folder / "absent");
  ASSERT_FALSE(file.ok());
  EXPECT_EQ(file.error().code(), Code::file_missing);
  EXPECT_TRUE(names(file.error(), folder / "absent"));
  EXPECT_EQ(system_files().info(folder / "absent", true).error().code(), Code::file_missing);
}

TEST(PosixFiles, OpeningAFolderFails) {
  const TemporaryFolder folder;
  EXPECT_EQ(system_files().open(folder.path()).error().code(), Code::io_failed);
}

TEST(PosixFiles, AFifoDoesNotHoldTheRun) {
  const TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  EXPECT_EQ(system_files().info(folder / "fifo", true).value().kind, FileKind::other);
  const auto file = system_files().open(folder / "fifo");
  std::uint8_t out[1];
  EXPECT_TRUE(!file.ok() || file.value()->read(out, 1).value() == 0);
}

TEST(PosixFiles, NeverOverwritesNorFollowsALinkWhenItCreates) {
  const TemporaryFolder folder;
  ASSERT_TRUE(put(folder / "a", "old").ok());
  const Status again = put(folder / "a", "new");
  EXPECT_EQ(again.error().code(), Code::io_failed);
  EXPECT_TRUE(names(again.error(), folder / "a"));
  EXPECT_EQ(get(folder / "a"), "old");
  ASSERT_EQ(::symlink((folder / "target").c_str(), (folder / "link").c_str()), 0);
  EXPECT_FALSE(put(folder / "link", "x").ok());
  EXPECT_FALSE(system_files().info(folder / "target", true).ok());
}

TEST(PosixFiles, AccessIsWhatWasAsked) {
  const mode_t before = ::umask(022);
  const TemporaryFolder folder;
  ASSERT_TRUE(put(folder / "own", "", Access::owner).ok());
  ASSERT_TRUE(put(folder / "all", "", Access::shared).ok());
  ASSERT_TRUE(system_files().make_folder(folder / "own.d", Access::owner, nullptr).ok());
  ASSERT_TRUE(system_files().make_folder(folder / "all.d", Access::shared, nullptr).ok());
  ::umask(before);
  const auto mode = [&](const char* name) {
    return system_files().info(folder / name, false).value().mode;
  };
  EXPECT_EQ(mode("own"), 0600u);
  EXPECT_EQ(mode("all"), 0644u);
  EXPECT_EQ(mode("own.d"), 0700u);
  EXPECT_EQ(mode("all.d"), 0755u);
  ASSERT_TRUE(system_files().restrict_to_owner(folder / "all").ok());
  ASSERT_TRUE(system_files().restrict_to_owner(folder / "all.d").ok());
  EXPECT_EQ(mode("all"), 0600u);
  EXPECT_EQ(mode("all.d"), 0700u);
}

TEST(PosixFiles, RestrictingFollowsNoLink) {
  const TemporaryFolder folder;
  ASSERT_TRUE(put(folder / "a", "", Access::owner).ok());
  ASSERT_EQ(::chmod((folder / "a").c_str(), 0644), 0);
  ASSERT_EQ(::symlink("a", (folder / "link").c_str()), 0);
  EXPECT_FALSE(system_files().restrict_to_owner(folder / "link").ok());
  EXPECT_EQ(system_files().info(folder / "a", false).value().mode, 0644u);
}

TEST(PosixFiles, ChangesWhatWasWrittenBefore) {
  const TemporaryFolder folder;
  const auto file = system_files().create(folder / "a", Access::owner).value();
  ASSERT_TRUE(file->write(ByteView("0123456789")).ok());
  ASSERT_TRUE(file->write_at(2, ByteView("xy")).ok());
  ASSERT_TRUE(file->write(ByteView("!")).ok());
  EXPECT_EQ(file->write_at(10, ByteView("ab")).error().code(), Code::invalid_argument);
  EXPECT_EQ(file->write_at(UINT64_MAX, ByteView("a")).error().code(), Code::invalid_argument);
  ASSERT_TRUE(file->finish().ok());
  EXPECT_TRUE(file->finish().ok());
  EXPECT_FALSE(file->write(ByteView("late")).ok());
  EXPECT_EQ(get(folder / "a"), "01xy456789!");
}

TEST(PosixFiles, OffsetsPassFourGigabytes) {
  const TemporaryFolder folder;
  const std::uint64_t far = (std::uint64_t{5} << 30) + 3;
  ASSERT_TRUE(put(folder / "a", "").ok());
  ASSERT_EQ(::truncate((folder / "a").c_str(), off_t(far + 1)), 0);
  const auto file = system_files().open(folder / "a").value();
  EXPECT_EQ(file->size(), far + 1);
  ASSERT_TRUE(file->seek(far).ok());
  std::uint8_t out[4];
  EXPECT_EQ(file->read(out, 4).value(), 1u);
  EXPECT_FALSE(file->seek(UINT64_MAX).ok());
}

/* The limit makes the system take a part of the bytes first and refuse the rest then. */
TEST(PosixFiles, AShortWriteIsNotTakenForAWholeOne) {
  const TemporaryFolder folder;
  rlimit before = {};
  ::getrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, SIG_IGN);
  const rlimit small = {50, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const Status status = put(folder / "a", std::string(100, 'x'));
  ::setrlimit(RLIMIT_FSIZE, &before);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code(), Code::io_failed);
  EXPECT_EQ(get(folder / "a").size(), 50u);
}

TEST(PosixFiles, InfoTellsKindsAndFollowsOnlyWhenAsked) {
  const TemporaryFolder folder;
  ASSERT_TRUE(put(folder / "a", "12345").ok());
  ASSERT_EQ(::symlink("a", (folder / "link").c_str()), 0);
  Files& files = system_files();
  EXPECT_EQ(files.info(folder.path(), false).value().kind, FileKind::folder);
  EXPECT_EQ(files.info(folder / "link", false).value().kind, FileKind::link);
  const FileInfo info = files.info(folder / "link", true).value();
  EXPECT_EQ(info.kind, FileKind::regular);
  EXPECT_EQ(info.size, 5u);
  EXPECT_GT(info.changed_ns, std::int64_t{1600000000} * 1000000000);
}

TEST(PosixFiles, MakingAFolderTellsIfItWasThere) {
  const TemporaryFolder folder;
  bool existed = true;
  Files& files = system_files();
  ASSERT_TRUE(files.make_folder(folder / "d", Access::shared, &existed).ok());
  EXPECT_FALSE(existed);
  ASSERT_TRUE(files.make_folder(folder / "d", Access::shared, &existed).ok());
  EXPECT_TRUE(existed);
  EXPECT_EQ(files.make_folder(folder / "d", Access::shared, nullptr).error().code(),
            Code::io_failed);
  ASSERT_TRUE(put(folder / "f", "").ok());
  EXPECT_FALSE(files.make_folder(folder / "f", Access::shared, &existed).ok());
  EXPECT_FALSE(existed);
}

TEST(PosixFiles, RenameReplaces) {
  const TemporaryFolder folder;
  ASSERT_TRUE(put(folder / "a", "new").ok());
  ASSERT_TRUE(put(folder / "b", "old").ok());
  ASSERT_TRUE(system_files().rename(folder / "a", folder / "b").ok());
  EXPECT_EQ(get(folder / "b"), "new");
  EXPECT_EQ(system_files().list(folder.path()).value(), std::vector<std::string>{"b"});
  const Status missing = system_files().rename(folder / "a", folder / "c");
  EXPECT_EQ(missing.error().code(), Code::file_missing);
  EXPECT_TRUE(names(missing.error(), folder / "a"));
}

TEST(PosixFiles, RemovesFilesAndForgivesAbsence) {
  const TemporaryFolder folder;
  ASSERT_TRUE(put(folder / "a", "").ok());
  EXPECT_TRUE(system_files().remove(folder / "a").ok());
  EXPECT_TRUE(system_files().remove(folder / "a").ok());
  EXPECT_FALSE(system_files().remove(folder.path()).ok());
}

TEST(PosixFiles, ListsSorted) {
  const TemporaryFolder folder;
  for (const char* name : {"b", ".c", "a"}) ASSERT_TRUE(put(folder / name, "").ok());
  EXPECT_EQ(system_files().list(folder.path()).value(), (std::vector<std::string>{".c", "a", "b"}));
  EXPECT_EQ(system_files().list(folder / "none").error().code(), Code::file_missing);
}

TEST(PosixFiles, BringsManyFilesToTheDiskTogether) {
  const TemporaryFolder folder;
  Files& files = system_files();
  std::vector<std::string> paths;
  for (int i = 0; i < 200; ++i) {
    paths.push_back(folder / ("f" + std::to_string(i)));
    auto file = files.unsynced().create(paths.back(), Access::owner);
    ASSERT_TRUE(file.ok());
    ASSERT_TRUE(file.value()->write(ByteView("text")).ok());
    ASSERT_TRUE(file.value()->finish().ok());
  }
  paths.push_back(folder / "was removed");
  EXPECT_TRUE(files.sync(paths).ok());
  ASSERT_EQ(::symlink("f1", (folder / "link").c_str()), 0);
  paths.push_back(folder / "link");
  const Status refused = files.sync(paths);
  EXPECT_EQ(refused.error().code(), Code::io_failed);
  EXPECT_NE(refused.error().detail().find("link"), std::string::npos);
  EXPECT_TRUE(files.unsynced().sync(paths).ok()) << "there the system chooses";
}

}  // namespace
}  // namespace aex::os
