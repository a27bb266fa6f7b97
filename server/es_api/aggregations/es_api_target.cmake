# Until server/es_api has a CMakeLists.txt of its own: the target by the same name, with the sources that tests need.
if(NOT TARGET aisle_es_api)
  include(${PROJECT_SOURCE_DIR}/server/es_api/aggregations/sources.cmake)
  file(GLOB AISLE_ES_API_QUERY_SOURCES RELATIVE ${PROJECT_SOURCE_DIR}/server/es_api
    ${PROJECT_SOURCE_DIR}/server/es_api/query/*.cpp 
    ${PROJECT_SOURCE_DIR}/server/es_api/search/s*_*body.cpp ${PROJECT_SOURCE_DIR}/server/es_api/search/so*_*.cpp)
  list(TRANSFORM AISLE_ES_API_AGGREGATION_SOURCES PREPEND ${PROJECT_SOURCE_DIR}/server/es_api/)
  list(TRANSFORM AISLE_ES_API_QUERY_SOURCES PREPEND ${PROJECT_SOURCE_DIR}/server/es_api/)
  add_library(aisle_es_api STATIC ${AISLE_ES_API_AGGREGATION_SOURCES} ${AISLE_ES_API_QUERY_SOURCES})
  target_include_directories(aisle_es_api PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(aisle_es_api PUBLIC aisle_json aisle_engine PRIVATE aisle_developer_options)
endif()
