import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { installPackages } from "@surreal-sdk/test-harness/installed";
import { linkPackages } from "@surreal-sdk/test-harness/linked";
import type { PackedWorkspace } from "@surreal-sdk/test-harness/packed";
import { pageFiles } from "@surreal-sdk/test-harness/page-files";
import { build } from "esbuild";
import { compilers } from "./compilers.ts";

/** The frameworks, and what compiles their components. */
const versions = {
  "@babel/core": "7.29.13",
  "@babel/preset-typescript": "7.9.0",
  "@tanstack/react-query": "5.108.4",
  "babel-preset-solid": "1.9.16",
  react: "19.3.1",
  "react-dom": "19.3.1",
  "solid-js": "1.9.20",
  svelte: "5.57.3",
  vue: "3.5.45",
} as const;

/** A framework that the guide shows. */
export type Framework = "react" | "vue" | "svelte" | "solid" | "tanstack-query";

/** How a framework shows its component in `root`, and takes it away again. */
const mounting: Readonly<Record<Framework, string>> = {
  react: `
    import { createElement, StrictMode } from "react";
    import { createRoot } from "react-dom/client";
    import { Users } from "./react-users.tsx";
    const view = createRoot(root);
    view.render(createElement(StrictMode, null, createElement(Users)));
    const leave = () => view.unmount();`,
  vue: `
    import { createApp } from "vue";
    import Users from "./vue-users.vue";
    const view = createApp(Users);
    view.mount(root);
    const leave = () => view.unmount();`,
  svelte: `
    import { mount, unmount } from "svelte";
    import Users from "./svelte-users.svelte";
    const view = mount(Users, { target: root });
    const leave = () => unmount(view);`,
  solid: `
    import { render } from "solid-js/web";
    import { Users } from "./solid-users.tsx";
    const leave = render(Users, root);`,
  "tanstack-query": `
    import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
    import { createElement, StrictMode } from "react";
    import { createRoot } from "react-dom/client";
    import { Users } from "./tanstack-query-users.tsx";
    const view = createRoot(root);
    const client = new QueryClient();
    const element = createElement(QueryClientProvider, { client }, createElement(Users));
    view.render(createElement(StrictMode, null, element));
    const leave = () => view.unmount();`,
};

/** The frameworks. */
export const frameworks = Object.keys(mounting) as Framework[];

/** Signs in, and collects every list that the page shows, from the first one on. */
const recording = `
  import { db, users } from "./users.ts";
  const root = document.body.appendChild(document.createElement("main"));
  const shown = [];
  new MutationObserver(() => {
    const text = [...root.querySelectorAll("li")].map((item) => item.textContent).join(", ");
    if (text !== (shown.at(-1) ?? "")) shown.push(text);
  }).observe(root, { childList: true, subtree: true, characterData: true });
  Object.assign(window, { db, users, shown });
  const { username, password } = Object.fromEntries(new URLSearchParams(location.search));
  await db.signin({ username, password });`;

/** Writes a page for each framework, with the files of the guide and the packages as they are published. */
export async function bundleFrameworks(packed: PackedWorkspace, url: string, folder: string): Promise<void> {
  const modules = await installPackages("frameworks-in-pages", versions);
  linkPackages(packed.folder, modules, Object.keys(versions));
  for (const { name, text } of pageFiles("apps/docs/guide/watch-frameworks.md")) {
    packed.write(name, text.replace("ws://localhost:8000", url));
  }
  await mkdir(folder, { recursive: true });
  const plugins = [compilers(modules)];
  for (const framework of frameworks) {
    const contents = `${recording}\n${mounting[framework]}\nwindow.leave = leave;`;
    await build({
      stdin: { contents, resolveDir: packed.folder, loader: "ts" },
      bundle: true,
      format: "esm",
      target: "es2022",
      jsx: "automatic",
      define: { "process.env.NODE_ENV": '"development"' },
      outfile: join(folder, `${framework}.js`),
      plugins,
      logLevel: "error",
    });
    const script = `<!doctype html><link rel="icon" href="data:,"><body><script type="module" src="/${framework}.js"></script></body>\n`;
    await writeFile(join(folder, `${framework}.html`), script);
  }
}
