# Every dependency is a Debian 12 package; scripts/install_packages names them.
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)          # headers: Asio, Beast, Unordered. libboost1.81-dev
find_package(ICU 72 REQUIRED COMPONENTS uc i18n data)
find_package(fmt 9 REQUIRED)
find_package(spdlog 1.10 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)         # libssl-dev
find_package(simdjson 3 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
find_package(CLI11 REQUIRED)
find_package(SQLite3 3.38 REQUIRED)         # STRICT tables: 3.37
find_package(CURL 7.88 REQUIRED)          # libcurl4-openssl-dev
find_package(hwy 1.0 REQUIRED)              # SIMD chosen at run time: libhwy-dev

# Packages without CMake or pkg-config files.
function(aisle_plain_library target header library)
  find_path(${target}_INCLUDE ${header} REQUIRED)
  find_library(${target}_LIBRARY ${library} REQUIRED)
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} SYSTEM INTERFACE ${${target}_INCLUDE})
  target_link_libraries(${target} INTERFACE ${${target}_LIBRARY})
endfunction()
aisle_plain_library(stemmer::stemmer libstemmer.h stemmer)
aisle_plain_library(jemalloc::jemalloc jemalloc/jemalloc.h jemalloc_pic)   # static: nothing to preload or to forget
aisle_plain_library(roaring::roaring roaring/roaring.hh roaring)

find_path(MUSTACHE_INCLUDE kainjow/mustache.hpp REQUIRED)
add_library(mustache::mustache INTERFACE IMPORTED GLOBAL)
target_include_directories(mustache::mustache SYSTEM INTERFACE ${MUSTACHE_INCLUDE})

find_path(RAPIDJSON_INCLUDE rapidjson/reader.h REQUIRED)
add_library(rapidjson::rapidjson INTERFACE IMPORTED GLOBAL)
target_include_directories(rapidjson::rapidjson SYSTEM INTERFACE ${RAPIDJSON_INCLUDE})

# Without this, every Asio header that is included compiles Asio again.
add_library(aisle_boost INTERFACE)
target_include_directories(aisle_boost SYSTEM INTERFACE ${Boost_INCLUDE_DIRS})
target_compile_definitions(aisle_boost INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
target_link_libraries(aisle_boost INTERFACE Threads::Threads)

if(AISLE_TESTS)
  find_package(GTest REQUIRED)
endif()
if(AISLE_BENCH)
  find_package(benchmark REQUIRED)
endif()
