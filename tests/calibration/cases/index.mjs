// All tables in one place.
import fields from './fault-fields.mjs';
import errors from './fault-errors.mjs';
import lifecycle from './fault-lifecycle.mjs';
import late from './fault-late.mjs';
import content from './fault-content.mjs';
import links from './fault-links.mjs';
import lists from './fault-list.mjs';
import derived from './fault-derived.mjs';
import requests from './fault-requests.mjs';
import transport from './fault-transport.mjs';
import objects from './legal-objects.mjs';
import legalErrors from './legal-errors.mjs';
import wire from './legal-wire.mjs';

export const faults = [...fields, ...errors, ...lifecycle, ...late, ...content, ...links, ...lists, ...derived, ...requests, ...transport];
export const variations = [...objects, ...legalErrors, ...wire];
