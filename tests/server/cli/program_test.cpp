// The program as a user meets it: started, asked, stopped, and started wrongly.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "server/cli/data_dir.hpp"
#include "server/http/client.hpp"

namespace aisle::server::cli {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

fs::path fresh_directory() {
  std::string pattern = (fs::temp_directory_path() / "aisle-test-XXXXXX").string();
  return mkdtemp(pattern.data());
}

/// A child process with its stdout and stderr in one pipe.
class Program {
 public:
  explicit Program(std::vector<std::string> arguments) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    arguments.insert(arguments.begin(), AISLE_PROGRAM);
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(ends[1], 1);
      ::dup2(ends[1], 2);
      ::close(ends[0]);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    output_ = ends[0];
  }
  ~Program() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    ::close(output_);
  }

  void signal(int number) { ::kill(pid_, number); }
  std::string read_until(std::string_view marker) {
    char c;
    while (text_.find(marker) == std::string::npos && ::read(output_, &c, 1) == 1) text_.push_back(c);
    return text_;
  }
  std::string read_to_end() { return read_until("\x01 never said"); }
  int wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  std::string text_;
};

std::uint16_t port_in(const std::string& banner) {
  const auto at = banner.find("http://127.0.0.1:");
  return at == std::string::npos ? 0 : static_cast<std::uint16_t>(std::atoi(banner.c_str() + at + 17));
}

std::vector<std::string> serve_in(const fs::path& directory) {
  return {"serve", "--listen", "127.0.0.1:0", "--data-dir", directory.string(), "--log-format", "human"};
}

TEST(Program, ServesUntilItIsAskedToStop) {
  const auto directory = fresh_directory() / "data";
  Program program(serve_in(directory));
  const auto banner = program.read_until("next ");
  http::ClientOptions options;
  options.port = port_in(banner);
  http::Client client(options);
  const auto ready = client.get("/readyz");
  ASSERT_TRUE(ready.ok()) << ready.error().message << banner;
  EXPECT_EQ(ready->status, 200);
  EXPECT_EQ(fs::status(directory).permissions() & fs::perms::all, fs::perms::owner_all);
  program.signal(SIGTERM);
  EXPECT_THAT(program.read_to_end(), HasSubstr("stopping"));
  EXPECT_EQ(program.wait(), 0);
  fs::remove_all(directory.parent_path());
}

TEST(Program, NamesTheProcessThatHoldsTheDataDirectory) {
  const auto directory = fresh_directory();
  Program first(serve_in(directory));
  first.read_until("next ");
  Program second(serve_in(directory));
  EXPECT_THAT(second.read_to_end(), AllOf(HasSubstr(directory.string()), HasSubstr("is in use by process ")));
  EXPECT_EQ(second.wait(), 69);
  fs::remove_all(directory);
}

TEST(Program, GuessesMistypedFlags) {
  Program program({"serve", "--lissten", ":1"});
  EXPECT_THAT(program.read_to_end(), HasSubstr("did you mean `--listen`?"));
  EXPECT_EQ(program.wait(), 64);
}

TEST(Program, PrintsItsConfigurationWithOrigins) {
  const auto directory = fresh_directory();
  const auto file = directory / "aisle.toml";
  std::ofstream(file) << "[server]\nthreads = 3\n";
  Program program({"serve", "--print-config", "--config", file.string(), "--access-log"});
  const auto text = program.read_to_end();
  EXPECT_THAT(text, HasSubstr("# " + file.string() + ":2"));
  EXPECT_THAT(text, HasSubstr("# --access-log"));
  EXPECT_EQ(program.wait(), 0);
  fs::remove_all(directory);
}

TEST(Program, RefusesABadFileBeforeItStarts) {
  const auto directory = fresh_directory();
  const auto file = directory / "aisle.toml";
  std::ofstream(file) << "[server]\nthread = 3\n";
  Program program({"serve", "--config", file.string()});
  EXPECT_THAT(program.read_to_end(), HasSubstr(":2: unknown key [server.thread]; did you mean [server.threads]?"));
  EXPECT_EQ(program.wait(), 78);
  fs::remove_all(directory);
}

std::string line_with(const std::string& text, std::string_view beginning) {
  const auto at = text.find(beginning);
  return at == std::string::npos ? "" : text.substr(at, text.find('\n', at) - at);
}

TEST(Program, MakesKeysThatItsServerTakesAsFarAsTheirRolesGo) {
  const auto directory = fresh_directory();
  Program maker({"api-key", "--id", "window", "--roles", "search"});
  const auto said = maker.read_to_end();
  EXPECT_EQ(maker.wait(), 0);
  const auto line = line_with(said, "window:sha256=");
  const auto header = line_with(said, "Authorization: ");
  ASSERT_THAT(line, HasSubstr(":search")) << said;
  std::ofstream(directory / "keys") << line << "\n";

  auto arguments = serve_in(directory / "data");
  arguments.insert(arguments.end(), {"--api-key-file", (directory / "keys").string()});
  Program server(arguments);
  http::ClientOptions options;
  options.port = port_in(server.read_until("next "));
  EXPECT_EQ(http::Client(options).get("/_cat/indices")->status, 401);
  options.authorization = header.substr(header.find(' ') + 1);
  http::Client client(options);
  EXPECT_EQ(client.get("/_cat/indices")->status, 200);
  EXPECT_EQ(client.post("/_bulk", "")->status, 403);
  fs::remove_all(directory);
}

TEST(Program, MakesNoKeyForARoleThatIsNone) {
  Program program({"api-key", "--roles", "clerk"});
  EXPECT_THAT(program.read_to_end(), HasSubstr("[clerk] is no role"));
  EXPECT_EQ(program.wait(), 64);
}

TEST(DataDirLock, IsGivenBack) {
  const auto directory = fresh_directory();
  {
    const auto lock = DataDirLock::acquire(directory);
    ASSERT_TRUE(lock.ok());
    EXPECT_FALSE(DataDirLock::acquire(directory).ok());
  }
  EXPECT_TRUE(DataDirLock::acquire(directory).ok());
  fs::remove_all(directory);
}

TEST(DataDirLock, SaysHowToMakeADirectoryWritable) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  const auto directory = fresh_directory();
  fs::permissions(directory, fs::perms::owner_read);
  const auto lock = DataDirLock::acquire(directory);
  ASSERT_FALSE(lock.ok());
  EXPECT_THAT(lock.error().message, HasSubstr("chown"));
  fs::remove_all(directory);
}

}  // namespace
}  // namespace aisle::server::cli
