import openai from './openai.mjs';
import openaiFormat from './openai-format.mjs';
import videoGenerations from './video-generations.mjs';
import videoCreate from './video-create.mjs';
import soraFormat from './sora-format.mjs';
import officialFormat from './official-format.mjs';

export const dialects = Object.fromEntries(
  [openai, openaiFormat, videoGenerations, videoCreate, soraFormat, officialFormat].map((dialect) => [dialect.name, dialect]),
);
export const names = Object.keys(dialects);
