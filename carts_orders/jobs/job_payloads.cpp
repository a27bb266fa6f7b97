#include "base/json/json_document.hpp"
#include "base/json/json_writer.hpp"
#include "carts_orders/jobs/job_kinds.hpp"

namespace aisle::shop {
namespace {

/// Builds one JSON object.
class PayloadWriter {
 public:
  PayloadWriter() : json_(text_) { json_.begin_object(); }
  PayloadWriter& id(std::string_view name, const Id& id) {
    json_.field(name, std::string_view(to_string(id)));
    return *this;
  }
  PayloadWriter& text(std::string_view name, std::string_view text) {
    json_.field(name, text);
    return *this;
  }
  PayloadWriter& number(std::string_view name, std::int64_t number) {
    json_.field(name, number);
    return *this;
  }
  PayloadWriter& money(const Money& money) { return number("amount", money.amount).text("currency", money.currency.code()); }
  PayloadWriter& lines(const std::vector<ShippedLine>& lines) {
    json_.key("lines").begin_array();
    for (const ShippedLine& line : lines) {
      json_.begin_object();
      json_.field("sku", std::string_view(line.sku));
      json_.field("quantity", line.quantity);
      json_.end_object();
    }
    json_.end_array();
    return *this;
  }
  std::string done() {
    json_.end_object();
    return std::move(text_);
  }

 private:
  std::string text_;
  JsonWriter json_;
};

/// Reads one JSON object; remembers the first member that is not as it should be.
class PayloadReader {
 public:
  explicit PayloadReader(std::string_view text) : document_(JsonDocument::parse(text)) {
    if (!document_) {
      wrong_ = "payload";
    } else if (!document_->root().is_object()) {
      wrong_ = "object";
    }
  }

  void id(std::string_view name, Id& out) {
    std::string text;
    this->text(name, text);
    const std::optional<Id> id = parse_id(text);
    if (id) {
      out = *id;
    } else {
      note(name);
    }
  }
  void text(std::string_view name, std::string& out) {
    const auto value = find(name);
    if (value && value->is_string()) {
      out = value->text();
    } else {
      note(name);
    }
  }
  template <class Integer>
  void number(std::string_view name, Integer& out) {
    const auto value = find(name);
    const auto number = value ? value->as_int64() : std::nullopt;
    if (number) {
      out = static_cast<Integer>(*number);
    } else {
      note(name);
    }
  }
  void money(Money& out) {
    number("amount", out.amount);
    std::string code;
    text("currency", code);
    const std::optional<Currency> currency = Currency::find(code);
    if (currency) out.currency = *currency;
    if (!currency && !code.empty()) note("currency");  // empty: a provider's currency that ISO does not know
  }
  void lines(std::vector<ShippedLine>& out) {
    const auto value = find("lines");
    if (!value || !value->is_array()) return note("lines");
    for (const JsonValue line : value->elements()) {
      const auto sku = line.find("sku");
      const auto quantity = line.find("quantity");
      if (!sku || !quantity || !quantity->as_int64()) return note("lines");
      out.push_back({.sku = std::string(sku->text()), .quantity = *quantity->as_int64()});
    }
  }

  template <class Payload>
  Result<Payload> done(Payload payload) const {
    if (wrong_.empty()) return payload;
    return Error{ErrorCode::data_corrupt, "A job's payload is damaged at '" + wrong_ + "'."};
  }

