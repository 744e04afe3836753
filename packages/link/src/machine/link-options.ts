/** How a link behaves. All times are milliseconds; `Infinity` waits forever. */
export interface LinkOptions {
  /** For a connection to stand and to be restored. The first connection with all its retries must fit as well. */
  readonly connectTimeout: number;
  /** After which closing goes on by force. */
  readonly closeTimeout: number;
  /** After `idle` without a sign of life a ping is sent; without one for `wait` more the connection is given up. */
  readonly heartbeat: { readonly idle: number; readonly wait: number } | false;
  /**
   * How a connection is made again: `attempts` in a row at most, each after a random delay between 0 and
   * `minDelay` doubled per attempt, `maxDelay` at most.
   */
  readonly reconnect: { readonly attempts: number; readonly minDelay: number; readonly maxDelay: number } | false;
  /** How much may wait for a connection; `false` refuses requests while reconnecting. */
  readonly offlineQueue: { readonly requests: number; readonly bytes: number } | false;
  /** The largest message to accept from the peer, in bytes. */
  readonly maxMessageBytes: number;
  /** Headers to send along where the transport has headers. */
  readonly headers: Readonly<Record<string, string>>;
}
