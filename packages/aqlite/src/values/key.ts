const keyPattern = /^[\w\-:.@()+,=;$!*'%]{1,254}$/;

/** Whether a text may be a document's `_key`: 1 to 254 of the characters that 3.11 allows. */
export function isValidKey(key: string): boolean {
  return keyPattern.test(key);
}
