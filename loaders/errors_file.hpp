#pragma once
// errors.ndjson: one line per record that is not in the index.

#include <fstream>
#include <string>
#include <vector>

#include "loaders/bulk_loader.hpp"

namespace aisle::loaders {

/// `{"file":...,"line":...,"byte":...,"id":...,"field":...,"type":...,"reason":...}` without line end.
std::string format_reject(const Reject& reject, const std::vector<std::string>& files);

/// Created (or emptied) by the first reject, so that a clean import leaves no file. Used under one lock.
class ErrorsFile {
 public:
  ErrorsFile(std::string path, const std::vector<std::string>& files) : path_(std::move(path)), files_(files) {}
  void write(const Reject& reject);
  /// Ends the file; false if something could not be written.
  bool close();

 private:
  const std::string path_;
  const std::vector<std::string>& files_;
  std::ofstream out_;
};

}  // namespace aisle::loaders
