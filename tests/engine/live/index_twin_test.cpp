// Random histories of an index against the obvious model: maps of documents. Refreshes, merges, checkpoints, clean
// restarts and crashes (destroyed without close) come at random; nothing of them may show but what they promise.

#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "tests/engine/live/index_fixture.hpp"

namespace aisle::engine::testing {
namespace {

struct ModelDocument {
  SeenDocument seen;
  std::uint64_t version = 0;
  std::uint64_t sequence_number = 0;
  bool exists = false;
};

class Twin {
 public:
  explicit Twin(std::uint32_t seed) : random_(seed) {
    options_ = quiet_options(folder_.path());
    options_.buffer_bytes = 20'000;
    options_.log_file_bytes = 4'000;
    options_.merge_limits.segments_per_tier = 3;
    index_ = open_or_die(options_);
  }

  void run(int steps) {
    for (int i = 0; i < steps; ++i) {
      step();
      if (::testing::Test::HasFailure()) return;
    }
    verify();
  }

 private:
  std::uint32_t pick(std::uint32_t below) { return std::uniform_int_distribution<std::uint32_t>(0, below - 1)(random_); }

  void step() {
    const std::uint32_t kind = pick(100);
    if (kind < 80) return write(1 + pick(12));
    if (kind < 88) return refresh();
    if (kind < 91) return merge();
    if (kind < 94) return checkpoint();
    if (kind < 97) return reopen();
    verify();
  }

  void write(std::uint32_t count) {
    std::vector<WriteOperation> batch;
    std::vector<std::function<void(const Result<WriteOutcome>&)>> expectations;
    for (std::uint32_t i = 0; i < count; ++i) add_operation(batch, expectations);
    const WriteReport report = index_->apply(std::move(batch));
    for (std::size_t i = 0; i < expectations.size(); ++i) expectations[i](report.items[i]);
    ASSERT_EQ(report.log_position, next_);
  }

  void expect(const Result<WriteOutcome>& outcome, const ModelDocument& document, WriteOutcome::Kind kind) {
    ASSERT_TRUE(outcome) << outcome.error().message;
    EXPECT_EQ(outcome->kind, kind);
    EXPECT_EQ(outcome->version, document.version);
    EXPECT_EQ(outcome->sequence_number, document.sequence_number);
  }

  void add_operation(std::vector<WriteOperation>& batch,
                     std::vector<std::function<void(const Result<WriteOutcome>&)>>& expectations) {
    const std::string id = "id" + std::to_string(pick(60));
    ModelDocument& document = model_[id];
    const std::uint32_t kind = pick(10);
    if (kind == 0 && document.exists) {
      batch.push_back(create_op(id, "never|0|0"));
      expectations.push_back([](const Result<WriteOutcome>& outcome) { EXPECT_FALSE(outcome); });
    } else if (kind < 5) {
      const auto outcome = document.exists ? WriteOutcome::Kind::updated : WriteOutcome::Kind::created;
      const std::int64_t stock = pick(1000);
      const std::string source = "title" + std::to_string(pick(5)) + "|" + std::to_string(stock) + "|" +
                                 std::to_string(pick(100)) + ".5" + std::string(pick(300), 'x');
      document = {{source, stock}, document.version + 1, next_++, true};
      batch.push_back(index_op(id, source));
      expectations.push_back([this, document, outcome](const auto& got) { expect(got, document, outcome); });
    } else if (kind < 7) {
      const auto outcome = document.exists ? WriteOutcome::Kind::deleted : WriteOutcome::Kind::not_found;
      document = {{}, document.version + 1, next_++, false};
      batch.push_back(delete_op(id));
      expectations.push_back([this, document, outcome](const auto& got) { expect(got, document, outcome); });
    } else if (!document.exists) {
      batch.push_back(stock_op(id, 1));
      expectations.push_back([](const auto& got) { EXPECT_EQ(got->kind, WriteOutcome::Kind::not_found); });
    } else {
      document.seen.stock = pick(8) == 0 ? std::nullopt : std::optional<std::int64_t>(pick(1000));
      ++document.version;
      document.sequence_number = next_++;
      const auto shown = visible_.find(id);
      if (shown != visible_.end()) shown->second.stock = document.seen.stock;
      batch.push_back(stock_op(id, document.seen.stock));
      expectations.push_back(
          [this, document](const auto& got) { expect(got, document, WriteOutcome::Kind::updated); });
    }
  }

  void show_all() {
    visible_.clear();
    for (const auto& [id, document] : model_) {
      if (document.exists) visible_[id] = document.seen;
    }
  }
  void refresh() {
    ASSERT_TRUE(index_->refresh());
    show_all();
    EXPECT_EQ(seen_in(*index_->snapshot()), visible_);
  }
  void merge() {
    ASSERT_TRUE(index_->force_merge(1 + pick(3)));
    show_all();
    EXPECT_EQ(seen_in(*index_->snapshot()), visible_);
  }
  void checkpoint() { ASSERT_TRUE(index_->checkpoint()); }
  void reopen() {
    const bool clean = pick(2) == 0;
    if (clean) {
      ASSERT_TRUE(index_->close());
    }
    index_.reset();
    index_ = open_or_die(options_);
    EXPECT_TRUE(index_->recovery().problems.empty()) << index_->recovery().problems.front();
    if (clean) {
      EXPECT_EQ(index_->recovery().operations_replayed, 0u);
    }
    show_all();
    verify();
  }
  void verify() {
    EXPECT_EQ(seen_in(*index_->snapshot()), visible_);
    for (const auto& [id, document] : model_) {
      const auto got = index_->get(id);
      ASSERT_EQ(got.has_value(), document.exists) << id;
      if (!got) continue;
      EXPECT_EQ(got->source, document.seen.source);
      EXPECT_EQ(got->version, document.version);
      EXPECT_EQ(got->sequence_number, document.sequence_number);
      std::optional<std::int64_t> stock = stock_in(got->source);
      for (const auto& [field, value] : got->live_changes) {
        if (field == kStock) stock = value ? std::optional(std::get<std::int64_t>(*value)) : std::nullopt;
      }
      EXPECT_EQ(stock, document.seen.stock);
    }
  }
  static std::optional<std::int64_t> stock_in(const std::string& source) {
    return std::atoll(source.c_str() + source.find('|') + 1);
  }

  std::mt19937 random_;
  TemporaryFolder folder_;
  IndexOptions options_;
  std::unique_ptr<Index> index_;
  std::map<std::string, ModelDocument> model_;
  std::map<std::string, SeenDocument> visible_;
  std::uint64_t next_ = 0;
};

TEST(IndexTwin, AgreesWithTheObviousModelOnRandomHistories) {
  for (std::uint32_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Twin(seed).run(250);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace aisle::engine::testing
