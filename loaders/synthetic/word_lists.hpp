#pragma once
// The words that are not about any one product. Lists are in order of frequency.

#include <string_view>

namespace aisle::loaders {

/// Words of product descriptions, separated by blanks.
inline constexpr std::string_view kCommonWords = R"(
the and with for your a to of in is you it this that from on our are can be or by as will at all any more an
not so one up use made easy every design quality perfect home comfortable great set when have into set day out
soft light strong free new long time fits keep makes also high without water room size gift durable whole only
two material simple while after even under over before ideal looks feels best over better more small large full
features suitable everyday daily kitchen bedroom outdoor indoor travel office garden family friends children women
men kids work weekend morning night summer winter season warm cool dry clean fresh natural modern classic elegant
sturdy reliable powerful quiet smooth flexible adjustable compact lightweight portable practical versatile handy safe
protects provides offers includes comes allows helps gives lets brings adds holds stays lasts works delivers
battery charge hours minutes power speed control button screen sound bass voice call music video photo camera
steel wood cotton leather glass plastic metal fabric foam surface edge corner handle cover frame base lid pocket
strap zipper lining sole seat back cushion drawer shelf door wall floor table bed bag box bottle case
hand wash machine wipe rinse store fold hang carry open close turn press pull push fit install assemble
instructions included warranty year years months support service return package contents piece pieces pack pair
colour shape pattern style look finish touch grip weight height width depth capacity level mode setting
sensitive skin hair face body care gentle scent vitamin protein taste flavor recipe organic ingredients
sport training running yoga gym cycling hiking camping beach pool party wedding birthday holiday school
dog cat pet puppy baby toddler parents beginner professional expert studio stage garage workshop car road
tested certified approved designed engineered crafted inspired improved upgraded extra premium value choice
)";

/// Endings of titles.
inline constexpr std::string_view kTitleEndings =
    "with Case;for Travel;for Women;for Men;with Stand;for Kids;for Home;with Remote Control;for Small Spaces;with Lid;"
    "for Beginners;with Storage Bag;for Outdoor Use;with LED Display;Gift Set;with Microphone;Dishwasher Safe;"
    "with Wheels;Easy to Clean;with Timer;Machine Washable;for Office;Water Resistant;with USB Port;Quick Dry;"
    "with Pockets;for Sensitive Skin;Fast Charging;2 Year Warranty;with Mounting Kit;BPA Free;Energy Saving";

inline constexpr std::string_view kColors =
    "Black;White;Gray;Blue;Navy;Red;Green;Beige;Brown;Pink;Silver;Gold;Dark Green;Purple;Light Blue;Orange;Yellow;Cream;"
    "Burgundy;Rose Gold;Turquoise;Charcoal;Olive;Lavender;Coral;Mint;Sand;Anthracite;Ivory;Copper";

/// Parts of invented brands and product lines.
inline constexpr std::string_view kOnsets = "b c d f g h j k l m n p r s t v w z";
inline constexpr std::string_view kOnsetClusters = "br ch cl cr dr fl gr kr pr qu sh sk sl st tr";
inline constexpr std::string_view kVowels = "a e i o a e i o u";
inline constexpr std::string_view kVowelPairs = "ai ea ei ia io oo au eo";
inline constexpr std::string_view kCodas = "n r l s x m nd rt ck th ng st";
inline constexpr std::string_view kBrandEndings = "Home;Pro;Tech;Labs;Works;Studio;& Co;Outdoors;Sports;Living;Basics;Design";

/// No invented word may contain one of these.
inline constexpr std::string_view kUnwanted =
    "anal anus arse ass boob clit cock coon crap cum cunt dick dyk fag fuc fuk gook homo jap jew kik nazi neg nig piss poo "
    "porn puss rap scat sex shit slut spic suck tit turd wank whor";

}  // namespace aisle::loaders
