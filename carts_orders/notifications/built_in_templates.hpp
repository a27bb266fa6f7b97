#pragma once
// The wording that a shop has before it writes its own.

#include <array>
#include <string_view>

namespace aisle::shop {

struct BuiltInTemplate {
  std::string_view notice;
  std::string_view subject;
  std::string_view text;
};

inline constexpr std::array kBuiltInTemplates = {
    BuiltInTemplate{"confirmation", "Your order {{order}} is confirmed",
                    R"(Thank you for your order at {{shop}}.

Order {{order}}

{{#lines}}
  {{quantity}} x {{title}} ({{sku}})  {{total}}
{{/lines}}
{{#adjustments}}
  {{label}}  {{amount}}
{{/adjustments}}

Total: {{amount}}

We have received your payment and tell you as soon as your order is on its way.
)"},
    BuiltInTemplate{"payment_failed", "The payment for your order {{order}} did not work",
                    R"(The payment of {{amount}} for your order {{order}} at {{shop}} did not work.
{{#reason}}

Reason: {{reason}}
{{/reason}}

You were not charged. Your cart is as it was, so you can order again.
)"},
    BuiltInTemplate{"shipped", "Your order {{order}} is on its way",
                    R"(Good news from {{shop}}: a parcel of your order {{order}} is on its way.
{{#tracking}}

Carrier: {{carrier}}
Tracking number: {{tracking}}
{{/tracking}}
)"},
    BuiltInTemplate{"refunded", "Your refund for order {{order}}",
                    R"({{shop}} has paid {{amount}} of your order {{order}} back to you.
{{#reason}}

Reason: {{reason}}
{{/reason}}

Depending on your bank it takes some days until you see it.
)"},
    BuiltInTemplate{"low_stock", "Low stock: {{sku}}",
                    R"({{available}} left of {{sku}}{{#location}} at {{location}}{{/location}}.
)"},
};

}  // namespace aisle::shop
