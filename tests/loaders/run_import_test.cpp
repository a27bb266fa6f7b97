#include "loaders/run_import.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "fake_target.hpp"
#include "loaders/errors_file.hpp"

namespace aisle::loaders {
namespace {

using ::testing::HasSubstr;

class RunImport : public ::testing::Test {
 protected:
  RunImport() {
    directory_ = std::filesystem::temp_directory_path() /
                 ("aisle_run_import_" + std::to_string(::getpid()) + "_" + ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(directory_);
    options_.index = "products";
    options_.errors_file = path("errors.ndjson");
  }
  ~RunImport() override { std::filesystem::remove_all(directory_); }

  std::string path(const std::string& name) const { return (directory_ / name).string(); }
  void file(const std::string& name, const std::string& text) {
    std::ofstream(path(name)) << text;
    options_.files.push_back(path(name));
  }
  static std::string read(const std::string& name) {
    std::ifstream in(name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  int run() { return run_import(options_, target_, {out_, progress_, false}); }

  std::filesystem::path directory_;
  ImportOptions options_;
  testing::FakeTarget target_;
  std::ostringstream out_, progress_;
};

TEST_F(RunImport, InfersCreatesLoadsAndRefreshes) {
  file("a.ndjson", "{\"sku\":\"a1\",\"title\":\"red shoe\"}\n{\"sku\":\"a2\",\"title\":\"blue shoe\"}\n");
  file("b.csv", "sku,title\na3,green shoe\n");
  EXPECT_EQ(run(), kImportedAll);
  EXPECT_EQ(target_.versions.size(), 3u);
  EXPECT_TRUE(target_.versions.contains("a3"));
  EXPECT_THAT(target_.created_with, HasSubstr("autocomplete"));
  EXPECT_EQ(target_.refreshes, 1);
  EXPECT_THAT(out_.str(), HasSubstr("Imported 3 documents into [products]"));
  EXPECT_THAT(out_.str(), HasSubstr("Try: curl 'http://127.0.0.1:9200/products/_search"));
  EXPECT_FALSE(std::filesystem::exists(options_.errors_file));
}

TEST_F(RunImport, WritesEveryRejectToTheErrorsFile) {
  file("a.ndjson", "{\"id\":\"1\",\"price\":1}\n{\"id\":\n{\"id\":\"2\",\"price\":2}\n");
  target_.judge = [](const std::string& id, const std::string&) {
    return id == "2" ? BulkItemOutcome{400, "document_parsing_exception", "failed to parse field [price] of \"type\""} : BulkItemOutcome{201, {}, {}};
  };
  EXPECT_EQ(run(), kImportedWithRejects);
  const auto errors = read(options_.errors_file);
  EXPECT_THAT(errors, HasSubstr("\"line\":2,\"byte\":21,\"id\":\"\",\"field\":\"\",\"type\":\"bad_json\""));
  EXPECT_THAT(errors, HasSubstr("\"line\":3,\"byte\":28,\"id\":\"2\",\"field\":\"price\",\"type\":\"document_parsing_exception\",\"reason\":\"failed to parse field [price] of \\\"type\\\"\"}"));
  EXPECT_THAT(errors, HasSubstr("{\"file\":\"" + path("a.ndjson") + "\""));
  EXPECT_THAT(out_.str(), HasSubstr("2 rejected"));
}

TEST_F(RunImport, DryRunPrintsTheMappingAndSendsNothing) {
  file("a.ndjson", "{\"id\":\"1\",\"price\":1}\n{\"id\":\n");
  options_.dry_run = true;
  EXPECT_EQ(run(), kImportedWithRejects);
  EXPECT_THAT(out_.str(), HasSubstr("\"properties\""));
  EXPECT_THAT(progress_.str(), HasSubstr("bad_json"));
  EXPECT_EQ(target_.bodies, 0u);
  EXPECT_EQ(target_.created_with, "");
}

TEST_F(RunImport, UsesAGivenMappingAndWritesItOut) {
  file("a.ndjson", "{\"id\":\"1\"}\n");
  std::ofstream(path("mapping.json")) << "{\"mappings\":{}}";
  options_.mapping_file = path("mapping.json");
  options_.mapping_out = path("out.json");
  EXPECT_EQ(run(), kImportedAll);
  EXPECT_EQ(target_.created_with, "{\"mappings\":{}}");
  EXPECT_EQ(read(path("out.json")), "{\"mappings\":{}}\n");
}

TEST_F(RunImport, LeavesAnExistingIndexAlone) {
  file("a.ndjson", "{\"id\":\"1\"}\n");
  target_.exists = true;
  EXPECT_EQ(run(), kImportedAll);
  EXPECT_EQ(target_.created_with, "");
}

TEST_F(RunImport, FailsBeforeAnythingIsSent) {
  options_.files = {path("missing.csv")};
  EXPECT_EQ(run(), kImportFailed);
  EXPECT_THAT(progress_.str(), HasSubstr("missing.csv"));
  options_.files.clear();
  file("a.ndjson", "{}\n");
  std::ofstream(path("mapping.json")) << "[]";
  options_.mapping_file = path("mapping.json");
  EXPECT_EQ(run(), kImportFailed);
  EXPECT_EQ(target_.bodies, 0u);
}

TEST_F(RunImport, TakesIdsFromActionLines) {
  file("a.ndjson", "{\"index\":{\"_id\":\"x\"}}\n{\"id\":\"1\"}\n{\"create\":{}}\n{\"id\":\"2\"}\n");
  EXPECT_EQ(run(), kImportedAll);
  EXPECT_TRUE(target_.versions.contains("x"));
  EXPECT_EQ(target_.documents, 2u);
}

}  // namespace
}  // namespace aisle::loaders
