/** Collection names of the traditional scheme: letters, digits, `_` and `-`, at most 256. */
export function isCollectionName(name: string): boolean {
  return /^[a-zA-Z_][\w-]{0,255}$/.test(name);
}

/** Database names of the traditional scheme. */
export function isDatabaseName(name: string): boolean {
  return name === '_system' || /^[a-zA-Z][\w-]{0,63}$/.test(name);
}
