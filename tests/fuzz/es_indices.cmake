aisle_fuzzer(bulk_body_fuzz SOURCES ${PROJECT_SOURCE_DIR}/tests/fuzz/bulk_body_fuzz.cpp LIBRARIES aisle_es_indices)
