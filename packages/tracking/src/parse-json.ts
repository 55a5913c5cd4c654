const manyDigits = /\d{16}/;
const integer = /^-?\d+$/;

/**
 * `JSON.parse`, except that an integer which a double cannot hold becomes a bigint, so that it is seen
 * (`canonicalJson` refuses it with its path) instead of being changed silently. Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  if (!manyDigits.test(text)) return JSON.parse(text);
  return JSON.parse(text, exactInteger);
}

function exactInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || !Number.isFinite(value)) return value;
  const source = context?.source;
  if (source === undefined || !integer.test(source)) return value;
  // A client that computes in doubles itself writes the shortest digits that give its double back.
  return String(value) === source || BigInt(value) === BigInt(source) ? value : BigInt(source);
}
