/** Marks the content of the first page as the main landmark, as other pages have one: screen readers jump to it. */
export function withMain(html: string): string {
  return html.replace(/<div class="VPContent is-home"/, (content) => content.replace("<div", '<div role="main"'));
}
