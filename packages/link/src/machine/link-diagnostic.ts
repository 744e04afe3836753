/** An event that a user may want to know and that settles nothing. It contains no secrets and no bytes of values. */
export interface LinkDiagnostic {
  /**
   * What happened: `"attempt-failed"`, `"orphan-error"`, `"malformed-frame"`, `"late-answer"`, `"unknown-answer"`,
   * `"latency"` or `"listener-failed"`.
   */
  readonly kind: string;
  readonly message: string;
  readonly [fact: string]: unknown;
}
