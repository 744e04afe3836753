/** Browsers and workerd put no codes on their errors: how far a `fetch` came before it failed is unknown there. */
export function isUnsent(_error: unknown): boolean {
  return false;
}
