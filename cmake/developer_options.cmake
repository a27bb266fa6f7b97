# Switches for those who work on Aisle; a consumer of the libraries inherits none of them.
set(AISLE_SANITIZE "" CACHE STRING "sanitizers, as -fsanitize= takes them (address,undefined or thread)")
option(AISLE_COVERAGE "instrument for llvm-cov" OFF)
option(AISLE_WERROR "warnings are errors" OFF)

add_library(aisle_developer_options INTERFACE)
target_compile_options(aisle_developer_options INTERFACE
  -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wno-missing-field-initializers
  $<$<BOOL:${AISLE_WERROR}>:-Werror>
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety>)

if(AISLE_SANITIZE)
  add_compile_options(-fsanitize=${AISLE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${AISLE_SANITIZE})
endif()
if(AISLE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(AISLE_COVERAGE)
  add_compile_options(-fprofile-instr-generate -fcoverage-mapping)
  add_link_options(-fprofile-instr-generate)
endif()

find_program(AISLE_CCACHE ccache)
if(AISLE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${AISLE_CCACHE})
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  find_program(AISLE_LLD NAMES ld.lld-19 ld.lld)
  if(AISLE_LLD)
    add_link_options(--ld-path=${AISLE_LLD})
  endif()
endif()
