// GET /admin/fsck: are the books in order?
#include "server/shop_api/endpoints/endpoints.hpp"
#include "server/shop_api/endpoints/parts.hpp"

namespace aisle::server::shop_api {

void check_store(const ShopContext&, Call call) { call.answer(not_found("check")); }

}  // namespace aisle::server::shop_api
