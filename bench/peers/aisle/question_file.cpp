#include "bench/peers/aisle/question_file.hpp"

#include <fstream>

#include "base/json/json_document.hpp"
#include "server/es_api/search/search_body.hpp"

namespace aisle::bench {
namespace {

Result<Question> read_question(const std::string& line) {
  auto document = JsonDocument::parse(line);
  if (!document) return std::move(document).error();
  const auto number = document->root().find("i");
  const auto body_text = document->root().find("body");
  if (!number || !body_text) return Error(ErrorCode::invalid_argument, "a question needs i and body: " + line);
  const std::string text(body_text->raw());
  auto body = JsonDocument::parse(text);
  if (!body) return std::move(body).error();
  auto search = server::es_api::parse_search(&*body, {});
  if (!search) return std::move(search).error();
  Question question{.i = static_cast<std::uint64_t>(number->as_int64().value_or(0)), .request = {}, .completion = {}};
  if (search->only_suggests()) {
    question.completion = std::move(search->suggestions.front().request);
  } else {
    question.request = std::move(search->request);
  }
  return question;
}

}  // namespace

Result<std::vector<Question>> read_questions(const std::filesystem::path& file, std::size_t limit) {
  std::ifstream in(file);
  if (!in) return Error(ErrorCode::unavailable, "cannot read " + file.string());
  std::vector<Question> questions;
  for (std::string line; questions.size() < limit && std::getline(in, line);) {
    auto question = read_question(line);
    if (!question) return std::move(question).error();
    questions.push_back(std::move(*question));
  }
  return questions;
}

}  // namespace aisle::bench
