import type { AppParts } from "./installed-app.ts";

/** An app of the guide, and how it is built and started. */
export interface Recipe extends AppParts {
  readonly build: readonly string[];
  readonly start: readonly string[];
}

const layout = `
import type { ReactNode } from "react";
export const metadata = { icons: "data:," };
export default function Layout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
`;

/** The packages are linked, from elsewhere in the repository. */
const nextConfig = "export default { turbopack: { root: process.env.APP_ROOT } };\n";

const nextCompiler = {
  compilerOptions: {
    target: "ES2022",
    lib: ["dom", "dom.iterable", "esnext"],
    strict: true,
    noEmit: true,
    module: "esnext",
    moduleResolution: "bundler",
    jsx: "react-jsx",
    esModuleInterop: true,
    isolatedModules: true,
    resolveJsonModule: true,
    skipLibCheck: true,
    allowJs: true,
    incremental: true,
    plugins: [{ name: "next" }],
  },
  include: ["**/*.ts", "**/*.tsx"],
  exclude: ["node_modules"],
};

const NEXT = "next/dist/bin/next";

export const nextApp: Recipe = {
  page: "nextjs",
  packages: {
    "@types/node": "24.10.1",
    "@types/react": "19.3.3",
    next: "16.4.6",
    react: "19.3.1",
    "react-dom": "19.3.1",
    typescript: "6.0.3",
  },
  environment: { NEXT_TELEMETRY_DISABLED: "1" },
  files: {
    "app/layout.tsx": layout,
    "next.config.mjs": nextConfig,
    "package.json": "{}",
    "tsconfig.json": JSON.stringify(nextCompiler),
  },
  build: [NEXT, "build"],
  start: [NEXT, "start", "--port", "0"],
};

const VITE = "vite/bin/vite.js";

export const svelteApp: Recipe = {
  page: "sveltekit",
  packages: {
    "@sveltejs/kit": "3.2.0",
    "@sveltejs/vite-plugin-svelte": "7.0.0",
    svelte: "5.57.3",
    typescript: "6.0.3",
    vite: "8.3.8",
  },
  environment: {},
  files: {
    "package.json": '{ "type": "module" }',
    "vite.config.js":
      'import { sveltekit } from "@sveltejs/kit/vite";\nimport { defineConfig } from "vite";\nexport default defineConfig({ plugins: [sveltekit()] });\n',
    "src/app.html":
      '<!doctype html>\n<html lang="en">\n<head><link rel="icon" href="data:,">%sveltekit.head%</head>\n<body>%sveltekit.body%</body>\n</html>\n',
  },
  build: [VITE, "build"],
  start: [VITE, "preview", "--port", "0"],
};
