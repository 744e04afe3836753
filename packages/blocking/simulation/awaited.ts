/**
 * Promises that a client does not keep in every world yet. Remove a promise here when you mend it; the tests hold all others.
 */
const awaited: readonly string[] = ["what was missed is told"];

/** The violations of promises that are to be kept already. */
export function kept(violations: readonly string[]): string[] {
  return violations.filter((violation) => !awaited.includes(violation.split(":")[0] as string));
}