 private:
  std::optional<JsonValue> find(std::string_view name) const {
    return wrong_.empty() ? document_->root().find(name) : std::nullopt;
  }
  void note(std::string_view name) {
    if (wrong_.empty()) wrong_ = name;
  }
  Result<JsonDocument> document_;
  std::string wrong_;
};

}  // namespace

std::string PaymentCreate::encode() const {
  PayloadWriter out;
  out.id("order", order).number("attempt", attempt).text("provider", provider).text("method", method).text("email", email);
  return out.money(amount).done();
}
Result<PaymentCreate> PaymentCreate::decode(std::string_view payload) {
  PayloadReader in(payload);
  PaymentCreate out;
  in.id("order", out.order);
  in.number("attempt", out.attempt);
  in.text("provider", out.provider);
  in.text("method", out.method);
  in.text("email", out.email);
  in.money(out.amount);
  return in.done(std::move(out));
}

std::string PaymentVoid::encode() const {
  return PayloadWriter().id("order", order).number("attempt", attempt).text("provider", provider).text("intent", intent).done();
}
Result<PaymentVoid> PaymentVoid::decode(std::string_view payload) {
  PayloadReader in(payload);
  PaymentVoid out;
  in.id("order", out.order);
  in.number("attempt", out.attempt);
  in.text("provider", out.provider);
  in.text("intent", out.intent);
  return in.done(std::move(out));
}

std::string PaymentRefund::encode() const {
  PayloadWriter out;
  out.id("order", order).id("refund", refund).number("attempt", attempt).text("provider", provider).text("intent", intent);
  return out.money(amount).text("reason", reason).text("provider_refund", provider_refund).done();
}
Result<PaymentRefund> PaymentRefund::decode(std::string_view payload) {
  PayloadReader in(payload);
  PaymentRefund out;
  in.id("order", out.order);
  in.id("refund", out.refund);
  in.number("attempt", out.attempt);
  in.text("provider", out.provider);
  in.text("intent", out.intent);
  in.money(out.amount);
  in.text("reason", out.reason);
  in.text("provider_refund", out.provider_refund);
  return in.done(std::move(out));
}

std::string PaymentPoll::encode() const {
  return PayloadWriter().id("order", order).number("attempt", attempt).text("provider", provider).text("intent", intent).done();
}
Result<PaymentPoll> PaymentPoll::decode(std::string_view payload) {
  PayloadReader in(payload);
  PaymentPoll out;
  in.id("order", out.order);
  in.number("attempt", out.attempt);
  in.text("provider", out.provider);
  in.text("intent", out.intent);
  return in.done(std::move(out));
}

std::string ShippingBook::encode() const {
  PayloadWriter out;
  return out.id("order", order).id("shipment", shipment).text("carrier", carrier).text("address", address).lines(lines).done();
}
Result<ShippingBook> ShippingBook::decode(std::string_view payload) {
  PayloadReader in(payload);
  ShippingBook out;
  in.id("order", out.order);
  in.id("shipment", out.shipment);
  in.text("carrier", out.carrier);
  in.text("address", out.address);
  in.lines(out.lines);
  return in.done(std::move(out));
}

std::string ShippingCancel::encode() const {
  return PayloadWriter().id("order", order).id("shipment", shipment).text("carrier", carrier).text("tracking", tracking).done();
}
Result<ShippingCancel> ShippingCancel::decode(std::string_view payload) {
  PayloadReader in(payload);
  ShippingCancel out;
  in.id("order", out.order);
  in.id("shipment", out.shipment);
  in.text("carrier", out.carrier);
  in.text("tracking", out.tracking);
  return in.done(std::move(out));
}

std::string ShippingTrack::encode() const {
  return PayloadWriter().id("order", order).id("shipment", shipment).text("carrier", carrier).text("tracking", tracking).done();
}
Result<ShippingTrack> ShippingTrack::decode(std::string_view payload) {
  PayloadReader in(payload);
  ShippingTrack out;
  in.id("order", out.order);
  in.id("shipment", out.shipment);
  in.text("carrier", out.carrier);
  in.text("tracking", out.tracking);
  return in.done(std::move(out));
}

std::string Notice::encode() const {
  PayloadWriter out;
  out.id("order", order).text("notice", notice).text("marker", marker).text("email", email).money(amount);
  return out.text("carrier", carrier).text("tracking", tracking).text("reason", reason).done();
}
Result<Notice> Notice::decode(std::string_view payload) {
  PayloadReader in(payload);
  Notice out;
  in.id("order", out.order);
  in.text("notice", out.notice);
  in.text("marker", out.marker);
  in.text("email", out.email);
  in.money(out.amount);
  in.text("carrier", out.carrier);
  in.text("tracking", out.tracking);
  in.text("reason", out.reason);
  return in.done(std::move(out));
}

std::string WebhookDeliver::encode() const {
  return PayloadWriter().text("id", id).text("event", event).text("data", data).done();
}
Result<WebhookDeliver> WebhookDeliver::decode(std::string_view payload) {
  PayloadReader in(payload);
  WebhookDeliver out;
  in.text("id", out.id);
  in.text("event", out.event);
  in.text("data", out.data);
  return in.done(std::move(out));
}

std::string LowStock::encode() const {
  return PayloadWriter().text("sku", stock.sku).text("location", stock.location).number("available", available).done();
}
Result<LowStock> LowStock::decode(std::string_view payload) {
  PayloadReader in(payload);
  LowStock out;
  in.text("sku", out.stock.sku);
  in.text("location", out.stock.location);
  in.number("available", out.available);
  return in.done(std::move(out));
}

}  // namespace aisle::shop
