#pragma once
// Who may ask? A file of API keys, one `id:secret` a line.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "server/http/request.hpp"
#include "server/http/response.hpp"

namespace aisle::server::http {

/// Decodes base64 with or without padding; nothing for what is not base64.
std::optional<std::string> base64_decode(std::string_view text);

/// The keys that open the server. Without any, every request is let in. Immutable, any thread.
class ApiKeys {
 public:
  ApiKeys() = default;
  /// `lines` are `id:secret`; secrets have at least 16 characters. Errors name the line.
  static Result<ApiKeys> parse(std::string_view lines, std::string_view file_name);
  /// Blank lines and lines that begin with '#' are skipped.
  static Result<ApiKeys> load(const std::filesystem::path& file);

  bool empty() const { return keys_.empty(); }
  /// Accepts `Authorization: ApiKey base64(id:secret)`, `Basic base64(id:secret)`, `Bearer secret` and
  /// `Bearer base64(id:secret)`. Takes the same time for every wrong secret of a length.
  bool accepts(std::string_view authorization) const;
  /// The 401 for everyone else, nothing when the request may go on. /livez, /readyz and /startupz are open.
  std::optional<Response> refuse(const Request& request) const;

 private:
  std::vector<std::string> keys_;  ///< "id:secret"
};

}  // namespace aisle::server::http
