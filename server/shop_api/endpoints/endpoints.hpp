#pragma once
// The handler of every route of access/authorisation_table.cpp, by area. Each parses strictly, looks up what the command
// needs of the catalog, submits, and leaves the answer to the state machine; reads come from committed records.

#include "server/shop_api/frame/call.hpp"

namespace aisle::server::shop_api {

// cart_endpoints.cpp
void create_cart(const ShopContext& shop, Call call);
void get_my_cart(const ShopContext& shop, Call call);
void get_cart(const ShopContext& shop, Call call);
void merge_carts(const ShopContext& shop, Call call);
void put_line(const ShopContext& shop, Call call);
void add_line(const ShopContext& shop, Call call);
void remove_line(const ShopContext& shop, Call call);
void clear_cart(const ShopContext& shop, Call call);

// inventory_endpoints.cpp
void get_stock(const ShopContext& shop, Call call);
void get_many_stocks(const ShopContext& shop, Call call);
void put_stock(const ShopContext& shop, Call call);
void adjust_stock(const ShopContext& shop, Call call);
void get_ledger(const ShopContext& shop, Call call);
void get_price(const ShopContext& shop, Call call);
void put_price(const ShopContext& shop, Call call);

// bulk_stock_endpoint.cpp
void bulk_stock(const ShopContext& shop, Call call);

// reservation_endpoints.cpp
void create_reservation(const ShopContext& shop, Call call);
void get_reservation(const ShopContext& shop, Call call);
void commit_reservation(const ShopContext& shop, Call call);
void release_reservation(const ShopContext& shop, Call call);
void extend_reservation(const ShopContext& shop, Call call);

// checkout_endpoint.cpp
void checkout(const ShopContext& shop, Call call);

// order_read_endpoints.cpp
void get_order(const ShopContext& shop, Call call);
void get_orders(const ShopContext& shop, Call call);
void get_order_events(const ShopContext& shop, Call call);

// order_endpoints.cpp
void pay_again(const ShopContext& shop, Call call);
void cancel_order(const ShopContext& shop, Call call);
void refund_order(const ShopContext& shop, Call call);
void review_order(const ShopContext& shop, Call call);
void ship_order(const ShopContext& shop, Call call);
void report_shipment(const ShopContext& shop, Call call);

// webhook_endpoint.cpp
void take_webhook(const ShopContext& shop, Call call);

// feed_endpoint.cpp
void get_events(const ShopContext& shop, Call call);

// admin_endpoints.cpp
void get_dead_jobs(const ShopContext& shop, Call call);
void requeue_job(const ShopContext& shop, Call call);
void make_backup(const ShopContext& shop, Call call);
void check_store(const ShopContext& shop, Call call);

}  // namespace aisle::server::shop_api
