#pragma once
// A JSON array of objects, or objects one after another in any layout, never more than one of them in memory.

#include <string>

#include "loaders/sources/input_buffer.hpp"
#include "loaders/sources/json_checker.hpp"
#include "loaders/sources/record_source.hpp"

namespace aisle::loaders {

/// How it goes on after a broken object: at the next line that is indented like the line the broken one began on
/// and begins with `{`. That keeps every other record of a file with one record per line or of an indented file, and
/// never takes a nested object for a record. An array written on one line ends at an object that does not close.
class JsonSource final : public RecordSource {
 public:
  JsonSource(InputBuffer input, const SourceOptions& options)
      : input_(std::move(input)), max_bytes_(options.max_record_bytes) {}
  Result<std::optional<Record>> next() override;
  InputProgress progress() const override;

 private:
  enum class ScanEnd : std::uint8_t { closed, broken_string, too_long, end_of_input };
  struct Extent {
    std::size_t size = 0;
    ScanEnd end = ScanEnd::closed;
  };

  void advance(std::size_t count);
  void skip_separators();
  Extent scan_object();
  Result<std::optional<Record>> read_object();
  Result<std::optional<Record>> read_end();
  Error read_stray_value();
  Error unfinished_object(ScanEnd end) const;
  std::string_view on_one_line(std::string_view object);
  void recover(const Extent& extent);
  bool rewind_to_record_line(std::size_t extent);
  void skip_to_record_line();
  void skip_line();
  std::optional<std::size_t> record_begin_on_line(std::size_t line_begin) const;

  InputBuffer input_;
  const std::size_t max_bytes_;
  JsonChecker checker_;
  std::string flattened_;
  std::size_t used_ = 0;         ///< bytes of the window that the last answer covered
  std::size_t indent_ = 0;       ///< blanks at the front of the line that the window begins on
  bool at_line_start_ = true;    ///< nothing but blanks before the window on its line
  std::size_t record_indent_ = 0;  ///< indent_ where the record last read began
  bool started_ = false, in_array_ = false, array_closed_ = false, ended_ = false;
  /// Text that may still be read twice after a broken object: bounds the time that hostile input can cost.
  std::size_t rewind_budget_ = 256u << 20;
};

}  // namespace aisle::loaders
