#include "server/http/router.hpp"

#include <fmt/format.h>

#include <array>
#include <cassert>
#include <map>
#include <optional>
#include <set>

#include "server/http/uri.hpp"

namespace aisle::server::http {
namespace {

constexpr std::size_t kMethodCount = 8;
constexpr std::size_t kMaxSegments = 64;

bool is_parameter(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

/// Elasticsearch lists the methods of its own enumeration, in no order a client depends on; ours is alphabetical.
std::string join(const std::set<std::string_view>& words, std::string_view separator) {
  return fmt::format("{}", fmt::join(words, separator));
}

}  // namespace

std::string_view to_string(EndpointClass endpoint_class) {
  constexpr std::array<std::string_view, 5> kNames = {"light", "shop", "search", "write", "admin"};
  return kNames[static_cast<std::size_t>(endpoint_class)];
}

struct Router::Node {
  struct Leaf {
    const Route* route = nullptr;
    std::vector<std::string> parameter_names;
  };
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> parameter;
  std::array<Leaf, kMethodCount> leaves;

  const Leaf* leaf_for(Method method) const {
    const Leaf& own = leaves[static_cast<std::size_t>(method)];
    if (own.route) return &own;
    const Leaf& get = leaves[static_cast<std::size_t>(Method::get)];
    return method == Method::head && get.route ? &get : nullptr;
  }

  std::set<std::string_view> allowed() const {
    std::set<std::string_view> methods;
    for (std::size_t i = 0; i < kMethodCount; ++i) {
      if (leaves[i].route) methods.insert(to_string(static_cast<Method>(i)));
    }
    if (methods.contains("GET")) methods.insert("HEAD");
    return methods;
  }
};

namespace {

/// The segments of a path, each decoded on its own. Those without escapes are views of the target.
class Segments {
 public:
  Segments() = default;
  Segments(const Segments&) = delete;
  Segments& operator=(const Segments&) = delete;

  Status fill(std::string_view uri) {
    std::string_view path = path_of(uri);
    if (path.contains('%')) decoded_.reserve(path.size());  // so that it never moves: decoding makes nothing longer
    while (!path.empty()) {
      const auto segment = path.substr(0, path.find('/'));
      path.remove_prefix(std::min(path.size(), segment.size() + 1));
      if (segment.empty()) continue;
      if (auto status = add(segment); !status) return status;
    }
    return {};
  }
  std::size_t size() const { return size_; }
  std::string_view operator[](std::size_t i) const { return views_[i]; }

 private:
  Status add(std::string_view segment) {
    if (size_ == kMaxSegments) {
      return Error(ErrorCode::invalid_argument, fmt::format("more than {} segments in a path", kMaxSegments));
    }
    if (segment.contains('%')) {
      const auto text = percent_decode(segment, false);
      if (!text) return text.error();
      const std::size_t begin = decoded_.size();
      decoded_ += *text;
      segment = std::string_view(decoded_).substr(begin);
    }
    views_[size_++] = segment;
    return {};
  }

  std::array<std::string_view, kMaxSegments> views_;
  std::size_t size_ = 0;
  std::string decoded_;
};

/// One search of the trie: literal children first, then the parameter, remembering the first node that knows the path
/// under other methods.
template <class Node, class Leaf>
struct Walk {
  const Segments& segments;
  Method method;
  std::vector<std::string_view> values = {};
  std::set<std::string_view> allowed = {};

  const Leaf* find(const Node& node, std::size_t depth) {
    if (depth == segments.size()) return at_end(node);
    if (auto child = node.literals.find(segments[depth]); child != node.literals.end()) {
      if (const Leaf* leaf = find(*child->second, depth + 1)) return leaf;
    }
    if (!node.parameter) return nullptr;
    values.push_back(segments[depth]);
    if (const Leaf* leaf = find(*node.parameter, depth + 1)) return leaf;
    values.pop_back();
    return nullptr;
  }

  const Leaf* at_end(const Node& node) {
    if (const Leaf* leaf = node.leaf_for(method)) return leaf;
    allowed.merge(node.allowed());
    return nullptr;
  }
};

Response unknown_path(Method method, std::string_view uri) {
  Response response;
  response.status = 400;
  response.body = fmt::format(R"({{"error":{}}})", json_string(fmt::format("no handler found for uri [{}] and method [{}]",
                                                                           uri, to_string(method))));
  return response;
}

Response wrong_method(Method method, std::string_view uri, const std::set<std::string_view>& allowed) {
  auto response = plain_error_response(
      405, fmt::format("Incorrect HTTP method for uri [{}] and method [{}], allowed: [{}]", uri, to_string(method),
                       join(allowed, ", ")));
  response.headers.emplace_back("Allow", join(allowed, ","));
  return response;
}

Response options_answer(const std::set<std::string_view>& allowed) {
  Response response;
  response.content_type = "text/plain; charset=UTF-8";
  response.headers.emplace_back("Allow", join(allowed, ","));
  return response;
}

}  // namespace

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Method method, std::string_view pattern, EndpointClass endpoint_class, Handler handler) {
  assert(pattern.starts_with('/') && "a route's pattern starts with a slash");
  Node* node = root_.get();
  std::vector<std::string> names;
  for (std::string_view segment : split_path(pattern)) {
    auto& child = is_parameter(segment) ? node->parameter : node->literals[std::string(segment)];
    if (is_parameter(segment)) names.emplace_back(segment.substr(1, segment.size() - 2));
    if (!child) child = std::make_unique<Node>();
    node = child.get();
  }
  auto& leaf = node->leaves[static_cast<std::size_t>(method)];
  assert(!leaf.route && "a method and a pattern are added once");
  routes_.push_back(std::make_unique<Route>(
      Route{method, std::string(pattern), endpoint_class, std::move(handler), routes_.size()}));
  leaf.route = routes_.back().get();
  leaf.parameter_names = std::move(names);
}

Match Router::match(Method method, std::string_view uri) const {
  Match match;
  Segments segments;
  if (const auto status = segments.fill(uri); !status) {
    match.refusal = error_response(400, "illegal_argument_exception", status.error().message);
    return match;
  }
  Walk<Node, Node::Leaf> walk{segments, method};
  if (const Node::Leaf* leaf = walk.find(*root_, 0)) {
    match.route = leaf->route;
    for (std::size_t i = 0; i < leaf->parameter_names.size(); ++i) {
      match.parameters.emplace_back(leaf->parameter_names[i], std::string(walk.values[i]));
    }
  } else if (walk.allowed.empty()) {
    match.refusal = unknown_path(method, uri);
  } else if (method == Method::options) {
    match.refusal = options_answer(walk.allowed);
  } else {
    match.refusal = wrong_method(method, uri, walk.allowed);
  }
  return match;
}

}  // namespace aisle::server::http
