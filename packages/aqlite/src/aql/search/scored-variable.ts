/** The register beside a view loop's variable that holds what its document met. */
export function scoreSlotName(variable: string): string {
  return `\u0000score ${variable}`;
}
