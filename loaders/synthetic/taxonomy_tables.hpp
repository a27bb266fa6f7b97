#pragma once
// The tables behind taxonomy.hpp, as text: easier to extend than code. Read once.

#include <string_view>

namespace aisle::loaders {

/// name | adjectives | attribute=values | ... ; the commonest first in every list. A star marks what has no colour.
inline constexpr std::string_view kFamilyTable = R"(
audio|wireless;bluetooth;noise cancelling;portable;waterproof;rechargeable;hi res;foldable;sport;studio;kids;gaming|connectivity=Bluetooth 5.0;Bluetooth 5.3;Wired;USB-C;2.4 GHz;Multipoint|battery_life=30 hours;24 hours;40 hours;8 hours;60 hours;12 hours
computer|gaming;touchscreen;business;lightweight;thin;refurbished;convertible;student;fanless;rugged|memory=16 GB;8 GB;32 GB;64 GB;4 GB|storage=512 GB SSD;1 TB SSD;256 GB SSD;2 TB SSD;128 GB eMMC|processor=6 core;8 core;4 core;12 core;16 core
screen|smart;curved;ultrawide;gaming;borderless;hdr;anti glare;4k;portable|screen_size=27 inch;55 inch;32 inch;24 inch;65 inch;43 inch;75 inch;34 inch|resolution=4K;1080p;1440p;8K;720p|refresh_rate=60 Hz;144 Hz;120 Hz;75 Hz;240 Hz
input|wireless;mechanical;ergonomic;gaming;silent;backlit;compact;rechargeable;vertical;rgb|connectivity=2.4 GHz;Bluetooth;Wired USB;USB-C|layout=US;UK;German;French;Nordic
network|dual band;mesh;gigabit;tri band;outdoor;managed;long range|standard=Wi-Fi 6;Wi-Fi 5;Wi-Fi 6E;Wi-Fi 7;Ethernet|ports=4;5;8;16;24
storage|portable;fast;rugged;encrypted;external;internal;high endurance|capacity=1 TB;2 TB;512 GB;256 GB;4 TB;128 GB;8 TB|interface=USB 3.2;NVMe;SATA III;USB-C;microSD
phone|unlocked;refurbished;dual sim;5g;rugged;big button|capacity=128 GB;256 GB;64 GB;512 GB|condition=New;Renewed;Open box
phone_extra|clear;magnetic;shockproof;slim;leather;silicone;wallet;anti yellowing|fits=Nova 14;Nova 15;Nova 15 Pro;Orion S23;Orion A54;Zenit 8|style=Bumper;Folio;Hard shell;Soft
power|fast;foldable;portable;braided;universal;travel;dual port;certified|wattage=20 W;65 W;30 W;100 W;45 W;15 W|length=1 m;2 m;3 m;50 cm
camera|waterproof;compact;wireless;indoor;outdoor;night vision;professional;travel|resolution=4K;1080p;2K;24 MP;20 MP;48 MP|mount=Universal;E;RF;Z;Micro 4/3
wearable|waterproof;gps;slim;rugged;fitness;hybrid;kids|display=AMOLED;LCD;E-paper|water_rating=5 ATM;IP68;IP67;10 ATM
light|dimmable;led;solar;rechargeable;motion sensor;smart;vintage;warm white|power=9 W;12 W;5 W;60 W;100 W|color_temperature=Warm white;Daylight;Cool white;RGB
furniture|modern;solid wood;adjustable;folding;industrial;upholstered;small;rustic;mid century;storage|material=Oak;Pine;Metal;Velvet;Bamboo;Linen;Glass;Walnut;Rattan;Faux leather|assembly=Required;Partial;Assembled
bedding|soft;breathable;cooling;organic;hypoallergenic;washable;reversible;thick;weighted|size=Queen;King;Twin;Full;California King;Twin XL|material=Cotton;Microfiber;Linen;Bamboo;Memory foam;Satin;Down
appliance|cordless;compact;digital;quiet;programmable;stainless steel;energy saving;large;automatic;mini|capacity=1.5 L;2 L;6 L;12 cups;0.5 L;8 L|power=1500 W;1000 W;700 W;1800 W;300 W
kitchenware|non stick;stainless steel;cast iron;reusable;stackable;insulated;dishwasher safe;handmade;large|material=Stainless steel;Ceramic;Cast iron;Glass;Bamboo;Silicone;Copper;Porcelain|pieces=1;2;4;6;10;12;16
decor|blackout;modern;vintage;boho;washable;handwoven;minimalist;floral;geometric|size=40x60 cm;60x90 cm;120x170 cm;160x230 cm;200x290 cm|style=Modern;Farmhouse;Boho;Scandinavian;Vintage;Industrial
clothing|slim fit;cotton;casual;stretch;long sleeve;oversized;waterproof;lightweight;high waist;plus size;thermal;linen;vintage|size=M;L;S;XL;XXL;XS;3XL|material=Cotton;Polyester;Linen;Wool;Denim;Viscose;Nylon;Cashmere|fit=Regular;Slim;Relaxed;Loose;Petite
shoes|running;waterproof;leather;lightweight;wide;slip on;memory foam;trail;non slip;casual;white|size=38;39;40;41;42;43;44;45;37;36|width=Regular;Wide;Narrow
bag|leather;waterproof;canvas;anti theft;large;lightweight;rolling;vintage;expandable|material=Nylon;Leather;Canvas;Polycarbonate;Polyester;Faux leather|volume=20 L;30 L;15 L;40 L;65 L;100 L
jewelry|sterling silver;gold plated;dainty;personalized;vintage;hypoallergenic;minimalist|metal=Sterling silver;Stainless steel;14k gold;Rose gold;Titanium;18k gold|stone=Zirconia;Pearl;Opal;Sapphire;Moissanite;Crystal
outdoor|waterproof;ultralight;folding;pop up;insulated;inflatable;heavy duty;4 season|capacity=2 person;4 person;1 person;6 person;8 person|season=3 season;4 season;Summer
sports|adjustable;non slip;foldable;professional;heavy duty;kids;training;indoor|weight=5 kg;10 kg;2 kg;20 kg;1 kg;50 kg|level=Beginner;Intermediate;Advanced
beauty|hydrating;organic;fragrance free;vegan;matte;long lasting;anti aging;travel size;natural|volume=50 ml;30 ml;100 ml;200 ml;400 ml;15 ml|skin_type=All;Dry;Sensitive;Oily;Combination
health*|organic;sugar free;vegan;high strength;extra;daily;digital|count=60;120;90;30;180|form=Capsules;Tablets;Powder;Gummies;Liquid
grocery*|organic;gluten free;fair trade;unsweetened;roasted;vegan;extra virgin;whole grain;family size|weight=500 g;250 g;1 kg;100 g;2 kg;750 g|diet=Vegan;Gluten free;Organic;Kosher;Halal;Low sodium
toy|wooden;educational;magnetic;remote control;giant;interactive;classic;glow in the dark|age=3+;6+;8+;12+;18 months+|pieces=1;24;52;100;500;1000
baby|convertible;organic;foldable;newborn;soft;lightweight;portable;anti colic|age=0-3 months;3-6 months;6-12 months;1-2 years|pack=1;2;3;6;40;100
pet|grain free;washable;interactive;orthopedic;retractable;natural;automatic;small|size=M;S;L;XL|flavor=Chicken;Salmon;Beef;Lamb;Turkey;Duck
car|universal;heavy duty;all weather;led;waterproof;magnetic;ceramic;synthetic|fitment=Universal;Front;Rear;2015-2022;2010-2018|pack=1;2;4
tool|cordless;brushless;heavy duty;magnetic;compact;insulated;precision;rotary|voltage=20 V;18 V;12 V;40 V;230 V|kit=Tool only;With battery;With case;Full set
garden|expandable;solar;galvanized;self watering;raised;telescopic;folding;outdoor|size=15 m;30 m;30 cm;60 cm;120x60 cm|material=Steel;Plastic;Wood;Terracotta;Resin
plumbing|matte black;brushed nickel;single handle;high pressure;pull down;handheld|finish=Chrome;Matte black;Brushed nickel;Bronze;Brass
office|fine point;recycled;erasable;lined;magnetic;electric;refillable|pack=1;5;10;12;24;500|format=A4;A5;Letter;Pocket
book*|illustrated;pocket;signed;complete;annotated;bestselling|format=Paperback;Hardcover;Audio CD;Large print|language=English;Spanish;French;German;Italian
music|acoustic;electric;beginner;full size;digital;weighted;left handed;travel|size=Full;3/4;88 keys;61 keys;25 keys|level=Beginner;Student;Professional
)";

