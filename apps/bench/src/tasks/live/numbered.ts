/** Throws unless it is the notification with that number: each must come, and in order. */
export function assertNumber(
  notification: { readonly action: string; readonly result?: unknown } | undefined,
  expected: number,
): void {
  const { n } = (notification?.result ?? {}) as { n?: number };
  if (n !== expected) throw new Error(`Instead of notification ${expected} came ${notification?.action} ${n}.`);
}
