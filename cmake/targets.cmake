# One folder = one library = one namespace = one test program. Sources are what lies in the folder.

find_program(CCACHE ccache)
if(CCACHE)
  # With a precompiled header nothing is ever a hit without this much tolerance; and several checkouts on one machine share what
  # they compile: paths count from the project, and the precompiled header counts by what it was made of (the .sum below).
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_PCH_EXTSUM=1 CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} ${CCACHE})
endif()

add_library(vidspec_flags INTERFACE)
# Designated initializers leave members out on purpose.
target_compile_options(vidspec_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-missing-field-initializers
                       $<$<BOOL:${VIDSPEC_WERROR}>:-Werror> -pthread)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Optimising, GCC 12 sees overflows in its own std::string (GCC bugs 105329, 105651) and unset values in std::optional (80635).
  target_compile_options(vidspec_flags INTERFACE -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds
                         -Wno-maybe-uninitialized)
  # Those from 13 on also a comparison with the null of an empty std::vector, of no bytes.
  if(CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13)
    target_compile_options(vidspec_flags INTERFACE -Wno-nonnull)
  endif()
endif()
target_include_directories(vidspec_flags INTERFACE ${CMAKE_SOURCE_DIR})
if(VIDSPEC_SANITIZE)
  target_compile_options(vidspec_flags INTERFACE -fsanitize=${VIDSPEC_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(vidspec_flags INTERFACE -fsanitize=${VIDSPEC_SANITIZE})
endif()

# json.hpp and the standard containers, parsed once for the whole project.
set(precompiled <nlohmann/json.hpp> <chrono> <functional> <map> <memory> <optional> <string> <vector>)
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/pch.cpp CONTENT "")
add_library(vidspec_pch OBJECT ${CMAKE_BINARY_DIR}/pch.cpp)
target_link_libraries(vidspec_pch PRIVATE vidspec_flags nlohmann_json::nlohmann_json)
target_precompile_headers(vidspec_pch PRIVATE ${precompiled})
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/CMakeFiles/vidspec_pch.dir/cmake_pch.hxx.gch.sum
  CONTENT "${precompiled} ${nlohmann_json_VERSION} ${CMAKE_CXX_COMPILER_VERSION} ${CMAKE_BUILD_TYPE} ${VIDSPEC_SANITIZE}")
target_compile_options(vidspec_pch PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)

# vidspec_library(NAME [folders below…] [BATCHED | BATCHED_TESTS]) makes vidspec_NAME (alias vidspec::NAME) and NAME_test of the
# *_test.cpp files. BATCHED compiles eight files at once, which takes a third of the time: a name in an anonymous namespace is then one of the
# whole folder. BATCHED_TESTS does so with the tests alone. VIDSPEC_BATCHES=OFF compiles each file for itself.
function(vidspec_library name)
  cmake_parse_arguments(PARSE_ARGV 1 library "BATCHED;BATCHED_TESTS" "" "")
  set(patterns ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  foreach(folder ${library_UNPARSED_ARGUMENTS})
    list(APPEND patterns ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp)
  endforeach()
  file(GLOB sources CONFIGURE_DEPENDS ${patterns})
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$|/main\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  add_library(vidspec_${name} STATIC ${sources})
  add_library(vidspec::${name} ALIAS vidspec_${name})
  target_link_libraries(vidspec_${name} PRIVATE $<BUILD_INTERFACE:vidspec_flags>)
  target_precompile_headers(vidspec_${name} REUSE_FROM vidspec_pch)
  target_compile_options(vidspec_${name} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
  target_include_directories(vidspec_${name} PUBLIC $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}>)
  if(VIDSPEC_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE vidspec_flags vidspec_${name} GTest::gtest GTest::gmock GTest::gtest_main)
    target_precompile_headers(${name}_test REUSE_FROM vidspec_pch)
    target_compile_options(${name}_test PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
    target_compile_definitions(${name}_test PRIVATE VIDSPEC_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND ${name}_test)
    if(VIDSPEC_BATCHES AND (library_BATCHED OR library_BATCHED_TESTS))
      set_target_properties(${name}_test PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    endif()
  endif()
  if(VIDSPEC_BATCHES AND library_BATCHED)
    set_target_properties(vidspec_${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
  endif()
endfunction()
