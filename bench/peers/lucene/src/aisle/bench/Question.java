package aisle.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A line of a file of queries, read. */
final class Question {
  int i;
  String kind;
  String text;
  String brand;
  String category;
  /** Whose brand the shopper likes; for fscore_shopper. */
  String affinity;
  Double priceMin;
  Double priceMax;

  boolean hasPrice() {
    return priceMin != null;
  }

  static List<Question> read(Path file, int limit) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<Question> questions = new ArrayList<>();
    try (var lines = Files.lines(file)) {
      for (String line : (Iterable<String>) lines::iterator) {
        if (questions.size() == limit) break;
        JsonNode node = mapper.readTree(line);
        Question question = new Question();
        question.i = node.get("i").asInt();
        question.kind = node.get("kind").asText();
        question.text = node.path("text").asText("");
        JsonNode filters = node.path("filters");
        question.brand = text(filters, "brand");
        question.category = text(filters, "category");
        question.affinity = text(node, "affinity");
        question.priceMin = number(filters, "price_min");
        question.priceMax = number(filters, "price_max");
        questions.add(question);
      }
    }
    return questions;
  }

  private static String text(JsonNode node, String name) {
    return node.has(name) ? node.get(name).asText() : null;
  }

  private static Double number(JsonNode node, String name) {
    return node.has(name) ? node.get(name).asDouble() : null;
  }
}
