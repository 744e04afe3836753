/**
 * What to trust and what to show when a connection is encrypted. Engines can do this on Node; elsewhere the platform
 * decides, and they refuse it. Verification itself cannot be switched off.
 */
export interface TlsOptions {
  /** The certificates to trust, as PEM, in place of those that Node brings. Default: Node's and `NODE_EXTRA_CA_CERTS`. */
  readonly ca?: string | readonly string[] | undefined;
  /** The certificate to show to a server that asks for one, as PEM. Default: none. */
  readonly cert?: string | undefined;
  /** The key of `cert`, as PEM. */
  readonly key?: string | undefined;
}
