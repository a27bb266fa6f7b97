#include "loaders/mapping/mapping.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "analyzers/token_stream.hpp"

#include "tests/loaders/mapping/mapping_fixture.hpp"

namespace aisle::loaders {
namespace {

using testing::context;
using testing::mapping;
using testing::mapping_error;

std::string merge_error(std::string_view first, std::string_view second) {
  const auto merged = mapping(first)->merge(second);
  EXPECT_FALSE(merged.ok());
  return merged ? "" : merged.error().message;
}

TEST(Mapping, RoundTripsAsElasticsearchShowsIt) {
  const char* json =
      R"({"dynamic":"strict","_meta":{"mapping_version":"4.0"},"_source":{"excludes":["secret"]},)"
      R"("dynamic_templates":[{"ids":{"match":"*_id","mapping":{"type":"keyword"}}}],"date_detection":false,)"
      R"("properties":{"attributes":{"properties":{"color":{"type":"keyword"}}},"empty":{"type":"object"},)"
      R"("name":{"type":"text","analyzer":"standard","fields":{"keyword":{"type":"keyword","ignore_above":256}},)"
      R"("copy_to":["all"]},"price":{"type":"scaled_float","scaling_factor":100},)"
      R"("raw":{"type":"object","enabled":false},"sold":{"type":"date","format":"yyyy-MM-dd"}}})";
  const auto made = mapping(json);
  EXPECT_EQ(made->to_json(), json);
  EXPECT_EQ(mapping(made->to_json())->to_json(), json);
}

TEST(Mapping, LeavesOutDefaultsAndReadsStringsAsBooleans) {
  EXPECT_EQ(mapping(R"({"properties":{"a":{"type":"keyword","index":"false","doc_values":"true","norms":false}}})")->to_json(),
            R"({"properties":{"a":{"type":"keyword","index":false}}})");
  EXPECT_EQ(mapping("{}")->to_json(), "{}");
}

TEST(Mapping, AcceptsEmptyListsForEmptyMaps) {
  EXPECT_EQ(mapping(R"({"properties":[]})")->to_json(), "{}");
  EXPECT_EQ(mapping(R"({"_routing":{},"properties":{"a":{"type":"text","fields":[]}}})")->to_json(),
            R"({"properties":{"a":{"type":"text"}}})");
}

TEST(Mapping, MakesAFlatSchemaOfPathsAndMultiFields) {
  const auto made = mapping(R"({"properties":{"title":{"type":"text","fields":{"keyword":{"type":"keyword"}}},
      "size":{"properties":{"eu":{"type":"integer","live":true}}},"a.b":{"type":"boolean"},
      "sort":{"type":"keyword","index":false}}})");
  const engine::Schema& schema = *made->schema();
  EXPECT_THAT(made->field_names(), ::testing::UnorderedElementsAre("title", "title.keyword", "size.eu", "a.b", "sort"));
  EXPECT_TRUE(schema.find("title")->has_norms);
  EXPECT_EQ(schema.find("title")->posting_detail, engine::PostingDetail::positions);
  EXPECT_EQ(schema.find("title")->index_analyzer->name(), "standard");
  EXPECT_FALSE(schema.find("title")->has_column);
  EXPECT_TRUE(schema.find("size.eu")->live);
  EXPECT_FALSE(schema.find("sort")->indexed);
  EXPECT_TRUE(schema.find("sort")->has_column);
  EXPECT_EQ(schema.find("size"), nullptr);
}

TEST(Mapping, KeepsFieldNumbersAcrossMerges) {
  auto made = mapping(R"({"properties":{"m":{"type":"long"},"z":{"type":"keyword"}}})");
  const auto before = made->field_names();
  auto wider = made->merge(R"({"properties":{"a":{"type":"text"},"m":{"type":"long"}}})");
  ASSERT_TRUE(wider.ok());
  auto names = (*wider)->field_names();
  EXPECT_EQ(names.back(), "a");
  names.pop_back();
  EXPECT_EQ(names, before);
  const auto reopened = Mapping::create(context(), (*wider)->to_json(), (*wider)->field_names());
  ASSERT_TRUE(reopened.ok());
  EXPECT_EQ((*reopened)->field_names(), (*wider)->field_names());
}

TEST(Mapping, RefusesToChangeATypeOrAnAnalyzer) {
  EXPECT_EQ(merge_error(R"({"properties":{"x":{"type":"text"}}})", R"({"properties":{"x":{"type":"keyword"}}})"),
            "mapper [x] cannot be changed from type [text] to [keyword]");
  EXPECT_EQ(merge_error(R"({"properties":{"x":{"type":"text","analyzer":"standard"}}})", R"({"properties":{"x":{"type":"text"}}})"),
            "Mapper for [x] conflicts with existing mapper:\n\tCannot update parameter [analyzer] from [standard] to [default]");
  EXPECT_EQ(merge_error(R"({"properties":{"a":{"properties":{"x":{"type":"long"}}}}})", R"({"properties":{"a":{"type":"long"}}})"),
            "can't merge a non object mapping [a] with an object mapping");
  EXPECT_EQ(merge_error(R"({"properties":{"x":{"type":"keyword"}}})", R"({"properties":{"x":{"type":"keyword","index":false}}})"),
            "Mapper for [x] conflicts with existing mapper:\n\tCannot update parameter [index] from [true] to [false]");
}

