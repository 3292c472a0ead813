#include "conformance/checks/downloads.h"

namespace vidspec::conformance::checks {

using core::MediaFacts;

auto given_up(const Seen& seen) -> bool {
  const auto failure = seen.raw->failure;
  return failure == core::Failure::timeout || failure == core::Failure::interrupted ||
         failure == core::Failure::too_large;
}

auto is_text(const MediaFacts& media) -> bool {
  return media.kind == "json" || media.kind == "html" || media.kind == "text";
}

auto media_of(const Download& download) -> const MediaFacts* {
  const auto& media = download.last->raw->answer.media;
  return download.last->succeeded() && media && !given_up(*download.last) ? &*media : nullptr;
}

auto has_video(const Download& download) -> bool {
  const auto* media = media_of(download);
  if (media != nullptr) return media->bytes > 0 && !is_text(*media);
  const auto& answer = download.last->raw->answer;
  return download.last->succeeded() && (answer.body_size > 0 || answer.body_truncated) &&
         download.last->body == nullptr;
}

void each_media(const Evidence& evidence, const std::function<void(const Download&, const MediaFacts&)>& judge) {
  for (const auto& download : evidence.downloads()) {
    if (const auto* media = media_of(download); media != nullptr) judge(download, *media);
  }
}

void each_video(const Evidence& evidence, const std::function<void(const Download&, const MediaFacts&)>& judge) {
  each_media(evidence, [&](const Download& download, const MediaFacts& media) {
    if (media.kind == "mp4" && media.ended_cleanly) judge(download, media);
  });
}

}  // namespace vidspec::conformance::checks
