#include "bench/load/catalog_lines.hpp"

#include "loaders/mapping/document_parser.hpp"

namespace aisle::bench {

CatalogLines::CatalogLines(const std::filesystem::path& file) : buffer_(1u << 20) {
  file_.rdbuf()->pubsetbuf(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  file_.open(file);
  open_ = file_.is_open();
}

std::vector<std::string> CatalogLines::take(std::size_t count) {
  std::vector<std::string> lines;
  lines.reserve(count);
  std::string line;
  line.reserve(1u << 14);
  MutexLock lock(mutex_);
  while (lines.size() < count && std::getline(file_, line)) {
    std::string& kept = lines.emplace_back();
    kept.reserve(line.size() + loaders::DocumentParser::kSourcePadding);
    kept = line;
  }
  return lines;
}

std::string line_id(const std::string& line, std::size_t fallback) {
  constexpr std::string_view kName = "\"id\":";
  std::size_t begin = line.find(kName);
  if (begin == std::string::npos) return std::to_string(fallback);
  begin = line.find('"', begin + kName.size());
  const std::size_t end = begin == std::string::npos ? begin : line.find('"', begin + 1);
  return end == std::string::npos ? std::to_string(fallback) : line.substr(begin + 1, end - begin - 1);
}

}  // namespace aisle::bench
