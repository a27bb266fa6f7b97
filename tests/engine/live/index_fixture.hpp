#pragma once
// A tiny catalog for tests of Index: sources are "title|stock|price", stock and price are live columns.

#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include <unistd.h>

#include "engine/engine.hpp"

namespace aisle::engine::testing {

inline constexpr FieldId kTitle{0};
inline constexpr FieldId kStock{1};
inline constexpr FieldId kPrice{2};

inline std::shared_ptr<const Schema> shop_schema() {
  Field title{.name = "title", .type = FieldType::keyword};
  Field stock{.name = "stock", .type = FieldType::long_number, .live = true};
  Field price{.name = "price", .type = FieldType::double_number, .live = true};
  return std::make_shared<const Schema>(std::vector<Field>{title, stock, price}, nullptr);
}

inline Document product(std::string id, std::string source) {
  Document document{.id = std::move(id), .source = std::move(source)};
  auto kept = std::make_shared<const std::string>(document.source);
  document.text = kept;
  const std::size_t first = kept->find('|');
  const std::size_t second = kept->find('|', first + 1);
  document.values.push_back({kTitle, std::string_view(*kept).substr(0, first)});
  if (first != std::string::npos && second != std::string::npos) {
    document.values.push_back({kStock, std::int64_t{std::atoll(kept->c_str() + first + 1)}});
    document.values.push_back({kPrice, std::strtod(kept->c_str() + second + 1, nullptr)});
  }
  return document;
}

class ShopParser final : public SourceParser {
 public:
  Result<Document> parse(std::string_view id, std::string_view source) const override {
    return product(std::string(id), std::string(source));
  }
};

/// A folder that goes away with its owner.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    // In memory where that is possible: syncing is the point of no test here, and slow on a shared disk.
    const std::filesystem::path memory = "/dev/shm";
    const auto parent = std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path();
    std::string pattern = (parent / "aisle-index-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// No threads: everything happens when called.
inline IndexOptions quiet_options(const std::filesystem::path& directory) {
  IndexOptions options;
  options.directory = directory;
  options.schema = shop_schema();
  options.parser = std::make_shared<const ShopParser>();
  options.background_work = false;
  return options;
}

inline std::unique_ptr<Index> open_or_die(IndexOptions options) {
  auto index = Index::open(std::move(options));
  if (!index) throw std::runtime_error(index.error().message);
  return std::move(*index);
}

inline WriteOperation index_op(std::string id, std::string source, WriteCondition condition = {}) {
  return IndexOperation{product(std::move(id), std::move(source)), false, condition};
}
inline WriteOperation create_op(std::string id, std::string source) {
  return IndexOperation{product(std::move(id), std::move(source)), true, {}};
}
inline WriteOperation delete_op(std::string id, WriteCondition condition = {}) {
  return DeleteOperation{std::move(id), condition};
}
inline WriteOperation stock_op(std::string id, std::optional<std::int64_t> stock) {
  LiveUpdateOperation update{.id = std::move(id)};
  update.values.emplace_back(kStock, stock ? std::optional<std::variant<std::int64_t, double>>(*stock) : std::nullopt);
  return update;
}

inline Result<WriteOutcome> apply_one(Index& index, WriteOperation operation) {
  std::vector<WriteOperation> batch;
  batch.push_back(std::move(operation));
  return std::move(index.apply(std::move(batch)).items.front());
}

/// What a search would see of one document.
struct SeenDocument {
  std::string source;
  std::optional<std::int64_t> stock;
  friend bool operator==(const SeenDocument&, const SeenDocument&) = default;
};

inline std::optional<std::int64_t> stock_of(const Segment& segment, DocId doc) {
  const NumericColumn* column = segment.numbers(kStock);
  if (column == nullptr || !column->has_value(doc)) return std::nullopt;
  return column->first(doc);
}

/// Every living document of a snapshot by id; throws when an id is there twice or counts do not add up.
inline std::map<std::string, SeenDocument> seen_in(const Snapshot& snapshot) {
  std::map<std::string, SeenDocument> seen;
  std::uint32_t base = 0;
  for (const SegmentView& view : snapshot.segments()) {
    if (view.doc_base != base) throw std::runtime_error("document bases do not add up");
    base += view.segment->doc_count();
    std::uint32_t live = 0;
    for (std::uint32_t doc = 0; doc < view.segment->doc_count(); ++doc) {
      if (!view.is_live(DocId{doc})) continue;
      ++live;
      SeenDocument document;
      view.segment->append_source(DocId{doc}, document.source);
      document.stock = stock_of(*view.segment, DocId{doc});
      const std::string id(view.segment->doc_id(DocId{doc}));
      if (!seen.emplace(id, document).second) throw std::runtime_error("id [" + id + "] is there twice");
    }
    if (live != view.live_count) throw std::runtime_error("live documents do not add up");
  }
  return seen;
}

}  // namespace aisle::engine::testing
