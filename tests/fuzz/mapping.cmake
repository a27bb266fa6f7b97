# The fuzz targets of mappings, documents and dates; included where their libraries are known.
foreach(name document_parser_fuzz mapping_fuzz source_filter_fuzz date_fuzz)
  aisle_fuzzer(${name} SOURCES ${PROJECT_SOURCE_DIR}/tests/fuzz/${name}.cpp LIBRARIES aisle_mapping)
endforeach()
