# Every library comes from the system when it is there (Debian and Ubuntu packages, see scripts/packages.txt), else from a
# pinned source. OpenSSL, libcurl and RE2 are always the system's.

include(FetchContent)
find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)

list(APPEND CMAKE_MODULE_PATH ${CMAKE_CURRENT_LIST_DIR})

FetchContent_Declare(nlohmann_json
  URL https://github.com/nlohmann/json/archive/9cca280a4d0ccf0c08f47a99aa71d1b0e52f8d03.tar.gz
  FIND_PACKAGE_ARGS 3.11)
FetchContent_Declare(CLI11
  URL https://github.com/CLIUtils/CLI11/archive/4160d259d961cd393fd8d67590a8c7d210207348.tar.gz
  FIND_PACKAGE_ARGS 2.1)
set(HTTPLIB_COMPILE ON)
set(HTTPLIB_USE_ZSTD_IF_AVAILABLE OFF)
set(HTTPLIB_USE_BROTLI_IF_AVAILABLE OFF)
FetchContent_Declare(httplib
  URL https://github.com/yhirose/cpp-httplib/archive/b8fe69e4e892ec394ca8de27ab2fe219008690b6.tar.gz
  FIND_PACKAGE_ARGS)
FetchContent_MakeAvailable(nlohmann_json CLI11 httplib)
if(VIDSPEC_TESTS)
  set(INSTALL_GTEST OFF)
  FetchContent_Declare(googletest
    URL https://github.com/google/googletest/archive/52eb8108c5bdec04579160ae17225d66034bd723.tar.gz
    FIND_PACKAGE_ARGS NAMES GTest)
  FetchContent_MakeAvailable(googletest)
endif()
