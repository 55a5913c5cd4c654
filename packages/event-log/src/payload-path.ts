import { z } from 'zod';

/** A dotted path into an entry's payload: `context.campaign.medium`. */
export const payloadPath = z
  .string()
  .max(200)
  .regex(/^[^.]+(\.[^.]+)*$/, 'must be names with dots between them, for example context.campaign.medium');

/** What stands at a dotted path of a JSON value; undefined when there is nothing. Reads own properties only. */
export function readPath(value: unknown, path: string): unknown {
  let found = value;
  for (const name of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    // An object has properties of some type.
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return found;
}
