// Gives the programs of the playground the address that a page's policy asks for: scripts come from here, and from
// files. What a page hands in is served once, to a worker and to nothing else, and that worker may talk to nobody.
const programs = new Map();
const policy = "default-src 'none'; script-src 'self'; worker-src 'self'";

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("message", ({ data, source, ports: [port] }) => {
  if (source?.type !== "window" || source.frameType !== "top-level") return;
  programs.set(data.path, data.text);
  port.postMessage("kept");
});

// What a program loads comes by here as well, and goes on as it is.
self.addEventListener("fetch", (event) => {
  const { destination, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (origin !== self.location.origin || !pathname.startsWith(new URL(self.registration.scope).pathname)) return;
  const text = destination === "worker" ? programs.get(pathname) : undefined;
  programs.delete(pathname);
  const headers = { "content-type": "text/javascript", "content-security-policy": policy, "cache-control": "no-store" };
  event.respondWith(text === undefined ? new Response("", { status: 404 }) : new Response(text, { headers }));
});
