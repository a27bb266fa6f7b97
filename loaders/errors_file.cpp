#include "loaders/errors_file.hpp"

#include <fmt/format.h>

#include "loaders/sources/csv_columns.hpp"

namespace aisle::loaders {

std::string format_reject(const Reject& reject, const std::vector<std::string>& files) {
  std::string line = "{\"file\":";
  append_json_string(reject.file < files.size() ? files[reject.file] : std::string(), line);
  line += fmt::format(",\"line\":{},\"byte\":{}", reject.where.line, reject.where.byte);
  const auto text = [&](std::string_view key, std::string_view value) {
    line += fmt::format(",\"{}\":", key);
    append_json_string(value, line);
  };
  text("id", reject.id);
  text("field", reject.field);
  text("type", reject.type);
  text("reason", reject.reason);
  return line += '}';
}

void ErrorsFile::write(const Reject& reject) {
  if (path_.empty()) return;
  if (!out_.is_open()) out_.open(path_, std::ios::trunc);
  out_ << format_reject(reject, files_) << '\n';
}

bool ErrorsFile::close() {
  if (!out_.is_open()) return true;
  out_.close();
  return !out_.fail();
}

}  // namespace aisle::loaders
