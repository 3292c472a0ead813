# vidspec_embed(TARGET GLOB…) compiles the files that match (relative to the project) into TARGET, to be read with
# core::embedded_file().
function(vidspec_embed target)
  set(files)
  foreach(pattern ${ARGN})
    file(GLOB_RECURSE matches CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/${pattern})
    list(APPEND files ${matches})
  endforeach()
  list(REMOVE_DUPLICATES files)
  list(SORT files)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded_data.cpp)
  set(list_file ${CMAKE_CURRENT_BINARY_DIR}/embedded_files.txt)
  string(REPLACE ";" "\n" content "${files}")
  file(CONFIGURE OUTPUT ${list_file} CONTENT "${content}\n" @ONLY)
  set(inputs ${files})
  list(TRANSFORM inputs PREPEND ${CMAKE_SOURCE_DIR}/)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DROOT=${CMAKE_SOURCE_DIR} -DLIST=${list_file} -DOUTPUT=${output}
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    DEPENDS ${inputs} ${list_file} ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    COMMENT "Embedding data files" VERBATIM)
  target_sources(${target} PRIVATE ${output})
  set_source_files_properties(${output} PROPERTIES COMPILE_OPTIONS "-O0;-w" SKIP_PRECOMPILE_HEADERS ON)
endfunction()
