// Runs the torture corpus (requests that servers must refuse, and some that they must not) against a real server.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/server/http/test_server.hpp"

namespace aisle::server::http {
namespace {

std::string output_of(const std::string& command) {
  std::string output;
  std::FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) return output;
  std::array<char, 4096> buffer;
  for (std::size_t read; (read = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) output.append(buffer.data(), read);
  pclose(pipe);
  return output;
}

TEST(TortureCorpus, IsAnsweredAsTheStandardAsks) {
  const char* shared = std::getenv("AISLE_SHARED_DIR");
  const auto script = std::filesystem::path(shared ? shared : "") / "torture/http_corpus.py";
  if (!shared || !std::filesystem::exists(script)) GTEST_SKIP() << "AISLE_SHARED_DIR/torture/http_corpus.py is not there";
  Router router;
  for (const char* pattern : {"/", "/{a}", "/{a}/{b}"}) {
    router.add(Method::get, pattern, EndpointClass::light, testing::ok_handler());
    router.add(Method::post, pattern, EndpointClass::search, testing::echo_handler());
  }
  Metrics metrics;
  Health health;
  Server server(testing::test_options(), std::move(router), metrics, health);
  ASSERT_TRUE(server.start().ok());
  const auto output = output_of("python3 '" + script.string() + "' " + std::to_string(server.port()) + " 2>&1");
  EXPECT_NE(output.find("cases; 0 flagged"), std::string::npos) << output;
}

}  // namespace
}  // namespace aisle::server::http