TEST(Mapping, MergesWhatMayChange) {
  const auto merged = mapping(R"({"properties":{"x":{"type":"keyword","ignore_above":10},"t":{"type":"text"}}})")
                          ->merge(R"({"dynamic":"strict","properties":{"x":{"type":"keyword","ignore_above":20},
                                      "t":{"type":"text","norms":false,"fields":{"raw":{"type":"keyword"}}}}})");
  ASSERT_TRUE(merged.ok());
  EXPECT_EQ((*merged)->to_json(),
            R"({"dynamic":"strict","properties":{"t":{"type":"text","norms":false,"fields":{"raw":{"type":"keyword"}}},)"
            R"("x":{"type":"keyword","ignore_above":20}}})");
}

TEST(Mapping, NamesWhatItDoesNotKnow) {
  EXPECT_EQ(mapping_error(R"({"properties":{"f":{"type":"text","x":1}}})"),
            "unknown parameter [x] on mapper [f] of type [text]");
  EXPECT_EQ(mapping_error(R"({"properties":{"y":{"type":"geo_shape"}}})"),
            "No handler for type [geo_shape] declared on field [y]");
  EXPECT_EQ(mapping_error(R"({"properties":{"y":{"index":true}}})"), "No type specified for field [y]");
  EXPECT_EQ(mapping_error(R"({"properties":{"y":{"type":"text","analyzer":"nope"}}})"),
            "analyzer [nope] has not been configured in mappings");
  EXPECT_EQ(mapping_error(R"({"properties":{"y":{"type":"keyword","normalizer":"nope"}}})"),
            "normalizer [nope] not found for field [y]");
  EXPECT_EQ(mapping_error(R"({"foo":{"a":1}})"),
            R"(Root mapping definition has unsupported parameters:  [foo : {"a":1}])");
  EXPECT_EQ(mapping_error(R"({"properties":{"y":{"type":"text","index_options":"all"}}})"),
            "Unknown value [all] for field [index_options] - accepted values are [docs, freqs, positions, offsets]");
  EXPECT_EQ(mapping_error(R"({"properties":{"y":{"type":"scaled_float"}}})"), "Field [scaling_factor] is required");
  EXPECT_EQ(mapping_error(R"({"properties":{"y":{"type":"date","format":"yyyy-bb"}}})"),
            "Invalid format: [yyyy-bb]: Unknown pattern letter: b");
  mapping_error(R"({"dynamic":"runtime"})");
  mapping_error(R"({"properties":{"y":{"type":"double","live":true,"doc_values":false}}})");
}

TEST(Mapping, ExpandsSearchAsYouTypeIntoItsSubFields) {
  const auto made = mapping(R"({"properties":{"s":{"type":"search_as_you_type"},"w":{"type":"search_as_you_type","max_shingle_size":2}}})");
  EXPECT_THAT(made->field_names(), ::testing::UnorderedElementsAre("s", "s._2gram", "s._3gram", "s._index_prefix", "w", "w._2gram", "w._index_prefix"));
  const engine::Schema& schema = *made->schema();
  const engine::Field& root = *schema.find("s");
  EXPECT_EQ(root.shingle2, schema.find("s._2gram")->id);
  EXPECT_EQ(root.shingle3, schema.find("s._3gram")->id);
  EXPECT_EQ(root.shingle4, kNoField);
  EXPECT_EQ(root.index_prefix, schema.find("s._index_prefix")->id);
  analyzers::TokenStream stream;
  const auto terms = [&](const char* field) {
    schema.find(field)->index_analyzer->analyze("Quick brown fox", stream);
    std::vector<std::string> all;
    for (const auto& token : stream.tokens()) all.emplace_back(token.term);
    return all;
  };
  EXPECT_THAT(terms("s._2gram"), ::testing::ElementsAre("quick brown", "brown fox"));
  EXPECT_THAT(terms("s._3gram"), ::testing::ElementsAre("quick brown fox"));
  const auto prefixes = terms("s._index_prefix");
  EXPECT_THAT(prefixes, ::testing::IsSupersetOf({"q", "quick b", "quick brown fox", "brown f", "fox"}));
  EXPECT_EQ(std::count(prefixes.begin(), prefixes.end(), "q"), 1);
  EXPECT_THAT(testing::values(made->to_json(), R"({"s":"a b"})"), ::testing::ElementsAre("s=a b", "s._2gram=a b", "s._3gram=a b", "s._index_prefix=a b"));
  EXPECT_EQ(made->to_json(), R"({"properties":{"s":{"type":"search_as_you_type"},"w":{"type":"search_as_you_type","max_shingle_size":2}}})");
}

TEST(Mapping, EnforcesItsLimits) {
  MappingContext small = context();
  small.total_fields_limit = 2;
  const auto made = Mapping::create(small, R"({"properties":{"a":{"properties":{"b":{"type":"text","fields":{"c":{"type":"keyword"}}}}}}})");
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().message, "Limit of total fields [2] has been exceeded");
  EXPECT_EQ(made.error().kind, "illegal_argument");
}

TEST(Mapping, RefusesNegativeLengthsAndGaps) {
  EXPECT_NE(mapping_error(R"({"properties":{"x":{"type":"keyword","ignore_above":-56}}})").find("[ignore_above]"),
            std::string::npos);
  mapping_error(R"({"properties":{"x":{"type":"text","position_increment_gap":-1}}})");
  mapping_error(R"({"properties":{"x":{"type":"search_as_you_type","max_shingle_size":-3}}})");
}

}  // namespace
}  // namespace aisle::loaders
