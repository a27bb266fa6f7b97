// The catalogs that the shop's people gave us must read to the last record and infer a mapping they would agree with.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>

#include "fake_target.hpp"
#include "loaders/inference/mapping_inference.hpp"
#include "loaders/run_import.hpp"
#include "read_all.hpp"

namespace aisle::loaders {
namespace {

class RealCatalogs : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* shared = std::getenv("AISLE_SHARED_DIR");
    directory_ = std::filesystem::path(shared ? shared : "") / "data";
    if (!shared || !std::filesystem::exists(directory_))
      GTEST_SKIP() << "AISLE_SHARED_DIR does not lead to the real catalogs: nothing was tested";
  }

  // Imports a file and keeps what was found.
  void import(const std::string& file) {
    ImportOptions options;
    options.files = {(directory_ / file).string()};
    options.index = "real";
    options.errors_file = "";
    options.dry_run = true;
    std::ostringstream out, list;
    code_ = run_import(options, target_, {out, list, false});
    options.dry_run = false;
    code_ = run_import(options, target_, {out_, progress_, false});
    list_ = list.str();
    std::istringstream lines(list_);
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      std::string path, type;
      if (line.starts_with("  ") && words >> path >> type) types_[path] = type;
    }
    if (std::getenv("AISLE_PRINT_MAPPINGS")) printf("%s\n%s\n%s\n", file.c_str(), target_.created_with.substr(0, 3000).c_str(), (list_.substr(0, 6000) + progress_.str() + out_.str()).c_str());
  }

  std::filesystem::path directory_;
  testing::FakeTarget target_;
  std::ostringstream out_, progress_;
  std::string list_;
  std::map<std::string, std::string> types_;
  int code_ = -1;
};

TEST_F(RealCatalogs, ChorusIcecat) {
  import("chorus-icecat/products.ndjson.gz");
  EXPECT_EQ(code_, kImportedAll);
  EXPECT_EQ(target_.versions.size(), 19'406u);
  EXPECT_EQ(types_["id"], "keyword");
  EXPECT_EQ(types_["ean"], "keyword");
  EXPECT_EQ(types_["title"], "text");
  EXPECT_EQ(types_["supplier"], "text");
  EXPECT_EQ(types_["price"], "double");
  EXPECT_EQ(types_["date_released"], "date");
  EXPECT_EQ(types_["img_high"], "keyword");
  EXPECT_EQ(types_["attr_b_touchscreen"], "boolean");
  EXPECT_THAT(target_.created_with, ::testing::HasSubstr("total_fields.limit"));
}

TEST_F(RealCatalogs, BestBuyDemo) {
  import("bestbuy-demo/products.ndjson.gz");
  EXPECT_EQ(code_, kImportedAll);
  EXPECT_EQ(target_.documents, 3'291u);
  EXPECT_EQ(types_["categories"], "keyword");
  EXPECT_EQ(types_["name"], "text");
  EXPECT_EQ(types_["price"], "double");
  EXPECT_EQ(types_["popularity"], "long");
  EXPECT_EQ(types_["image"], "keyword");
}

TEST_F(RealCatalogs, Goodbooks) {
  import("goodbooks-10k/books.csv.gz");
  EXPECT_EQ(code_, kImportedAll);
  EXPECT_EQ(target_.versions.size(), 10'000u);
  EXPECT_TRUE(target_.versions.contains("10000"));
  EXPECT_EQ(types_["book_id"], "keyword");
  EXPECT_EQ(types_["isbn"], "keyword");
  EXPECT_EQ(types_["authors"], "text");
  EXPECT_EQ(types_["title"], "text");
  EXPECT_EQ(types_["average_rating"], "double");
  EXPECT_EQ(types_["ratings_count"], "long");
  EXPECT_EQ(types_["language_code"], "keyword");
}

TEST_F(RealCatalogs, OpenFoodFacts) {
  import("openfoodfacts-13k/open-food-facts.csv.gz");
  EXPECT_GE(target_.documents, 13'400u);
  EXPECT_LE(code_, kImportedWithRejects);
  EXPECT_EQ(types_["nom"], "text");
  EXPECT_EQ(types_["marque"], "text");
  EXPECT_EQ(types_["nutritionGradeFr"], "keyword");
  EXPECT_EQ(types_["sucres100g"], "double");
}

TEST_F(RealCatalogs, CompleteJourney) {
  import("complete-journey/products.csv.gz");
  EXPECT_EQ(code_, kImportedAll);
  EXPECT_EQ(target_.versions.size(), 92'331u);
  EXPECT_EQ(types_["product_id"], "keyword");
  EXPECT_EQ(types_["brand"], "text");
}

TEST_F(RealCatalogs, BestBuyCategories) {
  import("bestbuy-open-data/categories.json.gz");
  EXPECT_EQ(code_, kImportedAll);
  EXPECT_EQ(target_.versions.size(), 4'584u);
}

}  // namespace
}  // namespace aisle::loaders
