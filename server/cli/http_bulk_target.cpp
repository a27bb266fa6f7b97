#include "server/cli/http_bulk_target.hpp"

#include <fmt/format.h>

#include <charconv>

#include "server/http/uri.hpp"

namespace aisle::server::cli {
namespace {

constexpr std::size_t kShownBytes = 400;  // of an unexpected answer: enough to see what it is

Error answer_error(std::string_view action, const http::ClientAnswer& answer) {
  const ErrorCode code = answer.status == 429   ? ErrorCode::resource_exhausted
                         : answer.status == 503 ? ErrorCode::unavailable
                                                : ErrorCode::invalid_argument;
  return Error(code, fmt::format("{}: the server answered {}: {}", action, answer.status,
                                 answer.body.substr(0, kShownBytes)));
}

}  // namespace

Result<ServerAddress> parse_server_url(std::string_view url) {
  const auto bad = [&](std::string_view why) {
    return Error(ErrorCode::invalid_argument, fmt::format("--url {}: {}; give http://HOST:PORT", url, why));
  };
  if (url.starts_with("https://")) return bad("TLS is not spoken here");
  std::string_view rest = url;
  if (rest.starts_with("http://")) rest.remove_prefix(7);
  while (!rest.empty() && rest.back() == '/') rest.remove_suffix(1);
  ServerAddress address;
  const std::size_t colon = rest.rfind(':');
  const bool has_port = colon != std::string_view::npos && rest.find(']', colon) == std::string_view::npos;
  address.host = rest.substr(0, has_port ? colon : rest.size());
  if (address.host.size() > 2 && address.host.front() == '[') address.host = address.host.substr(1, address.host.size() - 2);
  if (address.host.empty()) return bad("no host");
  if (address.host.find('/') != std::string::npos) return bad("a path is not expected");
  if (!has_port) return address;
  const std::string_view port = rest.substr(colon + 1);
  const auto [end, problem] = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (problem != std::errc{} || end != port.data() + port.size() || address.port == 0) return bad("no such port");
  return address;
}

HttpBulkTarget::HttpBulkTarget(const ServerAddress& address, std::string index, unsigned connections)
    : index_path_("/" + http::percent_encode(index)) {
  for (unsigned i = 0; i < std::max(connections, 1U); ++i) {
    http::ClientOptions options;
    options.host = address.host;
    options.port = address.port;
    clients_.emplace_back(std::move(options));
  }
}

Result<bool> HttpBulkTarget::index_exists() {
  http::ClientRequest request;
  request.method = http::Method::head;
  request.target = index_path_;
  Result<http::ClientAnswer> answer = clients_[0].send(request);
  if (!answer) return std::move(answer).error();
  if (answer->status == 200) return true;
  if (answer->status == 404) return false;
  return answer_error("looking for the index", *answer);
}

Status HttpBulkTarget::create_index(std::string_view body) {
  http::ClientRequest request;
  request.method = http::Method::put;
  request.target = index_path_;
  request.body = body;
  Result<http::ClientAnswer> answer = clients_[0].send(request);
  if (!answer) return std::move(answer).error();
  return answer->status == 200 ? Status() : Status(answer_error("creating the index", *answer));
}

Result<std::vector<loaders::BulkItemOutcome>> HttpBulkTarget::send_bulk(unsigned connection, std::string_view body) {
  Result<http::ClientAnswer> answer =
      clients_[connection].post(index_path_ + "/_bulk", std::string(body), "application/x-ndjson");
  if (!answer) return std::move(answer).error();
  if (answer->status != 200) return answer_error("loading", *answer);
  return loaders::parse_bulk_response(answer->body);
}

Status HttpBulkTarget::refresh() {
  Result<http::ClientAnswer> answer = clients_[0].post(index_path_ + "/_refresh", "");
  if (!answer) return std::move(answer).error();
  return answer->status == 200 ? Status() : Status(answer_error("refreshing", *answer));
}

}  // namespace aisle::server::cli
