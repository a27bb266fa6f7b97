#include "bench/peers/xapian/questions.hpp"

#include <fstream>

#include "base/json/json_document.hpp"

namespace aisle::bench {
namespace {

std::string text_of(const std::optional<JsonValue>& value) { return value ? std::string(value->text()) : std::string(); }

Question question_of(const JsonValue& line) {
  Question question;
  if (const auto i = line.find("i")) question.i = static_cast<std::uint64_t>(i->as_int64().value_or(0));
  question.kind = text_of(line.find("kind"));
  question.text = text_of(line.find("text"));
  const auto filters = line.find("filters");
  if (!filters) return question;
  question.brand = text_of(filters->find("brand"));
  question.category = text_of(filters->find("category"));
  const auto least = filters->find("price_min"), most = filters->find("price_max");
  if (least && most) question.price = {least->as_double().value_or(0.0), most->as_double().value_or(0.0)};
  return question;
}

}  // namespace

Result<std::vector<Question>> read_questions(const std::string& file, std::size_t limit) {
  std::ifstream in(file);
  if (!in) return Error(ErrorCode::not_found, "cannot read " + file);
  std::vector<Question> questions;
  for (std::string line; questions.size() < limit && std::getline(in, line);) {
    const auto document = JsonDocument::parse(line);
    if (!document) return document.error();
    questions.push_back(question_of(document->root()));
  }
  return questions;
}

}  // namespace aisle::bench
