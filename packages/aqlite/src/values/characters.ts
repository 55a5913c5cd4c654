/** The characters of a text by code point, as AQL counts them. */
export function charactersOf(text: string): string[] {
  return Array.from(text);
}

/** A text as a part of a regular expression that matches just it. */
export function escapeRegex(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
