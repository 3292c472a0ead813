# cmake --install: the program, and what a test suite needs to embed the mock: find_package(vidspec) gives vidspec::mock.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS vidspec RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})

# A package can only refer to libraries that the next build finds too.
if(NOT (nlohmann_json_FOUND AND httplib_FOUND))
  message(STATUS "Not installing the library: nlohmann_json and cpp-httplib were fetched, not found on this system")
  return()
endif()

set(vidspec_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/vidspec)
foreach(folder core http mock)
  set_target_properties(vidspec_${folder} PROPERTIES EXPORT_NAME ${folder})
  target_include_directories(vidspec_${folder} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/vidspec>)
  install(TARGETS vidspec_${folder} EXPORT vidspec ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(DIRECTORY ${CMAKE_SOURCE_DIR}/${folder} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/vidspec FILES_MATCHING PATTERN "*.h")
endforeach()
install(EXPORT vidspec NAMESPACE vidspec:: DESTINATION ${vidspec_cmake_dir})
configure_package_config_file(cmake/vidspec-config.cmake.in ${CMAKE_BINARY_DIR}/vidspec-config.cmake
  INSTALL_DESTINATION ${vidspec_cmake_dir})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/vidspec-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/vidspec-config.cmake ${CMAKE_BINARY_DIR}/vidspec-config-version.cmake cmake/Findhttplib.cmake
  DESTINATION ${vidspec_cmake_dir})
