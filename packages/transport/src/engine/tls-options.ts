/**
 * Which certificates to trust and which to present on encrypted connections. Engines support this on Node; elsewhere
 * the platform decides, and the engine refuses the option. Verification itself cannot be switched off.
 */
export interface TlsOptions {
  /**
   * The certificates to trust, as PEM, instead of those that Node trusts. Default: Node's and `NODE_EXTRA_CA_CERTS`.
   */
  readonly ca?: string | readonly string[] | undefined;
  /** The certificate to present to a server that asks for one, as PEM. Default: none. */
  readonly cert?: string | undefined;
  /** The key of `cert`, as PEM. */
  readonly key?: string | undefined;
}
