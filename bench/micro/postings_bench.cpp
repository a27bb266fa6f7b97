// What does a posting cost to read? Documents, frequencies, windows, seeks, for each format of a list.
//
// Data: lists of random gaps over 1,048,576 documents, seed 7; density:n means one document in n. One thread, lists
// in cache. Times are per call; `items` counts postings. Labels carry checksums.

#include <benchmark/benchmark.h>

#include <fmt/format.h>

#include <map>
#include <random>

#include "engine/index/postings/posting_list_writer.hpp"

namespace aisle::bench {
namespace {

using namespace engine;

constexpr std::uint32_t kDocs = 1u << 20;

/// A list within an image of its own; one document in `density`, frequencies 1 but for one in four.
class List {
 public:
  explicit List(std::uint32_t density) : image_(ImageMemory{}) {
    std::mt19937_64 random(7);
    PostingList list;
    for (std::uint32_t doc = 0; doc < kDocs; ++doc) {
      if (random() % density != 0) continue;
      list.docs.push_back(doc);
      list.freqs.push_back(random() % 4 == 0 ? 2 + static_cast<std::uint32_t>(random() % 3) : 1);
      for (std::uint32_t k = 0; k < list.freqs.back(); ++k) list.positions.push_back(k * 7);
    }
    norms_.assign(kDocs, 8);
    ImageWriter writer;
    writer.begin_section(SectionKind::postings, 0);
    entry_ = PostingListWriter(writer, PostingDetail::positions, norms_, kDocs).write(list.range());
    writer.end_section();
    image_ = std::move(writer).finish(1, 0);
    view_ = {SectionTable::open(image_.bytes(), ImageTrust::own)->find(SectionKind::postings).data(), norms_.data(),
             kDocs, PostingDetail::positions};
    count_ = list.docs.size();
  }
  PostingCursor open(PostingDetail detail) const { return PostingCursor(view_, entry_, detail); }
  std::size_t count() const { return count_; }

 private:
  std::vector<std::uint8_t> norms_;
  SegmentImage image_;
  TermEntry entry_;
  PostingsView view_;
  std::size_t count_ = 0;
};

const List& list_of(std::int64_t density) {
  static std::map<std::int64_t, List> lists;
  return lists.try_emplace(density, static_cast<std::uint32_t>(density)).first->second;
}

void finish(benchmark::State& state, const List& list, std::uint64_t checksum) {
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * list.count()));
  state.SetLabel(fmt::format("checksum:{:x}", checksum));
}

void BM_PostingCursor_Docs(benchmark::State& state) {
  const List& list = list_of(state.range(0));
  std::uint64_t sum = 0;
  for (auto _ : state) {
    sum = 0;
    for (PostingCursor cursor = list.open(PostingDetail::docs); !cursor.exhausted(); cursor.next_block()) {
      sum += index_of(cursor.docs().back());
    }
    benchmark::DoNotOptimize(sum);
  }
  finish(state, list, sum);
}
BENCHMARK(BM_PostingCursor_Docs)->ArgName("density")->Arg(2)->Arg(10)->Arg(20)->Arg(100)->Arg(2000);

void BM_PostingCursor_DocsAndFreqs(benchmark::State& state) {
  const List& list = list_of(state.range(0));
  std::uint64_t sum = 0;
  for (auto _ : state) {
    sum = 0;
    for (PostingCursor cursor = list.open(PostingDetail::freqs); !cursor.exhausted(); cursor.next_block()) {
      sum += index_of(cursor.docs().back()) + cursor.freqs().back();
    }
    benchmark::DoNotOptimize(sum);
  }
  finish(state, list, sum);
}
BENCHMARK(BM_PostingCursor_DocsAndFreqs)->ArgName("density")->Arg(10)->Arg(100);

void BM_PostingCursor_Positions(benchmark::State& state) {
  const List& list = list_of(state.range(0));
  std::uint64_t sum = 0;
  for (auto _ : state) {
    sum = 0;
    for (PostingCursor cursor = list.open(PostingDetail::positions); !cursor.exhausted(); cursor.next_block()) {
      const auto count = static_cast<std::uint32_t>(cursor.docs().size());
      for (std::uint32_t i = 0; i < count; ++i) sum += cursor.positions(i).back();
    }
    benchmark::DoNotOptimize(sum);
  }
  finish(state, list, sum);
}
BENCHMARK(BM_PostingCursor_Positions)->ArgName("density")->Arg(100);

void BM_PostingCursor_FillWindow(benchmark::State& state) {
  const List& list = list_of(state.range(0));
  std::uint64_t sum = 0;
  for (auto _ : state) {
    sum = 0;
    PostingCursor cursor = list.open(PostingDetail::docs);
    for (std::uint32_t base = 0; base < kDocs; base += kWindowSize) {
      WindowBits bits;
      cursor.fill_window(DocId{base}, bits);
      sum += bits.words[3];
    }
    benchmark::DoNotOptimize(sum);
  }
  finish(state, list, sum);
}
BENCHMARK(BM_PostingCursor_FillWindow)->ArgName("density")->Arg(2)->Arg(10)->Arg(20)->Arg(100)->Arg(2000);

void BM_PostingCursor_Seek(benchmark::State& state) {
  const List& list = list_of(state.range(0));
  std::uint64_t sum = 0;
  constexpr std::uint32_t kStride = 4096;
  for (auto _ : state) {
    sum = 0;
    PostingCursor cursor = list.open(PostingDetail::docs);
    for (std::uint32_t target = 0; target < kDocs; target += kStride) {
      cursor.seek_block(DocId{target});
      sum += cursor.exhausted() ? 0 : index_of(cursor.docs().front());
    }
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * (kDocs / kStride));
  state.SetLabel(fmt::format("checksum:{:x}", sum));
}
BENCHMARK(BM_PostingCursor_Seek)->ArgName("density")->Arg(10)->Arg(100)->Arg(2000);

}  // namespace
}  // namespace aisle::bench
