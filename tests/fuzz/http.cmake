# The fuzz targets of server/http; included where its library is known.
aisle_fuzzer(http_uri_fuzz SOURCES ${PROJECT_SOURCE_DIR}/tests/fuzz/http_uri_fuzz.cpp LIBRARIES aisle_http)
aisle_fuzzer(http_head_fuzz SOURCES ${PROJECT_SOURCE_DIR}/tests/fuzz/http_head_fuzz.cpp LIBRARIES aisle_http aisle_boost)
aisle_fuzzer(http_body_fuzz SOURCES ${PROJECT_SOURCE_DIR}/tests/fuzz/http_body_fuzz.cpp LIBRARIES aisle_http aisle_boost)
