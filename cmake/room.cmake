# aisle_room(NAME SOURCES a.cpp ... HEADERS a.hpp ... PUBLIC lib ... PRIVATE lib ...)
#
# A room is a static library `aisle_NAME` whose include root is the project's root ("engine/engine.hpp").
# Headers are listed so that `all_verify_interface_header_sets` proves that each compiles alone.
function(aisle_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;HEADERS;PUBLIC;PRIVATE" ${ARGN})
  set(target aisle_${name})
  add_library(${target} STATIC ${ROOM_SOURCES})
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${ROOM_HEADERS})
  target_link_libraries(${target} PUBLIC ${ROOM_PUBLIC} PRIVATE ${ROOM_PRIVATE} aisle_developer_options)
  set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
endfunction()

# aisle_test(NAME SOURCES a_test.cpp ... LIBRARIES aisle_x ...): a GoogleTest binary, one ctest entry per binary.
function(aisle_test name)
  cmake_parse_arguments(TEST "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(${name} ${TEST_SOURCES})
  target_link_libraries(${name} PRIVATE ${TEST_LIBRARIES} GTest::gmock GTest::gtest_main aisle_developer_options)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  # What is tested is built as shipped; the tests themselves need not be optimised, and are half of what is compiled.
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  add_test(NAME ${name} COMMAND ${name})
  set(environment "AISLE_SOURCE_DIR=${PROJECT_SOURCE_DIR}" "AISLE_SHARED_DIR=${PROJECT_SOURCE_DIR}/../shared")
  if(AISLE_SANITIZE)
    list(APPEND environment AISLE_TEST_EFFORT=25)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT 900 ENVIRONMENT "${environment}")
endfunction()

# aisle_fuzzer(NAME SOURCES a_fuzz.cpp LIBRARIES aisle_x): a libFuzzer target; its seeds are in tests/fuzz/corpus/NAME.
function(aisle_fuzzer name)
  if(NOT AISLE_FUZZ)
    return()
  endif()
  cmake_parse_arguments(FUZZ "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(${name} ${FUZZ_SOURCES})
  target_link_libraries(${name} PRIVATE ${FUZZ_LIBRARIES} aisle_developer_options)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  set_property(GLOBAL APPEND PROPERTY AISLE_FUZZERS ${name})
endfunction()

# aisle_bench(NAME SOURCES a_bench.cpp LIBRARIES aisle_x): a Google Benchmark binary.
function(aisle_bench name)
  cmake_parse_arguments(BENCH "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(${name} ${BENCH_SOURCES})
  target_link_libraries(${name} PRIVATE ${BENCH_LIBRARIES} benchmark::benchmark_main aisle_developer_options)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
endfunction()
