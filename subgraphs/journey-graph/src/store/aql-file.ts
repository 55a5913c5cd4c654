import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A query as it stands in its file. */
export interface AqlFile {
  readonly name: string;
  /** Read at the first use. */
  text(): string;
}

/** `aqlFile(import.meta.url, './top-paths.aql')`. */
export function aqlFile(module: string, path: string): AqlFile {
  const file = fileURLToPath(new URL(path, module));
  let text: string | undefined;
  return { name: basename(file, '.aql'), text: () => (text ??= readFileSync(file, 'utf8')) };
}
