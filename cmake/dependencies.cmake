# Every library comes from the system when it is there (Debian and Ubuntu packages, see scripts/packages.txt), else from a
# pinned commit. OpenSSL, libcurl and RE2 are always the system's.

include(FetchContent)
find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(CURL REQUIRED libcurl)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)

list(APPEND CMAKE_MODULE_PATH ${CMAKE_CURRENT_LIST_DIR})

# vidspec_dependency(NAME REPOSITORY COMMIT FIND_PACKAGE_ARGS…): find_package, else that one commit. Git checks what it gets
# against the hash that names the commit; an archive of a commit could only be believed.
function(vidspec_dependency name repository commit)
  set(git git -C <SOURCE_DIR>)
  FetchContent_Declare(${name}
    DOWNLOAD_COMMAND ${git} init --quiet
    COMMAND ${git} fetch --quiet --depth 1 https://github.com/${repository} ${commit}
    COMMAND ${git} checkout --quiet --force ${commit}
    FIND_PACKAGE_ARGS ${ARGN})
endfunction()

vidspec_dependency(nlohmann_json nlohmann/json 9cca280a4d0ccf0c08f47a99aa71d1b0e52f8d03 3.11)           # v3.11.3
vidspec_dependency(CLI11 CLIUtils/CLI11 4160d259d961cd393fd8d67590a8c7d210207348 2.1)                   # v2.5.0
vidspec_dependency(httplib yhirose/cpp-httplib b8fe69e4e892ec394ca8de27ab2fe219008690b6)                # v0.53.1
set(HTTPLIB_COMPILE ON)
set(HTTPLIB_USE_ZSTD_IF_AVAILABLE OFF)
set(HTTPLIB_USE_BROTLI_IF_AVAILABLE OFF)
FetchContent_MakeAvailable(nlohmann_json CLI11 httplib)
if(VIDSPEC_TESTS)
  vidspec_dependency(googletest google/googletest 52eb8108c5bdec04579160ae17225d66034bd723 NAMES GTest) # v1.17.0
  set(INSTALL_GTEST OFF)
  FetchContent_MakeAvailable(googletest)
endif()
