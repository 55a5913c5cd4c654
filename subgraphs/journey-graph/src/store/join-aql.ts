import type { AqlFile } from './aql-file.ts';

/** A query whose text stands in several files, because others share some of them. */
export function joinAql(name: string, ...parts: readonly AqlFile[]): AqlFile {
  return { name, text: () => parts.map((part) => part.text()).join('\n') };
}
