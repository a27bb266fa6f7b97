#include "loaders/bulk_batch.hpp"

#include "base/hash.hpp"
#include "loaders/sources/csv_columns.hpp"

namespace aisle::loaders {

void append_action_line(RecordAction action, std::string_view metadata, std::string_view id, std::string& body) {
  body += "{\"";
  body += to_string(action);
  body += "\":";
  const bool has_id = metadata.find("\"_id\":") != std::string_view::npos;
  if (has_id || (id.empty() && !metadata.empty())) {
    body += metadata;
  } else {
    body += '{';
    if (!id.empty()) {
      body += "\"_id\":";
      append_json_string(id, body);
    }
    if (metadata.size() > 2) {
      body += ',';
      body += metadata.substr(1, metadata.size() - 2);
    }
    body += '}';
  }
  body += "}\n";
}

void BulkBatch::add(const Record& record, const std::string& id, std::size_t file) {
  const std::size_t begin = body_.size();
  append_action_line(record.action, record.metadata, id, body_);
  if (record.action != RecordAction::remove) {
    body_ += record.json;
    body_ += '\n';
  }
  items_.push_back({begin, body_.size() - begin, file, record.where, id});
  if (!id.empty()) ids_.insert(hash64(id));
}

void BulkBatch::add(const BulkBatch& from, const BatchItem& item) {
  items_.push_back(item);
  items_.back().begin = body_.size();
  body_ += std::string_view(from.body_).substr(item.begin, item.size);
}

bool BulkBatch::may_contain(std::string_view id) const { return !id.empty() && ids_.contains(hash64(id)); }

}  // namespace aisle::loaders
