// What Vite adds to modules.
declare module "*?worker&url" {
  /** The address of the bundled worker. */
  const url: string;
  export default url;
}

interface ImportMeta {
  readonly env: { readonly BASE_URL: string };
}