/// department | group | leaf | nouns | family | typical price
inline constexpr std::string_view kLeafTable = R"(
Electronics|Audio|Headphones|headphones;over ear headphones;on ear headphones;open back headphones|audio|80
Electronics|Audio|Earbuds|earbuds;true wireless earbuds;bone conduction earphones;in ear monitors|audio|50
Electronics|Audio|Speakers|bluetooth speaker;bookshelf speakers;party speaker;shower speaker|audio|70
Electronics|Audio|Soundbars|soundbar;soundbar with subwoofer;home theater system|audio|180
Electronics|Audio|Record Players|turntable;record player;cd player|audio|140
Electronics|Audio|Microphones|usb microphone;podcast microphone;lavalier microphone|audio|60
Electronics|Computers|Laptops|laptop;notebook computer;2 in 1 laptop;gaming laptop|computer|750
Electronics|Computers|Desktops|desktop computer;mini pc;all in one computer|computer|700
Electronics|Computers|Tablets|tablet;drawing tablet;e reader|computer|230
Electronics|Computers|Monitors|monitor;gaming monitor;office monitor|screen|230
Electronics|Computers|Keyboards|keyboard;gaming keyboard;numeric keypad|input|55
Electronics|Computers|Mice|mouse;gaming mouse;trackball;mouse pad|input|28
Electronics|Computers|Webcams|webcam;conference camera;ring light|camera|50
Electronics|Computers|Drives|external ssd;hard drive;nvme ssd;usb flash drive|storage|75
Electronics|Computers|Memory Cards|memory card;microsd card;card reader|storage|25
Electronics|Networking|Routers|wifi router;mesh wifi system;travel router|network|95
Electronics|Networking|Switches|ethernet switch;wifi extender;powerline adapter|network|45
Electronics|Printing|Printers|printer;laser printer;photo printer;label printer|office|150
Electronics|Printing|Ink|ink cartridge;toner cartridge;photo paper|office|35
Electronics|Television|TVs|tv;oled tv;qled tv;outdoor tv|screen|520
Electronics|Television|Streaming Players|streaming stick;media player;hdmi switch|network|50
Electronics|Television|TV Mounts|tv wall mount;tv stand;projector screen|furniture|48
Electronics|Television|Projectors|projector;mini projector;short throw projector|screen|260
Electronics|Phones|Smartphones|smartphone;foldable phone;senior phone|phone|330
Electronics|Phones|Phone Cases|phone case;screen protector;camera lens protector|phone_extra|16
Electronics|Phones|Chargers|phone charger;wireless charger;car charger;usb c charger|power|22
Electronics|Phones|Power Banks|power bank;solar charger;portable power station|power|38
Electronics|Phones|Cables|usb c cable;hdmi cable;charging cable;audio cable|power|12
Electronics|Cameras|Digital Cameras|digital camera;mirrorless camera;instant camera|camera|420
Electronics|Cameras|Action Cameras|action camera;dash cam;drone with camera|camera|160
Electronics|Cameras|Lenses|camera lens;prime lens;telephoto lens|camera|380
Electronics|Cameras|Tripods|tripod;gimbal;selfie stick;camera bag|camera|42
Electronics|Cameras|Security|security camera;video doorbell;baby monitor|camera|75
Electronics|Gaming|Consoles|game console;handheld console;retro game console|computer|270
Electronics|Gaming|Controllers|game controller;racing wheel;arcade stick|input|52
Electronics|Gaming|Headsets|gaming headset;headset stand|audio|62
Electronics|Wearables|Smartwatches|smartwatch;running watch;watch band|wearable|150
Electronics|Wearables|Trackers|fitness tracker;smart ring;item finder|wearable|55
Electronics|Smart Home|Smart Lighting|smart bulb;led strip lights;smart switch|light|26
Electronics|Smart Home|Climate Control|smart thermostat;temperature sensor;smart radiator valve|power|85
Home & Kitchen|Living Room|Sofas|sofa;sectional sofa;sofa bed;loveseat|furniture|620
Home & Kitchen|Living Room|Armchairs|armchair;recliner;rocking chair;bean bag|furniture|210
Home & Kitchen|Living Room|Coffee Tables|coffee table;side table;nesting tables|furniture|120
Home & Kitchen|Living Room|Shelves|bookcase;wall shelf;tv cabinet|furniture|95
Home & Kitchen|Dining|Dining Tables|dining table;bar table;kitchen island|furniture|270
Home & Kitchen|Dining|Dining Chairs|dining chairs;bar stools;bench|furniture|130
Home & Kitchen|Bedroom|Beds|bed frame;bunk bed;headboard;day bed|furniture|260
Home & Kitchen|Bedroom|Wardrobes|wardrobe;dresser;nightstand;shoe rack|furniture|160
Home & Kitchen|Bedding|Mattresses|mattress;mattress topper;mattress protector|bedding|270
Home & Kitchen|Bedding|Sheets|sheet set;duvet cover;pillowcases|bedding|38
Home & Kitchen|Bedding|Pillows|pillow;body pillow;neck pillow|bedding|30
Home & Kitchen|Bedding|Blankets|throw blanket;weighted blanket;quilt;comforter|bedding|45
Home & Kitchen|Coffee & Tea|Coffee Machines|coffee maker;espresso machine;moka pot|appliance|110
Home & Kitchen|Coffee & Tea|Grinders & Kettles|coffee grinder;electric kettle;milk frother|appliance|45
Home & Kitchen|Small Appliances|Blenders|blender;hand blender;juicer;food processor|appliance|65
Home & Kitchen|Small Appliances|Fryers & Ovens|air fryer;toaster oven;slow cooker;rice cooker|appliance|95
Home & Kitchen|Small Appliances|Toasters|toaster;waffle maker;sandwich press|appliance|42
Home & Kitchen|Cookware|Pots & Pans|frying pan;cookware set;saucepan;wok;dutch oven|kitchenware|55
Home & Kitchen|Cookware|Knives|chef knife;knife set;cutting board|kitchenware|48
Home & Kitchen|Cookware|Bakeware|baking pan;cake mold;mixing bowls;rolling pin|kitchenware|24
Home & Kitchen|Tableware|Plates & Bowls|dinnerware set;plates;serving bowl|kitchenware|42
Home & Kitchen|Tableware|Glasses & Mugs|wine glasses;coffee mug;travel mug;carafe|kitchenware|24
Home & Kitchen|Tableware|Bottles|water bottle;thermos flask;lunch box|kitchenware|22
Home & Kitchen|Cleaning|Vacuums|vacuum cleaner;robot vacuum;handheld vacuum;steam mop|appliance|190
Home & Kitchen|Cleaning|Household Tools|spray mop;broom;laundry basket;ironing board|garden|28
Home & Kitchen|Air|Fans & Heaters|tower fan;space heater;air conditioner;ceiling fan|appliance|95
Home & Kitchen|Air|Air Quality|air purifier;humidifier;dehumidifier;essential oil diffuser|appliance|85
Home & Kitchen|Decor|Rugs|area rug;runner rug;bath mat;door mat|decor|75
Home & Kitchen|Decor|Curtains|curtains;roller blinds;shower curtain|decor|36
Home & Kitchen|Decor|Wall Decor|wall art;picture frame;wall clock;wall mirror|decor|38
Home & Kitchen|Decor|Candles & Vases|scented candle;vase;artificial plants|decor|22
Home & Kitchen|Lighting|Lamps|floor lamp;table lamp;desk lamp;night light|light|48
Home & Kitchen|Lighting|Ceiling Lights|pendant light;chandelier;ceiling light|light|85
Home & Kitchen|Bath|Towels|bath towel set;beach towel;bathrobe|bedding|32
Fashion|Women|Dresses|dress;maxi dress;summer dress;evening dress|clothing|42
Fashion|Women|Tops|blouse;t shirt;sweater;cardigan|clothing|28
Fashion|Women|Trousers|leggings;jeans;wide leg pants;skirt|clothing|34
Fashion|Women|Coats & Jackets|winter coat;denim jacket;trench coat;blazer|clothing|85
Fashion|Women|Swimwear|swimsuit;bikini;beach cover up|clothing|32
Fashion|Men|Shirts|shirt;polo shirt;t shirt;flannel shirt|clothing|32
Fashion|Men|Trousers|jeans;chinos;cargo pants;joggers;shorts|clothing|42
Fashion|Men|Jackets|rain jacket;leather jacket;fleece jacket;down jacket|clothing|95
Fashion|Men|Suits|suit;waistcoat;tie;tuxedo shirt|clothing|130
Fashion|Men|Underwear|boxer shorts;socks;undershirt;pajamas|clothing|22
Fashion|Kids|Girls|girls dress;girls leggings;school blouse|clothing|22
Fashion|Kids|Boys|boys hoodie;boys shirt;school trousers|clothing|22
Fashion|Kids|Babies|baby bodysuit;romper;baby hat|clothing|17
Fashion|Bags|Handbags|handbag;tote bag;crossbody bag;clutch|bag|55
Fashion|Bags|Wallets|wallet;card holder;coin purse;belt bag|bag|26
Fashion|Accessories|Hats & Scarves|beanie;baseball cap;scarf;gloves|clothing|20
Fashion|Accessories|Sunglasses|sunglasses;reading glasses;blue light glasses|jewelry|30
Fashion|Accessories|Belts|belt;leather belt;suspenders|clothing|25
Fashion|Jewelry|Necklaces|necklace;pendant necklace;choker|jewelry|40
Fashion|Jewelry|Rings|ring;engagement ring;signet ring|jewelry|75
Fashion|Jewelry|Earrings|earrings;hoop earrings;ear cuffs|jewelry|28
Fashion|Jewelry|Watches|watch;automatic watch;chronograph;pocket watch|jewelry|140
Shoes|Women|Heels & Flats|high heels;ballet flats;sandals;loafers|shoes|52
Shoes|Women|Boots|ankle boots;chelsea boots;rain boots|shoes|75
Shoes|Women|Sneakers|sneakers;running shoes;walking shoes|shoes|72
Shoes|Men|Running Shoes|running shoes;trail running shoes;gym shoes|shoes|92
Shoes|Men|Boots|work boots;hiking boots;winter boots|shoes|105
Shoes|Men|Dress Shoes|oxford shoes;derby shoes;boat shoes|shoes|82
Shoes|Kids|Kids Shoes|kids sneakers;school shoes;toddler shoes;slippers|shoes|34
Sports & Outdoors|Camping|Tents|tent;camping tent;tarp;hammock|outdoor|120
Sports & Outdoors|Camping|Sleeping Bags|sleeping bag;sleeping pad;camping cot|outdoor|62
Sports & Outdoors|Camping|Camp Kitchen|camping stove;cooler box;camping chair|outdoor|52
Sports & Outdoors|Camping|Torches|flashlight;headlamp;camping lantern|light|24
Sports & Outdoors|Hiking|Backpacks|hiking backpack;daypack;hydration pack;trekking poles|bag|65
Sports & Outdoors|Fitness|Weights|dumbbells;kettlebell;barbell;weight bench|sports|75
Sports & Outdoors|Fitness|Yoga|yoga mat;foam roller;resistance bands|sports|24
Sports & Outdoors|Fitness|Cardio|treadmill;exercise bike;rowing machine;jump rope|sports|320
Sports & Outdoors|Cycling|Bicycles|mountain bike;road bike;electric bike;kids bike|sports|520
Sports & Outdoors|Cycling|Bike Parts|bike helmet;bike light;bike lock;bike pump|sports|32
Sports & Outdoors|Ball Games|Balls & Rackets|soccer ball;basketball;tennis racket;badminton set|sports|30
Sports & Outdoors|Water Sports|Boards & Boats|paddle board;kayak;life jacket;snorkel set|outdoor|140
Sports & Outdoors|Winter Sports|Ski & Snow|ski goggles;snowboard;ski gloves;sled|outdoor|95
Sports & Outdoors|Fishing|Fishing|fishing rod;fishing reel;tackle box|outdoor|52
Sports & Outdoors|Golf|Golf|golf clubs;golf balls;golf bag;putter|sports|110
Beauty|Skin Care|Creams|face cream;body lotion;night cream;hand cream|beauty|22
Beauty|Skin Care|Serums|vitamin c serum;retinol serum;hyaluronic acid serum|beauty|24
Beauty|Skin Care|Cleansers|face wash;micellar water;face mask;sunscreen|beauty|16
Beauty|Makeup|Lips & Eyes|lipstick;mascara;eyeshadow palette;eyeliner|beauty|15
Beauty|Makeup|Face|foundation;concealer;blush;makeup brushes|beauty|19
Beauty|Hair|Hair Care|shampoo;conditioner;hair oil;hair mask|beauty|16
Beauty|Hair|Styling|hair dryer;hair straightener;curling iron|appliance|52
Beauty|Fragrance|Perfume|perfume;eau de toilette;cologne|beauty|62
Beauty|Grooming|Shaving|electric shaver;beard trimmer;razor;shaving cream|appliance|42
Health|Supplements|Vitamins|multivitamin;vitamin d;omega 3;magnesium;probiotic|health|20
Health|Supplements|Sports Nutrition|protein powder;creatine;protein bars|health|32
Health|Care|First Aid|first aid kit;thermometer;blood pressure monitor;face masks|health|26
Health|Care|Dental|electric toothbrush;toothpaste;water flosser|appliance|40
Health|Household|Supplies|toilet paper;laundry detergent;dish soap;trash bags|grocery|19
Grocery|Drinks|Coffee|coffee beans;ground coffee;coffee capsules|grocery|16
Grocery|Drinks|Tea|green tea;black tea;herbal tea;matcha|grocery|11
Grocery|Drinks|Water & Juice|sparkling water;orange juice;energy drink;oat milk|grocery|14
Grocery|Snacks|Sweets|dark chocolate;cookies;gummy bears;honey|grocery|9
Grocery|Snacks|Savory|potato chips;mixed nuts;popcorn;crackers|grocery|9
Grocery|Pantry|Pasta & Rice|pasta;basmati rice;quinoa;noodles|grocery|8
Grocery|Pantry|Oils & Spices|olive oil;sea salt;spice set;hot sauce|grocery|12
Grocery|Pantry|Breakfast|muesli;oatmeal;peanut butter;pancake mix|grocery|8
Toys & Games|Building|Construction Sets|building blocks;magnetic tiles;model kit|toy|38
Toys & Games|Games|Board Games|board game;card game;jigsaw puzzle|toy|26
Toys & Games|Dolls|Dolls & Plush|doll;plush toy;dollhouse|toy|26
Toys & Games|Vehicles|Remote Control|rc car;drone;train set;toy truck|toy|48
Toys & Games|Learning|Science & Craft|science kit;craft kit;musical toy|toy|26
Toys & Games|Outdoor Play|Garden Toys|trampoline;water slide;swing;scooter|toy|75
Baby|On The Go|Strollers|stroller;jogging stroller;baby carrier|baby|190
Baby|On The Go|Car Seats|car seat;booster seat|baby|150
Baby|Nursery|Cribs|crib;changing table;baby mobile|furniture|160
Baby|Feeding|Feeding|baby bottles;high chair;breast pump;bibs|baby|38
Baby|Changing|Diapers|diapers;baby wipes;diaper bag|baby|28
Pets|Dogs|Dog Food|dog food;dog treats;puppy food|pet|30
Pets|Dogs|Dog Gear|dog bed;dog leash;dog harness;dog toy|pet|28
Pets|Cats|Cats|cat food;cat litter;cat tree;scratching post|pet|30
Pets|Fish & Birds|Tanks & Cages|aquarium;bird cage;fish food|pet|48
Automotive|Parts|Car Parts|brake pads;oil filter;spark plugs;wiper blades|car|42
Automotive|Power|Batteries|car battery;jump starter;battery charger|car|85
Automotive|Interior|Car Interior|floor mats;seat covers;phone holder;trunk organizer|car|32
Automotive|Care|Car Care|car wax;car shampoo;tire inflator;pressure washer|car|30
Tools|Power Tools|Drills|cordless drill;impact driver;hammer drill;drill bits|tool|85
Tools|Power Tools|Saws & Sanders|circular saw;jigsaw;orbital sander;angle grinder|tool|105
Tools|Hand Tools|Hand Tools|screwdriver set;socket set;hammer;pliers;tape measure|tool|32
Tools|Workshop|Tool Storage|tool box;workbench;tool bag;step ladder|tool|65
Tools|Electrical|Electrical|extension cord;multimeter;light switch|power|24
Tools|Plumbing|Taps & Showers|kitchen faucet;shower head;bathroom faucet|plumbing|62
Tools|Painting|Paint|wall paint;paint roller set;masking tape|tool|26
Garden|Furniture|Patio|garden chair;patio set;garden bench;parasol|furniture|180
Garden|Grills|Grills|gas grill;charcoal grill;fire pit;grill tools|outdoor|190
Garden|Machines|Mowers|lawn mower;hedge trimmer;leaf blower;chainsaw|tool|190
Garden|Planting|Pots & Soil|flower pot;raised bed;potting soil;seeds|garden|24
Garden|Watering|Watering|garden hose;sprinkler;watering can;irrigation kit|garden|32
Office|Writing|Pens|gel pens;fountain pen;highlighters;markers|office|12
Office|Paper|Notebooks|notebook;planner;sticky notes;copy paper|office|13
Office|Furniture|Desks|desk;standing desk;computer desk|furniture|220
Office|Furniture|Office Chairs|office chair;gaming chair;footrest|furniture|160
Office|Machines|Machines|paper shredder;laminator;calculator|office|55
Books|Fiction|Novels|novel;thriller;fantasy novel;short stories|book|15
Books|Nonfiction|Nonfiction|cookbook;travel guide;biography;history book|book|21
Books|Children|Children's Books|picture book;coloring book;bedtime stories|book|11
Music|Instruments|Guitars|guitar;bass guitar;ukulele;guitar amplifier|music|190
Music|Instruments|Keyboards|digital piano;midi keyboard;synthesizer|music|270
Music|Instruments|Percussion|drum kit;cajon;tambourine|music|160
Travel|Luggage|Suitcases|suitcase;carry on luggage;luggage set;duffel bag|bag|105
Travel|Accessories|Travel Accessories|packing cubes;travel adapter;passport holder;travel pillow|bag|21
)";

}  // namespace aisle::loaders
