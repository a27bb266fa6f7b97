#include "server/shop_api/http/read_fault.hpp"

namespace aisle::server::shop_api {

shop::Answer member_problem(int status, std::string_view code, std::string_view detail, std::string_view member,
                            Position where) {
  return shop::problem(status, code, detail, [&](JsonWriter& json) {
    if (!member.empty()) json.field("member", member);
    json.field("line", where.line).field("column", where.column);
  });
}

}  // namespace aisle::server::shop_api
