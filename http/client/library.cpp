#include "http/client/library.h"

#include <dlfcn.h>

#include <string>

#include "core/error.h"

namespace vidspec::http {

namespace {

#ifdef __APPLE__
constexpr auto library_name = "libcurl.4.dylib";
#else
constexpr auto library_name = "libcurl.so.4";
#endif

class Library {
 public:
  Library() : handle_(dlopen(library_name, RTLD_NOW | RTLD_LOCAL)) {
    if (handle_ == nullptr) throw core::InputError(library_name, "", "cannot be loaded; install libcurl");
  }

  template <class Function>
  void find(Function& function, const char* name) const {
    auto* found = dlsym(handle_, name);
    if (found == nullptr)
      throw core::InputError(library_name, "", "has no " + std::string(name) + "; install a newer libcurl");
    function = reinterpret_cast<Function>(found);
  }

 private:
  void* handle_;  // never closed: its threads and handlers may outlive everything of ours
};

auto load() -> Curl {
  const Library library;
  Curl curl{};
  library.find(curl.global_init, "curl_global_init");
  library.find(curl.easy_init, "curl_easy_init");
  library.find(curl.easy_reset, "curl_easy_reset");
  library.find(curl.easy_setopt, "curl_easy_setopt");
  library.find(curl.easy_getinfo, "curl_easy_getinfo");
  library.find(curl.easy_pause, "curl_easy_pause");
  library.find(curl.easy_strerror, "curl_easy_strerror");
  library.find(curl.easy_cleanup, "curl_easy_cleanup");
  library.find(curl.multi_init, "curl_multi_init");
  library.find(curl.multi_add_handle, "curl_multi_add_handle");
  library.find(curl.multi_perform, "curl_multi_perform");
  library.find(curl.multi_poll, "curl_multi_poll");
  library.find(curl.multi_info_read, "curl_multi_info_read");
  library.find(curl.multi_remove_handle, "curl_multi_remove_handle");
  library.find(curl.multi_cleanup, "curl_multi_cleanup");
  library.find(curl.slist_append, "curl_slist_append");
  library.find(curl.slist_free_all, "curl_slist_free_all");
  curl.global_init(CURL_GLOBAL_DEFAULT);
  return curl;
}

}  // namespace

auto curl() -> const Curl& {
  static const Curl loaded = load();
  return loaded;
}

}  // namespace vidspec::http
