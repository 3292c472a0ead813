# Debian and Ubuntu ship cpp-httplib as a split library with a pkg-config file and no CMake config. Its flags are part of the
# ABI: compiling without them aborts at run time.
find_package(PkgConfig QUIET)
if(PKG_CONFIG_FOUND)
  pkg_check_modules(CPP_HTTPLIB QUIET IMPORTED_TARGET cpp-httplib)
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(httplib REQUIRED_VARS CPP_HTTPLIB_FOUND VERSION_VAR CPP_HTTPLIB_VERSION)
if(httplib_FOUND AND NOT TARGET httplib::httplib)
  add_library(httplib::httplib INTERFACE IMPORTED)
  target_link_libraries(httplib::httplib INTERFACE PkgConfig::CPP_HTTPLIB)
endif()
